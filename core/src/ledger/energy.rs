//! From a session's readings to its energy: one function for all versions, pure, and the same in whatever order
//! the readings arrived.
//!
//! Those that name the transaction go before those that were read where it ran, the outlet before other places, and
//! they are never mixed. Of each sample the total counts, else the sum of all phases. Of the registers those count
//! that agree with each other and weigh most: the station's own of the start and the end weigh more than one in
//! between. Where no two agree, or both are 0 as a station without a register has to write them, intervals are added up.
//! What cannot be known is none, never a guess.

use rust_decimal::Decimal;

use super::chain::{Node, Pace};
use super::intervals;
use super::left_out::Tally;
use super::points::nodes;
use super::reading::{Belongs, LOCATIONS, Location, Measurand, Reading, Role};
use super::registers::{self, Found, Registers};
use crate::clock::{Time, is_ahead};
use crate::state::transactions::{Doubt, Doubts, Energy, EnergySource, LeftOutReason, Register};

/// Clocks are wrong by so much, in milliseconds, without a contradiction: stations round to minutes.
const SLACK_MS: i64 = 60_000;
/// The same where the clock was set within the session.
const LARGE_SLACK_MS: i64 = 12 * 3_600_000;
/// An end is not told so much before it is, in milliseconds, unless the station's clock is ahead.
const END_AHEAD_MS: i64 = 15 * 60_000;
/// No session is longer, in days; a clock that was set is likelier.
const LONGEST_DAYS: i64 = 100;
/// Before OCPP 1.6 there was, as no clock of a station is right: 2010-01-01.
const NO_CLOCK_BEFORE: i64 = 1_262_304_000;

/// What is known of a session that its energy depends on.
#[derive(Debug, Clone, Default)]
pub struct Session {
    /// All its readings, in any order.
    pub readings: Vec<Reading>,
    /// When it began, by the station's clock.
    pub started: Option<Time>,
    /// When it ended, by the station's clock.
    pub stopped: Option<Time>,
    /// When we first heard of it; none: nobody knows.
    pub received: Option<Time>,
    /// When we heard that it had ended; none: it has not, or nobody knows.
    pub end_received: Option<Time>,
    /// Whether it has ended.
    pub is_over: bool,
    /// The register with which the next session on its connector begins.
    pub next_start: Option<Register>,
    /// In W: no meter counts faster.
    pub max_power: u64,
}

/// The energy of a session, and what is in doubt about it.
#[must_use]
pub fn energy(session: &Session) -> (Energy, Doubts) {
    let mut doubts = Doubts::new();
    let mut tally = Tally::default();
    let is_contradictory = contradicts(session);
    if is_contradictory {
        doubts.insert(Doubt::ClockContradiction);
    }
    let (sound, mut faults) = (sound(session, is_contradictory), Tally::default());
    for (reading, reason) in unsound(session, is_contradictory) {
        faults.add(reason, reading.value.ok(), reading.at);
    }
    let of = |measurand| move |reading: &&Reading| reading.measurand == measurand;
    let registers: Vec<&Reading> = sound.iter().copied().filter(of(Measurand::Register)).collect();
    let pace = Pace {
        max_power: session.max_power,
        slack_ms: if is_contradictory { LARGE_SLACK_MS } else { SLACK_MS },
    };
    let tried = choose(session, &registers, pace);
    let intervals: Vec<&Reading> = sound.iter().copied().filter(of(Measurand::Interval)).collect();
    let has_energy = tried.as_ref().is_some_and(|tried: &Found| tried.energy.wh.is_some());
    let sum = intervals::sum(session, &intervals, pace);
    let stands_still = tried
        .as_ref()
        .zip(sum.as_ref())
        .is_some_and(|(tried, sum)| stands_still(tried, sum));
    let has_register = tried.as_ref().is_some_and(|tried| !is_zero(tried));
    let mut energy = match (tried, sum) {
        (_, Some(sum)) if !has_energy || (stands_still && !has_register) => {
            doubts.extend(sum.doubts);
            tally.merge(sum.left_out);
            sum.energy
        }
        (Some(tried), _) => {
            if stands_still {
                doubts.insert(Doubt::RegistersContradict);
            }
            doubts.extend(tried.doubts);
            tally.merge(tried.left_out);
            tried.energy
        }
        (None, _) => {
            doubts.insert(Doubt::NoStartRegister);
            if session.is_over {
                doubts.insert(Doubt::NoEndRegister);
            }
            Energy::default()
        }
    };
    note_impossible(session, is_contradictory, &mut doubts);
    tally.merge(faults);
    energy.left_out = tally.into_list();
    (energy, doubts)
}

