//! Who is connected, for those who may not wait for the registry to say: a view that the registry alone
//! writes when a session begins or ends. Read by charge point; each part of it has a lock of its own, so
//! that readers of different charge points seldom meet.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, PoisonError, RwLock};

use serde_json::Value;

use crate::clock::Time;
use crate::ids::ChargePointId;

/// The parts. More than there are threads that read at the same time.
const PARTS: usize = 64;

/// A session as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Present {
    /// When it was authenticated.
    pub since: Option<Time>,
    /// Its JSON.
    pub shown: Value,
}

type Part = RwLock<HashMap<ChargePointId, Arc<Present>>>;

/// The sessions by charge point.
#[derive(Debug)]
pub struct Sessions {
    hasher: RandomState,
    parts: Box<[Part]>,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            hasher: RandomState::new(),
            parts: (0..PARTS).map(|_| Part::default()).collect(),
        }
    }
}

impl Sessions {
    /// The session of a charge point; none if it is not connected.
    #[must_use]
    pub fn of(&self, id: &ChargePointId) -> Option<Arc<Present>> {
        let part = self.part(id)?.read().unwrap_or_else(PoisonError::into_inner);
        part.get(id).cloned()
    }

    /// A session began.
    pub fn set(&self, id: &ChargePointId, present: Present) {
        if let Some(part) = self.part(id) {
            let mut part = part.write().unwrap_or_else(PoisonError::into_inner);
            part.insert(id.clone(), Arc::new(present));
        }
    }

    /// The charge point's session ended.
    pub fn remove(&self, id: &ChargePointId) {
        if let Some(part) = self.part(id) {
            part.write().unwrap_or_else(PoisonError::into_inner).remove(id);
        }
    }

    fn part(&self, id: &ChargePointId) -> Option<&Part> {
        let parts = u64::try_from(self.parts.len()).ok()?;
        let at = self.hasher.hash_one(id).checked_rem(parts)?;
        self.parts.get(usize::try_from(at).ok()?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use serde_json::json;

    use super::*;

    #[test]
    fn each_charge_point_has_its_own_session_or_none() {
        let sessions = Sessions::default();
        let ids: Vec<_> = (0..200).map(|n| ChargePointId::new(&format!("CP-{n}"))).collect();
        for (number, id) in ids.iter().enumerate() {
            let shown = json!({ "id": number });
            sessions.set(id, Present { since: None, shown });
        }
        sessions.remove(&ids[7]);
        assert_eq!(sessions.of(&ids[7]), None);
        assert_eq!(sessions.of(&ids[8]).unwrap().shown, json!({"id": 8}));
    }
}
