//! The energy of a session whose meter tells no register but what each interval brought
//! (`Energy.Active.Import.Interval`): their sum.

use rust_decimal::Decimal;

use super::chain::Pace;
use super::energy::Session;
use super::points::samples;
use super::reading::{Belongs, LOCATIONS, Location, Reading, Role};
use super::registers::Found;
use crate::clock::Time;
use crate::state::transactions::{Doubt, EnergySource, LeftOutReason};

/// In milliseconds: what an interval may last of which nobody knows when it began.
const LONGEST_MS: i64 = 24 * 3_600_000;

/// The sum; none where there are no intervals.
pub fn sum(session: &Session, intervals: &[&Reading], pace: Pace) -> Option<Found> {
    let (location, chosen) = choose(intervals)?;
    let (points, incomplete) = samples(&chosen);
    let mut found = Found::default();
    let (mut total, mut before) = (Decimal::ZERO, session.started);
    let mut last: Option<Time> = None;
    for ((at, ..), wh) in points {
        // The same interval in another context.
        if last == Some(at) {
            continue;
        }
        last = Some(at);
        let lasted = before.map_or(LONGEST_MS, |before| (at - before).num_milliseconds());
        before = Some(at);
        if wh > most(lasted.max(0), pace) {
            found.left_out.add(LeftOutReason::Jumped, Some(wh), at);
            found.doubts.insert(Doubt::IntervalsMissing);
            continue;
        }
        total += wh;
    }
    found.left_out.merge(incomplete);
    if location != Location::Outlet {
        found.doubts.insert(Doubt::OtherLocation);
    }
    found.energy.wh = Some(total.normalize());
    found.energy.source = Some(EnergySource::Intervals);
    Some(found)
}

/// Those of the best place, of the session's own times before those of the clock, which begin before it.
fn choose<'a>(intervals: &[&'a Reading]) -> Option<(Location, Vec<&'a Reading>)> {
    let location = LOCATIONS
        .into_iter()
        .find(|place| intervals.iter().any(|reading| reading.location == Some(*place)))?;
    let here = || {
        intervals
            .iter()
            .copied()
            .filter(move |reading| reading.location == Some(location))
    };
    let is_named = here().any(|reading| reading.belongs == Belongs::Named);
    let belonging = || here().filter(move |reading| !is_named || reading.belongs == Belongs::Named);
    let is_own = belonging().any(|reading| reading.role != Role::Clock);
    let counted = belonging().filter(|reading| !is_own || reading.role != Role::Clock);
    Some((location, counted.collect()))
}

/// The most that a meter counts in a time, in Wh.
fn most(lasted_ms: i64, pace: Pace) -> Decimal {
    let time = Decimal::from(lasted_ms.saturating_add(pace.slack_ms));
    Decimal::from(pace.max_power) * time / Decimal::from(3_600_000)
}
