//! The meter values of a transaction, as they came.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::digest;
use crate::clock::Time;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::TRANSACTION_METER_VALUES;
use crate::state::payload::Payload;
use crate::state::{Ends, State, key, put, records_of};
use crate::store::{Page, StoreError, Write};

/// What one message brings, to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewValues<'a> {
    /// Whether the message names the transaction; else it was measured where the transaction ran.
    pub named: bool,
    pub received_at: Option<Time>,
    /// The station's MeterValue elements.
    pub values: &'a Value,
}

/// What one message brought.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MeterValueSet {
    /// Whether the message names the transaction; else it was measured where the transaction ran.
    pub named: bool,
    /// None in records of old.
    pub received_at: Option<Time>,
    /// The station's MeterValue elements, as text: a session has many, and few of their members are asked for.
    pub values: Payload,
}

/// As it lies in the store.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    named: bool,
    received_at: Option<Time>,
    values: Payload,
}

impl<'de> Deserialize<'de> for MeterValueSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Payload::deserialize(deserializer)?;
        Ok(match serde_json::from_str(text.text()) {
            Ok(Stored {
                named,
                received_at,
                values,
            }) => Self {
                named,
                received_at,
                values,
            },
            // Form 1: the elements alone.
            Err(_) => Self {
                named: true,
                received_at: None,
                values: text,
            },
        })
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
    new: NewValues<'_>,
) -> Result<Write, StoreError> {
    let first = new.values.get(0).and_then(|value| value.get("timestamp"));
    let first = first.and_then(Value::as_str).unwrap_or("-");
    let set = MeterValueSet {
        named: new.named,
        received_at: new.received_at,
        values: new.values.into(),
    };
    let digest = digest(set.values.text().as_bytes());
    put(
        TRANSACTION_METER_VALUES,
        key(&[charge_point.as_str(), id.as_str(), first, &digest]),
        &set,
    )
}
