//! What the driver prints: tables, and one plain line per aim.

use super::drive::Plan;
use super::sample::{FleetSample, LoadSample, lacking, median};
use super::scenario::Scenario;
use super::server::Variant;

/// The medians of one load on one server.
#[derive(Debug, Clone)]
pub struct Row {
    /// What was sent, over how many connections.
    pub load: (Scenario, u32),
    /// To whom.
    pub variant: Variant,
    /// Why there are no figures.
    pub lacks: Option<&'static str>,
    /// Messages per second.
    pub rate: f64,
    /// Server CPU per message in microseconds.
    pub cpu_us: f64,
    /// The lowest and the highest of the rounds.
    pub spread: (f64, f64),
    /// `cpu_us` over the floor's in the same rounds, if the floor was measured.
    pub ratio: Option<f64>,
    /// The share of its core that the server used.
    pub busy: f64,
    /// Latencies in microseconds: half, and 99 of 100.
    pub latency: (f64, f64),
}

impl Row {
    /// Puts the rounds together.
    #[must_use]
    pub fn new(load: (Scenario, u32), variant: Variant, samples: &[LoadSample], floor: Option<f64>) -> Self {
        let cpu_us = median_of(samples, LoadSample::cpu_us);
        let all = || samples.iter().map(LoadSample::cpu_us);
        Self {
            load,
            variant,
            lacks: lacking(samples),
            rate: median_of(samples, LoadSample::rate),
            cpu_us,
            spread: (all().fold(f64::MAX, f64::min), all().fold(0.0, f64::max)),
            ratio: floor.map(|floor| cpu_us / floor),
            busy: median_of(samples, LoadSample::server_busy),
            latency: (median_of(samples, |s| s.p50_us), median_of(samples, |s| s.p99_us)),
        }
    }
}

/// The median of one figure.
#[must_use]
pub fn median_of<T>(samples: &[T], figure: impl Fn(&T) -> f64) -> f64 {
    median(samples.iter().map(figure))
}

/// What was run, and the head of the table.
pub fn heading(plan: &Plan, pinned: bool) {
    println!(
        "OCPP {}, {} connections in closed loop, {} messages counted, {} rounds, one worker; {}",
        plan.version,
        plan.connections,
        plan.messages,
        plan.rounds,
        if pinned {
            "server on core 0, load on core 1"
        } else {
            "not pinned"
        },
    );
    println!("load average before: {}\n", load_average());
    println!(
        "{:<38}{:<11}{:>9}{:>9}{:>16}{:>7}{:>6}{:>10}{:>10}",
        "scenario", "server", "msg/s", "CPU µs", "(min-max)", "ratio", "busy", "p50 µs", "p99 µs"
    );
}

/// One line of the table.
pub fn load_line(row: &Row) {
    let (scenario, connections) = row.load;
    let alone = if connections == 1 { ", alone" } else { "" };
    let title = format!(
        "{:<38}{:<11}",
        format!("{}{alone}", scenario.title()),
        row.variant.title()
    );
    if let Some(why) = row.lacks {
        return not_measured(&title, why);
    }
    println!(
        "{title}{:>9.0}{:>9.2}{:>16}{:>7}{:>5.0}%{:>10.0}{:>10.0}",
        row.rate,
        row.cpu_us,
        format!("({:.1}-{:.1})", row.spread.0, row.spread.1),
        row.ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}")),
        row.busy * 100.0,
        row.latency.0,
        row.latency.1,
    );
}

/// The line of what has no figures, and why.
pub fn not_measured(title: &str, why: &str) {
    println!("{title}  not measured: {why}");
}

/// A figure over another, if there is one.
#[must_use]
pub fn over(figure: f64, beside: Option<f64>) -> String {
    beside.map_or_else(|| "-".to_owned(), |beside| format!("{:.2}", figure / beside))
}

/// A figure that is the quotient of two counts, as a text; of a count of nothing there is none.
#[must_use]
pub fn each(whole: f64, count: f64) -> String {
    if count > 0.0 && whole > 0.0 {
        format!("{:.0}", whole / count)
    } else {
        "not measured".to_owned()
    }
}

/// Memory and connecting.
pub fn fleet_table(fleets: &[(Variant, Vec<FleetSample>)]) {
    println!(
        "\n{:<16}{:>10}{:>14}{:>16}{:>16}{:>18}",
        "fleet", "stations", "connected s", "CPU µs each", "KiB each, idle", "KiB after traffic"
    );
    for (variant, samples) in fleets {
        let title = format!("{:<16}", variant.title());
        if let Some(why) = lacking(samples) {
            not_measured(&title, why);
            continue;
        }
        println!(
            "{title}{:>10}{:>14.2}{:>16.0}{:>16.1}{:>18.1}",
            samples.first().map_or(0, |sample| sample.stations),
            median_of(samples, |s| s.connect_seconds),
            median_of(samples, FleetSample::connect_cpu_us),
            kib(samples, |s| s.idle_bytes),
            kib(samples, |s| s.traffic_bytes),
        );
    }
}

/// A memory figure in KiB.
#[must_use]
pub fn kib(samples: &[FleetSample], figure: impl Fn(&FleetSample) -> f64) -> f64 {
    median_of(samples, figure) / 1024.0
}

fn load_average() -> String {
    std::fs::read_to_string("/proc/loadavg")
        .unwrap_or_default()
        .trim()
        .to_owned()
}
