//! A fleet's rhythm, and what a history does to it: the same figures on an empty store and on one with many sessions.

mod growth;
mod store;

use super::Outcome;
use super::aims;
use super::drive::Plan;
use super::figures::Figures;
use super::generator;
use super::report::{not_measured, over};
use super::sample::{Counted as _, RhythmSample};
use super::server::{Subject, Variant};
use store::{EmptyHanded, Kept};

/// How much of it, beside the plan of the loads.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// Sessions in the history; 0: nothing is measured with one.
    pub sessions: u32,
    /// How long the fleet speaks, in seconds; 0: it is not listened to.
    pub rhythm_seconds: u64,
}

/// Runs everything and prints it.
///
/// # Errors
/// A server does not start, or a run fails. Never for a number.
pub fn run(plan: &Plan, extent: Extent) -> Outcome<()> {
    let mut figures = Figures::open(plan.figures.clone())?;
    let stations = generator::fitting(plan.stations)?;
    let mut kept = if extent.sessions > 0 {
        Some(Kept::lay_out(plan, stations, extent.sessions)?)
    } else {
        None
    };
    if extent.rhythm_seconds > 0 {
        rhythm(plan, extent.rhythm_seconds, &mut kept, &mut figures)?;
    }
    if let Some(kept) = &mut kept {
        growth::run(plan, kept, &mut figures)?;
    }
    aims::print_own(&figures);
    figures.save()
}

/// The last of what is compared.
const RHYTHM: &str = aims::GROWING[aims::GROWING.len() - 1].0;

fn rhythm(plan: &Plan, seconds: u64, kept: &mut Option<Kept>, figures: &mut Figures) -> Outcome<()> {
    let stations = generator::fitting(plan.stations)?;
    println!(
        "\na fleet's rhythm: {stations} stations with one message a minute each, Heartbeats and statuses in turn, for {seconds} s"
    );
    println!(
        "{:<26}{:>9}{:>15}{:>15}{:>18}{:>11}{:>10}{:>10}",
        "server", "messages", "% of a core", "% if silent", "CPU µs a message", "to floor", "p50 µs", "p99 µs"
    );
    let floor = Subject::start(Variant::Floor, 0)?;
    let floor = generator::rhythm(plan, floor.target(), stations, seconds)?;
    line("floor", &floor, &floor);
    let empty = EmptyHanded::start(plan, stations)?;
    let empty = generator::rhythm(plan, empty.target(), stations, seconds)?;
    line("no plugin, empty store", &empty, &floor);
    note(figures, aims::STORES.0, &empty);
    if let Some(kept) = kept {
        let past = generator::rhythm(plan, kept.start_again()?, stations, seconds)?;
        line("no plugin, with a history", &past, &floor);
        note(figures, aims::STORES.1, &past);
    }
    Ok(())
}

fn note(figures: &mut Figures, store: &str, sample: &RhythmSample) {
    if sample.lacks().is_none() {
        figures.note(aims::growth(store, RHYTHM), sample.cpu_us());
    }
}

fn line(title: &str, sample: &RhythmSample, floor: &RhythmSample) {
    let title = format!("{title:<26}");
    if let Some(why) = sample.lacks() {
        return not_measured(&title, why);
    }
    let floor = floor.lacks().is_none().then(|| floor.cpu_us());
    println!(
        "{title}{:>9}{:>15.2}{:>15.2}{:>18.1}{:>11}{:>10.0}{:>10.0}",
        sample.messages,
        100.0 * sample.busy(),
        100.0 * sample.quiet(),
        sample.cpu_us(),
        over(sample.cpu_us(), floor),
        sample.p50_us,
        sample.p99_us,
    );
}
