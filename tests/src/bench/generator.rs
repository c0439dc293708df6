//! The load generator as the drivers start it: a process of its own, on a core of its own, whose measurements are read.

use std::net::SocketAddr;
use std::process::Command;

use serde::Deserialize;

use super::Outcome;
use super::door::Way;
use super::drive::Plan;
use super::sample::{BackSample, FleetSample, LoadSample, PastSample, RhythmSample, parse};
use super::scenario::Scenario;
use super::server::{CORES, can_pin, sibling};
use super::station::Answers;
use super::usage::{Process, descriptor_limit};

/// File descriptors that are left for what is not a station.
const OTHERS: usize = 200;

/// Where the generator connects, whose time it reads, and what it takes for an answer.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The listener.
    pub address: SocketAddr,
    /// The server's process.
    pub process: Process,
    /// What counts as an answer.
    pub answers: Answers,
    /// By which way.
    pub way: Way,
    /// The number of each station's first session.
    pub first_session: u64,
}

impl Target {
    /// A listener without TLS, whose server has seen no session yet.
    #[must_use]
    pub fn plain(address: SocketAddr, process: Process, answers: Answers) -> Self {
        Self {
            address,
            process,
            answers,
            way: Way::default(),
            first_session: 1,
        }
    }
}

/// As many stations as are asked for, or as file descriptors allow.
///
/// # Errors
/// No `/proc`.
pub fn fitting(stations: u32) -> Outcome<u32> {
    let fits = descriptor_limit()?.saturating_sub(OTHERS);
    Ok(stations.min(u32::try_from(fits).unwrap_or(u32::MAX)))
}

/// A closed loop, which counts so many messages after a quarter as many.
///
/// # Errors
/// The run fails.
pub fn load(
    plan: &Plan,
    target: Target,
    (scenario, connections): (Scenario, u32),
    messages: u64,
) -> Outcome<LoadSample> {
    let number = |number: u64| number.to_string();
    let limit = number(plan.limit_seconds);
    run(
        plan,
        target,
        &[
            ("--scenario", &scenario.argument()),
            ("--connections", &number(connections.into())),
            ("--messages", &number(messages)),
            ("--warm-up", &number(messages / 4)),
            ("--limit-seconds", &limit),
        ],
    )
}

/// A fleet that connects, is idle, talks, and is idle again.
///
/// # Errors
/// The run fails.
pub fn fleet(plan: &Plan, target: Target, stations: u32) -> Outcome<FleetSample> {
    run(plan, target, &[("--fleet", &stations.to_string())])
}

/// A fleet that connects.
///
/// # Errors
/// The run fails.
pub fn back(plan: &Plan, target: Target, stations: u32) -> Outcome<BackSample> {
    run(plan, target, &[("--back", &stations.to_string())])
}

/// A fleet of which each station says one thing a minute, for so many seconds.
///
/// # Errors
/// The run fails.
pub fn rhythm(plan: &Plan, target: Target, stations: u32, seconds: u64) -> Outcome<RhythmSample> {
    let (stations, seconds) = (stations.to_string(), seconds.to_string());
    run(plan, target, &[("--rhythm", &stations), ("--limit-seconds", &seconds)])
}

/// A fleet of which each station has so many sessions.
///
/// # Errors
/// The run fails.
pub fn past(plan: &Plan, target: Target, stations: u32, sessions_each: u32) -> Outcome<PastSample> {
    let (stations, sessions) = (stations.to_string(), sessions_each.to_string());
    run(plan, target, &[("--past", &stations), ("--sessions-each", &sessions)])
}

fn run<T: for<'a> Deserialize<'a>>(plan: &Plan, target: Target, options: &[(&str, &str)]) -> Outcome<T> {
    let mut command = generator()?;
    command.args(["--address", &target.address.to_string()]);
    command.args(["--server", &target.process.0.to_string()]);
    command.args(["--version", &plan.version]);
    command.args(["--first-session", &target.first_session.to_string()]);
    let flags = [
        (target.answers == Answers::Any, "--any-answer"),
        (target.way.is_tls, "--tls"),
        (target.way.is_compressed, "--compressed"),
    ];
    command.args(flags.iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag));
    for (name, value) in options {
        command.args([name, value]);
    }
    let output = command.output()?;
    if output.status.success() {
        return parse(&output.stdout);
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
}

/// On its own core, where there is one.
fn generator() -> Outcome<Command> {
    let program = sibling("bench-load")?;
    if !can_pin() {
        return Ok(Command::new(program));
    }
    let mut pinned = Command::new("taskset");
    pinned.args(["-c", CORES.1]).arg(program);
    Ok(pinned)
}
