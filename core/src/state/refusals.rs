//! Connections that were refused lately, by the identity that they named: also those of identities that nobody has
//! registered. They are in memory, and together one record, which is written once a minute and at the end, so that nobody
//! writes to the disk by being refused. The lock is taken where one is refused, and where an operator looks.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::collections::REFUSALS;
use super::connections::RefusedConnection;
use super::{State, put};
use crate::clock::Time;
use crate::store::{StoreError, Write};

/// So many identities are remembered; of more, the one that was refused longest ago goes.
const MOST: usize = 1000;

/// The key of the one record.
const ALL: &str = "all";

/// What was refused.
#[derive(Debug, Default)]
pub struct Refusals(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    by_identity: HashMap<String, Refusal>,
    /// Since they were written last.
    have_changed: bool,
}

/// The refused connections of one identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// As it was named; empty: the path had none.
    pub identity: String,
    pub count: u64,
    pub first: Time,
    pub last: RefusedConnection,
}

impl Refusals {
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more was refused.
    pub fn add(&self, identity: &str, refused: RefusedConnection) {
        let mut known = self.lock();
        known.have_changed = true;
        let known = &mut known.by_identity;
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
        let mut found: Vec<_> = self.lock().by_identity.values().cloned().collect();
        found.sort_by(|a, b| (b.last.at, &b.identity).cmp(&(a.last.at, &a.identity)));
        found
    }

    /// Those of one identity.
    #[must_use]
    pub fn of(&self, identity: &str) -> Option<Refusal> {
        self.lock().by_identity.get(identity).cloned()
    }

    /// The charge point is forgotten.
    pub fn forget(&self, identity: &str) {
        let mut known = self.lock();
        known.have_changed |= known.by_identity.remove(identity).is_some();
    }

    /// Those of a server before; what was refused meanwhile stays.
    fn recall(&self, before: Vec<Refusal>) {
        let mut known = self.lock();
        for refusal in before.into_iter().take(MOST) {
            known.by_identity.entry(refusal.identity.clone()).or_insert(refusal);
        }
    }
}

impl State {
    /// What keeps the refused connections; none: it is kept as it is.
    pub fn keep_refusals(&self) -> Result<Option<Write>, StoreError> {
        let has_changed = std::mem::take(&mut self.refusals().lock().have_changed);
        let all = || put(REFUSALS, ALL.to_owned(), &self.refusals().newest_first());
        has_changed.then(all).transpose()
    }

    /// Reads the refused connections of the server before.
    pub fn recall_refusals(&self) -> Result<(), StoreError> {
        let before: Option<Vec<Refusal>> = self.get(REFUSALS, ALL)?;
        self.refusals().recall(before.unwrap_or_default());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use std::sync::Arc;

    use super::*;
    use crate::clock;
    use crate::store::{MemoryStore, Store};

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

    #[actix_web::test]
    async fn they_are_known_to_the_next_server() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let state = State::new(Arc::clone(&store));
        assert!(state.keep_refusals().unwrap().is_none());
        for second in [1, 2, 3] {
            state
                .refusals()
                .add(if second == 3 { "B" } else { "A" }, refused(second));
        }
        let kept = state.keep_refusals().unwrap().unwrap();
        store.write(vec![kept]).await.unwrap();
        assert!(state.keep_refusals().unwrap().is_none(), "nothing has changed");
        let next = State::new(store);
        next.recall_refusals().unwrap();
        assert_eq!(next.refusals().newest_first(), state.refusals().newest_first());
        assert_eq!(next.refusals().of("A").unwrap().count, 2);
        next.refusals().forget("A");
        assert!(next.keep_refusals().unwrap().is_some());
    }
}
