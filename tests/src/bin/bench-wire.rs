//! `make bench`, the part of the wire: a fleet that comes back by TLS, and compression.

use clap::{Parser, ValueEnum};
use ocpp_central_tests::bench::Outcome;
use ocpp_central_tests::bench::extent::Extent;
use ocpp_central_tests::bench::wire::{self, Part};

/// The options; each also as an environment variable, as for `bench-drive`.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    extent: Extent,
    /// Stations of the fleet; fewer where the limit of open files is lower.
    #[arg(long, env = "BENCH_STATIONS", default_value_t = 10_000)]
    stations: u32,
    /// What the stations speak: 1.6 or 2.0.1.
    #[arg(long, env = "BENCH_VERSION", default_value = "1.6")]
    version: String,
    /// Only these.
    #[arg(long, value_enum)]
    part: Vec<Part>,
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    let parts = if options.part.is_empty() {
        Part::value_variants()
    } else {
        &options.part
    };
    wire::run(&options.extent.plan(options.version, options.stations), parts)
}
