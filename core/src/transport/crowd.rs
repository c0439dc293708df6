//! More charge points at once than can be let in: when each of them comes again. Pure: the moment and a random number
//! are handed in.

use std::time::{Duration, Instant};

/// They come back about so many a second.
const A_SECOND: u32 = 500;
/// Within so many seconds at least, and at most.
const SOONEST: u32 = 4;
const LATEST: u32 = 60;
/// So long it is counted, and so often it is told in the log.
const COUNTED: Duration = Duration::from_secs(10);

/// Those who were told to come back lately.
#[derive(Debug, Default)]
pub struct Crowd {
    since: Option<Instant>,
    count: u32,
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turned {
    /// In so many seconds.
    pub seconds: u64,
    /// To be told in the log, with how many were turned away since it was told last.
    pub untold: Option<u32>,
}

impl Crowd {
    /// One more.
    pub fn turn_away(&mut self, random: u32, now: Instant) -> Turned {
        let is_over = |since: Instant| now.saturating_duration_since(since) >= COUNTED;
        let untold = self.since.is_none_or(is_over).then(|| {
            self.since = Some(now);
            std::mem::take(&mut self.count)
        });
        self.count = self.count.saturating_add(1);
        let spread = (self.count / A_SECOND).clamp(SOONEST, LATEST);
        Turned {
            seconds: u64::from(1 + random % spread),
            untold,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that are as good as random, and the same each time.
    fn numbers() -> impl Iterator<Item = u32> {
        (0_u32..).map(|number| number.wrapping_mul(2_654_435_761) >> 7)
    }

    #[test]
    fn the_more_there_are_the_longer_they_are_spread() {
        let (mut crowd, now) = (Crowd::default(), Instant::now());
        let turned: Vec<_> = numbers()
            .take(20_000)
            .map(|number| crowd.turn_away(number, now))
            .collect();
        let latest = |part: &[Turned]| part.iter().map(|one| one.seconds).max();
        assert_eq!(latest(turned.get(..1000).unwrap_or_default()), Some(4));
        assert!((35..=40).contains(&latest(&turned).unwrap_or_default()));
        for second in 1..=40 {
            let together = turned.iter().filter(|one| one.seconds == second).count();
            assert!(together < 3000, "{together} come after {second} s");
        }
        assert!(turned.iter().all(|one| one.seconds >= 1));
    }

    #[test]
    fn it_is_told_once_in_ten_seconds_with_how_many_were_not() {
        let (mut crowd, now) = (Crowd::default(), Instant::now());
        let told: Vec<_> = (0..100).filter_map(|_| crowd.turn_away(7, now).untold).collect();
        assert_eq!(told, [0]);
        let later = crowd.turn_away(7, now + COUNTED);
        assert_eq!((later.untold, later.seconds), (Some(100), 4));
    }
}
