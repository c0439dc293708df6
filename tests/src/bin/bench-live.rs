//! `make bench`, the part of those who listen: events to many while a fleet is connected, beside nobody.

use std::time::Duration;

use clap::Parser;
use ocpp_central_tests::bench::Outcome;
use ocpp_central_tests::bench::live::{self, Extent};
use ocpp_central_tests::bench::usage::descriptor_limit;

/// The options; the first also as an environment variable.
#[derive(Parser)]
struct Options {
    /// Stations that are connected; fewer where the limit of open files is lower.
    #[arg(long, env = "BENCH_STATIONS", default_value_t = 10_000)]
    stations: u32,
    /// Stations that send heartbeats, and as many that have sessions.
    #[arg(long, default_value_t = 250)]
    talkers: u32,
    /// Listeners to server-sent events.
    #[arg(long, default_value_t = 100)]
    listeners: u32,
    /// Rooms, each with somebody in it.
    #[arg(long, default_value_t = 20)]
    rooms: u32,
    /// Seconds that are measured without and with them.
    #[arg(long, default_value_t = 15)]
    seconds: u64,
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    let others = options.listeners + options.rooms + 300;
    let fits = u32::try_from(descriptor_limit()?)
        .unwrap_or(u32::MAX)
        .saturating_sub(others);
    let stations = options.stations.min(fits);
    if stations < 2 * options.talkers {
        return Err("so many stations cannot be connected here: raise the limit of open files".into());
    }
    live::run(Extent {
        stations,
        talkers: options.talkers,
        listeners: options.listeners,
        rooms: options.rooms,
        takes: Duration::from_secs(options.seconds),
    })
}
