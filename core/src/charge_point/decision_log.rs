//! Which decisions of plugins on one connection are told as events: each that says something new. A station that asks
//! the same again and again gets the same answer, and a plugin that adds the costs to every report decides all day: that is
//! counted, and the next one that is told says how many were not. Pure: the moment is handed in.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::ocpp::Overruled;

/// So long the same decision about somebody is no news.
const ABOUT_SOMEBODY: Duration = Duration::from_secs(60);
/// So long the same decision about anything else is no news.
const PAUSE: Duration = Duration::from_secs(600);
/// So many are told apart within a pause; further ones are counted.
const MOST: usize = 100;

/// What was told so far.
#[derive(Debug, Default)]
pub struct DecisionLog {
    told: HashMap<String, Told>,
    /// Those for which there was no room.
    untold: u64,
    /// The last one: whether it is told, with how many were not before.
    last: Option<(String, Option<u64>)>,
}

#[derive(Debug)]
struct Told {
    at: Instant,
    pause: Duration,
    untold: u64,
}

impl DecisionLog {
    /// Whether a decision is an event, and how many like it were not told since the last that was. A CALL that is handled
    /// anew because something else wrote meanwhile is the same decision, not another one.
    pub fn admit(&mut self, decided: &Overruled, is_anew: bool, now: Instant) -> Option<u64> {
        if let Some((_, before)) = self.last.as_ref().filter(|(last, _)| is_anew && *last == decided.alike) {
            return *before;
        }
        let admitted = self.find(decided, now);
        self.last = Some((decided.alike.clone(), admitted));
        admitted
    }

    /// A CALL was answered as was proposed.
    pub fn none(&mut self) {
        self.last = None;
    }

    /// The last one could not be kept.
    pub fn take_back(&mut self) {
        if let Some((alike, Some(untold))) = self.last.take() {
            self.told.remove(&alike);
            self.untold += untold;
        }
    }

    fn find(&mut self, decided: &Overruled, now: Instant) -> Option<u64> {
        if let Some(told) = self.told.get_mut(&decided.alike) {
            if now.duration_since(told.at) < told.pause {
                told.untold += 1;
                return None;
            }
            told.at = now;
            return Some(std::mem::take(&mut told.untold));
        }
        if self.told.len() >= MOST {
            let gone = &mut self.untold;
            self.told.retain(|_, told| {
                let is_recent = now.duration_since(told.at) < told.pause;
                *gone += if is_recent { 0 } else { told.untold };
                is_recent
            });
        }
        if self.told.len() >= MOST {
            self.untold += 1;
            return None;
        }
        let pause = if decided.is_about_somebody {
            ABOUT_SOMEBODY
        } else {
            PAUSE
        };
        let told = Told {
            at: now,
            pause,
            untold: 0,
        };
        self.told.insert(decided.alike.clone(), told);
        Some(std::mem::take(&mut self.untold))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use serde_json::json;

    use super::{ABOUT_SOMEBODY, DecisionLog, MOST, PAUSE};
    use crate::events::Event;
    use crate::ids::ChargePointId;
    use crate::ocpp::Overruled;

    fn decided(alike: &str, is_about_somebody: bool) -> Overruled {
        Overruled {
            alike: alike.to_owned(),
            is_about_somebody,
            event: Event::new("plugin.decided", &ChargePointId::new("CP"), json!({})),
        }
    }

    #[test]
    fn the_same_decision_is_told_once_in_a_while() {
        let (mut log, now) = (DecisionLog::default(), Instant::now());
        let (costs, blocked) = (decided("costs", false), decided("blocked A", true));
        assert_eq!(log.admit(&costs, false, now), Some(0));
        assert_eq!(log.admit(&blocked, false, now), Some(0));
        assert_eq!(log.admit(&costs, false, now + ABOUT_SOMEBODY), None);
        assert_eq!(log.admit(&costs, false, now + ABOUT_SOMEBODY), None);
        assert_eq!(log.admit(&blocked, false, now + ABOUT_SOMEBODY), Some(0));
        assert_eq!(log.admit(&decided("blocked B", true), false, now), Some(0));
        assert_eq!(log.admit(&costs, false, now + PAUSE), Some(2));
    }

    #[test]
    fn a_call_that_is_handled_anew_is_one_decision() {
        let (mut log, now) = (DecisionLog::default(), Instant::now());
        let blocked = decided("blocked", true);
        for is_anew in [false, true, true] {
            assert_eq!(log.admit(&blocked, is_anew, now), Some(0));
        }
        // Another CALL, twice handled: counted once.
        for is_anew in [false, true] {
            assert_eq!(log.admit(&blocked, is_anew, now), None);
        }
        assert_eq!(log.admit(&blocked, false, now + ABOUT_SOMEBODY), Some(1));
        // It could not be kept: the next is told.
        log.take_back();
        assert_eq!(log.admit(&blocked, false, now + ABOUT_SOMEBODY), Some(1));
    }

    #[test]
    fn a_station_that_is_never_the_same_does_not_fill_the_log() {
        let (mut log, now) = (DecisionLog::default(), Instant::now());
        let admitted =
            |log: &mut DecisionLog, number: usize, at| log.admit(&decided(&number.to_string(), true), false, at);
        let told = (0..1000).filter(|number| admitted(&mut log, *number, now).is_some());
        assert_eq!(told.count(), MOST);
        assert_eq!(admitted(&mut log, 1000, now + PAUSE), Some(900));
    }
}