/// A register of the start or the end that was told, and cannot be.
fn note_impossible(session: &Session, is_contradictory: bool, doubts: &mut Doubts) {
    for (reading, _) in unsound(session, is_contradictory).filter(|(reading, _)| reading.value.is_err()) {
        let (none, impossible) = match reading.role {
            Role::Begin => (Doubt::NoStartRegister, Doubt::StartRegisterImpossible),
            Role::End => (Doubt::NoEndRegister, Doubt::EndRegisterImpossible),
            Role::Sample | Role::Clock => continue,
        };
        if doubts.remove(&none) {
            doubts.insert(impossible);
        }
    }
}

/// Whether the registers say that nothing flowed, and the intervals that something did.
fn stands_still(registers: &Found, intervals: &Found) -> bool {
    let rounding = Decimal::from(registers::ROUNDING);
    registers.energy.wh.is_some_and(|wh| wh.is_zero()) && intervals.energy.wh.is_some_and(|wh| wh > rounding)
}

/// Whether both registers are 0, as a station has to write that has none (1.6 needs `meterStart` and `meterStop`).
fn is_zero(registers: &Found) -> bool {
    let ends = [&registers.energy.base, &registers.energy.end];
    ends.into_iter().flatten().all(|register| register.wh.is_zero())
}

/// What the best choice of readings says: the first that gives an energy. Another of the same place goes before it if
/// that one agrees with the register of the start, and the first does not.
fn choose(session: &Session, registers: &[&Reading], pace: Pace) -> Option<Found> {
    let (mut best, mut fallback): (Option<(Location, Found)>, Option<Found>) = (None, None);
    for choice in choices(registers) {
        let at = choice.location;
        if best.as_ref().is_some_and(|(of_best, _)| *of_best != at) {
            break;
        }
        let found = count(session, choice, pace);
        let agrees = !found.doubts.contains(&Doubt::StartRegisterImpossible) && !is_disproved(&found);
        if found.energy.wh.is_none() {
            fallback.get_or_insert(found);
        } else if agrees {
            return Some(found);
        } else {
            best.get_or_insert((at, found));
        }
    }
    best.map(|(_, found)| found).or(fallback)
}

/// Whether the next start disproves the registers that were chosen.
fn is_disproved(found: &Found) -> bool {
    found.energy.source == Some(EnergySource::NextStart) && found.doubts.contains(&Doubt::RegistersContradict)
}

fn count(session: &Session, choice: Choice<'_>, pace: Pace) -> Found {
    let (nodes, incomplete) = nodes(&choice.readings, session, pace.slack_ms > SLACK_MS);
    let mut found = registers::decide(&Registers {
        nodes,
        next_start: session.next_start.as_ref(),
        is_over: session.is_over,
        pace,
    });
    found.left_out.merge(incomplete);
    if found.energy.wh.is_some() {
        if choice.location != Location::Outlet {
            found.doubts.insert(Doubt::OtherLocation);
        }
        for (reading, reason) in choice.others {
            found.left_out.add(reason, reading.value.ok(), reading.at);
        }
    }
    found
}

/// Readings that may be counted together.
struct Choice<'a> {
    location: Location,
    readings: Vec<&'a Reading>,
    /// The rest, and why it does not count if this choice does.
    others: Vec<(&'a Reading, LeftOutReason)>,
}

