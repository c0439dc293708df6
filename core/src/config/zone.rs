//! The offset of a station's clock from UTC, for the times that it sends without one.

use std::fmt;

use chrono::FixedOffset;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The zone of times that name none: an offset from UTC in seconds, eastwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Zone(i32);

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom("a zone is an offset from UTC such as \"+02:00\", or \"UTC\""))
    }
}

/// Beyond a day no clock differs from UTC.
const DAY: i32 = 86_400;

impl Zone {
    /// UTC.
    pub const UTC: Self = Self(0);

    /// `Z`, `UTC`, `+02:00`, `-0330`, `+2`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if ["z", "utc", "gmt"].iter().any(|utc| text.eq_ignore_ascii_case(utc)) {
            return Some(Self::UTC);
        }
        let (sign, rest) = match text.strip_prefix('+') {
            Some(rest) => (1, rest),
            None => (-1, text.strip_prefix(['-', '\u{2212}'])?),
        };
        let digits: String = rest.chars().filter(|c| *c != ':').collect();
        if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number: i32 = digits.parse().ok()?;
        let (hours, minutes) = if digits.len() <= 2 {
            (number, 0)
        } else {
            (number / 100, number % 100)
        };
        let seconds = (hours * 60 + minutes) * 60;
        (minutes < 60 && seconds < DAY).then_some(Self(sign * seconds))
    }

    /// As chrono has it.
    #[must_use]
    pub fn offset(self) -> Option<FixedOffset> {
        FixedOffset::east_opt(self.0)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.0.abs() / 60;
        let sign = if self.0 < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}
