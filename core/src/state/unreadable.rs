//! Records that lists left out because they cannot be read: each is told in the log once, however
//! often it is met.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::store::StoreError;

/// So many are told apart; the log of a store that has more says so, and then nothing.
const MOST_TOLD: usize = 1000;

/// What was told.
#[derive(Debug, Default)]
pub(super) struct Unreadable(Mutex<BTreeSet<String>>);

impl Unreadable {
    /// Logs an error about a record, the first time.
    pub(super) fn tell(&self, key: &str, error: &StoreError) {
        let told = self.note(key, error);
        if told == Some(MOST_TOLD) {
            tracing::error!("more than {MOST_TOLD} records cannot be read; no more are told");
        } else if told.is_some() {
            tracing::error!(%error, "a record is left out of a list");
        }
    }

    /// How many there are with this one; none if it was there before, or there are too many.
    fn note(&self, key: &str, error: &StoreError) -> Option<usize> {
        let StoreError::Corrupt { collection, .. } = error else {
            return Some(0);
        };
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = told.len() < MOST_TOLD && told.insert(format!("{collection}/{key}"));
        new.then_some(told.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_told_once() {
        let unreadable = Unreadable::default();
        let error = |key: &str| StoreError::Corrupt {
            collection: "things",
            key: key.to_owned(),
            reason: String::new(),
        };
        assert_eq!(unreadable.note("a", &error("a")), Some(1));
        assert_eq!(unreadable.note("a", &error("a")), None);
        assert_eq!(unreadable.note("b", &error("b")), Some(2));
        for number in 0..MOST_TOLD {
            let _ = unreadable.note(&number.to_string(), &error("n"));
        }
        assert_eq!(unreadable.note("c", &error("c")), None);
    }
}
