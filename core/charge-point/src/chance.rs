//! Random numbers that a seed makes again (SplitMix64). For rhythms and waiting times; nothing secret comes of them.

use std::ops::RangeInclusive;
use std::time::Duration;

/// A source of random numbers.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Always the same numbers for one seed.
    #[must_use]
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// Other numbers each time.
    #[must_use]
    pub fn fresh() -> Self {
        let mut bytes = [0; 8];
        // Without the system's randomness all charge points wait the same time: no harm but a crowd.
        Self(getrandom::fill(&mut bytes).map_or(1, |()| u64::from_le_bytes(bytes)))
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
    pub fn share(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number of a range, both ends included.
    pub fn within(&mut self, range: RangeInclusive<u64>) -> u64 {
        let width = range.end().saturating_sub(*range.start()).saturating_add(1);
        range.start() + self.number() % width.max(1)
    }

    /// A time up to this long.
    pub fn up_to(&mut self, most: Duration) -> Duration {
        most.mul_f64(self.share())
    }

    /// True in so many of 100 cases.
    pub fn percent(&mut self, cases: u64) -> bool {
        self.within(0..=99) < cases
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn a_seed_makes_the_same_numbers_again() {
        let numbers = |seed| {
            let mut chance = Chance::seeded(seed);
            (0..5).map(|_| chance.within(10..=20)).collect::<Vec<_>>()
        };
        assert_eq!(numbers(7), numbers(7));
        assert_ne!(numbers(7), numbers(8));
        assert!(numbers(7).iter().all(|number| (10..=20).contains(number)));
    }
}