/// All choices, the best first.
fn choices<'a>(registers: &[&'a Reading]) -> Vec<Choice<'a>> {
    let mut all = Vec::new();
    for location in LOCATIONS {
        let is_here = |reading: &Reading| reading.location.is_none_or(|at| at == location);
        let here: Vec<&Reading> = registers.iter().copied().filter(|reading| is_here(reading)).collect();
        let located = |belongs| {
            here.iter()
                .any(|reading| reading.location.is_some() && reading.belongs == belongs)
        };
        let (named, placed) = (located(Belongs::Named), located(Belongs::ByPlace));
        let without_place = location == Location::Outlet && !here.is_empty();
        let mut choice = |counts: &dyn Fn(&Reading) -> bool| {
            let (readings, others): (Vec<_>, Vec<_>) = registers
                .iter()
                .copied()
                .partition(|reading| is_here(reading) && counts(reading));
            let why = |reading: &'a Reading| {
                let elsewhere = !is_here(reading);
                let reason = if elsewhere {
                    LeftOutReason::OtherLocation
                } else {
                    LeftOutReason::NotNamed
                };
                (reading, reason)
            };
            all.push(Choice {
                location,
                readings,
                others: others.into_iter().map(why).collect(),
            });
        };
        if named || (without_place && !placed) {
            choice(&|reading| reading.belongs != Belongs::ByPlace);
        }
        if placed {
            let is_end = |reading: &Reading| matches!(reading.role, Role::Begin | Role::End);
            choice(&|reading| reading.belongs == Belongs::ByPlace || is_end(reading));
        }
    }
    all
}

/// Whether the session's times cannot all be true.
fn contradicts(session: &Session) -> bool {
    let (started, stopped) = (session.started, session.stopped);
    let is_unset = |time: Option<Time>| time.is_some_and(|time| time.timestamp() < NO_CLOCK_BEFORE);
    if is_unset(started) || is_unset(stopped) {
        return true;
    }
    let Some(started) = started else { return false };
    if session.received.is_some_and(|received| is_ahead(started, received)) || is_set_within(session, started) {
        return true;
    }
    let days = stopped.map(|stopped| (stopped - started).num_days());
    let before = |time: Time| (started - time).num_milliseconds();
    let reads_before = |reading: &Reading| {
        reading.belongs == Belongs::Named && reading.role != Role::Begin && before(reading.at) > SLACK_MS
    };
    stopped.is_some_and(|stopped| stopped < started)
        || days.is_some_and(|days| days > LONGEST_DAYS)
        || session.readings.iter().any(reads_before)
}

/// Whether the station's clock was set ahead between the start and the end: the end is of later than we heard of it, and the
/// start was not so by about as much. A clock that is ahead all the time leaves the duration right.
fn is_set_within(session: &Session, started: Time) -> bool {
    let ahead = |told: Option<Time>, heard: Option<Time>| Some((told? - heard?).num_milliseconds());
    let Some(end) = ahead(session.stopped, session.end_received) else {
        return false;
    };
    let start = ahead(Some(started), session.received).unwrap_or_default();
    end > END_AHEAD_MS && end.saturating_sub(start) > END_AHEAD_MS
}

/// Whether a reading that nobody named as the session's was taken while it did not run.
fn is_outside(session: &Session, reading: &Reading) -> bool {
    // No slack: what an earlier reading says was before the session in any case.
    let early = |started: Time| reading.at < started;
    let late = |stopped: Time| (reading.at - stopped).num_milliseconds() > SLACK_MS;
    reading.belongs == Belongs::ByPlace && (session.started.is_some_and(early) || session.stopped.is_some_and(late))
}

fn fault(session: &Session, reading: &Reading, is_contradictory: bool) -> Option<LeftOutReason> {
    let outside = || (!is_contradictory && is_outside(session, reading)).then_some(LeftOutReason::OutsideSession);
    reading.value.err().or_else(outside)
}

fn sound(session: &Session, is_contradictory: bool) -> Vec<&Reading> {
    let all = session.readings.iter();
    all.filter(|reading| fault(session, reading, is_contradictory).is_none())
        .collect()
}

fn unsound(session: &Session, is_contradictory: bool) -> impl Iterator<Item = (&Reading, LeftOutReason)> {
    let all = session.readings.iter();
    all.filter_map(move |reading| Some((reading, fault(session, reading, is_contradictory)?)))
}

/// A node's register.
pub(super) fn register(node: &Node) -> Register {
    Register {
        wh: node.wh,
        at: Some(node.at),
    }
}

/// The difference of two registers, never below 0.
pub(super) fn difference(from: Decimal, to: Decimal) -> Decimal {
    (to - from).max(Decimal::ZERO).normalize()
}
