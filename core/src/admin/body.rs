//! Bodies in JSON. Members that are not known are refused, with their name and the known ones.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use super::problem::{Problem, kinds};

/// Reads a body; an empty one counts as `{}`.
///
/// # Errors
/// What is wrong and where.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(or_empty_object(bytes))
        .map_err(|error| Problem::new(kinds::INVALID_REQUEST, format!("the body cannot be used: {error}")))
}

/// The body, or `{}` for none.
#[must_use]
pub fn or_empty_object(bytes: &[u8]) -> &[u8] {
    match bytes.trim_ascii() {
        [] => b"{}",
        bytes => bytes,
    }
}

/// Tells a member that is `null` from one that is absent; goes with `#[serde(default)]`.
///
/// # Errors
/// The value's.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}
