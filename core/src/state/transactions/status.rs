//! What a station said of a session when it was asked (2.x GetTransactionStatus, E14).

use serde::{Deserialize, Serialize};

use crate::clock::Time;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::TRANSACTION_STATUSES;
use crate::state::{State, key, put};
use crate::store::{StoreError, Write};

/// Its last word, by the id that the station gives the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ToldStatus {
    /// Messages about it wait at the station.
    pub messages_in_queue: bool,
    /// It goes on.
    pub ongoing: Option<bool>,
    pub at: Time,
}

impl State {
    /// What the station said of a session last.
    pub fn told_status(
        &self,
        id: &ChargePointId,
        station_id: &TransactionId,
    ) -> Result<Option<ToldStatus>, StoreError> {
        self.get(TRANSACTION_STATUSES, &key(&[id.as_str(), station_id.as_str()]))
    }
}

/// Keeps what a station said of a session.
pub fn put_told_status(id: &ChargePointId, station_id: &TransactionId, told: &ToldStatus) -> Result<Write, StoreError> {
    put(TRANSACTION_STATUSES, key(&[id.as_str(), station_id.as_str()]), told)
}
