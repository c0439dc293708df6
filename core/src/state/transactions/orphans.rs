//! Messages about transactions that we do not know, for an operator to look at.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fingerprinted;
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::state::collections::ORPHANS;
use crate::state::{State, key, put, records_of};
use crate::store::{Page, StoreError, Write};

/// A message about a transaction that we do not know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Orphan {
    /// `StopTransaction` or `MeterValues`.
    pub action: String,
    pub payload: Value,
    pub received_at: Time,
}

impl State {
    /// The messages about unknown transactions, oldest first.
    pub fn orphans(&self, charge_point: &ChargePointId, limit: usize) -> Result<Vec<Orphan>, StoreError> {
        Ok(records_of(self.of_station(ORPHANS, charge_point, Page::all(limit))?))
    }
}

/// Keeps a message about an unknown transaction. A retry has another message id but the same
/// content, and falls on the same key.
pub fn put_orphan(charge_point: &ChargePointId, orphan: &Orphan) -> Result<Write, StoreError> {
    let (_, digest) = fingerprinted(ORPHANS, &orphan.payload)?;
    put(ORPHANS, key(&[charge_point.as_str(), &orphan.action, &digest]), orphan)
}
