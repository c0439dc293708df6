//! The load generator: one run against a server that is there, its measurements as JSON.
//!
//! Made to be started by `bench-drive`, and by hand beside `perf`. Loopback only.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;
use ocpp_central_tests::bench::Outcome;
use ocpp_central_tests::bench::load::{Amount, Target};
use ocpp_central_tests::bench::scenario::{Scenario, Version};
use ocpp_central_tests::bench::station::Answers;
use ocpp_central_tests::bench::usage::Process;
use ocpp_central_tests::bench::{fleet, load};

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
    let target = Target {
        address: options.address,
        server: Process(options.server),
        version: options.version,
        answers: if options.any_answer {
            Answers::Any
        } else {
            Answers::Matching
        },
    };
    if let Some(count) = options.fleet {
        return Ok(serde_json::to_string(&fleet::run(target, count).await?)?);
    }
    let amount = Amount {
        connections: options.connections,
        warm_up: options.warm_up,
        messages: options.messages,
        limit: Duration::from_secs(options.limit_seconds),
    };
    Ok(serde_json::to_string(
        &load::run(target, options.scenario, amount).await?,
    )?)
}
