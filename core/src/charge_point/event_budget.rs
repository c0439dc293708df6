//! How many complaints about a peer become events: enough to see what is wrong, not enough to fill the
//! disk. Pure: the moment is handed in.

use std::time::{Duration, Instant};

/// So many in one window are told; the next one says how many were not.
const MOST: u32 = 10;
/// A window.
const WINDOW: Duration = Duration::from_secs(10);

/// The complaints about one peer, or one kind of peers.
#[derive(Debug, Default)]
pub struct EventBudget {
    began: Option<Instant>,
    told: u32,
    untold: u64,
}

impl EventBudget {
    /// Whether one more is told, and how many were not since the last that was.
    pub fn admit(&mut self, now: Instant) -> Option<u64> {
        if self.began.is_none_or(|began| now.duration_since(began) >= WINDOW) {
            self.began = Some(now);
            self.told = 0;
        }
        if self.told >= MOST {
            self.untold += 1;
            return None;
        }
        self.told += 1;
        Some(std::mem::take(&mut self.untold))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_told_ten_times_in_ten_seconds_and_then_counted() {
        let mut budget = EventBudget::default();
        let start = Instant::now();
        let told = (0..1000).filter(|_| budget.admit(start).is_some()).count();
        assert_eq!(told, 10);
        assert_eq!(budget.admit(start + WINDOW), Some(990));
        assert_eq!(budget.admit(start + WINDOW), Some(0));
    }
}
