//! Requests that must not be carried out twice: what an `Idempotency-Key` was used for, for a day or two.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::collections::IDEMPOTENCY;
use super::{State, create, delete, key, parts, put};
use crate::clock::Time;
use crate::store::{Page, StoreError, Write};

/// Keys are found for so many days after the one on which they came: at least 24 hours.
const DAYS: i64 = 1;
/// So many old ones are removed at a time.
const AT_ONCE: usize = 500;

/// What a key was used for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Used {
    /// The id of what came of it.
    pub id: String,
    /// Tells the request apart from others.
    pub request: String,
}

/// A key of an operator's, in the scope in which it is one: `commands`, `campaigns`.
#[derive(Debug, Clone, Copy)]
pub struct IdempotencyKey<'a> {
    pub scope: &'static str,
    pub key: &'a str,
}

fn day(now: Time, before: i64) -> String {
    (now.date_naive() - chrono::TimeDelta::days(before)).to_string()
}

/// What tells a request apart from others: a digest of its parts.
#[must_use]
pub fn fingerprint(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part);
    }
    digest
        .finalize()
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

impl State {
    /// What a key was used for.
    pub fn used(&self, wanted: IdempotencyKey<'_>, now: Time) -> Result<Option<Used>, StoreError> {
        for before in 0..=DAYS {
            let found = self.get(IDEMPOTENCY, &key(&[&day(now, before), wanted.scope, wanted.key]))?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// The removal of keys that nobody asks for any more, some at a time.
    pub fn forget_used(&self, now: Time) -> Result<Vec<Write>, StoreError> {
        let oldest = day(now, DAYS);
        let keys = self.store().list_keys(IDEMPOTENCY, Page::all(AT_ONCE))?;
        let is_old = |key: &String| parts(key).first().is_some_and(|day| *day < oldest);
        Ok(keys
            .into_iter()
            .take_while(is_old)
            .map(|key| delete(IDEMPOTENCY, key))
            .collect())
    }
}

/// Keeps what a key is used for where what it stood for was never kept: a crash came between.
pub fn use_key_anew(wanted: IdempotencyKey<'_>, used: &Used, now: Time) -> Result<Write, StoreError> {
    put(IDEMPOTENCY, key(&[&day(now, 0), wanted.scope, wanted.key]), used)
}

/// When an id was made, which is a UUID of version 7; none: it is another kind of id.
#[must_use]
pub fn made_at(id: &str) -> Option<Time> {
    let (seconds, nanoseconds) = uuid::Uuid::parse_str(id).ok()?.get_timestamp()?.to_unix();
    Time::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
}

/// Keeps what a key is used for, unless somebody uses it at the same time.
pub fn use_key(wanted: IdempotencyKey<'_>, used: &Used, now: Time) -> Result<Write, StoreError> {
    create(IDEMPOTENCY, key(&[&day(now, 0), wanted.scope, wanted.key]), used)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::super::tests::{block_on, in_memory};
    use super::*;

    #[test]
    fn a_key_is_known_for_a_day_and_then_forgotten() {
        let state = in_memory();
        let at = |text: &str| text.parse::<Time>().unwrap();
        let wanted = IdempotencyKey {
            scope: "commands",
            key: "a/b",
        };
        let used = Used {
            id: "1".to_owned(),
            request: fingerprint(&["a", "b"]),
        };
        assert_ne!(used.request, fingerprint(&["ab", ""]));
        let write = use_key(wanted, &used, at("2026-01-01T23:59:00Z")).unwrap();
        block_on(state.store().write(vec![write])).unwrap();
        assert_eq!(state.used(wanted, at("2026-01-02T23:58:00Z")).unwrap(), Some(used));
        assert!(state.forget_used(at("2026-01-02T23:58:00Z")).unwrap().is_empty());
        assert_eq!(state.used(wanted, at("2026-01-03T00:00:00Z")).unwrap(), None);
        let gone = state.forget_used(at("2026-01-03T00:00:00Z")).unwrap();
        assert_eq!(gone.len(), 1);
    }
}
