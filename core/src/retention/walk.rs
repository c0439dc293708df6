//! Looks at some records of a class, and says which are too old. Writes nothing; what it is told to begin after is its
//! only memory.

use serde::Deserialize;

use super::class::Class;
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::state::collections::{
    COMMANDS_BY_STATION, EVENTS, MESSAGES, OPEN_RESERVATIONS, ORPHANS, RECORDS, REFUSED_CONNECTIONS,
    RESERVATION_NUMBERS, RESERVATIONS,
};
use crate::state::events_gone::gone;
use crate::state::messages::Snapshot;
use crate::state::reservations::Reservation;
use crate::state::{State, delete, key, parts};
use crate::store::{Collection, Entry, Expect, Page, StoreError, Write, end_of};

/// Records that are looked at in a step.
const STEP: usize = 200;

/// Charge points that are looked at in a step.
const STATIONS: usize = 50;

/// What came of a step.
#[derive(Debug, Default)]
pub(super) struct Step {
    /// The writes of each record that is too old.
    pub(super) gone: Vec<Vec<Write>>,
    /// Places of sessions that are to be looked at again.
    pub(super) later: Vec<String>,
    /// Where the next step begins; none: there is no more.
    pub(super) after: Option<String>,
}

/// What is said of one record.
enum Verdict {
    Gone(Vec<Write>),
    /// Those behind it are to be looked at all the same.
    Stays,
    /// Those behind it are younger.
    Young,
}

/// One step of a class after a place: what is older than this moment.
pub(super) fn step(state: &State, class: Class, before: Time, after: Option<&str>) -> Result<Step, StoreError> {
    let now = crate::clock::now();
    match class {
        Class::Sessions | Class::SessionDetails => sessions(state, class, before, after),
        Class::Events => by_station(state, EVENTS, after, |key, entry| event(key, entry, before)),
        Class::Records => by_station(state, RECORDS, after, |key, entry| {
            Ok(aged(RECORDS, key, entry, before))
        }),
        Class::Commands => by_station(state, COMMANDS_BY_STATION, after, |key, _| command(state, key, before)),
        Class::Frames => by_station(state, MESSAGES, after, |key, entry| Ok(piece(key, entry, before))),
        Class::Inbox => all(state, ORPHANS, after, |key, entry| {
            Ok(aged(ORPHANS, key, entry, before))
        }),
        Class::RefusedConnections => all(state, REFUSED_CONNECTIONS, after, |key, entry| {
            Ok(aged(REFUSED_CONNECTIONS, key, entry, before))
        }),
        Class::Reservations => all(state, RESERVATIONS, after, |key, entry| {
            reservation(state, key, entry, before, now)
        }),
    }
}

/// One session, wherever its place is.
pub(super) fn session(state: &State, class: Class, before: Time, place: &str) -> Result<Step, StoreError> {
    let mut step = Step::default();
    let own: Vec<String> = parts(place);
    if let [_, station, id] = own.as_slice() {
        let (station, id) = (ChargePointId::new(station), crate::ids::TransactionId::new(id));
        judge(state, class, before, (&station, &id, place), &mut step)?;
    }
    Ok(step)
}

fn sessions(state: &State, class: Class, before: Time, after: Option<&str>) -> Result<Step, StoreError> {
    let begun = state.sessions_begun_before(before, after, STEP)?;
    let mut step = Step::default();
    if begun.len() == STEP {
        step.after = begun.last().map(|last| last.place.clone());
    }
    for one in begun {
        if let (Some(station), Some(id)) = (&one.charge_point, &one.id) {
            judge(state, class, before, (station, id, &one.place), &mut step)?;
        }
    }
    Ok(step)
}

/// What becomes of one session that began long enough ago.
fn judge(
    state: &State,
    class: Class,
    before: Time,
    (station, id, place): (&ChargePointId, &crate::ids::TransactionId, &str),
    step: &mut Step,
) -> Result<(), StoreError> {
    let record = match state.transaction(station, id) {
        Ok(Some(record)) => record,
        Ok(None) => return Ok(()),
        // It stays, and is told where it is shown.
        Err(StoreError::Corrupt { .. }) => return Ok(()),
        Err(error) => return Err(error),
    };
    if record.over_since().is_none_or(|over| over >= before) {
        step.later.push(place.to_owned());
        return Ok(());
    }
    if class == Class::Sessions {
        step.gone.extend(state.remove_transaction(station, id)?);
    } else if state.has_details(station, id)? {
        step.gone.push(state.remove_details(station, id)?);
    }
    Ok(())
}

/// Of each charge point the oldest, as far as they are too old: the keys are in the order of time.
fn by_station(
    state: &State,
    collection: Collection,
    after: Option<&str>,
    verdict: impl Fn(&str, &Entry) -> Result<Verdict, StoreError>,
) -> Result<Step, StoreError> {
    let mut step = Step {
        after: after.map(str::to_owned),
        ..Step::default()
    };
    for _ in 0..STATIONS {
        let first = Page::all(1).after(step.after.as_deref());
        let Some(first) = state.store().list_keys(collection, first)?.into_iter().next() else {
            step.after = None;
            return Ok(step);
        };
        let of_it = first
            .split_once('/')
            .map_or_else(|| first.clone(), |(station, _)| format!("{station}/"));
        let begun = step.after.take().filter(|after| after.starts_with(&of_it));
        let page = Page::of(&of_it, STEP).after(begun.as_deref());
        let records = state.store().list(collection, page)?;
        let mut is_over = records.len() < STEP;
        let last = records.last().map(|(key, _)| key.clone());
        let mut gone = Vec::new();
        for (key, entry) in records {
            match verdict(&key, &entry)? {
                Verdict::Gone(writes) => gone.push((key, writes)),
                Verdict::Stays => {}
                Verdict::Young => {
                    is_over = true;
                    break;
                }
            }
        }
        let released = release(state, collection, &of_it, &mut gone)?;
        is_over = is_over || released == Released::InPart;
        step.gone.extend(gone.into_iter().map(|(_, writes)| writes));
        step.after = if is_over { end_of(&of_it) } else { last };
        // What was said of those that go is to be known before more of them go.
        if step.gone.len() >= STEP || released == Released::WithWord {
            break;
        }
    }
    Ok(step)
}

