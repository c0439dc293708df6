//! The meter values of a transaction, as they came.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fingerprinted;
use crate::clock::Time;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::TRANSACTION_METER_VALUES;
use crate::state::writes::encode;
use crate::state::{Ends, State, key, put_encoded, records_of};
use crate::store::{Page, StoreError, Write};

/// What one message brought.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Stored")]
pub struct MeterValueSet {
    /// Whether the message names the transaction; else it was measured where the transaction ran.
    pub named: bool,
    /// None in records of old.
    pub received_at: Option<Time>,
    /// The station's MeterValue elements.
    pub values: Value,
}

/// As it lies in the store.
#[derive(Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Stored {
    Now {
        named: bool,
        received_at: Option<Time>,
        values: Value,
    },
    /// Form 1: the elements alone.
    Before(Value),
}

impl From<Stored> for MeterValueSet {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Now {
                named,
                received_at,
                values,
            } => Self {
                named,
                received_at,
                values,
            },
            Stored::Before(values) => Self {
                named: true,
                received_at: None,
                values,
            },
        }
    }
}

impl State {
    /// The meter values of a transaction by their time.
    pub fn meter_values(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        limit: usize,
    ) -> Result<Vec<MeterValueSet>, StoreError> {
        let of_it = [charge_point.as_str(), id.as_str()];
        Ok(records_of(self.list_under(
            TRANSACTION_METER_VALUES,
            &of_it,
            Page::all(limit),
        )?))
    }

    /// So many of the first and of the last.
    pub fn first_and_last_meter_values(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        ends: Ends,
    ) -> Result<Vec<MeterValueSet>, StoreError> {
        self.ends_of(TRANSACTION_METER_VALUES, &[charge_point.as_str(), id.as_str()], ends)
    }
}

/// Keeps meter values. The same values again (a retry) fall on the same key.
pub fn put_meter_values(
    charge_point: &ChargePointId,
    id: &TransactionId,
    set: &MeterValueSet,
) -> Result<Write, StoreError> {
    let first = set
        .values
        .get(0)
        .and_then(|value| value.get("timestamp"))
        .and_then(Value::as_str);
    let (_, digest) = fingerprinted(TRANSACTION_METER_VALUES, &set.values)?;
    let key = key(&[charge_point.as_str(), id.as_str(), first.unwrap_or("-"), &digest]);
    let text = encode(TRANSACTION_METER_VALUES, &key, set)?;
    Ok(put_encoded(TRANSACTION_METER_VALUES, key, text))
}
