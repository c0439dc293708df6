//! How much is measured: the options that the benchmarks share.

use clap::Args;

/// The options; each also as an environment variable.
#[derive(Debug, Clone, Args)]
pub struct Extent {
    /// How often each server runs each scenario.
    #[arg(long, env = "BENCH_ROUNDS", default_value_t = 3)]
    pub rounds: usize,
    /// Answers that are counted per run, at most.
    #[arg(long, env = "BENCH_MESSAGES", default_value_t = 200_000)]
    pub messages: u64,
    /// A run counts no longer than so many seconds.
    #[arg(long, env = "BENCH_LIMIT_SECONDS", default_value_t = 10)]
    pub limit_seconds: u64,
    /// Stations at once.
    #[arg(long, env = "BENCH_CONNECTIONS", default_value_t = 200)]
    pub connections: u32,
}
