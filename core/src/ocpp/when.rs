//! When a connector was as it was reported, and what that says of the order of reports. Stations that were off line send
//! their queue after what is so now; and the clocks of others are set back. Pure.

use chrono::TimeDelta;

use crate::clock::{Time, told_instant};
use crate::state::connectors::Connector;

/// What differs by no more is told in time: clocks are not exact, and messages take their way.
pub const IN_TIME: TimeDelta = TimeDelta::minutes(2);

/// A queue is sent faster than that. Two late reports that are so far apart, and as far by the station's clock, come from
/// a station whose clock was set back.
const APART: TimeDelta = TimeDelta::seconds(5);

/// Clocks that tell whole seconds differ by as much.
const ALIKE: TimeDelta = TimeDelta::seconds(2);

/// When a connector was as it was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// By the station's clock; none: it was never set.
    pub told: Option<Time>,
    /// By ours.
    pub received: Time,
}

impl When {
    /// Of a report.
    #[must_use]
    pub fn of(connector: &Connector) -> Self {
        Self {
            told: told_instant(&connector.at),
            received: connector.received_at,
        }
    }

    /// It is minutes older than we hear of it.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.told.is_some_and(|told| self.received - told > IN_TIME)
    }

    /// It is late, and minutes older than what is known. A clock that was ahead says nothing about the order.
    #[must_use]
    pub fn is_history_to(&self, known: &Self) -> bool {
        let (Some(told), Some(before)) = (self.told, known.told) else {
            return false;
        };
        self.is_late() && before - told > IN_TIME && before - known.received <= IN_TIME
    }

    /// Whether the station's clock went on as ours did since another late report: it is the clock that is late, not the
    /// report. `is_known`: that was seen before, so the two may be as near to each other as they like.
    #[must_use]
    pub fn goes_on_from(&self, late: &Self, is_known: bool) -> bool {
        let by_ours = self.received - late.received;
        let by_theirs = self.told.zip(late.told).map(|(told, before)| told - before);
        let is_apart = is_known || by_ours >= APART;
        is_apart && by_theirs.is_some_and(|by_theirs| (by_theirs - by_ours).abs() <= ALIKE)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use chrono::TimeDelta;

    use super::When;
    use crate::clock::Time;

    /// Minutes after noon by the station's clock, and by ours.
    fn when(told: i64, received: i64) -> When {
        let noon: Time = "2026-11-20T12:00:00Z".parse().unwrap();
        When {
            told: Some(noon + TimeDelta::minutes(told)),
            received: noon + TimeDelta::minutes(received),
        }
    }

    #[test]
    fn what_is_late_and_older_is_history() {
        assert!(when(-60, 1).is_history_to(&when(0, 0)));
        assert!(
            !when(0, 1).is_history_to(&when(0, 0)),
            "of the same time the later one counts"
        );
        assert!(!when(-1, 1).is_history_to(&when(0, 0)), "clocks are not exact");
        assert!(!when(-60, 1).is_history_to(&when(-90, 0)), "a queue in its order");
        assert!(
            !when(0, 0).is_history_to(&when(500, -1)),
            "the clock was ahead and is right now"
        );
        assert!(
            !when(-60, 1).is_history_to(&when(500, 0)),
            "of a clock that was ahead nobody knows"
        );
        let unset = When {
            told: None,
            ..when(0, 1)
        };
        assert!(!unset.is_history_to(&when(0, 0)));
        assert!(!when(-60, 1).is_history_to(&unset));
    }

    #[test]
    fn a_clock_that_was_set_back_goes_on() {
        assert!(when(-59, 2).goes_on_from(&when(-60, 1), false));
        assert!(!when(-50, 1).goes_on_from(&when(-60, 1), false), "a queue");
        assert!(
            !when(-60, 1).goes_on_from(&when(-60, 1), false),
            "a queue of one moment"
        );
        assert!(when(-60, 1).goes_on_from(&when(-60, 1), true), "known to be so");
        assert!(!when(2, 2).goes_on_from(&when(-60, 1), true), "it was set right");
    }
}
