//! The meter values of a transaction, as they came.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::digest;
use crate::clock::Time;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::TRANSACTION_METER_VALUES;
use crate::state::payload::Payload;
use crate::state::writes::encode;
use crate::state::{Ends, State, key, put_encoded, records_of};
use crate::store::{Page, StoreError, Write};

/// What one message brings, to be kept as a [`MeterValueSet`].
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
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
struct Stored<'a> {
    named: bool,
    received_at: Option<Time>,
    #[serde(borrow)]
    values: &'a RawValue,
}

impl<'de> Deserialize<'de> for MeterValueSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&RawValue>::deserialize(deserializer)?;
        let stored = serde_json::from_str(text.get()).unwrap_or(Stored {
            // Form 1: the elements alone.
            named: true,
            received_at: None,
            values: text,
        });
        Ok(Self {
            named: stored.named,
            received_at: stored.received_at,
            values: stored.values.into(),
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

    /// So many of the last, by their time.
    pub fn last_meter_values(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        limit: usize,
    ) -> Result<Vec<MeterValueSet>, StoreError> {
        let of_it = [charge_point.as_str(), id.as_str()];
        let page = Page::all(limit).descending();
        let mut last = records_of(self.list_under(TRANSACTION_METER_VALUES, &of_it, page)?);
        last.reverse();
        Ok(last)
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
    let text = encode(TRANSACTION_METER_VALUES, id.as_str(), &new)?;
    let digest = digest(elements(&text));
    let key = key(&[charge_point.as_str(), id.as_str(), first, &digest]);
    Ok(put_encoded(TRANSACTION_METER_VALUES, key, text))
}

/// The text of the elements, with which that of their record ends.
fn elements(record: &[u8]) -> &[u8] {
    const MEMBER: &[u8] = b"\"values\":";
    let begin = record.windows(MEMBER.len()).position(|part| part == MEMBER);
    let rest = begin.and_then(|begin| record.get(begin + MEMBER.len()..));
    rest.and_then(|rest| rest.strip_suffix(b"}")).unwrap_or(record)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;

    /// A store has keys of all versions so far: a retry must fall on them.
    #[test]
    fn a_key_is_made_of_the_elements_alone() {
        let (station, id) = (ChargePointId::new("CP"), TransactionId::new("7"));
        let values = json!([{ "timestamp": "2026-01-01T00:00:00Z", "sampledValue": [{ "value": "}" }] }]);
        for (named, received_at) in [(true, None), (false, Some(Time::UNIX_EPOCH))] {
            let new = NewValues {
                named,
                received_at,
                values: &values,
            };
            let write = put_meter_values(&station, &id, new).unwrap();
            let digest = digest(values.to_string().as_bytes());
            assert_eq!(write.key, format!("CP/7/2026-01-01T00:00:00Z/{digest}"));
        }
    }
}
