//! How a value of a plugin's state lies in the store, with or without a time to live.
//!
//! A number without an expiry is its decimal text alone, so that the store can add to it. Anything
//! else begins with a letter: `v` and the value, or `e`, eight bytes of expiry, and the value.

use chrono::DateTime;

use crate::clock::Time;

/// A value as a plugin sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What was put.
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
            prop_assert_eq!(decode(&encode(&value)), Some(value));
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
