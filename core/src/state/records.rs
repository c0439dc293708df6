//! What stations send that has no handler of its own: kept as it came, the newest ones only.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{State, delete, key, latest};
use crate::clock::{Time, text};
use crate::ids::{ChargePointId, MessageId};
use crate::store::{Collection, Latest, Page, StoreError, Write};

const RECORDS: Collection = Collection("records");

/// A message that was validated, kept and answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// When it arrived.
    pub at: Time,
    /// Its action.
    pub action: String,
    /// Its payload.
    pub payload: Value,
}

impl State {
    /// The records of a charge point after one key, oldest first, with their keys.
    ///
    /// # Errors
    /// The store's.
    pub fn records(
        &self,
        id: &ChargePointId,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Record)>, StoreError> {
        let prefix = format!("{}/", key(&[id.as_str()]));
        let after = after.map(|after| format!("{prefix}{after}"));
        let found = self.list(
            RECORDS,
            Page {
                prefix: &prefix,
                after: after.as_deref(),
                limit,
            },
        )?;
        let strip = |full: String| full.strip_prefix(&prefix).map(str::to_owned).unwrap_or(full);
        Ok(found.into_iter().map(|(full, record)| (strip(full), record)).collect())
    }
}

/// Keeps a message.
///
/// # Errors
/// A record without a JSON form.
pub fn put_record(id: &ChargePointId, message: &MessageId, record: &Record) -> Result<Latest, StoreError> {
    latest(RECORDS, key(&[id.as_str(), &text(record.at), message.as_str()]), record)
}

/// Removes a record by the key under which it was listed.
#[must_use]
pub fn delete_record(id: &ChargePointId, listed: &str) -> Write {
    // The listed part is already escaped.
    delete(RECORDS, format!("{}/{listed}", key(&[id.as_str()])))
}
