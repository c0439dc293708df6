//! When somebody has to be told that a certificate comes to its end. Pure: the time is passed in.

use chrono::Duration;

use crate::clock::Time;

/// How near the end of a certificate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Nobody has to do anything.
    None,
    /// It ends within 30 days.
    Soon,
    /// It ends within 7 days.
    Urgent,
    /// It has ended.
    Over,
}

/// How near the end is.
#[must_use]
pub fn urgency(now: Time, not_after: Time) -> Urgency {
    let left = not_after - now;
    if left <= Duration::zero() {
        Urgency::Over
    } else if left <= Duration::days(7) {
        Urgency::Urgent
    } else if left <= Duration::days(30) {
        Urgency::Soon
    } else {
        Urgency::None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_nearer_the_end_the_more_urgent() {
        let end: Time = "2026-06-30T12:00:00Z".parse().unwrap();
        let at = |text: &str| urgency(text.parse().unwrap(), end);
        assert_eq!(at("2026-05-31T11:59:59Z"), Urgency::None);
        assert_eq!(at("2026-05-31T12:00:00Z"), Urgency::Soon);
        assert_eq!(at("2026-06-23T12:00:00Z"), Urgency::Urgent);
        assert_eq!(at("2026-06-30T12:00:00Z"), Urgency::Over);
    }
}
