//! Decimals as JSON numbers: what was typed is what is held, `0.1` as well as `1e-3`.
//!
//! A number beyond the range of [`Decimal`] (28 digits) becomes the nearest one inside. Written without a fraction
//! where there is none: `16`, not `16.0`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{SerializeSeq, Serializer};
use std::fmt;

/// For `with` on a [`Decimal`], and on `Option` and `Vec` of it.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer, T: Decimals>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.write(serializer)
}

/// For `with` on a [`Decimal`], and on `Option` and `Vec` of it.
///
/// # Errors
/// The value is no number.
pub fn deserialize<'de, D: Deserializer<'de>, T: Decimals>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// A [`Decimal`] or a container of them.
pub trait Decimals: Sized {
    /// Writes numbers.
    ///
    /// # Errors
    /// Those of the serializer.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
    /// Reads numbers.
    ///
    /// # Errors
    /// The value is no number.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

impl Decimals for Decimal {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let (true, Some(whole)) = (self.is_integer(), self.to_i64()) {
            return serializer.serialize_i64(whole);
        }
        // Through the text, because the nearest f64 of a decimal is what parsing gives.
        match self.to_string().parse() {
            Ok(number) => serializer.serialize_f64(number),
            Err(error) => Err(serde::ser::Error::custom(error)),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wrapped::deserialize(deserializer).map(|wrapped| wrapped.0)
    }
}

impl Decimals for Option<Decimal> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(decimal) => decimal.write(serializer),
            None => serializer.serialize_none(),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<Wrapped>::deserialize(deserializer).map(|read| read.map(|wrapped| wrapped.0))
    }
}

impl Decimals for Vec<Decimal> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(Some(self.len()))?;
        self.iter()
            .try_for_each(|decimal| sequence.serialize_element(&Wrapped(*decimal)))?;
        sequence.end()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Vec::<Wrapped>::deserialize(deserializer)?;
        Ok(read.into_iter().map(|wrapped| wrapped.0).collect())
    }
}

struct Wrapped(Decimal);

impl serde::Serialize for Wrapped {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

impl<'de> Deserialize<'de> for Wrapped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl Visitor<'_> for Reader {
    type Value = Wrapped;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number")
    }

    fn visit_i64<E>(self, value: i64) -> Result<Wrapped, E> {
        Ok(Wrapped(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Wrapped, E> {
        Ok(Wrapped(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Wrapped, E> {
        Ok(Wrapped(nearest(value)))
    }
}

/// The shortest text that means this f64 is what the peer typed, up to 15 digits.
fn nearest(value: f64) -> Decimal {
    short(value).unwrap_or_else(|| by_text(value))
}

/// The same of a number with few decimals, without its text. One with up to 15 digits is the only such that means its
/// f64; whether it does, a division tells, which is exact to the last bit.
fn short(value: f64) -> Option<Decimal> {
    const MOST: f64 = 1e9;
    const DECIMALS: u32 = 6;
    if value.abs() >= MOST || (value == 0.0 && value.is_sign_negative()) {
        return None;
    }
    let mut power = 1.0;
    for scale in 0..=DECIMALS {
        let digits = (value * power).round();
        #[expect(clippy::float_cmp, reason = "they are the same number, or not")]
        if digits / power == value {
            #[expect(clippy::cast_possible_truncation, reason = "a whole number below 10^15")]
            return Some(Decimal::new(digits as i64, scale));
        }
        power *= 10.0;
    }
    None
}

fn by_text(value: f64) -> Decimal {
    let limit = if value < 0.0 { Decimal::MIN } else { Decimal::MAX };
    value.to_string().parse().unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use serde_json::{Value, json};

    fn round(value: Value) -> Value {
        serde_json::to_value(Wrapped::deserialize(value).ok().unwrap()).unwrap()
    }

    #[test]
    fn what_was_typed_is_held_exactly() {
        for text in [
            "0.1",
            "0.3",
            "6.6",
            "-32.1",
            "1234.5678",
            "0.000001",
            "7922816251426.43",
        ] {
            let Wrapped(read) = serde_json::from_str(text).unwrap();
            assert_eq!(read, text.parse().unwrap());
            assert_eq!(
                serde_json::to_string(&Wrapped(read)).unwrap().parse(),
                text.parse::<f64>()
            );
        }
    }

    #[test]
    fn few_decimals_are_read_as_their_text() {
        let mut bits: u64 = 0x9E37_79B9_7F4A_7C15;
        for number in 0..200_000_i32 {
            bits = bits.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
            let large = f64::from(u32::try_from(bits >> 32).unwrap());
            let small = f64::from(number) - 100_000.0;
            for value in [
                small / 1000.0,
                small / 7.0,
                large / 1e6,
                large / 1e3,
                large,
                f64::from_bits(bits),
            ] {
                if let Some(read) = short(value) {
                    assert_eq!(
                        (read, read.scale()),
                        (by_text(value), by_text(value).scale()),
                        "{value}"
                    );
                }
            }
            assert!(short(small / 1000.0).is_some());
        }
        assert_eq!((short(-0.0), short(f64::NAN), short(1e9)), (None, None, None));
    }

    #[test]
    fn whole_numbers_are_written_without_a_fraction() {
        assert_eq!(round(json!(16.0)).to_string(), "16");
        assert_eq!(round(json!(-5)).to_string(), "-5");
        assert_eq!(round(json!(0.5)).to_string(), "0.5");
    }

    #[test]
    fn numbers_out_of_range_become_the_nearest() {
        let Wrapped(most) = serde_json::from_str("1e300").unwrap();
        let Wrapped(least) = serde_json::from_str("-1e300").unwrap();
        let Wrapped(tiny) = serde_json::from_str("1e-300").unwrap();
        assert_eq!((most, least, tiny), (Decimal::MAX, Decimal::MIN, Decimal::ZERO));
    }
}
