//! Since when a webhook fails, and when that is told. Pure; it is told the time.

use serde_json::{Value, json};

use crate::clock::{self, Time};
use crate::state::webhooks::Failing;

/// After so many tries in a row without success it is told: a lost packet is no news.
const TOLD_AFTER: u32 = 3;

/// What is to be told.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// `webhook.failing`
    Failing(Failing),
    /// `webhook.recovered`
    Recovered(Failing),
}

impl News {
    /// The event's payload, for a webhook of this name.
    #[must_use]
    pub fn payload(&self, webhook: &str, now: Time) -> Value {
        match self {
            Self::Failing(failing) => json!({
                "webhook": webhook, "since": clock::text(failing.since), "reason": failing.reason,
                "tries": failing.tries, "stopped": false,
            }),
            Self::Recovered(failing) => json!({
                "webhook": webhook, "since": clock::text(failing.since), "reason": failing.reason,
                "tries": failing.tries, "seconds": (now - failing.since).num_seconds(),
            }),
        }
    }
}

/// One more try failed.
pub fn failed(failing: &mut Option<Failing>, reason: &str, now: Time) -> Option<News> {
    let failing = failing.get_or_insert_with(|| Failing {
        since: now,
        reason: String::new(),
        tries: 0,
        told: false,
    });
    failing.tries = failing.tries.saturating_add(1);
    reason.clone_into(&mut failing.reason);
    if failing.told || failing.tries < TOLD_AFTER {
        return None;
    }
    failing.told = true;
    Some(News::Failing(failing.clone()))
}

/// Something was delivered.
pub fn delivered(failing: &mut Option<Failing>) -> Option<News> {
    failing.take().filter(|failing| failing.told).map(News::Recovered)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{News, delivered, failed};
    use crate::clock;

    #[test]
    fn a_failure_is_told_once_and_its_end_too() {
        let (mut failing, now) = (None, clock::now());
        let told: Vec<bool> = (0..5).map(|_| failed(&mut failing, "no", now).is_some()).collect();
        assert_eq!(told, [false, false, true, false, false]);
        assert!(matches!(delivered(&mut failing), Some(News::Recovered(failing)) if failing.tries == 5));
        assert_eq!(delivered(&mut failing), None);
    }

    #[test]
    fn what_passes_at_once_is_no_news() {
        let (mut failing, now) = (None, clock::now());
        for _ in 0..10 {
            assert_eq!(failed(&mut failing, "no", now), None);
            assert_eq!(failed(&mut failing, "no", now), None);
            assert_eq!(delivered(&mut failing), None);
        }
    }
}
