//! A current or a power, in tenths: the finest that a charging profile may say.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use ocpp_plugin_sdk::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Tenths of an ampere per phase, or of a watt. Never below zero.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(i64);

/// More than any site has; keeps sums far from the integers' end.
const MOST: i64 = 10_000_000_000;

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many tenths.
    pub const fn tenths(tenths: i64) -> Self {
        if tenths < 0 { Self(0) } else { Self(tenths) }
    }

    /// How many tenths.
    pub const fn in_tenths(self) -> i64 {
        self.0
    }

    /// A measured number, rounded up to a tenth; what is no number, or below zero, is nothing.
    pub fn measured(number: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "within the limits, without a fraction")]
        let tenths = (number * 10.0 - 1e-6).ceil().clamp(0.0, 1e10) as i64;
        Self::tenths(tenths)
    }

    /// The difference; nothing if the other is larger.
    pub const fn less(self, other: Self) -> Self {
        Self::tenths(self.0 - other.0)
    }

    /// So many times as much.
    pub const fn times(self, factor: i64) -> Self {
        Self::tenths(self.0.saturating_mul(factor))
    }

    /// A part, rounded down to a tenth.
    pub const fn divided(self, divisor: i64) -> Self {
        Self::tenths(self.0 / if divisor < 1 { 1 } else { divisor })
    }

    /// For a charging profile.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.0, 1).normalize()
    }
}

impl Add for Amount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

/// Signed, in tenths.
impl Sub for Amount {
    type Output = i64;

    fn sub(self, other: Self) -> i64 {
        self.0 - other.0
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decimal().fmt(f)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 10 == 0 {
            return serializer.serialize_i64(self.0 / 10);
        }
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        serializer.serialize_f64(self.0 as f64 / 10.0)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        let tenths = (number * 10.0).round();
        #[expect(clippy::cast_precision_loss, reason = "a round number")]
        if !(0.0..=MOST as f64).contains(&tenths) || (tenths - number * 10.0).abs() > 1e-6 {
            return Err(D::Error::custom(format!(
                "{number} is no amount: at least 0, with at most one decimal"
            )));
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked just now")]
        Ok(Self(tenths as i64))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::Amount;

    fn read(text: &str) -> Result<Amount, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn an_amount_is_read_and_written_as_a_number() {
        for text in ["0", "6", "16.5", "0.1", "22080"] {
            assert_eq!(serde_json::to_string(&read(text).unwrap()).unwrap(), text);
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        for text in ["-1", "6.25", "1e30", "\"6\""] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_measured_counts_as_at_least_that() {
        for (number, tenths) in [
            (6.0, 60),
            (6.01, 61),
            (15.9, 159),
            (-3.0, 0),
            (f64::NAN, 0),
            (f64::MAX, MOST),
        ] {
            assert_eq!(Amount::measured(number).in_tenths(), tenths, "{number}");
        }
    }

    const MOST: i64 = super::MOST;
}
