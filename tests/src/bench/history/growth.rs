//! The figures of the other tables once more: on an empty store, and on one with a history.

use super::store::{EmptyHanded, Kept};
use crate::bench::drive::Plan;
use crate::bench::figures::Figures;
use crate::bench::generator::{self, Target};
use crate::bench::report::{median_of, not_measured};
use crate::bench::sample::{Counted, FleetSample, LoadSample, lacking};
use crate::bench::scenario::Scenario;
use crate::bench::{Outcome, aims};

/// What is measured in closed loop, with all connections; the first of what is compared, in its order.
const LOADS: [Scenario; 5] = [
    Scenario::Heartbeat,
    Scenario::Status,
    Scenario::Authorize,
    Scenario::Meter,
    Scenario::Session,
];

/// The samples on both stores.
struct Both<T> {
    empty: Vec<T>,
    past: Vec<T>,
}

/// Runs the load on the one and on the other in each round; the empty store is a new one each time.
fn loads(plan: &Plan, kept: &mut Kept, scenario: Scenario, connections: u32) -> Outcome<Both<LoadSample>> {
    let stations = generator::fitting(plan.stations)?;
    let messages = plan.counted(connections);
    let run = |target: Target| generator::load(plan, target, (scenario, connections), messages);
    let (mut empty, mut past) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        let empty_handed = EmptyHanded::start(plan, stations)?;
        empty.push(run(empty_handed.target())?);
        drop(empty_handed);
        past.push(run(kept.start_again()?)?);
    }
    Ok(Both { empty, past })
}

/// The same for a fleet.
fn fleets(plan: &Plan, kept: &mut Kept) -> Outcome<Both<FleetSample>> {
    let stations = generator::fitting(plan.stations)?;
    let (mut empty, mut past) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        let empty_handed = EmptyHanded::start(plan, stations)?;
        empty.push(generator::fleet(plan, empty_handed.target(), stations)?);
        drop(empty_handed);
        past.push(generator::fleet(plan, kept.start_again()?, stations)?);
    }
    Ok(Both { empty, past })
}

pub fn run(plan: &Plan, kept: &mut Kept, figures: &mut Figures) -> Outcome<()> {
    println!(
        "\n{:<50}{:>13}{:>16}{:>8}",
        "the same figures", "empty store", "with a history", "ratio"
    );
    let mut names = aims::GROWING.iter();
    let mut tell = |empty: Figure, past: Figure| {
        if let Some((what, unit)) = names.next() {
            let (empty, past) = match (empty, past) {
                (Ok(empty), Ok(past)) => (empty, past),
                (Err(why), _) | (_, Err(why)) => return not_measured(&format!("{what:<50}"), why),
            };
            let both = [empty, past].map(|figure| format!("{figure:.2} {unit}"));
            println!("{what:<50}{:>13}{:>16}{:>8.2}", both[0], both[1], past / empty);
            figures.note(aims::growth(aims::STORES.0, what), empty);
            figures.note(aims::growth(aims::STORES.1, what), past);
        }
    };
    let cpu = |samples: &[LoadSample]| figure(samples, LoadSample::cpu_us);
    for scenario in LOADS {
        let both = loads(plan, kept, scenario, plan.connections)?;
        tell(cpu(&both.empty), cpu(&both.past));
    }
    let both = loads(plan, kept, Scenario::TransactionMeter, 1)?;
    let alone = |samples: &[LoadSample]| figure(samples, |sample| sample.p50_us);
    tell(alone(&both.empty), alone(&both.past));
    let both = fleets(plan, kept)?;
    let connecting = |samples: &[FleetSample]| figure(samples, FleetSample::connect_cpu_us);
    tell(connecting(&both.empty), connecting(&both.past));
    let idle = |samples: &[FleetSample]| figure(samples, |sample| sample.idle_bytes / 1024.0);
    tell(idle(&both.empty), idle(&both.past));
    Ok(())
}

/// A figure, or why there is none.
type Figure = Result<f64, &'static str>;

fn figure<T: Counted>(samples: &[T], of: impl Fn(&T) -> f64) -> Figure {
    lacking(samples).map_or_else(|| Ok(median_of(samples, of)), Err)
}
