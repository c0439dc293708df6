//! Connections that were refused lately, by the identity that they named, in memory: also those of identities that
//! nobody has registered. The lock is taken where one is refused, and where an operator looks.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::connections::RefusedConnection;
use crate::clock::Time;

/// So many identities are remembered; of more, the one that was refused longest ago goes.
const MOST: usize = 1000;

/// What was refused.
#[derive(Debug, Default)]
pub struct Refusals(Mutex<HashMap<String, Refusal>>);

/// The refused connections of one identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// As it was named; empty: the path had none.
    pub identity: String,
    pub count: u64,
    pub first: Time,
    pub last: RefusedConnection,
}

impl Refusals {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Refusal>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more was refused.
    pub fn add(&self, identity: &str, refused: RefusedConnection) {
        let mut known = self.lock();
        if let Some(before) = known.get_mut(identity) {
            before.count += 1;
            before.last = refused;
            return;
        }
        if known.len() >= MOST {
            let oldest = known.values().min_by_key(|refusal| refusal.last.at);
            let oldest = oldest.map(|refusal| refusal.identity.clone()).unwrap_or_default();
            known.remove(&oldest);
        }
        let refusal = Refusal {
            identity: identity.to_owned(),
            count: 1,
            first: refused.at,
            last: refused,
        };
        known.insert(identity.to_owned(), refusal);
    }

    /// All of them, those that were refused last first.
    #[must_use]
    pub fn newest_first(&self) -> Vec<Refusal> {
        let mut found: Vec<_> = self.lock().values().cloned().collect();
        found.sort_by(|a, b| (b.last.at, &b.identity).cmp(&(a.last.at, &a.identity)));
        found
    }

    /// Those of one identity.
    #[must_use]
    pub fn of(&self, identity: &str) -> Option<Refusal> {
        self.lock().get(identity).cloned()
    }

    /// The charge point is forgotten.
    pub fn forget(&self, identity: &str) {
        self.lock().remove(identity);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::clock;

    fn refused(second: i64) -> RefusedConnection {
        RefusedConnection {
            at: Time::from_timestamp(second, 0).unwrap_or_else(clock::now),
            status: 404,
            reason: "not registered".to_owned(),
            remote_address: None,
            path: "/ocpp/X".to_owned(),
            subprotocols: None,
            user_agent: None,
        }
    }

    #[test]
    fn the_newest_come_first_and_the_oldest_go() {
        let refusals = Refusals::default();
        for second in 0..1500 {
            refusals.add(&format!("CP{second}"), refused(second));
        }
        refusals.add("CP900", refused(2000));
        let found = refusals.newest_first();
        assert_eq!(found.len(), MOST);
        assert_eq!((found[0].identity.as_str(), found[0].count), ("CP900", 2));
        assert_eq!(found[0].first, refused(900).at);
        assert_eq!(found[1].identity, "CP1499");
        assert!(refusals.of("CP1").is_none());
    }
}
