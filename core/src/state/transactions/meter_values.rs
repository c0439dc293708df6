//! The meter values of a transaction, as they came.

use serde_json::Value;

use super::fingerprinted;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::TRANSACTION_METER_VALUES;
use crate::state::{State, key, put_encoded, records_of};
use crate::store::{Page, StoreError, Write};

impl State {
    /// The meter values of a transaction by their time.
    pub fn meter_values(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        limit: usize,
    ) -> Result<Vec<Value>, StoreError> {
        let of_it = [charge_point.as_str(), id.as_str()];
        Ok(records_of(self.list_under(
            TRANSACTION_METER_VALUES,
            &of_it,
            Page::all(limit),
        )?))
    }
}

/// Keeps meter values. The same values again (a retry) fall on the same key.
pub fn put_meter_values(charge_point: &ChargePointId, id: &TransactionId, values: &Value) -> Result<Write, StoreError> {
    let first = values
        .get(0)
        .and_then(|value| value.get("timestamp"))
        .and_then(Value::as_str);
    let (text, digest) = fingerprinted(TRANSACTION_METER_VALUES, values)?;
    let key = key(&[charge_point.as_str(), id.as_str(), first.unwrap_or("-"), &digest]);
    Ok(put_encoded(TRANSACTION_METER_VALUES, key, text))
}
