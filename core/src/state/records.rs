//! What stations send that has no handler of its own: kept as it came, the newest ones only.

use serde::{Deserialize, Serialize};

use super::collections::RECORDS;
use super::payload::Payload;
use super::{State, key, latest};
use crate::clock::{Time, text};
use crate::ids::{ChargePointId, MessageId};
use crate::store::latest::Latest;
use crate::store::{Page, StoreError};

/// A message that was validated, kept and answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredMessage {
    pub at: Time,
    pub action: String,
    /// As it came.
    pub payload: Payload,
}

impl State {
    /// The messages of a charge point after one key, oldest first, with their keys.
    pub fn records(
        &self,
        id: &ChargePointId,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, StoredMessage)>, StoreError> {
        self.records_in(id, Page::all(limit).after(after))
    }

    /// The messages of a charge point in one page of their keys.
    pub fn records_in(&self, id: &ChargePointId, page: Page<'_>) -> Result<Vec<(String, StoredMessage)>, StoreError> {
        self.of_station(RECORDS, id, page)
    }
}

pub fn put_record(id: &ChargePointId, message: &MessageId, stored: &StoredMessage) -> Result<Latest, StoreError> {
    latest(RECORDS, key(&[id.as_str(), &text(stored.at), message.as_str()]), stored)
}
