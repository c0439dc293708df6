//! What a vehicle makes of its share: who draws less for a time is planned with what it draws, until it
//! draws all that it may.

use serde::{Deserialize, Serialize};

use crate::amount::Amount;

/// What is known of a vehicle's appetite.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// It is planned with at most that; none: with what its connector can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<Amount>,
    /// Since then it draws less than its share, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    below_since: Option<i64>,
}

/// How usage is judged.
#[derive(Debug, Clone, Copy)]
pub struct Judge {
    /// Closer to its share than that is all of it.
    pub margin: Amount,
    /// For how long, in seconds, less must be drawn.
    pub after: i64,
    /// Nobody is planned with less.
    pub floor: Amount,
}

impl Usage {
    /// With a measurement at a moment (in seconds), while so much was allowed.
    #[must_use]
    pub fn with(self, judge: Judge, (drawn, allowed): (Amount, Amount), now: i64) -> Self {
        if allowed == Amount::ZERO {
            // It draws nothing because it may not.
            return Self {
                below_since: None,
                ..self
            };
        }
        if drawn + judge.margin >= allowed {
            return Self::default();
        }
        let room = drawn + judge.margin.times(2);
        if room >= allowed {
            return Self {
                below_since: None,
                ..self
            };
        }
        let since = self.below_since.unwrap_or(now);
        let most = if now - since >= judge.after {
            Some(room.max(judge.floor))
        } else {
            self.most
        };
        Self {
            most,
            below_since: Some(since),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JUDGE: Judge = Judge {
        margin: Amount::tenths(10),
        after: 300,
        floor: Amount::tenths(60),
    };

    fn amps(amps: i64) -> Amount {
        Amount::tenths(amps * 10)
    }

    #[test]
    fn an_unused_share_is_known_after_a_time() {
        let first = Usage::default().with(JUDGE, (amps(10), amps(32)), 0);
        assert_eq!(first.most, None);
        let early = first.with(JUDGE, (amps(10), amps(32)), 299);
        assert_eq!(early.most, None);
        assert_eq!(early.with(JUDGE, (amps(10), amps(32)), 300).most, Some(amps(12)));
    }

    #[test]
    fn a_short_pause_does_not_count() {
        let paused = Usage::default().with(JUDGE, (amps(0), amps(32)), 0);
        let back = paused.with(JUDGE, (amps(31), amps(32)), 100);
        assert_eq!(back, Usage::default());
    }

    #[test]
    fn whoever_uses_all_that_it_may_can_have_more() {
        let small = Usage {
            most: Some(amps(12)),
            below_since: Some(0),
        };
        assert_eq!(small.with(JUDGE, (amps(11), amps(12)), 400), Usage::default());
        // As much as it was planned with: it stays so.
        assert_eq!(small.with(JUDGE, (amps(10), amps(12)), 400).most, Some(amps(12)));
    }

    #[test]
    fn nobody_is_planned_below_the_floor() {
        let full = Usage::default().with(JUDGE, (amps(0), amps(32)), 0);
        assert_eq!(full.with(JUDGE, (amps(0), amps(32)), 300).most, Some(amps(6)));
    }

    #[test]
    fn who_waits_is_not_judged() {
        let waiting = Usage::default().with(JUDGE, (amps(0), amps(0)), 0);
        assert_eq!(waiting.with(JUDGE, (amps(0), amps(0)), 900), Usage::default());
    }
}
