//! What a session's account rests on: readings of its messages, and the numbers of its events. Of a very long one those of its
//! two ends count, and of the middle what an energy may be the sum of: single intervals.

use ocpp_schemas::types::integer::Whole;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::kept::{Depth, Kept};
use super::reading::{Belongs, Location, Measurand, Origin, Reading, Role, in_wh, readings, readings_of_text};
use crate::clock::{Time, instant};
use crate::state::State;
use crate::state::transactions::{Message, MeterValueSet, NewValues, Transaction, TransactionState};
use crate::store::{Page, StoreError};

/// The last register is looked for in so many of the last sets of meter values, then in so many before them at a time, and
/// in no more than so many.
const FIRST_BACK: usize = 16;
const FURTHER_BACK: usize = 256;
const MOST_BACK: usize = 10_000;
/// The values of an event that was sent at the start or the end are its register, if they were read within so
/// many seconds: stations send the last sample that they have.
const NEAR_SECONDS: i64 = 900;

/// What a session's account rests on.
#[derive(Debug, Default)]
pub struct Evidence {
    pub readings: Vec<Reading>,
    /// 2.x: the seqNos of the events that were read.
    pub seq_nos: Vec<i64>,
    /// Events were left out.
    pub has_more_events: bool,
    /// Intervals may have been left out.
    pub has_more_intervals: bool,
}

impl Evidence {
    /// What is kept of a session.
    ///
    /// # Errors
    /// The store's.
    pub fn read(state: &State, of: &Transaction, depth: Depth) -> Result<Self, StoreError> {
        Self::of(&Kept::read(state, of, depth)?, state, of)
    }

    /// The same of messages that were read, and of what the session's record says now.
    ///
    /// # Errors
    /// The store's.
    pub fn of(kept: &Kept, state: &State, of: &Transaction) -> Result<Self, StoreError> {
        let mut evidence = Self {
            has_more_events: kept.events.gap.is_some(),
            ..Self::default()
        };
        evidence.told(of);
        for set in &kept.values.records {
            evidence.add_values(set);
        }
        for event in &kept.events.records {
            evidence.add_event(event.request.text(), event.received_at);
        }
        evidence.add_middle(state, of, kept)?;
        Ok(evidence)
    }

    /// The intervals of the middle. What registers come to its two ends say.
    fn add_middle(&mut self, state: &State, of: &Transaction, kept: &Kept) -> Result<(), StoreError> {
        let is_interval = |reading: &Reading| reading.measurand == Measurand::Interval;
        if !self.readings.iter().any(is_interval) {
            return Ok(());
        }
        let mut middle = Self::default();
        self.has_more_intervals = kept.middle(state, of, |message| {
            match message {
                Message::Values(set) => middle.add_values(&set),
                Message::Event(event) => middle.add_event(event.request.text(), event.received_at),
                Message::Later(_) => {}
            }
            middle.readings.retain(is_interval);
            self.readings.append(&mut middle.readings);
        })?;
        Ok(())
    }

    /// 1.6: the registers of the start and the end in their messages. What an operator says of the end counts in
    /// every version.
    fn told(&mut self, of: &Transaction) {
        let is_told = of.version == "1.6";
        let is_over = of.state == TransactionState::Closed;
        let end = of.meter_stop_wh.filter(|_| is_told && is_over);
        let told = [
            (Role::Begin, of.meter_start_wh.filter(|_| is_told), &of.started_at),
            (Role::End, of.ending.meter_wh.or(end), &of.stopped_at),
        ];
        for (role, register, time) in told {
            let Some(register) = register else { continue };
            let mut at = time.as_deref().and_then(instant).unwrap_or(of.received_at);
            if role == Role::End && of.ending.meter_wh.is_some() {
                // An operator says what the meter shows then, which may be long after the last sign of the station.
                at = of.ending.received_at.map_or(at, |closed| closed.max(at));
            }
            self.readings.push(Reading {
                at,
                measurand: Measurand::Register,
                role,
                belongs: Belongs::Told,
                location: None,
                phase: None,
                value: in_wh(register, 0),
            });
        }
    }

    /// A set of meter values that is kept of it, or is to be kept.
    pub fn add_values(&mut self, set: &MeterValueSet) {
        let origin = origin(set.named, set.received_at);
        self.readings.extend(readings_of_text(set.values.text(), origin));
    }

    /// A set of meter values that belongs to it, and is to be kept.
    pub fn add_new(&mut self, new: NewValues<'_>) {
        let origin = origin(new.named, new.received_at);
        self.readings.extend(readings(new.values, origin));
    }

