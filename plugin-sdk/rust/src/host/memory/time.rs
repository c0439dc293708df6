//! Local time as the server tells it, by the same rules.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan as _};

use crate::time::{Local, TimeError};

pub fn to_local(at: &str, zone: &str) -> Result<Local, TimeError> {
    let at: Timestamp = at.parse().map_err(|_| refused("moment", at))?;
    let zone = named(zone)?;
    let info = zone.to_offset_info(at);
    let shown = info.offset().to_datetime(at);
    let midnight = shown.date().to_datetime(jiff::civil::Time::midnight());
    Ok(Local {
        text: format!("{:.3}", at.display_with_offset(info.offset())),
        offset: info.offset().seconds(),
        weekday: shown.weekday().to_monday_one_offset().unsigned_abs(),
        second_of_day: u32::try_from(shown.duration_since(midnight).as_secs()).unwrap_or_default(),
        summer: info.dst().is_dst(),
        abbreviation: info.abbreviation().to_owned(),
        next_change: next_change(&zone, at),
    })
}

pub fn from_local(local: &str, zone: &str) -> Result<Vec<String>, TimeError> {
    let zone = named(zone)?;
    let wrong = || refused("moment", local);
    if local.contains(['Z', 'z', '+', '[']) {
        return Err(wrong());
    }
    let shown: DateTime = local.parse().map_err(|_| wrong())?;
    let offsets = match zone.to_ambiguous_timestamp(shown).offset() {
        AmbiguousOffset::Unambiguous { offset } => vec![offset],
        AmbiguousOffset::Gap { .. } => Vec::new(),
        AmbiguousOffset::Fold { before, after } => vec![before, after],
    };
    let moments = offsets.into_iter().map(|offset| offset.to_timestamp(shown));
    moments.map(|moment| moment.map(text).map_err(|_| wrong())).collect()
}

fn next_change(zone: &TimeZone, at: Timestamp) -> Option<String> {
    let now = zone.to_offset(at);
    let horizon = at.checked_add((24 * 366 * 3).hours()).ok()?;
    let mut changes = zone.following(at).take_while(|change| change.timestamp() <= horizon);
    changes
        .find(|change| change.offset() != now)
        .map(|change| text(change.timestamp()))
}

fn named(zone: &str) -> Result<TimeZone, TimeError> {
    jiff::tz::db().get(zone).map_err(|_| refused("zone", zone))
}

fn text(moment: Timestamp) -> String {
    format!("{moment:.3}")
}

fn refused(code: &str, what: &str) -> TimeError {
    TimeError {
        code: code.to_owned(),
        message: format!("{what:?} is none"),
    }
}
