//! One register for each sample: its total, else the sum of its phases, at the moment that its role says.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::chain::{Node, SAMPLE};
use super::energy::Session;
use super::left_out::Tally;
use super::reading::{Belongs, Phase, Reading, Role};
use crate::clock::Time;
use crate::state::transactions::LeftOutReason;

/// How much the station's own register of the start or the end counts, when a value of the meter's context says so.
const CONTEXT: u64 = 7;
/// The same when the message itself says so (1.6 `meterStart`, `meterStop`).
const TOLD: u64 = 8;

/// What was read at one moment.
#[derive(Default)]
struct Sample {
    totals: BTreeSet<Decimal>,
    phases: BTreeMap<Phase, Decimal>,
}

/// What tells one sample from another; messages of one station split them (2.x).
type Moment = (Time, Role, bool);

/// The sums of samples, and what of them was left out because phases are missing.
pub fn samples(readings: &[&Reading]) -> (Vec<(Moment, Decimal)>, Tally) {
    let mut by_moment: BTreeMap<Moment, Sample> = BTreeMap::new();
    for reading in readings {
        let Ok(wh) = reading.value else { continue };
        let is_told = reading.belongs == Belongs::Told;
        let sample = by_moment.entry((reading.at, reading.role, is_told)).or_default();
        match reading.phase {
            None => {
                sample.totals.insert(wh);
            }
            Some(phase) => {
                let of_phase = sample.phases.entry(phase).or_insert(wh);
                *of_phase = wh.max(*of_phase);
            }
        }
    }
    let by_phase = by_moment.values().filter(|sample| sample.totals.is_empty());
    let all: BTreeSet<Phase> = by_phase.flat_map(|sample| sample.phases.keys().copied()).collect();
    let (mut found, mut incomplete) = (Vec::new(), Tally::default());
    for (moment, sample) in by_moment {
        if !sample.totals.is_empty() {
            found.extend(sample.totals.into_iter().map(|wh| (moment, wh)));
        } else if sample.phases.len() == all.len() {
            found.push((moment, sample.phases.values().sum()));
        } else {
            let first = sample.phases.values().next().copied();
            incomplete.add(LeftOutReason::IncompletePhases, first, moment.0);
        }
    }
    (found, incomplete)
}

/// The registers of readings that count together. Where the clock was set within the session, its start is before
/// and its end after everything else.
pub fn nodes(readings: &[&Reading], session: &Session, is_contradictory: bool) -> (Vec<Node>, Tally) {
    let (samples, incomplete) = samples(readings);
    let times = || {
        let read = readings.iter().map(|reading| reading.at);
        read.chain(session.started).chain(session.stopped)
    };
    let (first, last) = (times().min(), times().max());
    let node = |((at, role, is_told), wh): (Moment, Decimal)| {
        let read = at;
        let (role, at) = match role {
            Role::Begin if is_contradictory => (role, first.unwrap_or(at)),
            // A station may repeat it in each sample, with the sample's time.
            Role::Begin => (role, session.started.unwrap_or(at)),
            Role::End if is_contradictory => (role, last.unwrap_or(at)),
            Role::End => (role, at),
            Role::Sample | Role::Clock => (Role::Sample, at),
        };
        let weight = match role {
            // A meter that cannot be read yet is often told as 0.
            Role::Begin if wh.is_zero() => SAMPLE,
            Role::Begin | Role::End if is_told => TOLD,
            Role::Begin | Role::End => CONTEXT,
            Role::Sample | Role::Clock => SAMPLE,
        };
        Node {
            wh,
            role,
            at,
            weight,
            read,
        }
    };
    (samples.into_iter().map(node).collect(), incomplete)
}
