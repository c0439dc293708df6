//! How long answers took: every single one is kept, so that a percentile is exact.

use std::time::Duration;

/// The time of each answer in nanoseconds; above 4.29 s it counts as 4.29 s.
#[derive(Debug, Default)]
pub struct Latencies(Vec<u32>);

impl Latencies {
    /// Adds one.
    pub fn push(&mut self, took: Duration) {
        self.0.push(u32::try_from(took.as_nanos()).unwrap_or(u32::MAX));
    }

    /// Adds those of another connection.
    pub fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The percentiles in microseconds, 0 where nothing was measured.
    pub fn percentiles<const N: usize>(&mut self, wanted: [f64; N]) -> [f64; N] {
        self.0.sort_unstable();
        wanted.map(|share| self.at(share))
    }

    /// Half of them, 99 of 100, in milliseconds, and how many there are.
    pub fn told(&mut self) -> String {
        if self.0.is_empty() {
            return "not measured: nothing was answered".to_owned();
        }
        let [median, slow] = self.percentiles([0.5, 0.99]);
        format!("{:.2} / {:.2} ({})", median / 1000.0, slow / 1000.0, self.count())
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.len() as u64
    }

    fn at(&self, share: f64) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a count of at most some millions, and a share between 0 and 1"
        )]
        let rank = (share * self.0.len() as f64).ceil() as usize;
        self.0
            .get(rank.saturating_sub(1))
            .map_or(0.0, |nanos| f64::from(*nanos) / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_the_ranked_values() {
        let mut latencies = Latencies::default();
        for micros in (1..=100).rev() {
            latencies.push(Duration::from_micros(micros));
        }
        assert_eq!(latencies.percentiles([0.5, 0.99, 1.0]), [50.0, 99.0, 100.0]);
        assert_eq!(Latencies::default().percentiles([0.5]), [0.0]);
    }
}
