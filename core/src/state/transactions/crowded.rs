//! Bounds of what stations may have kept without a session that runs: of messages in an inbox, and of those beside a
//! session that is over, the oldest go.

use serde::Deserialize;
use serde_json::Value;

use crate::clock::Time;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::{ORPHANS, TRANSACTION_LATER};
use crate::state::{State, delete, prefix};
use crate::store::{Collection, Page, StoreError, Write};

/// Until there are so many times more than there may be, nothing goes: to find the oldest, all are read.
const SLACK: usize = 10;

/// Of a record, how old it is and whether it waits for somebody.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Aged {
    received_at: Time,
    standing: Option<Value>,
}

impl Aged {
    fn is_settled(&self) -> bool {
        self.standing.as_ref().is_some_and(|standing| standing != "waiting")
    }
}

impl State {
    /// What goes so that one more message has its place in an inbox: those that are settled first, then the oldest.
    pub fn oldest_of_inbox(&self, charge_point: &ChargePointId, most: usize) -> Result<Vec<Write>, StoreError> {
        self.oldest_of(ORPHANS, &[charge_point.as_str()], most)
    }

    /// What goes so that one more message has its place beside a session that is over: the oldest.
    pub fn oldest_of_later(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        most: usize,
    ) -> Result<Vec<Write>, StoreError> {
        self.oldest_of(TRANSACTION_LATER, &[charge_point.as_str(), id.as_str()], most)
    }

    fn oldest_of(&self, collection: Collection, parts: &[&str], most: usize) -> Result<Vec<Write>, StoreError> {
        let (prefix, full) = (prefix(parts), most + most / SLACK);
        let keys = self.store().list_keys(collection, Page::of(&prefix, full))?;
        if keys.len() < full {
            return Ok(Vec::new());
        }
        let mut all: Vec<(String, Aged)> = self.list(collection, Page::of(&prefix, full))?;
        all.sort_by_key(|(_, aged)| (!aged.is_settled(), aged.received_at));
        let spare = (all.len() + 1).saturating_sub(most);
        let oldest = all.into_iter().take(spare);
        Ok(oldest.map(|(key, _)| delete(collection, key)).collect())
    }
}
