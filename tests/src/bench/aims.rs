//! What was aimed at, held against what was measured. A missed aim is said, and fails nothing.

use super::figures::Figures;
use super::scenario::Scenario;
use super::server::Variant;

/// What a figure's name says of a store: nothing was in it before, or a history.
pub const STORES: (&str, &str) = ("empty", "past");
/// The latency of the disk, and the CPU of a server without traffic, by name.
pub const DISK: &str = "p50/disk";
/// The share of a core, in percent.
pub const QUIET: &str = "quiet/plugins";

/// What an aim holds for.
#[derive(Debug, Clone, Copy)]
enum Limit {
    /// The figure itself.
    Figure(f64),
    /// The figure over what stands beside it.
    Ratio(f64),
}

/// One aim: at most the limit.
struct Aim {
    what: String,
    unit: &'static str,
    /// The figure's name.
    figure: String,
    /// What stands beside it: the same of the floor, of the disk, of an empty store.
    beside: Option<String>,
    limit: Limit,
}

/// The name of the CPU of a message.
#[must_use]
pub fn cpu(version: &str, scenario: Scenario, variant: Variant) -> String {
    format!("cpu/{version}/{}/{}", scenario.argument(), variant.argument())
}

/// The name of the median time of an answer on a single connection.
#[must_use]
pub fn alone(version: &str, scenario: Scenario, variant: Variant) -> String {
    format!("p50/{version}/{}/{}", scenario.argument(), variant.argument())
}

/// The name of a figure of a whole fleet: `idle`, `traffic`, `back`.
#[must_use]
pub fn fleet(what: &str, variant: Variant) -> String {
    format!("{what}/{}", variant.argument())
}

/// The name of what a call of a plugin in Rust costs, by where its instances come from: `fresh` or `warm`.
#[must_use]
pub fn plugin(instances: &str) -> String {
    format!("plugin/{instances}")
}

/// The name of a figure on a store.
#[must_use]
pub fn growth(store: &str, what: &str) -> String {
    format!("{store}/{what}")
}

/// Prints the aims for which this program measured something.
pub fn print_own(figures: &Figures) {
    print(figures, |aim| figures.is_own(&aim.figure));
}

/// Prints all aims, also those for which nothing was measured.
pub fn print_all(figures: &Figures) {
    print(figures, |_| true);
}

fn print(figures: &Figures, is_wanted: impl Fn(&Aim) -> bool) {
    let wanted: Vec<Aim> = all().into_iter().filter(is_wanted).collect();
    if wanted.is_empty() {
        return;
    }
    println!(
        "\n{:<62}{:>12}{:>12}{:>8}{:>10}",
        "aim (beside: the floor, or what is named)", "measured", "beside", "ratio", "at most"
    );
    let (mut met, mut missed) = (0, 0);
    for aim in &wanted {
        let (line, is_met) = line(aim, figures);
        println!("{line}");
        match is_met {
            Some(true) => met += 1,
            Some(false) => missed += 1,
            None => {}
        }
    }
    let rest = wanted.len() - met - missed;
    println!("{met} met, {missed} NOT met, {rest} not measured");
}

/// One line of the table, and whether the aim is met; none: nothing was measured.
fn line(aim: &Aim, figures: &Figures) -> (String, Option<bool>) {
    let measured = figures.get(&aim.figure);
    let beside = aim.beside.as_ref().and_then(|name| figures.get(name));
    // What was too little to be measured is no measure of anything.
    let ratio = measured.zip(beside.filter(|beside| *beside > 0.0));
    let ratio = ratio.map(|(ours, beside)| ours / beside);
    let (held, limit, at_most) = match aim.limit {
        Limit::Figure(limit) => (measured, limit, format!("{limit} {}", aim.unit)),
        Limit::Ratio(limit) => (ratio, limit, format!("{limit:.2} x")),
    };
    let is_met = held.map(|value| value <= limit);
    let verdict = match is_met {
        None => "not measured",
        Some(true) => "met",
        Some(false) => "NOT met",
    };
    let figure = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2} {}", aim.unit));
    let ratio = ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"));
    let line = format!(
        "{:<62}{:>12}{:>12}{ratio:>8}{at_most:>10}  {verdict}",
        aim.what,
        figure(measured),
        figure(beside),
    );
    (line, is_met)
}

fn all() -> Vec<Aim> {
    let mut aims = over_the_floor();
    aims.extend(of_the_fleet());
    aims.extend(without_the_floor());
    aims.extend(with_a_history());
    aims
}

/// The CPU of a message over that of the floor.
fn over_the_floor() -> Vec<Aim> {
    let aims = [
        (Scenario::Heartbeat, "1.6", 1.2),
        (Scenario::Status, "1.6", 1.4),
        (Scenario::Authorize, "1.6", 1.5),
        (Scenario::Meter, "1.6", 2.0),
        (Scenario::Meter, "2.0.1", 2.0),
        (Scenario::Session, "1.6", 3.0),
        (Scenario::Session, "2.0.1", 3.0),
    ];
    let aim = |(scenario, version, limit): (Scenario, &str, f64)| Aim {
        what: format!("CPU of a message, {}, {version}", scenario.title()),
        unit: "µs",
        figure: cpu(version, scenario, Variant::Plain),
        beside: Some(cpu(version, scenario, Variant::Floor)),
        limit: Limit::Ratio(limit),
    };
    aims.map(aim).into()
}

