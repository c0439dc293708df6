//! What the stations counted and timed.

use std::time::Duration;

use super::timeline::{Moment, Said};
use crate::bench::latency::Latencies;

/// The answers of one station, or of all.
#[derive(Debug, Default)]
pub struct Tally {
    /// CALLs that the plugin claims, each answered once.
    pub calls: u64,
    /// Those of them that `on_failure` answered.
    pub on_failure: u64,
    calm: Latencies,
    swaps: Latencies,
    troubled: Latencies,
}

impl Tally {
    /// One more answer.
    pub fn add(&mut self, moment: Moment, said: &Said, took: Duration) {
        self.calls += 1;
        self.on_failure += u64::from(*said == Said::OnFailure);
        match moment {
            Moment::Calm => self.calm.push(took),
            Moment::Swaps => self.swaps.push(took),
            Moment::Troubled => self.troubled.push(took),
        }
    }

    /// Adds those of another station.
    pub fn merge(&mut self, other: Self) {
        self.calls += other.calls;
        self.on_failure += other.on_failure;
        self.calm.merge(other.calm);
        self.swaps.merge(other.swaps);
        self.troubled.merge(other.troubled);
    }

    /// Prints the table.
    pub fn print(&mut self) {
        println!(
            "{:<46}{:>9}{:>10}{:>10}",
            "calls under way", "answers", "p50 ms", "p99 ms"
        );
        for (title, latencies) in [
            ("without swaps", &mut self.calm),
            ("during swaps, good versions", &mut self.swaps),
            ("during swaps, a failing or slow one active", &mut self.troubled),
        ] {
            let [half, most] = latencies.percentiles([0.5, 0.99]).map(|micros| micros / 1000.0);
            println!("{title:<46}{:>9}{half:>10.1}{most:>10.1}", latencies.count());
        }
    }
}
