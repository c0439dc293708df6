//! The time as the rules see it: handed in, so that they are tested with a clock that stands still.

use chrono::{DateTime, SecondsFormat, Utc};

/// A moment in UTC.
pub type Time = DateTime<Utc>;

/// The text that every message and record of ours carries: RFC 3339, milliseconds, `Z`.
#[must_use]
pub fn text(time: Time) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Now, from the system's clock.
#[must_use]
pub fn now() -> Time {
    Utc::now()
}