/// Whether what is too old may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Released {
    All,
    /// Somebody is told what goes.
    WithWord,
    /// Somebody is still to be told the rest.
    InPart,
}

/// Leaves of a charge point's events those out that somebody is still to be told.
fn release(
    state: &State,
    collection: Collection,
    of_it: &str,
    gone: &mut Vec<(String, Vec<Write>)>,
) -> Result<Released, StoreError> {
    if collection != EVENTS || gone.is_empty() {
        return Ok(Released::All);
    }
    let keys: Vec<String> = gone.iter().map(|(key, _)| key.clone()).collect();
    let released = state.release_events(of_it, &keys)?;
    gone.truncate(released.keys);
    let is_told = !released.writes.is_empty();
    if let Some((_, writes)) = gone.last_mut() {
        writes.extend(released.writes);
    }
    Ok(match (gone.len() < keys.len(), is_told) {
        (true, _) => Released::InPart,
        (false, true) => Released::WithWord,
        (false, false) => Released::All,
    })
}

/// All records, because their keys say nothing of time.
fn all(
    state: &State,
    collection: Collection,
    after: Option<&str>,
    verdict: impl Fn(&str, &Entry) -> Result<Verdict, StoreError>,
) -> Result<Step, StoreError> {
    let records = state.store().list(collection, Page::all(STEP).after(after))?;
    let mut step = Step {
        after: records.last().map(|(key, _)| key.clone()),
        ..Step::default()
    };
    for (key, entry) in records {
        if let Verdict::Gone(writes) = verdict(&key, &entry)? {
            step.gone.push(writes);
        }
    }
    Ok(step)
}

/// What removes a record, if it is still the one that was read: what was written over it meanwhile is in no export, and is
/// younger.
fn remove(collection: Collection, key: &str, read: &Entry) -> Write {
    Write {
        expect: Expect::Revision(read.revision),
        ..delete(collection, key.to_owned())
    }
}

/// Of a record, when it came.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Aged {
    #[serde(alias = "receivedAt")]
    at: Time,
}

fn aged(collection: Collection, key: &str, entry: &Entry, before: Time) -> Verdict {
    match serde_json::from_slice::<Aged>(&entry.value) {
        Ok(aged) if aged.at < before => Verdict::Gone(vec![remove(collection, key, entry)]),
        Ok(_) => Verdict::Young,
        // One that cannot be read is no reason to leave those behind it.
        Err(_) => Verdict::Stays,
    }
}

/// Whoever asks for what happened before is told that it is not kept.
fn event(key: &str, entry: &Entry, before: Time) -> Result<Verdict, StoreError> {
    Ok(match aged(EVENTS, key, entry, before) {
        Verdict::Gone(writes) => Verdict::Gone(gone(key)?.into_iter().chain(writes).collect()),
        other => other,
    })
}

/// Commands are found by their station, and lie under their id; one that is not over stays.
fn command(state: &State, own: &str, before: Time) -> Result<Verdict, StoreError> {
    let Some(id) = parts(own).into_iter().nth(1) else {
        return Ok(Verdict::Stays);
    };
    let found = state.command_to_remove(&id)?;
    Ok(match found.record {
        Some(command) if command.created_at >= before => Verdict::Young,
        Some(command) if !command.state.is_over() => Verdict::Stays,
        Some(command) if command.ended_at.is_some_and(|at| at >= before) => Verdict::Stays,
        _ => Verdict::Gone(vec![found.removal, delete(COMMANDS_BY_STATION, own.to_owned())]),
    })
}

/// A piece is as old as its last message.
fn piece(key: &str, entry: &Entry, before: Time) -> Verdict {
    let snapshot = Snapshot::of(entry.value.clone(), 0);
    match snapshot.entries().last() {
        Some(last) if last.at >= before => Verdict::Young,
        _ => Verdict::Gone(vec![remove(MESSAGES, key, entry)]),
    }
}

/// The greatest number that a station was told is noted beside its reservations, but for stores of old.
fn reservation(state: &State, own: &str, entry: &Entry, before: Time, now: Time) -> Result<Verdict, StoreError> {
    let Ok(reservation) = serde_json::from_slice::<Reservation>(&entry.value) else {
        return Ok(Verdict::Stays);
    };
    let over = reservation.ended_at(now).unwrap_or(reservation.expiry);
    let is_old = over < before && (!reservation.is_open() || reservation.expiry < before);
    let station = parts(own).into_iter().next().unwrap_or_default();
    let is_noted = || state.store().get(RESERVATION_NUMBERS, &key(&[&station]));
    if !is_old || is_noted()?.is_none() {
        return Ok(Verdict::Stays);
    }
    // An open one has its marker under the same key.
    let marker = delete(OPEN_RESERVATIONS, own.to_owned());
    Ok(Verdict::Gone(vec![remove(RESERVATIONS, own, entry), marker]))
}
