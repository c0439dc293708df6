//! Times as stations write them: without a zone, with half of one, with a blank or a comma, or as a number.

use chrono::{DateTime, FixedOffset, NaiveDateTime, SecondsFormat, TimeZone as _, Utc};
use ocpp_schemas::types::integer;
use serde_json::Value;

use crate::config::zone::Zone;

/// A time that was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ReadTime {
    /// RFC 3339.
    pub(super) text: String,
    /// What had to be done for it.
    pub(super) repair: Option<&'static str>,
}

/// The forms of a time without its zone.
const FORMS: [&str; 6] = [
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y/%m/%dT%H:%M:%S%.f",
    "%Y%m%dT%H%M%S%.f",
    "%d.%m.%YT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S:%f",
];

/// Seconds of this century, and milliseconds of it.
const SECONDS: std::ops::Range<i64> = 946_684_800..4_102_444_800;

pub(super) fn read(value: &Value, zone: Zone) -> Option<ReadTime> {
    match value {
        Value::String(text) => read_text(text, zone),
        Value::Number(_) => read_number(integer::of(value)?),
        _ => None,
    }
}

fn read_number(number: i64) -> Option<ReadTime> {
    let millis = if SECONDS.contains(&number) {
        number * 1000
    } else if SECONDS.contains(&(number / 1000)) {
        number
    } else {
        return None;
    };
    let time = Utc.timestamp_millis_opt(millis).single()?;
    Some(ReadTime {
        text: crate::clock::text(time),
        repair: Some("number-as-timestamp"),
    })
}

fn read_text(text: &str, zone: Zone) -> Option<ReadTime> {
    if is_valid(text) {
        return Some(ReadTime {
            text: text.to_owned(),
            repair: None,
        });
    }
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    if is_valid(trimmed) {
        return Some(ReadTime {
            text: trimmed.to_owned(),
            repair: Some("blank-padded"),
        });
    }
    if trimmed.len() >= 10
        && trimmed.bytes().all(|byte| byte.is_ascii_digit())
        && let Some(read) = trimmed.parse().ok().and_then(read_number)
    {
        return Some(read);
    }
    let (moment, named) = split(trimmed);
    let moment = moment.trim().replacen(' ', "T", 1).replace(',', ".").replace('t', "T");
    let naive = FORMS
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(&moment, form).ok())?;
    let offset = named.unwrap_or(zone).offset_at(naive)?;
    let time: DateTime<FixedOffset> = offset.from_local_datetime(&naive).single()?;
    Some(ReadTime {
        text: time.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        repair: Some(if named.is_some() {
            "timestamp-form"
        } else {
            "timestamp-without-zone"
        }),
    })
}

/// What JSON Schema calls a `date-time` (RFC 3339 section 5.6).
fn is_valid(text: &str) -> bool {
    let shape = text.get(10..11).is_some_and(|t| t.eq_ignore_ascii_case("t"));
    let zone =
        text.ends_with(['Z', 'z']) || text.len() > 6 && text.get(text.len() - 3..).is_some_and(|m| m.starts_with(':'));
    shape && zone && text.is_ascii() && DateTime::parse_from_rfc3339(text).is_ok()
}

/// The moment, and the zone behind it if there is one.
fn split(text: &str) -> (&str, Option<Zone>) {
    for word in ["UTC", "GMT", "Z", "z"] {
        if let Some(moment) = text.strip_suffix(word) {
            // `+00:00Z` is sent as well.
            let (inner, named) = split_offset(moment.trim_end());
            return (inner, named.or(Some(Zone::UTC)));
        }
    }
    split_offset(text)
}

fn split_offset(text: &str) -> (&str, Option<Zone>) {
    // Behind the date, whose hyphens are none.
    let from = text.char_indices().nth(10).map_or(text.len(), |(at, _)| at);
    let Some(at) = text.get(from..).and_then(|time| time.find(['+', '-', '\u{2212}'])) else {
        return (text, None);
    };
    let (moment, zone) = text.split_at(from + at);
    match Zone::offset(zone) {
        Some(zone) => (moment, Some(zone)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::read;
    use crate::config::zone::Zone;

    #[test]
    fn odd_times_are_read() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let cases = [
            ("2026-07-01T10:00:00Z", "2026-07-01T10:00:00Z", None),
            (
                "2026-07-01T10:00:00.5",
                "2026-07-01T10:00:00.500+02:00",
                Some("timestamp-without-zone"),
            ),
            (
                "2026-07-01 10:00:00",
                "2026-07-01T10:00:00+02:00",
                Some("timestamp-without-zone"),
            ),
            (
                "2026-07-01T10:00:00+03",
                "2026-07-01T10:00:00+03:00",
                Some("timestamp-form"),
            ),
            (
                "2026-07-01T10:00:00+0530",
                "2026-07-01T10:00:00+05:30",
                Some("timestamp-form"),
            ),
            ("2026-07-01 10:00:00Z", "2026-07-01T10:00:00Z", Some("timestamp-form")),
            (
                "2026-07-01T10:00:00+00:00Z",
                "2026-07-01T10:00:00Z",
                Some("timestamp-form"),
            ),
            (
                "2026-07-01T10:00:00,123 UTC",
                "2026-07-01T10:00:00.123Z",
                Some("timestamp-form"),
            ),
            ("2026-07-01T10:00Z", "2026-07-01T10:00:00Z", Some("timestamp-form")),
            (" 2026-07-01T10:00:00Z ", "2026-07-01T10:00:00Z", Some("blank-padded")),
            ("1782900000", "2026-07-01T10:00:00.000Z", Some("number-as-timestamp")),
        ];
        for (text, wanted, repair) in cases {
            let found = read(&json!(text), berlin).unwrap();
            assert_eq!((found.text.as_str(), found.repair), (wanted, repair), "{text}");
        }
        assert_eq!(
            read(&json!(1_782_900_000_123_i64), berlin).unwrap().text,
            "2026-07-01T10:00:00.123Z"
        );
        assert_eq!(
            read(&json!(1_782_900_000.0), berlin).unwrap().text,
            "2026-07-01T10:00:00.000Z"
        );
    }

    #[test]
    fn what_is_no_time_stays_none() {
        for text in [
            "",
            "yesterday",
            "2026-01-01",
            "2026-13-01T00:00:00Z",
            "10:00:00",
            "2026-01-01T25:00:00",
        ] {
            assert_eq!(read(&json!(text), Zone::UTC), None, "{text}");
        }
        assert_eq!(read(&json!(5), Zone::UTC), None);
        assert_eq!(read(&json!(null), Zone::UTC), None);
    }
}
