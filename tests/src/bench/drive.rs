//! One benchmark run: every scenario, every server, round after round, so that a machine that is
//! busy for a while is busy for all of them.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::Outcome;
use super::aims;
use super::disk;
use super::figures::Figures;
use super::generator;
use super::quiet;
use super::report::{self, Row};
use super::sample::{FleetSample, LoadSample, lacking, median};
use super::scenario::Scenario;
use super::server::{Subject, Variant, can_pin};

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
    /// Every server runs every scenario, also those that say nothing of it.
    pub is_complete: bool,
    /// How long a server without traffic is watched; 0: not at all.
    pub quiet_seconds: u64,
    /// Where to leave a profile of each load.
    pub profile: Option<PathBuf>,
    /// Where figures are kept for the table of aims.
    pub figures: Option<PathBuf>,
}

/// What is run with a single connection: what waits for nothing, one durable message, and a session.
const ALONE: [Scenario; 3] = [Scenario::Heartbeat, Scenario::TransactionMeter, Scenario::Session];
/// What plugins are measured with: what they are asked, and a message that they are not asked.
const PLUGINS: [Scenario; 3] = [Scenario::Heartbeat, Scenario::Authorize, Scenario::Session];

impl Plan {
    /// The loads of the table: every scenario with all connections, and some with a single one,
    /// whose times are those of an answer that waits for no other.
    fn loads(&self) -> Vec<(Scenario, u32)> {
        let all = self.scenarios.iter().map(|scenario| (*scenario, self.connections));
        let alone = ALONE.into_iter();
        let alone = alone.filter(|scenario| self.profile.is_none() && self.scenarios.contains(scenario));
        all.chain(alone.map(|scenario| (scenario, 1))).collect()
    }

    /// The servers of which a load says something.
    fn servers(&self, (scenario, connections): (Scenario, u32)) -> Vec<Variant> {
        let says = |variant: &&Variant| match variant {
            Variant::Floor | Variant::Plain => true,
            Variant::Plugin | Variant::Warm => connections > 1 && PLUGINS.contains(&scenario),
            Variant::Least => false,
        };
        let fits = |variant: &&Variant| **variant != Variant::Least && self.is_complete || says(variant);
        self.variants.iter().filter(fits).copied().collect()
    }
}

/// Runs everything and prints it.
///
/// # Errors
/// A server does not start, or a load run fails. Never for a number.
pub fn run(plan: &Plan) -> Outcome<()> {
    let mut figures = Figures::open(plan.figures.clone())?;
    report::heading(plan, can_pin());
    for (scenario, connections) in plan.loads() {
        let is_durable_alone = connections == 1 && scenario == Scenario::TransactionMeter;
        let mut disk = if is_durable_alone {
            vec![disk::probe()?]
        } else {
            Vec::new()
        };
        for row in load_rows(plan, scenario, connections)? {
            report::load_line(&row);
            note(&mut figures, plan, &row);
        }
        if is_durable_alone {
            disk.push(disk::probe()?);
            let median = median(disk);
            figures.note(aims::DISK, median);
            println!(
                "{:<38}{:<11}{:>57.0}",
                "400 bytes and fdatasync, alone", "the disk", median
            );
        }
    }
    let fleets = fleets(plan)?;
    if !fleets.is_empty() {
        report::fleet_table(&fleets);
    }
    for (variant, samples) in fleets.iter().filter(|(_, samples)| lacking(samples).is_none()) {
        figures.note(aims::fleet("idle", *variant), report::kib(samples, |s| s.idle_bytes));
        figures.note(
            aims::fleet("traffic", *variant),
            report::kib(samples, |s| s.traffic_bytes),
        );
    }
    without_traffic(plan, &mut figures)?;
    aims::print_own(&figures);
    figures.save()
}

fn note(figures: &mut Figures, plan: &Plan, row: &Row) {
    if row.lacks.is_some() {
        return;
    }
    let (scenario, connections) = row.load;
    if connections == 1 {
        figures.note(aims::alone(&plan.version, scenario, row.variant), row.latency.0);
    } else {
        figures.note(aims::cpu(&plan.version, scenario, row.variant), row.cpu_us);
    }
}

fn without_traffic(plan: &Plan, figures: &mut Figures) -> Outcome<()> {
    if plan.quiet_seconds == 0 {
        return Ok(());
    }
    println!("\nwithout traffic, % of a core over {} s", plan.quiet_seconds);
    for variant in [Variant::Plain, Variant::Warm] {
        let share = quiet::run(variant, plan.quiet_seconds)?;
        println!("{:<12}{share:>6.2}", variant.title());
        if variant == Variant::Warm {
            figures.note(aims::QUIET, share);
        }
    }
    Ok(())
}

fn load_rows(plan: &Plan, scenario: Scenario, connections: u32) -> Outcome<Vec<Row>> {
    let servers = plan.servers((scenario, connections));
    let mut measured: Vec<(Variant, Vec<LoadSample>)> = servers.iter().map(|one| (*one, Vec::new())).collect();
    for _ in 0..plan.rounds {
        for (variant, samples) in &mut measured {
            samples.push(load(plan, *variant, scenario, connections)?);
        }
    }
    let is_floor =
        |(variant, samples): &&(Variant, Vec<LoadSample>)| *variant == Variant::Floor && lacking(samples).is_none();
    let floor = measured.iter().find(is_floor);
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
    let sample = generator::load(
        plan,
        subject.target(),
        (scenario, connections),
        plan.counted(connections),
    );
    // The profiler ends with the process that it watches.
    drop(subject);
    if let Some(mut profile) = profile {
        profile.wait()?;
    }
    sample
}

impl Plan {
    /// How many messages are counted. A single connection waits for each answer: the same number would take very long.
    #[must_use]
    pub fn counted(&self, connections: u32) -> u64 {
        self.messages / if connections == 1 { 10 } else { 1 }
    }
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
    let stations = generator::fitting(plan.stations)?;
    let (mut floor, mut plain) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        for (variant, samples) in [(Variant::Floor, &mut floor), (Variant::Plain, &mut plain)] {
            let subject = Subject::start(variant, 0)?;
            samples.push(generator::fleet(plan, subject.target(), stations)?);
        }
    }
    // Memory hardly differs from round to round.
    let subject = Subject::start(Variant::Least, 0)?;
    let least = vec![generator::fleet(plan, subject.target(), stations)?];
    Ok(vec![
        (Variant::Floor, floor),
        (Variant::Plain, plain),
        (Variant::Least, least),
    ])
}
