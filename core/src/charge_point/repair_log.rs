//! What was repaired of one connection's messages: counted, and told as events so often that it is seen, and not so
//! often that it fills the log. Pure: the moment is handed in.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::frame::repair::Repair;
use crate::state::repairs::RepairCounts;

/// So often the same repairs of the same action are told.
const PAUSE: Duration = Duration::from_secs(600);
/// So many combinations of repairs are told apart; further ones are counted.
const MOST: usize = 32;

/// What was repaired so far.
#[derive(Debug, Default)]
pub struct RepairLog {
    /// Of the charge point, with what was stored before this connection; none: not looked up yet.
    pub counts: Option<RepairCounts>,
    told: BTreeMap<String, Told>,
}

#[derive(Debug)]
struct Told {
    at: Instant,
    untold: u64,
}

impl RepairLog {
    /// Whether these repairs are an event, and how many messages of the kind were not told since the last that was.
    pub fn admit(&mut self, action: &str, repairs: &[Repair], now: Instant) -> Option<u64> {
        let mut kind = action.to_owned();
        for repair in repairs {
            kind.push(' ');
            kind.push_str(&repair.name);
        }
        let is_full = self.told.len() >= MOST;
        match self.told.get_mut(&kind) {
            Some(told) if now.duration_since(told.at) < PAUSE => {
                told.untold += 1;
                None
            }
            Some(told) => {
                told.at = now;
                Some(std::mem::take(&mut told.untold))
            }
            None if is_full => None,
            None => {
                self.told.insert(kind, Told { at: now, untold: 0 });
                Some(0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, PAUSE, RepairLog};
    use crate::frame::repair::Repair;
    use std::time::Instant;

    #[test]
    fn the_same_repairs_are_told_once_in_a_while() {
        let mut log = RepairLog::default();
        let (now, repairs) = (Instant::now(), [Repair::new("text-too-long", "/idTag")]);
        assert_eq!(log.admit("Authorize", &repairs, now), Some(0));
        assert_eq!(log.admit("StopTransaction", &repairs, now), Some(0));
        assert_eq!(log.admit("Authorize", &repairs, now), None);
        assert_eq!(log.admit("Authorize", &repairs, now), None);
        assert_eq!(log.admit("Authorize", &repairs, now + PAUSE), Some(2));
    }

    #[test]
    fn a_station_that_is_never_the_same_does_not_fill_the_log() {
        let mut log = RepairLog::default();
        let told = (0..1000).filter(|number| log.admit(&number.to_string(), &[], Instant::now()).is_some());
        assert_eq!(told.count(), MOST);
    }
}
