//! The time as the rules see it: handed in, so that they are tested with a clock that stands still.

use chrono::{DateTime, Datelike, NaiveDateTime, SecondsFormat, SubsecRound as _, Timelike, Utc};

/// How a time may be written that has no zone.
const WITHOUT_ZONE: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
/// How a zone may be written beside RFC 3339's `+03:00`.
const ODD_ZONES: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f%#z"];
/// No station told a true time of its own before.
const EARLIEST_YEAR: i32 = 2015;
/// A moment so much later than we hear of it is that of a wrong clock, in days: no zone is wrong by as much.
const AHEAD_DAYS: i64 = 1;

/// A moment in UTC.
pub type Time = DateTime<Utc>;

/// The text that every message and record of ours carries: RFC 3339, milliseconds, `Z`.
#[must_use]
pub fn text(time: Time) -> String {
    usual(time).unwrap_or_else(|| time.to_rfc3339_opts(SecondsFormat::Millis, true))
}

/// The same of the years with four digits, digit by digit: every message has such a text, and a formatter for every form
/// takes longer. None: it is an unusual time.
fn usual(time: Time) -> Option<String> {
    let (date, clock) = (time.date_naive(), time.time());
    let year = u32::try_from(date.year()).ok().filter(|year| *year < 10_000)?;
    // More is a leap second.
    let millis = Some(clock.nanosecond() / 1_000_000).filter(|millis| *millis < 1000)?;
    let [y1, y2, y3, y4] = digits(year);
    let [_, _, m1, m2] = digits(date.month());
    let [_, _, d1, d2] = digits(date.day());
    let [_, _, h1, h2] = digits(clock.hour());
    let [_, _, n1, n2] = digits(clock.minute());
    let [_, _, s1, s2] = digits(clock.second());
    let [_, f1, f2, f3] = digits(millis);
    let text = [
        y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2, b'.', f1, f2, f3, b'Z',
    ];
    std::str::from_utf8(&text).ok().map(str::to_owned)
}

/// The last four digits of a number.
fn digits(number: u32) -> [u8; 4] {
    [number / 1000, number / 100, number / 10, number].map(|number| {
        let [digit, ..] = (number % 10).to_le_bytes();
        b'0' + digit
    })
}

/// The moment that a station's text names, unless its clock cannot have been set: it counts from 1970, or from
/// the year in which its firmware was made.
#[must_use]
pub fn told_instant(text: &str) -> Option<Time> {
    instant(text).filter(|time| time.year() >= EARLIEST_YEAR)
}

/// Whether a moment is so much later than when we hear of it that the clock must be wrong which tells it.
#[must_use]
pub fn is_ahead(told: Time, heard: Time) -> bool {
    (told - heard).num_days() >= AHEAD_DAYS
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

/// Whether two texts name one moment, in whatever zone. A station that sends a message again may write its time with fewer
/// digits, or with zeros for those that it did not keep: they agree as far as both tell.
#[must_use]
pub fn same_moment(one: &str, other: &str) -> bool {
    let moments = || {
        let (first, second) = (instant(one)?, instant(other)?);
        let exact = digits_told(one, first).min(digits_told(other, second));
        Some(first.trunc_subsecs(exact) == second.trunc_subsecs(exact))
    };
    one == other || moments() == Some(true)
}

/// How many digits of its second a text tells.
fn digits_told(text: &str, time: Time) -> u16 {
    if time.nanosecond() == 0 {
        return 0;
    }
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    u16::try_from(digits).unwrap_or(u16::MAX)
}

/// The second of UTC in which the moment lies that a text names, without its zone: what its spellings have in common. None: it
/// names none.
#[must_use]
pub fn second_of(text: &str) -> Option<String> {
    let written = self::text(instant(text)?);
    written.split_once('.').map(|(second, _)| second.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use chrono::{SecondsFormat, TimeDelta};

    use super::{Time, instant, same_moment, second_of, text, told_instant};

    #[test]
    fn a_text_is_that_of_rfc_3339_whatever_the_time() {
        let zero: Time = "0000-01-01T00:00:00Z".parse().unwrap();
        let leap = zero.date_naive().and_hms_milli_opt(23, 59, 59, 1500).unwrap();
        let odd = [
            leap.and_utc(),
            zero - TimeDelta::milliseconds(1),
            zero + TimeDelta::days(3_660_000),
        ];
        // Some millions of seconds apart: every month, day, hour.
        let usual = (0..100_000).map(|step| zero + TimeDelta::milliseconds(step * 3_155_700_001));
        for time in usual.chain(odd) {
            assert_eq!(text(time), time.to_rfc3339_opts(SecondsFormat::Millis, true));
        }
    }

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

    #[test]
    fn a_moment_is_the_same_as_far_as_both_texts_tell() {
        for (one, other, same) in [
            ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00+01:00", true),
            ("2026-10-25T00:30:00.5Z", "2026-10-25T00:30:00Z", true),
            ("2026-10-25T00:30:00.999Z", "2026-10-25T00:30:00.000Z", true),
            ("2026-10-25T00:30:00.123456Z", "2026-10-25T00:30:00.123Z", true),
            ("2026-10-25T00:30:00.123Z", "2026-10-25T00:30:00.124Z", false),
            ("2026-10-25T00:30:00.5Z", "2026-10-25T00:30:01Z", false),
            ("2026-10-25T00:30:00Z", "2026-10-25T00:30:00+01:00", false),
            (
                "2026-10-25T00:30:00.1234567891Z",
                "2026-10-25T00:30:00.1234567892Z",
                true,
            ),
            ("TAG", "TAG", true),
            ("TAG", "OTHER", false),
        ] {
            assert_eq!(same_moment(one, other), same, "{one} {other}");
            assert_eq!(same_moment(other, one), same, "{other} {one}");
        }
        let second = second_of("2026-10-25T01:30:00.75+01:00");
        assert_eq!(second.as_deref(), Some("2026-10-25T00:30:00"));
        assert_eq!(second_of(""), None);
    }
}
