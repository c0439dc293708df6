//! The time as the rules see it: handed in, so that they are tested with a clock that stands still.

use chrono::{DateTime, Datelike, NaiveDateTime, SecondsFormat, Utc};

/// How a time may be written that has no zone.
const WITHOUT_ZONE: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
/// How a zone may be written beside RFC 3339's `+03:00`.
const ODD_ZONES: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f%#z"];
/// No station told a true time of its own before.
const EARLIEST_YEAR: i32 = 2015;

/// A moment in UTC.
pub type Time = DateTime<Utc>;

/// The text that every message and record of ours carries: RFC 3339, milliseconds, `Z`.
#[must_use]
pub fn text(time: Time) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The moment that a station's text names, unless its clock cannot have been set: it counts from 1970, or from
/// the year in which its firmware was made.
#[must_use]
pub fn told_instant(text: &str) -> Option<Time> {
    instant(text).filter(|time| time.year() >= EARLIEST_YEAR)
}

/// Now, from the system's clock.
#[must_use]
pub fn now() -> Time {
    Utc::now()
}

/// The moment that a station's text names: any offset, with or without seconds' fractions; a time without a zone is
/// one in UTC (1.6 section 3.13, RFC 3339). None: it names none.
#[must_use]
pub fn instant(text: &str) -> Option<Time> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.with_timezone(&Utc));
    }
    let odd = ODD_ZONES
        .iter()
        .find_map(|form| DateTime::parse_from_str(text, form).ok());
    odd.map(|time| time.with_timezone(&Utc)).or_else(|| {
        let naive = WITHOUT_ZONE
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
        naive.map(|time| time.and_utc())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{instant, text, told_instant};

    #[test]
    fn a_moment_is_read_whatever_its_offset() {
        for written in [
            "2026-10-25T00:30:00Z",
            "2026-10-25T02:30:00+02:00",
            "2026-10-25T01:30:00.000+01:00",
            "2026-10-25T03:30:00+03",
            "2026-10-25T03:30:00+0300",
            "2026-10-25T00:30:00",
            " 2026-10-25 00:30:00 ",
        ] {
            let read = instant(written).map(text);
            assert_eq!(read.as_deref(), Some("2026-10-25T00:30:00.000Z"), "{written}");
        }
        assert_eq!(instant("yesterday"), None);
        assert_eq!(instant(""), None);
        assert!(instant("1970-01-01T00:00:07Z").is_some());
        assert!(told_instant("1970-01-01T00:00:07Z").is_none());
    }
}
