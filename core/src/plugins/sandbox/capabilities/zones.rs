//! Moments in time zones, by the IANA database that comes with the program. Pure: the same question has the same
//! answer on every machine.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan as _};

use crate::plugins::contract::interfaces::time::{Error, Local};

/// A moment as the clocks of a zone show it.
///
/// # Errors
/// There is no such zone, or the text is no moment.
pub fn to_local(at: &str, zone: &str) -> Result<Local, Error> {
    let (at, zone) = (moment(at)?, named(zone)?);
    let info = zone.to_offset_info(at);
    let shown = info.offset().to_datetime(at);
    let time = shown.time();
    let second =
        |hours: i8, minutes: i8, seconds: i8| (i32::from(hours) * 60 + i32::from(minutes)) * 60 + i32::from(seconds);
    Ok(Local {
        text: format!("{:.3}", at.display_with_offset(info.offset())),
        offset: info.offset().seconds(),
        weekday: shown.weekday().to_monday_one_offset().unsigned_abs(),
        second_of_day: second(time.hour(), time.minute(), time.second()).unsigned_abs(),
        summer: info.dst().is_dst(),
        abbreviation: info.abbreviation().to_owned(),
        next_change: next_change(&zone, at),
    })
}

/// The moments at which the clocks of a zone show a time.
///
/// # Errors
/// There is no such zone, or the text is no time of a clock.
pub fn from_local(local: &str, zone: &str) -> Result<Vec<String>, Error> {
    let zone = named(zone)?;
    let wrong = || {
        error(
            "moment",
            format!("{local:?} is no local time such as 2026-10-25T02:30:00"),
        )
    };
    if local.contains(['Z', 'z', '+', '[']) {
        return Err(wrong());
    }
    let shown: DateTime = local.parse().map_err(|_| wrong())?;
    let offsets = match zone.to_ambiguous_timestamp(shown).offset() {
        AmbiguousOffset::Unambiguous { offset } => vec![offset],
        AmbiguousOffset::Gap { .. } => Vec::new(),
        // The offset before is further to the east, so its moment comes first.
        AmbiguousOffset::Fold { before, after } => vec![before, after],
    };
    let moments = offsets.into_iter().map(|offset| offset.to_timestamp(shown));
    moments.map(|moment| moment.map(text).map_err(|_| wrong())).collect()
}

/// The next change of the offset. A zone may be told to change and stay as it is (another name, for instance).
fn next_change(zone: &TimeZone, at: Timestamp) -> Option<String> {
    let now = zone.to_offset(at);
    // Beyond any law that is made: rules that repeat for ever change within a year.
    let horizon = at.checked_add((24 * 366 * 3).hours()).ok()?;
    let mut changes = zone.following(at).take_while(|change| change.timestamp() <= horizon);
    changes
        .find(|change| change.offset() != now)
        .map(|change| text(change.timestamp()))
}

fn named(zone: &str) -> Result<TimeZone, Error> {
    let unknown = || {
        error(
            "zone",
            format!("there is no time zone {zone:?}: names are such as Europe/Berlin"),
        )
    };
    jiff::tz::db().get(zone).map_err(|_| unknown())
}

fn moment(at: &str) -> Result<Timestamp, Error> {
    let wrong = |_| error("moment", format!("{at:?} is no moment such as 2026-01-31T08:00:00Z"));
    at.parse().map_err(wrong)
}

fn text(moment: Timestamp) -> String {
    format!("{moment:.3}")
}

fn error(code: &str, message: String) -> Error {
    Error {
        code: code.to_owned(),
        message,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_moment_is_shown_as_the_clocks_of_its_zone_show_it() {
        let winter = to_local("2026-03-29T00:59:59.5Z", "Europe/Berlin").unwrap();
        assert_eq!(
            (
                winter.text.as_str(),
                winter.offset,
                winter.summer,
                winter.abbreviation.as_str()
            ),
            ("2026-03-29T01:59:59.500+01:00", 3600, false, "CET")
        );
        assert_eq!((winter.weekday, winter.second_of_day), (7, 7199));
        assert_eq!(winter.next_change.as_deref(), Some("2026-03-29T01:00:00.000Z"));
        let summer = to_local("2026-03-29T03:00:00+02:00", "Europe/Berlin").unwrap();
        assert_eq!((summer.second_of_day, summer.summer), (3 * 3600, true));
        assert_eq!(summer.next_change.as_deref(), Some("2026-10-25T01:00:00.000Z"));
        let india = to_local("2026-07-01T00:00:00Z", "Asia/Kolkata").unwrap();
        assert_eq!((india.offset, india.next_change), (19_800, None));
    }

    #[test]
    fn a_time_of_a_clock_is_at_one_moment_at_two_or_at_none() {
        let berlin = |local: &str| from_local(local, "Europe/Berlin").unwrap();
        assert_eq!(berlin("2026-07-01T12:00:00"), ["2026-07-01T10:00:00.000Z"]);
        assert_eq!(
            berlin("2026-10-25T02:30:00"),
            ["2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"]
        );
        assert!(berlin("2026-03-29T02:30:00").is_empty());
    }

    #[test]
    fn what_is_no_zone_and_no_moment_is_named() {
        assert_eq!(
            to_local("2026-01-01T00:00:00Z", "Europe/Nowhere").unwrap_err().code,
            "zone"
        );
        assert_eq!(to_local("2026-01-01T00:00:00Z", "").unwrap_err().code, "zone");
        assert_eq!(to_local("yesterday", "UTC").unwrap_err().code, "moment");
        assert_eq!(from_local("2026-01-01T00:00:00Z", "UTC").unwrap_err().code, "moment");
    }
}
