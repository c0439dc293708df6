//! `make bench`, the part of the campaigns: one command for many while a fleet is connected.

use std::time::Duration;

use clap::Parser;
use ocpp_central_tests::bench::Outcome;
use ocpp_central_tests::bench::campaign::{self, Extent};
use ocpp_central_tests::bench::usage::descriptor_limit;

/// The options; each also as an environment variable.
#[derive(Parser)]
struct Options {
    /// Stations that are connected; fewer where the limit of open files is lower.
    #[arg(long, env = "BENCH_STATIONS", default_value_t = 10_000)]
    stations: u32,
    /// Those that the campaign is for.
    #[arg(long, env = "BENCH_MEMBERS", default_value_t = 1000)]
    members: u32,
    /// Stations that send heartbeats meanwhile, and as many that have sessions.
    #[arg(long, default_value_t = 250)]
    talkers: u32,
    /// Members that are under way at a time.
    #[arg(long, default_value_t = 50)]
    parallel: u32,
    /// Seconds that are measured without a campaign.
    #[arg(long, default_value_t = 10)]
    before: u64,
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    let fits = u32::try_from(descriptor_limit()?.saturating_sub(200)).unwrap_or(u32::MAX);
    let stations = options.stations.min(fits);
    if stations < options.members + 2 * options.talkers {
        return Err("so many stations cannot be connected here: raise the limit of open files".into());
    }
    campaign::run(Extent {
        stations,
        members: options.members,
        talkers: options.talkers,
        parallel: options.parallel,
        before: Duration::from_secs(options.before),
    })
}
