//! The time of a charge point: the wall's when it started, and what has passed since then. It never goes back.

use std::time::{Duration, Instant};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

/// A point in time, in UTC.
pub type Time = DateTime<Utc>;

/// Tells the time.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    begun: Time,
    since: Instant,
}

impl Clock {
    /// Begins now.
    #[must_use]
    pub fn start() -> Self {
        Self {
            begun: Utc::now(),
            since: Instant::now(),
        }
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Time {
        after(self.begun, self.since.elapsed())
    }

    /// The same point for whoever waits.
    #[must_use]
    pub fn instant(&self, time: Time) -> Instant {
        let passed = (time - self.begun).to_std().unwrap_or_default();
        self.since + passed
    }
}

/// So much later; the end of time at the most.
#[must_use]
pub fn after(time: Time, duration: Duration) -> Time {
    TimeDelta::from_std(duration)
        .ok()
        .and_then(|passed| time.checked_add_signed(passed))
        .unwrap_or(Time::MAX_UTC)
}

/// As it is on the wire: `2026-01-01T12:00:00.000Z`.
#[must_use]
pub fn text(time: Time) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}
