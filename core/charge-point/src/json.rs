//! Short ways into payloads that a schema has already judged.

use chrono::DateTime;
use serde_json::Value;

use crate::clock::Time;

/// A text.
pub fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

/// A whole number; `5.0` is one.
#[expect(clippy::cast_possible_truncation, reason = "numbers of OCPP have 32 bits")]
pub fn integer(value: &Value, name: &str) -> Option<i64> {
    let number = value.get(name)?;
    number.as_i64().or_else(|| number.as_f64().map(|number| number as i64))
}

/// Any number.
pub fn number(value: &Value, name: &str) -> Option<f64> {
    value.get(name)?.as_f64()
}

/// A point in time.
pub fn time(value: &Value, name: &str) -> Option<Time> {
    DateTime::parse_from_rfc3339(text(value, name)?)
        .ok()
        .map(|time| time.to_utc())
}

/// The entries of a list; none if there is none.
pub fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Adds a member if there is a value for it.
pub fn add(payload: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let (Some(members), Some(value)) = (payload.as_object_mut(), value) {
        members.insert(name.to_owned(), value.into());
    }
}
