//! The moments at which what may wait is written: the same for everything that waits, on all workers. What is handed to the
//! store in one moment becomes durable by one sync of the disk, with one wake-up of its writer and one of each worker. A fleet
//! that says little at a time would have a sync for each of its messages else.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Since when moments are counted.
static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The next of the moments that come so often; no later than one such time from now.
pub fn next(every: Duration) -> Instant {
    let since = BEGAN.elapsed();
    *BEGAN + since + rest(since, every)
}

/// How long it is from then to the next one.
fn rest(since: Duration, every: Duration) -> Duration {
    match since.as_nanos().checked_rem(every.as_nanos()) {
        Some(gone) => every - Duration::from_nanos_u128(gone),
        None => Duration::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: Duration = Duration::from_millis(50);

    #[test]
    fn whoever_asks_between_two_moments_is_told_the_same() {
        for (since, expected) in [(0, 50), (1, 49), (49, 1), (50, 50), (1_000_000_020, 30)] {
            let found = rest(Duration::from_millis(since), EVERY);
            assert_eq!(found, Duration::from_millis(expected), "{since}");
        }
        assert_eq!(
            rest(Duration::from_nanos(50_000_001), EVERY),
            Duration::from_nanos(49_999_999)
        );
        assert_eq!(rest(EVERY, Duration::ZERO), Duration::ZERO);
    }

    #[test]
    fn a_moment_that_comes_seldom_is_one_that_comes_often() {
        let since = Duration::from_millis(1_234);
        let seldom = since + rest(since, 4 * EVERY);
        assert_eq!(seldom, Duration::from_millis(1_400));
        assert_eq!(rest(seldom, EVERY), EVERY);
    }
}
