//! The meter values of a transaction, as they came.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::canonical::canonical;
use super::digest;
use super::index::fitting;
use crate::clock::Time;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::TRANSACTION_METER_VALUES;
use crate::state::payload::Payload;
use crate::state::writes::encode_within;
use crate::state::{Ends, State, TwoEnds, key, put_encoded, records_of};
use crate::store::{Page, StoreError, Write};

/// What of a set's text is not its values, in bytes, and a little more.
const BESIDE_VALUES: usize = 96;

/// What one message brings, to be kept as a [`MeterValueSet`].
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

impl From<NewValues<'_>> for MeterValueSet {
    fn from(new: NewValues<'_>) -> Self {
        Self {
            named: new.named,
            received_at: new.received_at,
            values: Payload::from(new.values),
        }
    }
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
        deserializer.deserialize_any(SetVisitor)
    }
}

/// Reads a set in one go, whatever its form: the end of a session reads all of them.
struct SetVisitor;

impl<'de> Visitor<'de> for SetVisitor {
    type Value = MeterValueSet;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a set of meter values")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<MeterValueSet, A::Error> {
        let stored = Stored::deserialize(MapAccessDeserializer::new(map))?;
        Ok(MeterValueSet {
            named: stored.named,
            received_at: stored.received_at,
            values: stored.values.into(),
        })
    }

    /// Form 1: the elements alone.
    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<MeterValueSet, A::Error> {
        let mut all: Vec<&RawValue> = Vec::new();
        while let Some(element) = elements.next_element()? {
            all.push(element);
        }
        let values = serde_json::value::to_raw_value(&all).map_err(A::Error::custom)?;
        Ok(MeterValueSet {
            named: true,
            received_at: None,
            values: (&*values).into(),
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
    ) -> Result<TwoEnds<MeterValueSet>, StoreError> {
        self.ends_of(TRANSACTION_METER_VALUES, &[charge_point.as_str(), id.as_str()], ends)
    }

    /// One page of them by their time, each with its place.
    pub fn meter_values_in(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        page: Page<'_>,
    ) -> Result<Vec<(String, MeterValueSet)>, StoreError> {
        self.list_under(TRANSACTION_METER_VALUES, &[charge_point.as_str(), id.as_str()], page)
    }
}

/// Keeps meter values. The same values again (a retry) fall on the same key.
pub fn put_meter_values(
    charge_point: &ChargePointId,
    id: &TransactionId,
    new: NewValues<'_>,
) -> Result<Write, StoreError> {
    put_meter_value_set(charge_point, id, &new.into())
}

/// The same of values as text.
pub fn put_meter_value_set(
    charge_point: &ChargePointId,
    id: &TransactionId,
    set: &MeterValueSet,
) -> Result<Write, StoreError> {
    let first = first_timestamp(set.values.text());
    let digest = digest(&canonical(set.values.text()));
    let first = fitting(first.as_deref().unwrap_or("-"));
    let key = key(&[charge_point.as_str(), id.as_str(), &first, &digest]);
    let bytes = set.values.text().len() + BESIDE_VALUES;
    let text = encode_within(bytes, TRANSACTION_METER_VALUES, &key, set)?;
    Ok(put_encoded(TRANSACTION_METER_VALUES, key, text))
}

/// When the first of the elements was measured, in the station's words.
fn first_timestamp(elements: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Element {
        timestamp: String,
    }
    let inner = elements.strip_prefix('[')?;
    let first = serde_json::Deserializer::from_str(inner).into_iter::<Element>().next();
    first?.ok().map(|element| element.timestamp)
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
            let text = "[ {\"timestamp\":\"2026-01-01T00:00:00Z\", \"sampledValue\":[{\"value\":\"\\u007d\"}]}]";
            let set = MeterValueSet {
                named,
                received_at,
                values: Payload::parse(text).unwrap(),
            };
            assert_eq!(put_meter_value_set(&station, &id, &set).unwrap().key, write.key);
        }
    }

    #[test]
    fn values_without_a_sound_time_have_a_key_all_the_same() {
        let (station, id) = (ChargePointId::new("CP"), TransactionId::new("7"));
        for values in [json!([]), json!([{}]), json!([{"timestamp": 5}]), json!(7), json!([[]])] {
            let new = NewValues {
                named: true,
                received_at: None,
                values: &values,
            };
            let write = put_meter_values(&station, &id, new).unwrap();
            assert_eq!(write.key, format!("CP/7/-/{}", digest(values.to_string().as_bytes())));
        }
    }
}
