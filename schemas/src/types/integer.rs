//! Reads what JSON Schema calls an integer: `5`, `5.0`, and numbers beyond 64 bits, which become the nearest `i64`.

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde_json::Value;
use std::fmt;

/// For `deserialize_with` on an `i64`, and on `Option` and `Vec` of it.
///
/// # Errors
/// The value is no number, or has a fraction.
pub fn deserialize<'de, D: Deserializer<'de>, T: Integers<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::Read::deserialize(deserializer).map(T::from_read)
}

/// The integer that a value is; none: it is no number, or has a fraction.
#[must_use]
pub fn of(value: &Value) -> Option<i64> {
    deserialize(value).ok()
}

/// An `i64` or a container of them.
pub trait Integers<'de> {
    /// The same with [`Whole`] in place of `i64`.
    type Read: Deserialize<'de>;
    /// Takes the numbers out.
    fn from_read(read: Self::Read) -> Self;
}

impl<'de> Integers<'de> for i64 {
    type Read = Whole;
    fn from_read(read: Whole) -> Self {
        read.0
    }
}

impl<'de, T: Integers<'de>> Integers<'de> for Option<T> {
    type Read = Option<T::Read>;
    fn from_read(read: Self::Read) -> Self {
        read.map(T::from_read)
    }
}

impl<'de, T: Integers<'de>> Integers<'de> for Vec<T> {
    type Read = Vec<T::Read>;
    fn from_read(read: Self::Read) -> Self {
        read.into_iter().map(T::from_read).collect()
    }
}

/// An integer as JSON Schema understands it.
#[derive(Debug)]
pub struct Whole(i64);

impl From<Whole> for i64 {
    fn from(read: Whole) -> Self {
        read.0
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl Visitor<'_> for Reader {
    type Value = Whole;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an integer")
    }

    fn visit_i64<E>(self, value: i64) -> Result<Whole, E> {
        Ok(Whole(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Whole, E> {
        Ok(Whole(i64::try_from(value).unwrap_or(i64::MAX)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Whole, E> {
        if value.fract() == 0.0 {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "without a fraction; out of range it saturates"
            )]
            return Ok(Whole(value as i64));
        }
        Err(E::custom("a number with a fraction, where an integer belongs"))
    }
}
