//! `make bench`, the part of what is kept: a fleet's rhythm, and the figures on an empty store and on one with a history.

use clap::Parser;
use ocpp_central_tests::bench::Outcome;
use ocpp_central_tests::bench::extent::Extent;
use ocpp_central_tests::bench::history;

/// The options; each also as an environment variable, as for `bench-drive`.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    extent: Extent,
    /// Stations of the fleet; fewer where the limit of open files is lower.
    #[arg(long, env = "BENCH_STATIONS", default_value_t = 10_000)]
    stations: u32,
    /// Sessions in the history; 0: nothing is measured with one.
    #[arg(long, env = "BENCH_SESSIONS", default_value_t = 300_000)]
    sessions: u32,
    /// Seconds for which each fleet speaks; 0: none does.
    #[arg(long, default_value_t = 60)]
    rhythm_seconds: u64,
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    let extent = history::Extent {
        sessions: options.sessions,
        rhythm_seconds: options.rhythm_seconds,
    };
    history::run(&options.extent.plan("1.6".to_owned(), options.stations), extent)
}
