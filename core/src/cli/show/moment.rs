//! Times as people say them (`yesterday`, `2h ago`, `2026-01-31 14:00`), and as they read them. Pure: the moment that
//! counts as now, and the zone, are handed in.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan as _};

/// What a time may be, for complaints and for help.
pub const FORMS: &str = "now, today, yesterday, `this week`, `last month`, `2h ago`, 14:30, 2026-01-31, `2026-01-31 14:30`, \
                         or RFC 3339 with a zone";

/// A moment, and where it is.
#[derive(Debug, Clone)]
pub struct Now {
    pub at: Timestamp,
    pub zone: TimeZone,
}

impl Now {
    /// The clock of this machine.
    #[must_use]
    pub fn here(zone: &TimeZone) -> Self {
        let now = crate::clock::now();
        Self {
            at: Timestamp::from_millisecond(now.timestamp_millis()).unwrap_or_default(),
            zone: zone.clone(),
        }
    }

    fn today(&self) -> Date {
        self.zone.to_datetime(self.at).date()
    }

    /// The moment at which clocks show this; of an hour that comes twice the first one.
    fn local(&self, shown: DateTime) -> Option<Timestamp> {
        self.zone.to_timestamp(shown).ok()
    }

    /// The moment at which a day begins.
    fn begin(&self, day: Date) -> Option<Timestamp> {
        self.local(day.to_datetime(Time::midnight()))
    }

    /// What a text says; a day is the moment at which it begins.
    ///
    /// # Errors
    /// It says no time; the text tells how one is said.
    pub fn read(&self, text: &str) -> Result<Timestamp, String> {
        let said = text.trim().to_lowercase();
        let found = self
            .of_word(&said)
            .or_else(|| self.ago(&said))
            .or_else(|| self.of_clock(&said))
            .or_else(|| self.of_date(text.trim()));
        found.ok_or_else(|| format!("`{text}` is no time; it is one of {FORMS}"))
    }

    fn of_word(&self, said: &str) -> Option<Timestamp> {
        let today = self.today();
        let monday = || {
            let since = i64::from(today.weekday().to_monday_zero_offset());
            today.checked_sub(since.days()).ok()
        };
        let month = today.first_of_month();
        let day = match said.replace(['-', '_'], " ").as_str() {
            "now" => return Some(self.at),
            "today" => today,
            "yesterday" => today.yesterday().ok()?,
            "tomorrow" => today.tomorrow().ok()?,
            "this week" => monday()?,
            "last week" => monday()?.checked_sub(1.week()).ok()?,
            "this month" => month,
            "last month" => month.checked_sub(1.month()).ok()?,
            "this year" => today.first_of_year(),
            "last year" => today.first_of_year().checked_sub(1.year()).ok()?,
            _ => return None,
        };
        self.begin(day)
    }

    /// `2h ago`, `2h`, `3 days ago`, `1d 12h ago`. A day back is the same hour of the day before.
    fn ago(&self, said: &str) -> Option<Timestamp> {
        let said = said.strip_suffix("ago").unwrap_or(said).trim();
        let span = span(said)?;
        let shown = self.zone.to_datetime(self.at);
        // Hours are counted by time that has passed, days by the calendar.
        let (days, hours) = apart(span);
        let day = shown.checked_sub(days).ok()?;
        self.local(day)?.checked_sub(hours).ok()
    }

    /// `14:30`: of today.
    fn of_clock(&self, said: &str) -> Option<Timestamp> {
        let time = said
            .parse::<Time>()
            .ok()
            .filter(|_| said.contains(':') && said.len() <= 8)?;
        self.local(self.today().to_datetime(time))
    }

    /// RFC 3339 with a zone; a date, and a date with an hour, of this zone.
    fn of_date(&self, text: &str) -> Option<Timestamp> {
        let is_plain = |text: &str| text.chars().all(|c| c.is_ascii_digit() || "-:.T ".contains(c));
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if !is_plain(text) {
            return text.parse::<Timestamp>().ok();
        }
        if text.len() == 10 {
            return text.parse::<Date>().ok().and_then(|day| self.begin(day));
        }
        text.replace(' ', "T")
            .parse::<DateTime>()
            .ok()
            .and_then(|shown| self.local(shown))
    }
}

/// `2h`, `90m`, `3 days`, `1w 2d`.
fn span(said: &str) -> Option<Span> {
    let (mut span, mut rest, mut found) = (Span::new(), said.trim(), false);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|digits| *digits > 0)?;
        let (number, after) = rest.split_at(digits);
        let number: i64 = number.parse().ok().filter(|number| *number < 100_000)?;
        let after = after.trim_start();
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        span = match unit {
            "s" | "sec" | "second" | "seconds" => span.try_seconds(number),
            "m" | "min" | "minute" | "minutes" => span.try_minutes(number),
            "h" | "hour" | "hours" => span.try_hours(number),
            "d" | "day" | "days" => span.try_days(number),
            "w" | "week" | "weeks" => span.try_weeks(number),
            "month" | "months" => span.try_months(number),
            _ => return None,
        }
        .ok()?;
        (rest, found) = (after.trim_start(), true);
    }
    found.then_some(span)
}

