//! The zone in which the people at this machine live: what `TZ` says, else `/etc/localtime`, else UTC.

use std::env;
use std::fs;
use std::path::Path;

use jiff::tz::TimeZone;

const LOCALTIME: &str = "/etc/localtime";
/// The folder of the zones' files, as links to them name it.
const ZONES: &str = "zoneinfo/";

/// The zone of this machine.
#[must_use]
pub fn local() -> TimeZone {
    match env::var("TZ") {
        Ok(named) if !named.trim().is_empty() => named_by(&named).unwrap_or(TimeZone::UTC),
        _ => of_file(Path::new(LOCALTIME)).unwrap_or(TimeZone::UTC),
    }
}

/// What the variable `TZ` says: `Europe/Berlin`, `:Europe/Berlin`, the path of a file, or a rule such as
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
fn named_by(text: &str) -> Option<TimeZone> {
    let text = text.trim().trim_start_matches(':');
    if text.starts_with('/') {
        return of_file(Path::new(text));
    }
    TimeZone::get(text).or_else(|_| TimeZone::posix(text)).ok()
}

/// A file of the zone database, or a link to one.
fn of_file(path: &Path) -> Option<TimeZone> {
    let target = fs::canonicalize(path).ok()?;
    let name = target.to_str().and_then(|target| target.split_once(ZONES));
    if let Some(known) = name.and_then(|(_, name)| TimeZone::get(name).ok()) {
        return Some(known);
    }
    TimeZone::tzif("local time", &fs::read(target).ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use jiff::Timestamp;

    use super::named_by;

    #[test]
    fn a_zone_is_named_in_three_ways() {
        let summer: Timestamp = "2026-07-01T12:00:00Z".parse().unwrap();
        for name in ["Europe/Berlin", ":Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"] {
            let zone = named_by(name).unwrap();
            assert_eq!(zone.to_datetime(summer).to_string(), "2026-07-01T14:00:00", "{name}");
        }
        assert!(named_by("Mars/Olympus").is_none());
        assert!(named_by("/no/such/file").is_none());
    }
}
