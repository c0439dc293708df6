//! What was aimed at, held against what was measured. A missed aim is said, and fails nothing.

use super::report::{Row, kib, median_of};
use super::sample::FleetSample;
use super::scenario::Scenario;
use super::server::Variant;

/// One aim: the figure may be at most the limit.
struct Aim {
    what: String,
    limit: f64,
    measured: Option<f64>,
}

/// The fleets as they were measured.
pub type Fleets = [(Variant, Vec<FleetSample>)];

/// Prints one line per aim.
pub fn print(rows: &[Row], fleets: &Fleets) {
    println!();
    for Aim { what, limit, measured } in cpu(rows).into_iter().chain(plugin(rows)).chain(memory(fleets)) {
        let (measured, verdict) = match measured {
            None => ("-".to_owned(), "not measured"),
            Some(value) => (format!("{value:.2}"), if value <= limit { "met" } else { "NOT met" }),
        };
        println!("{what:<66} aim {limit:>6.2}  measured {measured:>7}  {verdict}");
    }
}

/// Ratios to the floor: the loose aim of the first release, and the one that the design names.
fn cpu(rows: &[Row]) -> Vec<Aim> {
    let aims = [
        (Scenario::Heartbeat, 2.5),
        (Scenario::Status, 2.5),
        (Scenario::Heartbeat, 2.0),
        (Scenario::Status, 2.0),
        (Scenario::Meter, 2.5),
        (Scenario::Session, 3.0),
    ];
    let aim = |(scenario, limit): (Scenario, f64)| Aim {
        what: format!("CPU per message over the floor's, {}", scenario.title()),
        limit,
        measured: find(rows, scenario, Variant::Plain).and_then(|row| row.ratio),
    };
    aims.into_iter().map(aim).collect()
}

/// What Authorize costs with the plugin, less what it costs without.
fn plugin(rows: &[Row]) -> Vec<Aim> {
    let of = |variant| find(rows, Scenario::Authorize, variant).map(|row| row.cpu_us);
    let cost = |variant| {
        of(variant)
            .zip(of(Variant::Plain))
            .map(|(with, without)| with - without)
    };
    let aim = |(variant, what): (Variant, &str)| Aim {
        what: format!("CPU µs of one plugin call (Authorize), {what}"),
        limit: 15.0,
        measured: cost(variant),
    };
    [
        (Variant::Plugin, "a fresh instance each"),
        (Variant::Warm, "a warm instance"),
    ]
    .map(aim)
    .into()
}

fn memory(fleets: &Fleets) -> Vec<Aim> {
    let of = |variant, figure: fn(&FleetSample) -> f64| {
        let found = fleets.iter().find(|(known, _)| *known == variant);
        found.map(|(_, samples)| kib(samples, figure))
    };
    let idle = of(Variant::Plain, |sample| sample.idle_bytes);
    let floor = of(Variant::Floor, |sample| sample.idle_bytes);
    let ratio = idle.zip(floor).map(|(ours, floor)| ours / floor);
    let traffic = of(Variant::Plain, |sample| sample.traffic_bytes);
    let aim = |what: &str, limit, measured| Aim {
        what: what.to_owned(),
        limit,
        measured,
    };
    vec![
        aim("memory of an idle connection over the floor's", 1.3, ratio),
        aim("KiB of an idle connection", 13.0, idle),
        aim("KiB of a connection after traffic", 20.0, traffic),
        aim(
            "seconds until the fleet is connected, per 10,000 stations",
            2.5,
            connected(fleets),
        ),
    ]
}

/// Seconds per 10,000 stations.
fn connected(fleets: &Fleets) -> Option<f64> {
    let (_, samples) = fleets.iter().find(|(variant, _)| *variant == Variant::Plain)?;
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    let each = |sample: &FleetSample| sample.connect_seconds / sample.stations as f64;
    Some(median_of(samples, each) * 10_000.0)
}

fn find(rows: &[Row], scenario: Scenario, variant: Variant) -> Option<&Row> {
    rows.iter()
        .find(|row| row.load.0 == scenario && row.load.1 > 1 && row.variant == variant)
}
