//! How long a charge point waits before it connects again (OCPP 2.0.1 Part 4 section 5.3): a minimum and something
//! random, doubled so many times, constant from then on. The random part is what keeps thousands of them from coming
//! back in one moment.

use std::time::Duration;

use crate::chance::Chance;

/// The three figures, with the names that OCPP 2.x gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackoffOptions {
    /// `RetryBackOffWaitMinimum`
    pub wait_minimum: Duration,
    /// `RetryBackOffRandomRange`
    pub random_range: Duration,
    /// `RetryBackOffRepeatTimes`
    pub repeat_times: u32,
}

impl Default for BackoffOptions {
    /// 3 seconds and up to 5 more, doubled five times: some four minutes in the end.
    fn default() -> Self {
        Self {
            wait_minimum: Duration::from_secs(3),
            random_range: Duration::from_secs(5),
            repeat_times: 5,
        }
    }
}

/// How often it was tried, and what is next.
#[derive(Debug, Clone)]
pub struct Backoff {
    options: BackoffOptions,
    chance: Chance,
    tries: u32,
    last: Duration,
}

impl Backoff {
    /// Before the first try.
    #[must_use]
    pub const fn new(options: BackoffOptions, chance: Chance) -> Self {
        Self {
            options,
            chance,
            tries: 0,
            last: Duration::ZERO,
        }
    }

    /// How long to wait before the next try.
    pub fn wait(&mut self) -> Duration {
        if self.tries == 0 {
            self.last = self.options.wait_minimum + self.chance.up_to(self.options.random_range);
        } else if self.tries <= self.options.repeat_times {
            self.last = self.last.saturating_mul(2) + self.chance.up_to(self.options.random_range);
        }
        self.tries = self.tries.saturating_add(1);
        self.last
    }

    /// It is connected: the next loss begins with the minimum.
    pub fn succeeded(&mut self) {
        self.tries = 0;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Backoff, BackoffOptions};
    use crate::chance::Chance;

    #[test]
    fn waits_double_and_then_stay() {
        let options = BackoffOptions {
            wait_minimum: Duration::from_secs(1),
            random_range: Duration::ZERO,
            repeat_times: 3,
        };
        let mut backoff = Backoff::new(options, Chance::seeded(1));
        let waits: Vec<_> = (0..6).map(|_| backoff.wait().as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 8, 8]);
        backoff.succeeded();
        assert_eq!(backoff.wait(), Duration::from_secs(1));
    }

    #[test]
    fn two_charge_points_do_not_wait_the_same() {
        let wait = |seed| Backoff::new(BackoffOptions::default(), Chance::seeded(seed)).wait();
        assert_ne!(wait(1), wait(2));
        assert!((3..=8).contains(&wait(1).as_secs()));
    }
}
