//! How many events of one kind and one cause are told: enough to see what is wrong, not enough to fill the
//! disk. Pure: the moment is handed in.

use chrono::TimeDelta;

use crate::clock::Time;

/// A window.
pub const WINDOW: TimeDelta = TimeDelta::seconds(10);

/// The complaints about one peer, or one kind of peers, of which this many in one window are told.
pub const COMPLAINTS: EventBudget = EventBudget::of(10);

/// So many events in one window; the next one that is told says how many were not.
#[derive(Debug, Clone)]
pub struct EventBudget {
    most: u32,
    began: Option<Time>,
    told: u32,
    untold: u64,
}

impl EventBudget {
    /// A budget of so many in each window.
    #[must_use]
    pub const fn of(most: u32) -> Self {
        Self {
            most,
            began: None,
            told: 0,
            untold: 0,
        }
    }

    /// Whether one more would be told, and how many were not since the last that was.
    #[must_use]
    pub fn admits(&self, now: Time) -> Option<u64> {
        (self.is_over(now) || self.told < self.most).then_some(self.untold)
    }

    /// The same, and it is counted.
    pub fn admit(&mut self, now: Time) -> Option<u64> {
        if self.is_over(now) {
            self.began = Some(now);
            self.told = 0;
        }
        if self.told >= self.most {
            self.untold += 1;
            return None;
        }
        self.told += 1;
        Some(std::mem::take(&mut self.untold))
    }

    /// How many were not told since the last that was; they count as told from now on.
    pub fn take_untold(&mut self) -> u64 {
        std::mem::take(&mut self.untold)
    }

    /// A clock that was set back begins a new window, too.
    fn is_over(&self, now: Time) -> bool {
        self.began.is_none_or(|began| now < began || now - began >= WINDOW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    #[test]
    fn a_flood_is_told_ten_times_in_ten_seconds_and_then_counted() {
        let mut budget = COMPLAINTS;
        let start = clock::now();
        let told = (0..1000).filter(|_| budget.admit(start).is_some()).count();
        assert_eq!(told, 10);
        assert_eq!(budget.admits(start), None);
        assert_eq!(budget.admits(start + WINDOW), Some(990));
        assert_eq!(budget.admit(start + WINDOW), Some(990));
        assert_eq!(budget.admit(start + WINDOW), Some(0));
    }

    #[test]
    fn a_clock_that_is_set_back_silences_nobody() {
        let mut budget = EventBudget::of(1);
        let start = clock::now();
        assert_eq!(budget.admit(start), Some(0));
        assert_eq!(budget.admit(start), None);
        assert_eq!(budget.admit(start - TimeDelta::hours(1)), Some(1));
    }
}
