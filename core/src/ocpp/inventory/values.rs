//! Values as operators write them: text, and numbers and truth values, which are text to a station.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Text(pub String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Bool(truth) => truth.to_string(),
            _ => return Err(serde::de::Error::custom("a value is a text, a number, true or false")),
        };
        Ok(Self(text))
    }
}
