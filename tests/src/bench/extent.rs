//! How much is measured: the options that the benchmarks share.

use std::path::PathBuf;

use clap::builder::RangedU64ValueParser;
use clap::{Args, value_parser};

use super::drive::Plan;

/// The options; each also as an environment variable.
#[derive(Debug, Clone, Args)]
pub struct Extent {
    /// How often each server runs each scenario.
    #[arg(long, env = "BENCH_ROUNDS", default_value_t = 3, value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    pub rounds: usize,
    /// Answers that are counted per run, at most.
    #[arg(long, env = "BENCH_MESSAGES", default_value_t = 200_000, value_parser = value_parser!(u64).range(1..))]
    pub messages: u64,
    /// A run counts no longer than so many seconds.
    #[arg(long, env = "BENCH_LIMIT_SECONDS", default_value_t = 6)]
    pub limit_seconds: u64,
    /// Stations at once.
    #[arg(long, env = "BENCH_CONNECTIONS", default_value_t = 200, value_parser = value_parser!(u32).range(1..))]
    pub connections: u32,
    /// A file in which figures are kept for the table of aims; those of other benchmarks stay in it.
    #[arg(long, env = "BENCH_FIGURES")]
    pub figures: Option<PathBuf>,
}

impl Extent {
    /// A plan of this extent for the stations of one version, with nothing chosen yet.
    #[must_use]
    pub fn plan(self, version: String, stations: u32) -> Plan {
        Plan {
            rounds: self.rounds,
            messages: self.messages,
            limit_seconds: self.limit_seconds,
            connections: self.connections,
            stations,
            version,
            scenarios: Vec::new(),
            variants: Vec::new(),
            is_complete: false,
            quiet_seconds: 0,
            profile: None,
            figures: self.figures,
        }
    }
}
