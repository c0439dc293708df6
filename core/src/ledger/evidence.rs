//! What is kept of a session, read for its account: readings of all messages, and the numbers of its events.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::reading::{Belongs, Location, Measurand, Origin, Reading, Role, in_wh, readings, readings_of_text};
use crate::clock::{Time, instant};
use crate::state::transactions::{MeterValueSet, NewValues, StoredEvent, Transaction, TransactionState};
use crate::state::{Ends, State};
use crate::store::StoreError;

/// More messages of a session than these are not read.
const MOST: usize = 10_000;
/// Of a session that runs so many of the first and of the last are read, where many sessions are shown.
const ENDS: Ends = Ends { first: 16, last: 48 };
/// The values of an event that was sent at the start or the end are its register, if they were read within so
/// many seconds: stations send the last sample that they have.
const NEAR_SECONDS: i64 = 900;

/// How much of a session is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// All of it.
    All,
    /// Its first and last messages.
    Ends,
}

/// What a session's account rests on.
#[derive(Debug, Default)]
pub struct Evidence {
    pub readings: Vec<Reading>,
    /// 2.x: the seqNos of the events that have arrived.
    pub seq_nos: BTreeSet<i64>,
}

impl Evidence {
    /// What is kept of a session.
    ///
    /// # Errors
    /// The store's.
    pub fn read(state: &State, of: &Transaction, depth: Depth) -> Result<Self, StoreError> {
        let mut evidence = Self::default();
        evidence.told(of);
        for set in meter_values(state, of, depth)? {
            evidence.add_values(&set);
        }
        if of.version != "1.6" {
            for event in events(state, of, depth)? {
                evidence.add_event(event.request.text(), event.received_at);
            }
        }
        Ok(evidence)
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
            let at = time.as_deref().and_then(instant).unwrap_or(of.received_at);
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
        self.seq_nos.extend(told.seq_no.and_then(read::<i64>));
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

/// The register that was read last at the outlet, of all phases together.
#[must_use]
pub fn last_register(kept: &[MeterValueSet], new: NewValues<'_>) -> Option<Decimal> {
    let mut evidence = Evidence::default();
    kept.iter().for_each(|set| evidence.add_values(set));
    evidence.add_new(new);
    let is_total = |reading: &Reading| {
        reading.measurand == Measurand::Register
            && reading.phase.is_none()
            && reading.role != Role::Begin
            && reading.location == Some(Location::Outlet)
    };
    let totals = evidence.readings.into_iter().filter(is_total);
    let last = totals.filter_map(|reading| Some((reading.at, reading.value.ok()?)));
    last.max().map(|(_, wh)| wh)
}

fn meter_values(state: &State, of: &Transaction, depth: Depth) -> Result<Vec<MeterValueSet>, StoreError> {
    let (charge_point, id) = (&of.charge_point, &of.id);
    match depth {
        Depth::All => state.meter_values(charge_point, id, MOST),
        Depth::Ends => state.first_and_last_meter_values(charge_point, id, ENDS),
    }
}

fn events(state: &State, of: &Transaction, depth: Depth) -> Result<Vec<StoredEvent>, StoreError> {
    let (charge_point, id) = (&of.charge_point, &of.id);
    match depth {
        Depth::All => state.transaction_events(charge_point, id, MOST),
        Depth::Ends => state.first_and_last_events(charge_point, id, ENDS),
    }
}
