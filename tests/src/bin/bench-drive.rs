//! `make bench`: starts the floor and our server in turn, puts load on them, and prints the tables.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use ocpp_central_tests::bench::Outcome;
use ocpp_central_tests::bench::drive::{self, Plan};
use ocpp_central_tests::bench::extent::Extent;
use ocpp_central_tests::bench::scenario::{Scenario, WITHOUT_PLUGIN};
use ocpp_central_tests::bench::server::Variant;

/// The options; each also as an environment variable.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    extent: Extent,
    /// Stations of the fleet.
    #[arg(long, env = "BENCH_STATIONS", default_value_t = 10_000)]
    stations: u32,
    /// What the stations speak: 1.6 or 2.0.1.
    #[arg(long, env = "BENCH_VERSION", default_value = "1.6")]
    version: String,
    /// Only these.
    #[arg(long, value_enum)]
    scenario: Vec<Scenario>,
    /// Only these, each with every scenario.
    #[arg(long, value_enum)]
    server: Vec<Variant>,
    /// Seconds that a server without traffic is watched; 0: it is not.
    #[arg(long, default_value_t = 30)]
    quiet_seconds: u64,
    /// Leave a `perf` profile of each load in this folder.
    #[arg(long)]
    profile: Option<PathBuf>,
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    drive::run(&Plan {
        scenarios: unless(options.scenario, &WITHOUT_PLUGIN),
        is_complete: !options.server.is_empty(),
        variants: unless(options.server, Variant::value_variants()),
        quiet_seconds: options.quiet_seconds,
        profile: options.profile,
        ..options.extent.plan(options.version, options.stations)
    })
}

/// What was chosen, or everything.
fn unless<T: Clone>(chosen: Vec<T>, everything: &[T]) -> Vec<T> {
    if chosen.is_empty() { everything.to_vec() } else { chosen }
}
