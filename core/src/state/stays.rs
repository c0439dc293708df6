//! What should have gone and stays, with the reason: the disk fills by it, so it is to be seen where somebody looks.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::clock::{self, Time};

/// Who removes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remover {
    /// What is too old, by `[retention]`.
    Age,
    /// What a charge point has too much of, by `[store]`.
    Count,
    /// The audit log.
    Audit,
    /// Stored frames.
    Frames,
}

impl Remover {
    pub const ALL: [Self; 4] = [Self::Age, Self::Count, Self::Audit, Self::Frames];

    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::Count => "count",
            Self::Audit => "audit",
            Self::Frames => "frames",
        }
    }
}

/// Why something stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// Since it was so.
    pub since: Time,
    pub reason: String,
}

/// What stays now, by who would have removed it.
#[derive(Debug, Default)]
pub struct Stays(Mutex<BTreeMap<Remover, Stay>>);

impl Stays {
    /// It could not be removed. Whether that is news: it went the time before, or stayed for another reason.
    pub fn stays(&self, remover: Remover, reason: String) -> bool {
        let mut all = self.lock();
        match all.get_mut(&remover) {
            Some(stay) if stay.reason == reason => false,
            Some(stay) => {
                stay.reason = reason;
                true
            }
            None => {
                let since = clock::now();
                all.insert(remover, Stay { since, reason });
                true
            }
        }
    }

    /// All went that was to go.
    pub fn went(&self, remover: Remover) {
        self.lock().remove(&remover);
    }

    #[must_use]
    pub fn all(&self) -> BTreeMap<Remover, Stay> {
        self.lock().clone()
    }

    // A panic cannot leave the map half changed, so a poisoned lock is as good as another.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<Remover, Stay>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_news_once() {
        let stays = Stays::default();
        assert!(stays.stays(Remover::Age, "full".to_owned()));
        assert!(!stays.stays(Remover::Age, "full".to_owned()));
        assert!(stays.stays(Remover::Age, "gone".to_owned()));
        assert!(stays.stays(Remover::Count, "gone".to_owned()));
        stays.went(Remover::Age);
        assert_eq!(stays.all().into_keys().collect::<Vec<_>>(), [Remover::Count]);
        assert!(stays.stays(Remover::Age, "gone".to_owned()));
    }
}
