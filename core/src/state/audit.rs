//! Who changed what: one record of each change that somebody asked for, by its number, which grows by one and is
//! never given twice. A record is written when a change begins and again when it is over; one that never ended tells
//! that the server stopped in between.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::collections::AUDIT;
use super::tokens::Role;
use super::{State, put};
use crate::clock::Time;
use crate::store::{Page, StoreError, Write};

/// The digits of a number in a key: those of the largest.
const DIGITS: usize = 20;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditRecord {
    pub number: u64,
    pub at: Time,
    /// None: it has not ended, or the server stopped before.
    pub ended_at: Option<Time>,
    pub who: Who,
    /// What was done: a method and the pattern of a path, such as `PUT /charge-points/{id}`, or a word.
    pub operation: String,
    /// The path as it was asked for, with its query.
    pub path: Option<String>,
    /// What it was done to, by kind: `chargePoint`, `idTag`, `transaction`, `plugin`, `token`, ...
    pub target: BTreeMap<String, String>,
    /// The body, without secrets.
    pub asked: Option<Value>,
    /// What was there before, as it was shown; none: nothing, or nothing that is shown.
    pub before: Option<Value>,
    pub after: Option<Value>,
    pub outcome: AuditOutcome,
    /// The HTTP status.
    pub status: Option<u16>,
    /// What the answer says of how it went: the id of a command or campaign, counts.
    pub result: Option<Value>,
    /// Why it was not done.
    pub problem: Option<String>,
    /// So many that are like it were not written down since the last that was.
    pub untold_before: u64,
}

impl AuditRecord {
    /// What was done without a request, by the server itself or by who is on the machine. What it was done to, and how it
    /// went, is to be added.
    #[must_use]
    pub fn done(number: u64, who: &str, operation: &str, at: Time) -> Self {
        Self {
            number,
            at,
            ended_at: Some(at),
            who: Who {
                name: who.to_owned(),
                role: None,
                address: None,
            },
            operation: operation.to_owned(),
            path: None,
            target: BTreeMap::new(),
            asked: None,
            before: None,
            after: None,
            outcome: AuditOutcome::Done,
            status: None,
            result: None,
            problem: None,
            untold_before: 0,
        }
    }
}

/// Who asked for a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Who {
    /// The name of a token; `local` where there is none; `signal` and `command-line` are who is on the machine; empty:
    /// nobody knows.
    pub name: String,
    pub role: Option<Role>,
    /// Of the peer.
    pub address: Option<String>,
}

impl Who {
    /// Nobody knows who, from this address.
    #[must_use]
    pub fn unknown(address: Option<String>) -> Self {
        Self {
            name: String::new(),
            role: None,
            address,
        }
    }
}

/// How a change ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AuditOutcome {
    /// It goes on, or the server stopped in the middle.
    Begun,
    Done,
    /// It was not allowed, or cannot be.
    Refused,
    /// Something failed: the server, or the charge point.
    Failed,
    /// Whoever asked went before the answer; what had begun may have gone on.
    Abandoned,
}

/// The number of the last record, once it was looked for.
#[derive(Debug, Default)]
pub struct AuditNumbers(Mutex<Option<u64>>);

/// How many records stay.
#[derive(Debug, Clone, Copy)]
pub struct AuditKeep {
    /// The newest.
    pub records: u64,
    /// None: whatever their age.
    pub age: Option<Duration>,
}

pub(super) fn key_of(number: u64) -> String {
    format!("{number:0DIGITS$}")
}

/// The number that a key has.
pub(super) fn number_of(key: &str) -> Option<u64> {
    key.parse().ok()
}

impl State {
    /// The number of the next record.
    ///
    /// # Errors
    /// The store's.
    pub fn next_audit_number(&self) -> Result<u64, StoreError> {
        let mut last = self.audit_numbers().0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = match *last {
            Some(number) => number,
            None => self.last_audit_number()?.unwrap_or_default().max(self.audited_from()?),
        };
        *last = Some(known + 1);
        Ok(known + 1)
    }

    pub(super) fn last_audit_number(&self) -> Result<Option<u64>, StoreError> {
        let keys = self.store().list_keys(AUDIT, Page::all(1).descending())?;
        Ok(keys.first().and_then(|key| number_of(key)))
    }

    /// The records before a number, the newest first; none: all.
    ///
    /// # Errors
    /// The store's.
    pub fn audit_records(&self, before: Option<u64>, limit: usize) -> Result<Vec<AuditRecord>, StoreError> {
        let before = before.map(key_of);
        let page = Page::all(limit).descending().after(before.as_deref());
        let found: Vec<(String, AuditRecord)> = self.list(AUDIT, page)?;
        Ok(found.into_iter().map(|(_, record)| record).collect())
    }
}

/// Keeps a record.
///
/// # Errors
/// It has no JSON form.
pub fn put_audit(record: &AuditRecord) -> Result<Write, StoreError> {
    put(AUDIT, key_of(record.number), record)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::Arc;

    use chrono::TimeDelta;

    use super::super::audit_pruner::AuditPruner;
    use super::*;
    use crate::clock;
    use crate::store::{MemoryStore, Store};

    fn record(number: u64, at: Time) -> AuditRecord {
        AuditRecord {
            status: Some(200),
            ..AuditRecord::done(number, "config", "PUT /id-tags/{tag}", at)
        }
    }

    #[actix_web::test]
    async fn numbers_go_on_over_restarts_and_the_oldest_go() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let state = State::new(Arc::clone(&store));
        let now = clock::now();
        for age in (0..10).rev() {
            let number = state.next_audit_number().unwrap();
            let kept = put_audit(&record(number, now - TimeDelta::hours(age))).unwrap();
            store.write(vec![kept]).await.unwrap();
        }
        let again = State::new(Arc::clone(&store));
        assert_eq!(again.next_audit_number().unwrap(), 11);
        let numbers = |before| -> Vec<u64> {
            let found = again.audit_records(before, 3).unwrap();
            found.iter().map(|record| record.number).collect()
        };
        assert_eq!(numbers(None), [10, 9, 8]);
        assert_eq!(numbers(Some(8)), [7, 6, 5]);
        let keep = |records, hours| AuditKeep {
            records,
            age: Some(Duration::from_hours(hours)),
        };
        let excess = |keep, now| AuditPruner::new(keep).step(&again, now).unwrap();
        assert!(excess(keep(10, 100), now).finished);
        let by_age = excess(keep(10, 6), now + TimeDelta::minutes(1));
        assert_eq!(by_age.writes.len(), 4);
        let by_count = || excess(keep(2, 100), now).writes;
        // One that ends meanwhile is another than the one that was written down.
        let ends = put_audit(&record(1, now - TimeDelta::hours(9))).unwrap();
        let before = by_count();
        store.write(vec![ends]).await.unwrap();
        let refused = store.write(before).await;
        assert!(matches!(refused, Err(StoreError::Conflict { .. })), "{refused:?}");
        store.write(by_count()).await.unwrap();
        assert_eq!(numbers(None), [10, 9]);
        assert!(excess(keep(2, 100), now).finished);
        // All of them, the newest too: its number is not given again.
        for _ in 0..2 {
            let all = excess(keep(10, 0), now + TimeDelta::minutes(1));
            store.write(all.writes).await.unwrap();
            assert!(numbers(None).is_empty());
        }
        let restarted = State::new(Arc::clone(&store));
        assert_eq!(restarted.next_audit_number().unwrap(), 11);
    }
}
