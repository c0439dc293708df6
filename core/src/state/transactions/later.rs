//! What a station said of a session after it was over, and that changes nothing of it any more.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fingerprinted;
use crate::clock::Time;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::TRANSACTION_LATER;
use crate::state::{State, key, put, records_of};
use crate::store::{Page, StoreError, Write};

/// A message about a session that was over already.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LaterMessage {
    pub action: String,
    pub payload: Value,
    pub received_at: Time,
}

impl State {
    /// Whether a message is kept beside a session already.
    pub fn is_kept_later(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        message: &LaterMessage,
    ) -> Result<bool, StoreError> {
        let found = self
            .store()
            .get(TRANSACTION_LATER, &later_key(charge_point, id, message)?)?;
        Ok(found.is_some())
    }

    /// The messages that came when a session was over.
    pub fn later_messages(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        limit: usize,
    ) -> Result<Vec<LaterMessage>, StoreError> {
        let of_it = [charge_point.as_str(), id.as_str()];
        Ok(records_of(self.list_under(
            TRANSACTION_LATER,
            &of_it,
            Page::all(limit),
        )?))
    }
}

/// Keeps a message beside a session that is over. The same message again falls on the same key.
pub fn put_later(
    charge_point: &ChargePointId,
    id: &TransactionId,
    message: &LaterMessage,
) -> Result<Write, StoreError> {
    put(TRANSACTION_LATER, later_key(charge_point, id, message)?, message)
}

fn later_key(charge_point: &ChargePointId, id: &TransactionId, message: &LaterMessage) -> Result<String, StoreError> {
    let (_, digest) = fingerprinted(TRANSACTION_LATER, &message.payload)?;
    Ok(key(&[charge_point.as_str(), id.as_str(), &message.action, &digest]))
}
