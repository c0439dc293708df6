//! One benchmark run: every scenario, every server, round after round, so that a machine that is
//! busy for a while is busy for all of them.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::Outcome;
use super::aims;
use super::report::{self, Row};
use super::sample::{FleetSample, LoadSample, parse};
use super::scenario::Scenario;
use super::server::{CORES, Subject, Variant, can_pin, sibling};
use super::station::Answers;
use super::usage::{Process, descriptor_limit};

/// Where the generator connects, whose time it reads, and what it takes for an answer.
pub type Target = (SocketAddr, Process, Answers);

/// What is run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How often each server runs each scenario; the medians are shown.
    pub rounds: usize,
    /// Answers that are counted per run.
    pub messages: u64,
    /// A run counts no longer than so many seconds.
    pub limit_seconds: u64,
    /// Stations at once.
    pub connections: u32,
    /// Stations of the fleet; fewer where the limit of open files is lower, 0 for none.
    pub stations: u32,
    /// `1.6` or `2.0.1`.
    pub version: String,
    /// The scenarios.
    pub scenarios: Vec<Scenario>,
    /// The servers, in the order in which each round runs them.
    pub variants: Vec<Variant>,
    /// Where to leave a profile of each load.
    pub profile: Option<PathBuf>,
}

impl Plan {
    /// The loads of the table: every scenario with all connections, and two with a single one,
    /// whose times are those of an answer that waits for no other.
    fn loads(&self) -> Vec<(Scenario, u32)> {
        let all = self.scenarios.iter().map(|scenario| (*scenario, self.connections));
        let alone = [Scenario::Heartbeat, Scenario::Session].into_iter();
        let alone = alone.filter(|scenario| self.profile.is_none() && self.scenarios.contains(scenario));
        all.chain(alone.map(|scenario| (scenario, 1))).collect()
    }
}

/// Runs everything and prints it.
///
/// # Errors
/// A server does not start, or a load run fails. Never for a number.
pub fn run(plan: &Plan) -> Outcome<()> {
    report::heading(plan, can_pin());
    let mut rows = Vec::new();
    for (scenario, connections) in plan.loads() {
        for row in load_rows(plan, scenario, connections)? {
            report::load_line(&row);
            rows.push(row);
        }
    }
    let fleets = fleets(plan)?;
    if !fleets.is_empty() {
        report::fleet_table(&fleets);
    }
    aims::print(&rows, &fleets);
    Ok(())
}

fn load_rows(plan: &Plan, scenario: Scenario, connections: u32) -> Outcome<Vec<Row>> {
    let mut measured: Vec<(Variant, Vec<LoadSample>)> = plan.variants.iter().map(|one| (*one, Vec::new())).collect();
    for _ in 0..plan.rounds {
        for (variant, samples) in &mut measured {
            samples.push(load(plan, *variant, scenario, connections)?);
        }
    }
    let floor = measured.iter().find(|(variant, _)| *variant == Variant::Floor);
    let floor = floor.map(|(_, samples)| report::median_of(samples, LoadSample::cpu_us));
    Ok(measured
        .iter()
        .map(|(variant, samples)| Row::new((scenario, connections), *variant, samples, floor))
        .collect())
}

fn load(plan: &Plan, variant: Variant, scenario: Scenario, connections: u32) -> Outcome<LoadSample> {
    let subject = Subject::start(variant, connections)?;
    let profile = profile(
        plan,
        &subject,
        &format!("{}.{}", scenario.argument(), variant.argument()),
    )?;
    // A single connection waits for each answer: the same number would take very long.
    let share = if connections == 1 { 10 } else { 1 };
    let sample = measure(plan, subject.target(), (scenario, connections), plan.messages / share);
    // The profiler ends with the process that it watches.
    drop(subject);
    if let Some(mut profile) = profile {
        profile.wait()?;
    }
    sample
}

/// One run of the load generator, which counts so many messages after a quarter as many.
///
/// # Errors
/// The run fails.
pub fn measure(
    plan: &Plan,
    target: Target,
    (scenario, connections): (Scenario, u32),
    messages: u64,
) -> Outcome<LoadSample> {
    let mut command = generator(plan, target)?;
    command.args(["--scenario", &scenario.argument()]);
    command.args(["--connections", &connections.to_string()]);
    command.args(["--messages", &messages.to_string()]);
    command.args(["--warm-up", &(messages / 4).to_string()]);
    command.args(["--limit-seconds", &plan.limit_seconds.to_string()]);
    parse(&printed(command)?)
}

/// Starts `perf` on a server, if the plan asks for it.
fn profile(plan: &Plan, subject: &Subject, name: &str) -> Outcome<Option<Child>> {
    let Some(folder) = &plan.profile else {
        return Ok(None);
    };
    fs::create_dir_all(folder)?;
    let file = folder.join(name).with_added_extension("data");
    let mut command = Command::new("perf");
    command.args(["record", "--quiet", "--freq", "1999"]);
    command.args(["--pid", &subject.process().0.to_string()]);
    command.arg("--output").arg(file);
    Ok(Some(command.stdout(Stdio::null()).spawn()?))
}

fn fleets(plan: &Plan) -> Outcome<Vec<(Variant, Vec<FleetSample>)>> {
    if plan.stations == 0 {
        return Ok(Vec::new());
    }
    let fits = descriptor_limit()?.saturating_sub(200);
    let stations = plan.stations.min(u32::try_from(fits).unwrap_or(u32::MAX));
    let (mut floor, mut plain) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        for (variant, samples) in [(Variant::Floor, &mut floor), (Variant::Plain, &mut plain)] {
            let subject = Subject::start(variant, 0)?;
            let mut command = generator(plan, subject.target())?;
            command.args(["--fleet", &stations.to_string()]);
            samples.push(parse(&printed(command)?)?);
        }
    }
    Ok(vec![(Variant::Floor, floor), (Variant::Plain, plain)])
}

/// The load generator, on its own core, against a server.
fn generator(plan: &Plan, (address, server, answers): Target) -> Outcome<Command> {
    let program = sibling("bench-load")?;
    let mut command = if can_pin() {
        let mut pinned = Command::new("taskset");
        pinned.args(["-c", CORES.1]).arg(program);
        pinned
    } else {
        Command::new(program)
    };
    command.args(["--address", &address.to_string()]);
    command.args(["--server", &server.0.to_string()]);
    command.args(["--version", &plan.version]);
    if answers == Answers::Any {
        command.arg("--any-answer");
    }
    Ok(command)
}

fn printed(mut command: Command) -> Outcome<Vec<u8>> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
}
