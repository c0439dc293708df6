//! The load generator: one run against a server that is there, its measurements as JSON.
//!
//! Made to be started by `bench-drive`, and by hand beside `perf`. Loopback only.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;
use ocpp_central_tests::bench::Outcome;
use ocpp_central_tests::bench::door::{Door, Way};
use ocpp_central_tests::bench::load::{Amount, Target};
use ocpp_central_tests::bench::scenario::{Scenario, Version};
use ocpp_central_tests::bench::station::Answers;
use ocpp_central_tests::bench::usage::Process;
use ocpp_central_tests::bench::{fleet, load, past, rhythm};
use serde::Serialize;

/// The options.
#[derive(Parser)]
struct Options {
    /// The server's listener for charge points.
    #[arg(long)]
    address: SocketAddr,
    /// The server's process id.
    #[arg(long)]
    server: u32,
    /// What the stations speak.
    #[arg(long, value_enum, default_value = "1.6")]
    version: Version,
    /// Take any text message for an answer.
    #[arg(long)]
    any_answer: bool,
    /// Connect by TLS.
    #[arg(long)]
    tls: bool,
    /// Offer permessage-deflate, and insist on it.
    #[arg(long)]
    compressed: bool,
    /// The number of each station's first session: another one where the server knows those of an earlier run.
    #[arg(long, default_value_t = 1)]
    first_session: u64,
    /// What the stations say.
    #[arg(long, value_enum, default_value = "heartbeat")]
    scenario: Scenario,
    /// Stations at once.
    #[arg(long, default_value_t = 200)]
    connections: u32,
    /// Answers before the counting begins.
    #[arg(long, default_value_t = 20_000)]
    warm_up: u64,
    /// Answers that are counted.
    #[arg(long, default_value_t = 100_000)]
    messages: u64,
    /// The run ends after so long, whatever was counted.
    #[arg(long, default_value_t = 20)]
    limit_seconds: u64,
    /// Instead of a scenario: connect so many stations, and measure memory.
    #[arg(long)]
    fleet: Option<u32>,
    /// Instead: connect so many stations, and measure that alone.
    #[arg(long)]
    back: Option<u32>,
    /// Instead: connect so many stations, each of which says one thing a minute, until the limit.
    #[arg(long)]
    rhythm: Option<u32>,
    /// Instead: connect so many stations, each of which has `sessions_each` sessions.
    #[arg(long)]
    past: Option<u32>,
    /// Sessions of each station.
    #[arg(long, default_value_t = 1)]
    sessions_each: u32,
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    if !options.address.ip().is_loopback() {
        return Err("the load generator speaks to loopback only".into());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("{}", runtime.block_on(run(&options))?);
    Ok(())
}

async fn run(options: &Options) -> Outcome<String> {
    let target = target(options)?;
    let limit = Duration::from_secs(options.limit_seconds);
    if let Some(count) = options.fleet {
        return json(&fleet::run(target, count).await?);
    }
    if let Some(count) = options.back {
        return json(&fleet::back(target, count).await?);
    }
    if let Some(count) = options.rhythm {
        return json(&rhythm::run(target, count, limit).await?);
    }
    if let Some(stations) = options.past {
        let extent = past::Extent {
            stations,
            sessions_each: options.sessions_each,
        };
        return json(&past::run(target, extent).await?);
    }
    let amount = Amount {
        connections: options.connections,
        warm_up: options.warm_up,
        messages: options.messages,
        limit,
    };
    json(&load::run(target, options.scenario, amount).await?)
}

fn target(options: &Options) -> Outcome<Target> {
    let way = Way {
        is_tls: options.tls,
        is_compressed: options.compressed,
    };
    Ok(Target {
        door: Door::new(options.address, way)?,
        server: Process(options.server),
        version: options.version,
        answers: if options.any_answer {
            Answers::Any
        } else {
            Answers::Matching
        },
        first_session: options.first_session,
    })
}

fn json(sample: &impl Serialize) -> Outcome<String> {
    Ok(serde_json::to_string(sample)?)
}