    /// A TransactionEvent, by its text as it came.
    pub fn add_event(&mut self, request: &str, received: Time) {
        let told: EventMembers<'_> = serde_json::from_str(request).unwrap_or_default();
        self.seq_nos.extend(told.seq_no.and_then(read::<Whole>).map(i64::from));
        let Some(values) = told.meter_value else {
            return;
        };
        let belongs = Belongs::Named;
        let mut found = readings_of_text(values.get(), Origin { belongs, received });
        let at = told.timestamp.and_then(read::<String>);
        let at = at.as_deref().and_then(instant).unwrap_or(received);
        match told.event_type.and_then(read::<String>).as_deref() {
            Some("Started") => stand_for(&mut found, Role::Begin, at),
            Some("Ended") => stand_for(&mut found, Role::End, at),
            _ => {}
        }
        self.readings.extend(found);
    }
}

/// What of an event counts for the account, each of any type.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct EventMembers<'a> {
    #[serde(borrow)]
    seq_no: Option<&'a RawValue>,
    #[serde(borrow)]
    event_type: Option<&'a RawValue>,
    #[serde(borrow)]
    timestamp: Option<&'a RawValue>,
    #[serde(borrow)]
    meter_value: Option<&'a RawValue>,
}

fn read<T: DeserializeOwned>(member: &RawValue) -> Option<T> {
    serde_json::from_str(member.get()).ok()
}

fn origin(named: bool, received: Option<Time>) -> Origin {
    Origin {
        belongs: if named { Belongs::Named } else { Belongs::ByPlace },
        received: received.unwrap_or(Time::UNIX_EPOCH),
    }
}

/// What was read when the session began or ended is its register there, unless another context says so.
fn stand_for(found: &mut [Reading], role: Role, at: Time) {
    if found.iter().any(|reading| reading.role == role) {
        return;
    }
    let is_near = |reading: &Reading| (reading.at - at).num_seconds().abs() <= NEAR_SECONDS;
    let is_free = |reading: &Reading| matches!(reading.role, Role::Sample | Role::Clock);
    let nearest = found.iter().filter(|reading| is_near(reading) && is_free(reading));
    let Some(nearest) = nearest.map(|reading| (reading.at - at).abs()).min() else {
        return;
    };
    for reading in found {
        if is_free(reading) && (reading.at - at).abs() == nearest {
            reading.role = role;
        }
    }
}

/// A register that a message tells as a member of its own, with its decimals: `meterStart`, `meterStop`.
#[must_use]
pub fn told_register(payload: &Value, member: &str) -> Option<Decimal> {
    told_value(payload.get(member)?)
}

/// The same of the member's value.
#[must_use]
pub fn told_value(written: &Value) -> Option<Decimal> {
    super::reading::as_number(written)
}

/// A value times a power of ten; none: no meter has such a one.
#[must_use]
pub fn to_the_power(value: Decimal, power: i64) -> Option<Decimal> {
    super::reading::scale(value, power)
}

/// The register that was read last at the outlet, of all phases together, and when.
#[must_use]
pub fn last_register(evidence: &Evidence) -> Option<(Time, Decimal)> {
    let is_total = |reading: &&Reading| {
        reading.measurand == Measurand::Register
            && reading.phase.is_none()
            && reading.role != Role::Begin
            && reading.location == Some(Location::Outlet)
    };
    let totals = evidence.readings.iter().filter(is_total);
    totals
        .filter_map(|reading| Some((reading.at, reading.value.ok()?)))
        .max()
}

/// The same of the meter values that are kept of a session: from the last ones back, as far as the first page that has one.
///
/// # Errors
/// The store's.
pub fn last_kept_register(state: &State, of: &Transaction) -> Result<Option<(Time, Decimal)>, StoreError> {
    let (mut limit, mut looked, mut after) = (FIRST_BACK, 0, None::<String>);
    while looked < MOST_BACK {
        let page = Page::all(limit).after(after.as_deref()).descending();
        let sets = state.meter_values_in(&of.charge_point, &of.id, page)?;
        let mut evidence = Evidence::default();
        sets.iter().for_each(|(_, set)| evidence.add_values(set));
        let found = last_register(&evidence);
        if found.is_some() || sets.len() < limit {
            return Ok(found);
        }
        looked += sets.len();
        after = sets.into_iter().last().map(|(place, _)| place);
        limit = FURTHER_BACK;
    }
    Ok(None)
}