/// What of a span the calendar counts, and what the clock does.
fn apart(span: Span) -> (Span, Span) {
    let days = Span::new()
        .months(span.get_months())
        .weeks(span.get_weeks())
        .days(span.get_days());
    let hours = Span::new()
        .hours(span.get_hours())
        .minutes(span.get_minutes())
        .seconds(span.get_seconds());
    (days, hours)
}

/// A moment as people read it, to the second, with the zone: `2026-01-31 14:30:05 CET`.
#[must_use]
pub fn shown(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone())
        .strftime("%Y-%m-%d %H:%M:%S %Z")
        .to_string()
}

/// How long something takes or has taken, in its two greatest units: `2d 3h`, `45m 10s`.
#[must_use]
pub fn lasting(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds}s"),
        (0, 0, _) => format!("{minutes}m {}s", seconds % 60),
        (0, ..) => format!("{hours}h {}m", minutes % 60),
        _ => format!("{days}d {}h", hours % 24),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use jiff::tz::TimeZone;

    use super::{Now, lasting, shown};

    /// A Wednesday in Berlin, on whose Sunday before the clocks went back.
    fn now(at: &str) -> Now {
        Now {
            at: at.parse().unwrap(),
            zone: TimeZone::get("Europe/Berlin").unwrap(),
        }
    }

    #[test]
    fn times_are_said_as_people_say_them() {
        let now = now("2026-10-28T11:00:00Z");
        let table = [
            ("now", "2026-10-28T11:00:00Z"),
            ("today", "2026-10-27T23:00:00Z"),
            ("Yesterday", "2026-10-26T23:00:00Z"),
            ("tomorrow", "2026-10-28T23:00:00Z"),
            ("this week", "2026-10-25T23:00:00Z"),
            ("last-week", "2026-10-18T22:00:00Z"),
            ("this month", "2026-09-30T22:00:00Z"),
            ("last month", "2026-08-31T22:00:00Z"),
            ("last year", "2024-12-31T23:00:00Z"),
            ("2h ago", "2026-10-28T09:00:00Z"),
            ("2h", "2026-10-28T09:00:00Z"),
            ("90 minutes ago", "2026-10-28T09:30:00Z"),
            ("1d 12h ago", "2026-10-26T23:00:00Z"),
            // The same hour by the clocks, which is not 96 hours back.
            ("4 days ago", "2026-10-24T10:00:00Z"),
            ("14:30", "2026-10-28T13:30:00Z"),
            ("2026-01-31", "2026-01-30T23:00:00Z"),
            ("2026-07-31 14:30", "2026-07-31T12:30:00Z"),
            ("2026-07-31T14:30:05", "2026-07-31T12:30:05Z"),
            ("2026-07-31T14:30:05Z", "2026-07-31T14:30:05Z"),
            ("2026-07-31T14:30:05.25+02:00", "2026-07-31T12:30:05.25Z"),
        ];
        for (said, wanted) in table {
            assert_eq!(now.read(said).unwrap().to_string(), wanted, "{said}");
        }
        for nonsense in [
            "",
            "soon",
            "2 fortnights ago",
            "h ago",
            "2026-13-01",
            "31.01.2026",
            "14",
            "25:00",
            "-2h",
        ] {
            let complaint = now.read(nonsense).unwrap_err();
            assert!(complaint.contains("is no time; it is one of now, today"), "{complaint}");
        }
    }

    #[test]
    fn a_day_begins_and_an_hour_is_found_where_clocks_change() {
        // An hour that is left out, and one that comes twice.
        let now = now("2026-10-28T11:00:00Z");
        assert_eq!(
            now.read("2026-03-29 02:30").unwrap().to_string(),
            "2026-03-29T01:30:00Z"
        );
        assert_eq!(
            now.read("2026-10-25 02:30").unwrap().to_string(),
            "2026-10-25T00:30:00Z"
        );
    }

    #[test]
    fn times_are_shown_with_their_zone() {
        let at = "2026-07-31T12:30:05.999Z".parse().unwrap();
        assert_eq!(
            shown(at, &TimeZone::get("Europe/Berlin").unwrap()),
            "2026-07-31 14:30:05 CEST"
        );
        assert_eq!(shown(at, &TimeZone::UTC), "2026-07-31 12:30:05 UTC");
        let table = [
            (0, "0s"),
            (59, "59s"),
            (61, "1m 1s"),
            (7_260, "2h 1m"),
            (90_000, "1d 1h"),
        ];
        for (seconds, wanted) in table {
            assert_eq!(lasting(seconds), wanted);
        }
    }
}
