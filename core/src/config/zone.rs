//! The zone of a station's clock, for the times that it sends without one: an offset from UTC, or the rules of a place,
//! which know summer time.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use chrono::{Datelike as _, FixedOffset, NaiveDateTime, Timelike as _};
use jiff::civil;
use jiff::tz::AmbiguousOffset;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::openapi::schema::Type;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// The zone of times that name none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// An offset from UTC in seconds, eastwards.
    Offset(i32),
    /// A name of the time zone database, as that spells it.
    Named(&'static str),
}

/// Names that were given once; there are some hundreds in the world.
static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// Beyond a day no clock differs from UTC.
const DAY: i32 = 86_400;

impl Default for Zone {
    fn default() -> Self {
        Self::UTC
    }
}

impl PartialSchema for Zone {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A time zone: a name of the IANA database, or an offset."))
            .examples(["Europe/Berlin", "+02:00"])
            .into()
    }
}

impl ToSchema for Zone {}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom("a zone is an offset from UTC such as \"+02:00\", or a name such as \"Europe/Berlin\"")
        })
    }
}

impl Zone {
    /// UTC.
    pub const UTC: Self = Self::Offset(0);

    /// `UTC`, `+02:00`, `-0330`, `+2`, `Europe/Berlin`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::offset(text).or_else(|| named(text.trim()))
    }

    /// `Z`, `UTC`, `+02:00`, `-0330`, `+2`.
    #[must_use]
    pub fn offset(text: &str) -> Option<Self> {
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
        (minutes < 60 && seconds < DAY).then_some(Self::Offset(sign * seconds))
    }

    /// Its offset from UTC when its clocks show this. Of an hour that comes twice it is the first; in one that is left
    /// out, that of before.
    #[must_use]
    pub fn offset_at(self, local: NaiveDateTime) -> Option<FixedOffset> {
        let seconds = match self {
            Self::Offset(seconds) => seconds,
            Self::Named(name) => {
                let part = |part: u32| i8::try_from(part).ok();
                let (date, time) = (local.date(), local.time());
                let date = civil::Date::new(i16::try_from(date.year()).ok()?, part(date.month())?, part(date.day())?);
                let time = civil::Time::new(part(time.hour())?, part(time.minute())?, part(time.second())?, 0);
                let local = date.ok()?.to_datetime(time.ok()?);
                let zone = jiff::tz::db().get(name).ok()?;
                match zone.to_ambiguous_timestamp(local).offset() {
                    AmbiguousOffset::Unambiguous { offset } => offset,
                    AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. } => before,
                }
                .seconds()
            }
        };
        FixedOffset::east_opt(seconds)
    }
}

fn named(name: &str) -> Option<Zone> {
    let zone = jiff::tz::db().get(name).ok()?;
    let name = zone.iana_name()?;
    // A panic cannot leave the set half changed, so a poisoned lock is as good as another.
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return Some(Zone::Named(known));
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(kept);
    Some(Zone::Named(kept))
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::Offset(seconds) => {
                let minutes = seconds.abs() / 60;
                let sign = if *seconds < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::Zone;

    #[test]
    fn a_place_has_its_summer_time() {
        let berlin = Zone::parse("europe/berlin").unwrap();
        assert_eq!(berlin.to_string(), "Europe/Berlin");
        assert_eq!(Zone::parse(&berlin.to_string()), Some(berlin));
        let at = |local: &str| berlin.offset_at(local.parse().unwrap()).unwrap().local_minus_utc();
        assert_eq!(at("2026-01-01T12:00:00"), 3600);
        assert_eq!(at("2026-07-01T12:00:00"), 7200);
        // The hour that comes twice, and the one that does not come.
        assert_eq!(at("2026-10-25T02:30:00"), 7200);
        assert_eq!(at("2026-03-29T02:30:00"), 3600);
    }

    #[test]
    fn offsets_have_many_forms() {
        for text in ["+02:00", "+0200", "+2", "+02"] {
            assert_eq!(Zone::parse(text), Some(Zone::Offset(7200)), "{text}");
        }
        assert_eq!(Zone::parse("-03:30"), Some(Zone::Offset(-12_600)));
        assert_eq!(Zone::parse("utc"), Some(Zone::UTC));
        for text in ["", "+", "+25:00", "02:00", "Europe", "+02:99"] {
            assert_eq!(Zone::parse(text), None, "{text}");
        }
    }
}
