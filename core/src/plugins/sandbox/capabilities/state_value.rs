//! How a value of a plugin's state lies in the store, with or without a time to live.
//!
//! A number without an expiry is its decimal text alone, so that the store can add to it. Anything
//! else begins with a letter: `v` and the value, or `e`, eight bytes of expiry, and the value.

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use crate::clock::Time;

/// A value as a plugin sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// What was put.
    #[serde(with = "text_or_base64")]
    pub bytes: Vec<u8>,
    /// From then on it counts as absent.
    pub expires: Option<Time>,
}

impl Value {
    /// Whether it is there at that moment.
    #[must_use]
    pub fn lives(&self, now: Time) -> bool {
        self.expires.is_none_or(|at| at > now)
    }

    /// The number that it is, in the one spelling that the store can add to.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        let text = std::str::from_utf8(&self.bytes).ok()?;
        let number: i64 = text.parse().ok()?;
        (number.to_string() == text).then_some(number)
    }
}

/// Bytes in JSON: a text where they are one, else an object with their base64.
pub mod text_or_base64 {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};
    use serde_json::{Value, json};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(bytes) {
            Ok(text) => text.serialize(serializer),
            Err(_) => json!({ "base64": STANDARD.encode(bytes) }).serialize(serializer),
        }
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let base64 = value.get("base64").and_then(Value::as_str);
        match (&value, base64) {
            (Value::String(text), _) => Ok(text.clone().into_bytes()),
            (_, Some(text)) => STANDARD.decode(text).map_err(D::Error::custom),
            _ => Err(D::Error::custom("expected a text, or an object with `base64`")),
        }
    }
}

/// The bytes for the store.
#[must_use]
pub fn encode(value: &Value) -> Vec<u8> {
    match value.expires {
        None if value.number().is_some() => value.bytes.clone(),
        None => [b"v", value.bytes.as_slice()].concat(),
        Some(at) => [b"e", at.timestamp_millis().to_be_bytes().as_slice(), &value.bytes].concat(),
    }
}

/// The value in bytes from the store; `None` if they are not ours.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Value> {
    match bytes.split_first()? {
        (b'v', rest) => Some(Value {
            bytes: rest.to_vec(),
            expires: None,
        }),
        (b'e', rest) => {
            let (at, rest) = rest.split_first_chunk()?;
            let expires = DateTime::from_timestamp_millis(i64::from_be_bytes(*at))?;
            Some(Value {
                bytes: rest.to_vec(),
                expires: Some(expires),
            })
        }
        _ => Some(Value {
            bytes: bytes.to_vec(),
            expires: None,
        })
        .filter(|v| v.number().is_some()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(bytes: Vec<u8>, at in prop::option::of(0_i64..4_000_000_000_000)) {
            let expires = at.and_then(DateTime::from_timestamp_millis);
            let value = Value { bytes, expires };
            prop_assert_eq!(decode(&encode(&value)), Some(value.clone()));
            let text = serde_json::to_string(&value).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(serde_json::from_str::<Value>(&text).ok(), Some(value));
        }
    }

    #[test]
    fn a_number_lies_in_the_store_as_its_text() {
        let number = Value {
            bytes: b"-12".to_vec(),
            expires: None,
        };
        assert_eq!(encode(&number), b"-12");
        let padded = Value {
            bytes: b"012".to_vec(),
            expires: None,
        };
        assert_eq!(encode(&padded), b"v012");
    }
}
