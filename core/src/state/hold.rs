//! Events that must not be removed yet, though there are too many or they are too old: somebody is still to be told.
//! Whoever removes events for such a reason asks here first.

use std::sync::{OnceLock, Weak};

use super::{State, parts};
use crate::ids::ChargePointId;
use crate::store::{StoreError, Write};

/// Who is still to be told events.
pub trait Hold: Send + Sync {
    /// Of the oldest events of a charge point, by their keys: how many may go.
    ///
    /// # Errors
    /// The store's.
    fn release(&self, charge_point: &ChargePointId, keys: &[String]) -> Result<Released, StoreError>;
}

/// What may go.
#[derive(Debug, Default)]
pub struct Released {
    /// So many of the first.
    pub keys: usize,
    /// What is written in one list with their removal.
    pub writes: Vec<Write>,
}

/// Who holds events, once somebody does.
#[derive(Default)]
pub struct Holding(OnceLock<Weak<dyn Hold>>);

impl State {
    /// From now on this one is asked before events are removed.
    pub fn hold_events_for(&self, who: Weak<dyn Hold>) {
        // There is one for the life of a server.
        self.holding.0.set(who).ok();
    }

    /// Of the oldest events whose keys begin with a charge point's prefix: how many may be removed.
    ///
    /// # Errors
    /// The store's.
    pub fn release_events(&self, prefix: &str, keys: &[String]) -> Result<Released, StoreError> {
        let Some(who) = self.holding.0.get().and_then(Weak::upgrade) else {
            return Ok(Released {
                keys: keys.len(),
                writes: Vec::new(),
            });
        };
        let id = parts(prefix).into_iter().next().unwrap_or_default();
        who.release(&ChargePointId::new(&id), keys)
    }
}
