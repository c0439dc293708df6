//! What an answer means for the event that it is the answer to. Pure.

use std::time::Duration;

use chrono::DateTime;

use crate::clock::Time;

/// However long the receiver asks to be left alone, it is asked after this.
const LONGEST_REST: Duration = Duration::from_secs(3600);

/// What came of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The receiver has the event.
    Taken,
    /// It does not take this event; it answers, and may take others.
    Refused,
    /// It is not there, or cannot take anything now; it may ask to be left alone so long.
    Away(Option<Duration>),
    /// It wants nothing any more.
    Gone,
}

impl Verdict {
    /// What a status means (RFC 9110; 425: RFC 8470, 429: RFC 6585), with `Retry-After` as it came.
    #[must_use]
    pub fn of(status: u16, retry_after: Option<&str>, now: Time) -> Self {
        match status {
            200..300 => Self::Taken,
            410 => Self::Gone,
            408 | 425 | 429 | 500..600 => Self::Away(retry_after.and_then(|text| rest(text, now))),
            // A redirect is not followed: a body that was signed for one receiver goes to no other.
            _ => Self::Refused,
        }
    }
}

/// How long to wait by a `Retry-After`: seconds, or a date.
fn rest(text: &str, now: Time) -> Option<Duration> {
    let text = text.trim();
    let rest = match text.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let date = DateTime::parse_from_rfc2822(text).ok()?;
            (date.to_utc() - now).to_std().unwrap_or_default()
        }
    };
    Some(rest.min(LONGEST_REST))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_status_says_whose_fault_it_is() {
        let now = "2026-01-02T03:04:05Z".parse().unwrap();
        let of = |status| Verdict::of(status, None, now);
        assert!([200, 202, 204].into_iter().all(|status| of(status) == Verdict::Taken));
        assert!(
            [301, 307, 400, 401, 404, 422]
                .into_iter()
                .all(|status| of(status) == Verdict::Refused)
        );
        assert!(
            [408, 425, 429, 500, 503, 599]
                .into_iter()
                .all(|status| of(status) == Verdict::Away(None))
        );
        assert_eq!(of(410), Verdict::Gone);
    }

    #[test]
    fn a_receiver_says_how_long_it_wants_to_be_left_alone() {
        let now = "2026-01-02T03:04:05Z".parse().unwrap();
        let seconds = |text| match Verdict::of(503, Some(text), now) {
            Verdict::Away(rest) => rest.map(|rest| rest.as_secs()),
            other => unreachable!("{other:?}"),
        };
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("Fri, 02 Jan 2026 03:05:05 GMT"), Some(60));
        assert_eq!(seconds("Fri, 02 Jan 2026 03:00:00 GMT"), Some(0));
        assert_eq!(seconds("999999999"), Some(3600));
        assert_eq!(seconds("soon"), None);
    }
}
