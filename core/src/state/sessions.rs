//! Who is connected, for those who may not wait for the registry to say: a view that the registry alone
//! writes when a session begins or ends.
//!
//! Two maps with the same content. Reading one session is on the path of messages that plugins decide, on
//! every worker at once, so that map has no lock. A page of all needs their order, is read by operators,
//! and its lock is written only when somebody comes or goes. One sorted map for both would be either
//! locked on the path of messages or, lock-free, the less proven structure.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, PoisonError, RwLock};

use serde::Serialize;
use serde_json::Value;

use crate::clock::Time;
use crate::ids::ChargePointId;

/// A connection, as operators and plugins see it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Session)]
pub struct ShownSession {
    /// Its number, which only grows.
    pub id: u64,
    /// When it was authenticated: RFC 3339.
    #[schema(format = DateTime)]
    pub since: String,
    /// The OCPP version.
    pub version: String,
    /// The name that was agreed on, as it was offered.
    pub subprotocol: String,
    /// The other end.
    pub remote_address: Option<String>,
    /// The WebSocket extension that compresses its messages, with the parameters that were agreed. Missing: they are not
    /// compressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression: Option<String>,
}

/// A session as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionView {
    /// When it was authenticated.
    pub since: Option<Time>,
    /// The scheme and the host by which the charge point reaches us, such as `http://central.example.com:9000`.
    pub reached_at: Option<String>,
    /// A [`ShownSession`], made once.
    pub shown: Value,
}

/// The sessions by charge point.
#[derive(Debug, Default)]
pub struct Sessions {
    by_id: papaya::HashMap<ChargePointId, Arc<SessionView>>,
    in_order: RwLock<BTreeMap<ChargePointId, Arc<SessionView>>>,
}

impl Sessions {
    /// The session of a charge point; none if it is not connected.
    #[must_use]
    pub fn get(&self, id: &ChargePointId) -> Option<Arc<SessionView>> {
        self.by_id.pin().get(id).cloned()
    }

    /// The sessions after one charge point, at most `limit`, in the order of the identities.
    #[must_use]
    pub fn list(&self, after: Option<&ChargePointId>, limit: usize) -> Vec<(ChargePointId, Arc<SessionView>)> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let in_order = self.in_order.read().unwrap_or_else(PoisonError::into_inner);
        let found = in_order.range((from, Bound::Unbounded)).take(limit);
        found.map(|(id, view)| (id.clone(), Arc::clone(view))).collect()
    }

    /// How many are connected.
    #[must_use]
    pub fn count(&self) -> usize {
        self.in_order.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// A session began.
    pub fn set(&self, id: &ChargePointId, view: SessionView) {
        let view = Arc::new(view);
        self.by_id.pin().insert(id.clone(), Arc::clone(&view));
        let mut in_order = self.in_order.write().unwrap_or_else(PoisonError::into_inner);
        in_order.insert(id.clone(), view);
    }

    /// The charge point's session ended.
    pub fn remove(&self, id: &ChargePointId) {
        self.by_id.pin().remove(id);
        self.in_order.write().unwrap_or_else(PoisonError::into_inner).remove(id);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use serde_json::json;

    use super::*;

    fn connected(count: usize) -> (Sessions, Vec<ChargePointId>) {
        let sessions = Sessions::default();
        let ids: Vec<_> = (0..count).map(|n| ChargePointId::new(&format!("CP-{n:03}"))).collect();
        // Not in their order.
        for (number, id) in ids.iter().enumerate().rev() {
            let shown = json!({ "id": number });
            sessions.set(
                id,
                SessionView {
                    since: None,
                    reached_at: None,
                    shown,
                },
            );
        }
        (sessions, ids)
    }

    #[test]
    fn each_charge_point_has_its_own_session_or_none() {
        let (sessions, ids) = connected(200);
        sessions.remove(&ids[7]);
        assert_eq!(sessions.get(&ids[7]), None);
        assert_eq!(sessions.get(&ids[8]).unwrap().shown, json!({"id": 8}));
        assert_eq!(sessions.count(), 199);
    }

    #[test]
    fn pages_are_in_the_order_of_the_identities() {
        let (sessions, mut ids) = connected(50);
        let mut paged: Vec<ChargePointId> = Vec::new();
        loop {
            let page = sessions.list(paged.last(), 7);
            if page.is_empty() {
                break;
            }
            paged.extend(page.into_iter().map(|(id, _)| id));
        }
        assert_eq!(paged, ids);
        sessions.remove(&ids.remove(0));
        assert_eq!(sessions.list(None, 1)[0].0, ids[0]);
        assert!(sessions.list(None, 0).is_empty());
    }
}