fn of_the_fleet() -> Vec<Aim> {
    let aims = [
        ("memory of an idle connection", "idle", "KiB", Limit::Figure(13.0)),
        (
            "memory of a connection after traffic",
            "traffic",
            "KiB",
            Limit::Figure(20.0),
        ),
        (
            "a fleet back after a restart, CPU of each station",
            "back",
            "µs",
            Limit::Ratio(2.0),
        ),
    ];
    let aim = |(what, name, unit, limit): (&str, &str, &'static str, Limit)| Aim {
        what: what.to_owned(),
        unit,
        figure: fleet(name, Variant::Plain),
        beside: Some(fleet(name, Variant::Floor)),
        limit,
    };
    aims.map(aim).into()
}

fn without_the_floor() -> Vec<Aim> {
    let durable = Aim {
        what: "one durable message alone, p50; beside: fdatasync alone".to_owned(),
        unit: "µs",
        figure: alone("1.6", Scenario::TransactionMeter, Variant::Plain),
        beside: Some(DISK.to_owned()),
        limit: Limit::Ratio(1.2),
    };
    let figure = |what: &str, unit, figure: String, limit| Aim {
        what: what.to_owned(),
        unit,
        figure,
        beside: None,
        limit: Limit::Figure(limit),
    };
    vec![
        durable,
        figure(
            "a call of a Rust plugin, a fresh instance each",
            "µs",
            plugin("fresh"),
            12.0,
        ),
        figure("a call of a Rust plugin, a warm instance", "µs", plugin("warm"), 4.0),
        figure(
            "CPU without traffic, a plugin loaded, of a core",
            "%",
            QUIET.to_owned(),
            0.2,
        ),
    ]
}

/// What is compared between an empty store and one with a history, and its unit.
pub const GROWING: [(&str, &str); 9] = [
    ("CPU of a message, Heartbeat", "µs"),
    ("CPU of a message, StatusNotification", "µs"),
    ("CPU of a message, Authorize", "µs"),
    ("CPU of a message, MeterValues, no transaction", "µs"),
    ("CPU of a message, charging session", "µs"),
    ("MeterValues, in a transaction, alone, p50", "µs"),
    ("CPU of each station that connects", "µs"),
    ("memory of an idle connection", "KiB"),
    ("CPU of a message in a fleet's rhythm", "µs"),
];
/// None is aimed at; so much is what two runs of the same differ by.
const NO_GROWTH: f64 = 1.05;

fn with_a_history() -> Vec<Aim> {
    let aim = |(what, unit): (&str, &'static str)| Aim {
        what: format!("with a history: {what}"),
        unit,
        figure: growth(STORES.1, what),
        beside: Some(growth(STORES.0, what)),
        limit: Limit::Ratio(NO_GROWTH),
    };
    GROWING.map(aim).into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn verdict(figures: &Figures, what: &str) -> (String, Option<bool>) {
        let aims = all();
        line(aims.iter().find(|aim| aim.what.starts_with(what)).unwrap(), figures)
    }

    #[test]
    fn a_ratio_needs_both_and_is_held_to_its_limit() {
        let mut figures = Figures::default();
        let what = "CPU of a message, Heartbeat, 1.6";
        figures.note(cpu("1.6", Scenario::Heartbeat, Variant::Plain), 12.0);
        assert_eq!(verdict(&figures, what).1, None);
        figures.note(cpu("1.6", Scenario::Heartbeat, Variant::Floor), 10.0);
        assert_eq!(verdict(&figures, what).1, Some(true));
        figures.note(cpu("1.6", Scenario::Heartbeat, Variant::Floor), 9.0);
        let (line, is_met) = verdict(&figures, what);
        assert!(line.ends_with("1.33    1.20 x  NOT met"), "{line}");
        assert_eq!(is_met, Some(false));
        figures.note(cpu("1.6", Scenario::Heartbeat, Variant::Floor), 0.0);
        assert_eq!(verdict(&figures, what).1, None);
    }

    #[test]
    fn a_figure_is_held_to_its_limit() {
        let mut figures = Figures::default();
        figures.note(QUIET, 0.19);
        assert_eq!(verdict(&figures, "CPU without traffic").1, Some(true));
        figures.note(QUIET, 3.0);
        assert_eq!(verdict(&figures, "CPU without traffic").1, Some(false));
    }

    #[test]
    fn no_two_aims_have_one_figure() {
        let mut names: Vec<String> = all().into_iter().map(|aim| aim.figure).collect();
        let before = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), before);
    }
}
