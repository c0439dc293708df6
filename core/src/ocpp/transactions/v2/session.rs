//! The session that a TransactionEvent is of. A station's id stands for one session, or for several where the station
//! counts from 1 at each start, or for each EVSE: the first has the station's id, a later one has it with its ordinal.

use ocpp_schemas::types::v21;

use crate::ids::TransactionId;
use crate::ledger::belongs::{Relation, belongs, is_elsewhere, ran_then};
use crate::ledger::ocpp2;
use crate::ocpp::context::Context;
use crate::ocpp::error::HandlerError;
use crate::ocpp::transactions::giving_up;
use crate::state::transactions::{
    self, EventKey, SameId, StoredEvent, Transaction, TransactionChange, TransactionState,
};
use crate::store::{StoreError, Write};

/// So many older sessions of an id are asked whether a message was theirs.
const MOST_OLDER: usize = 8;
/// So many of the newest sessions of an id are looked at for the one in which an event happened.
const MOST_BACK: usize = 64;

/// What an event is about.
pub enum Found {
    /// It came before: its answer.
    Repeated(StoredEvent),
    /// A session that it is a part of, or begins.
    Session(Box<Session>),
    /// A session that is over.
    Over(Box<TransactionChange>),
}

/// A session that an event changes.
pub struct Session {
    /// As it was before the event.
    pub change: TransactionChange,
    /// Of another session of the same id, which it replaces: what becomes of that one, to be written first.
    pub replaced: Vec<TransactionChange>,
    /// Those of them that were given up just now.
    pub given_up: Vec<Transaction>,
    /// What tells the event from another of its number, type and second that is kept of the session.
    pub content: Option<String>,
}

impl Session {
    fn of(change: TransactionChange) -> Self {
        Self {
            change,
            replaced: Vec::new(),
            given_up: Vec::new(),
            content: None,
        }
    }
}

/// An event with what identifies it.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// As the station sent it.
    pub request: &'a v21::TransactionEventRequest,
    /// The station's id.
    pub id: &'a TransactionId,
    /// Its place among the session's events.
    pub key: EventKey<'a>,
}

/// Finds the session of an event.
///
/// # Errors
/// The store's.
pub fn find(context: Context<'_>, told: Told<'_>) -> Result<Found, HandlerError> {
    let (state, charge_point) = (context.state, context.caller.charge_point);
    let Some(first) = state.transaction_to_change(charge_point, told.id)? else {
        return Ok(session(new(context, told.id)));
    };
    let newest = first.record.same_id.newest.unwrap_or(1);
    if newest > 1
        && let Some(before) = told_before(context, told, newest)?
    {
        return Ok(Found::Repeated(before));
    }
    if let Some((there, is_first)) = at_its_evse(context, told, (&first, newest))? {
        let before_it = (!is_first).then_some(&first);
        if let Some(found) = of_session(context, told, (there, before_it, newest))? {
            return Ok(found);
        }
    }
    let mut runs = false;
    for ordinal in (2..=newest).rev().take(MOST_BACK) {
        let id = with_ordinal(told.id, ordinal);
        let Some(later) = state.transaction_to_change(charge_point, &id)? else {
            // The pointer to it was kept, and a crash or a conflict came before its record.
            if told.request.event_type == v21::TransactionEventEnum::Started {
                return Ok(Found::Session(Box::new(once_more(context, told, (first, ordinal))?)));
            }
            continue;
        };
        if runs && !ran_then(&later.record, told.request) {
            continue;
        }
        runs |= ordinal == newest && later.record.state != TransactionState::Closed;
        if let Some(found) = of_session(context, told, (later, Some(&first), ordinal))? {
            return Ok(found);
        }
    }
    let is_long_ago = usize::try_from(newest).is_ok_and(|newest| newest > MOST_BACK + 1);
    // What happened while no older one ran is of the one that runs: its station's clock was set back.
    let is_of_newest = is_long_ago || (runs && !ran_then(&first.record, told.request));
    if is_of_newest && let Some(newest) = state.transaction_to_change(charge_point, &with_ordinal(told.id, newest))? {
        if !runs {
            return Ok(Found::Over(Box::new(newest)));
        }
        return Ok(match before_in(context, told, &newest.record)? {
            Before::Same(event) => Found::Repeated(event),
            Before::Another(content) => part(newest, Some(content)),
            Before::Nothing => session(newest),
        });
    }
    let of_first = of_session(context, told, (first, None, newest))?;
    // There is none before the first.
    of_first.ok_or(HandlerError::Busy("the session of an event cannot be told"))
}

/// The newest session of the id at the EVSE that an event names, where those that are newer are elsewhere, and whether it is the
/// first. None: the newest of all is as near as any.
fn at_its_evse(
    context: Context<'_>,
    told: Told<'_>,
    (first, newest): (&TransactionChange, u32),
) -> Result<Option<(TransactionChange, bool)>, StoreError> {
    let (state, charge_point) = (context.state, context.caller.charge_point);
    for ordinal in (2..=newest).rev().take(MOST_BACK) {
        let id = with_ordinal(told.id, ordinal);
        let Some(later) = state.transaction_to_change(charge_point, &id)? else {
            return Ok(None);
        };
        if !is_elsewhere(&later.record, told.request) {
            let is_there = ordinal != newest && later.record.evse.is_some();
            return Ok(is_there.then_some((later, false)));
        }
    }
    let all_are_elsewhere = newest > 1 && usize::try_from(newest).is_ok_and(|newest| newest <= MOST_BACK + 1);
    let is_there = first.record.evse.is_some() && !is_elsewhere(&first.record, told.request);
    Ok((all_are_elsewhere && is_there).then(|| (first.clone(), true)))
}

/// The same message of an older session of the id: a station may send all that it has once more.
fn told_before(context: Context<'_>, told: Told<'_>, newest: u32) -> Result<Option<StoredEvent>, StoreError> {
    for ordinal in (1..newest).rev().take(MOST_OLDER) {
        let id = match ordinal {
            1 => told.id.clone(),
            _ => with_ordinal(told.id, ordinal),
        };
        if let Before::Same(event) = before(context, told, &id)? {
            return Ok(Some(event));
        }
    }
    Ok(None)
}

/// What came before of an event's number, type and second.
enum Before {
    Nothing,
    /// The event itself.
    Same(StoredEvent),
    /// Others; this tells the event from them.
    Another(String),
}

/// The same of a session whose record is at hand: of a number that has not arrived nothing is kept.
fn before_in(context: Context<'_>, told: Told<'_>, record: &Transaction) -> Result<Before, StoreError> {
    match record.events.is_new(told.request.seq_no) {
        true => Ok(Before::Nothing),
        false => before(context, told, &record.id),
    }
}

/// What is kept of a session of the same number, type and second as an event. Stations that do not count send several.
fn before(context: Context<'_>, told: Told<'_>, id: &TransactionId) -> Result<Before, StoreError> {
    let (state, charge_point) = (context.state, context.caller.charge_point);
    let mut like = state.events_like(charge_point, id, told.key)?;
    if like.is_empty() {
        return Ok(Before::Nothing);
    }
    let same = like.iter().position(|kept| context.says_the_same(&kept.request));
    if let Some(at) = same {
        return Ok(Before::Same(like.swap_remove(at)));
    }
    // Of very many not all were compared.
    let content = transactions::content_of_event(context.original.value())?;
    let key = EventKey {
        content: Some(&content),
        ..told.key
    };
    Ok(match state.transaction_event(charge_point, id, key)? {
        Some(event) => Before::Same(event),
        None => Before::Another(content),
    })
}

fn session(change: TransactionChange) -> Found {
    part(change, None)
}

/// The session that an event is a part of, and what tells it from others.
fn part(change: TransactionChange, content: Option<String>) -> Found {
    Found::Session(Box::new(Session {
        content,
        ..Session::of(change)
    }))
}

/// What an event is to one session of its id; none: it is of an earlier one.
fn of_session(
    context: Context<'_>,
    told: Told<'_>,
    (change, first, ordinal): (TransactionChange, Option<&TransactionChange>, u32),
) -> Result<Option<Found>, HandlerError> {
    let content = match before_in(context, told, &change.record)? {
        Before::Same(event) => return Ok(Some(Found::Repeated(event))),
        Before::Another(content) => Some(content),
        Before::Nothing => None,
    };
    let is_over = change.record.state == TransactionState::Closed;
    let ends = told.request.event_type == v21::TransactionEventEnum::Ended;
    let relation = if is_over && ends && content.is_some() {
        // Its end is kept, and says something else.
        Relation::Beside
    } else if is_unwritten(context, told, &change.record)? {
        Relation::Here
    } else {
        belongs(&change.record, told.request)
    };
    Ok(match relation {
        Relation::Here => Some(part(change, content)),
        Relation::Beside => Some(Found::Over(Box::new(change))),
        Relation::Earlier => None,
        Relation::Anew => Some(Found::Session(Box::new(replacing(
            context,
            told,
            (change, first, ordinal),
        )?))),
    })
}

/// The session's record knows of the event, and a crash or a conflict came before the event was kept. One that tells its
/// time is known by that; one without is received at another time now.
fn is_unwritten(context: Context<'_>, told: Told<'_>, record: &Transaction) -> Result<bool, StoreError> {
    let known = match told.request.event_type {
        v21::TransactionEventEnum::Started => record.events.first,
        v21::TransactionEventEnum::Ended => record.events.last,
        v21::TransactionEventEnum::Updated => None,
    };
    if known != Some(told.request.seq_no) || !context.is_made_up("/timestamp") {
        return Ok(false);
    }
    let kept = context
        .state
        .has_event_like(context.caller.charge_point, &record.id, told.key)?;
    Ok(!kept)
}

/// Another session of the same id begins. One that runs at another EVSE goes on.
fn replacing(
    context: Context<'_>,
    told: Told<'_>,
    (mut old, first, ordinal): (TransactionChange, Option<&TransactionChange>, u32),
) -> Result<Session, StoreError> {
    let next = ordinal.saturating_add(1);
    let mut replaced = Vec::new();
    let is_lost = is_lost(told, &old.record);
    if is_lost {
        giving_up::give_up(context.state, &mut old, None, context.caller.now)?;
    }
    let is_first = first.is_none();
    match first {
        // The old one is the first.
        None => old.record.same_id.newest = Some(next),
        Some(first) => {
            let mut first = first.clone();
            first.record.same_id.newest = Some(next);
            replaced.push(first);
        }
    }
    let given_up = is_lost.then(|| old.record.clone()).into_iter().collect();
    if is_first || is_lost {
        replaced.push(old);
    }
    Ok(Session {
        given_up,
        replaced,
        ..Session::of(later_one(context, told.id, next))
    })
}

/// Whether the end of a session was lost, since another one of its id begins.
fn is_lost(told: Told<'_>, old: &Transaction) -> bool {
    old.state == TransactionState::Open && !is_elsewhere(old, told.request)
}

/// The same where the pointer to the other session is kept already.
fn once_more(
    context: Context<'_>,
    told: Told<'_>,
    (first, ordinal): (TransactionChange, u32),
) -> Result<Session, StoreError> {
    let (state, charge_point) = (context.state, context.caller.charge_point);
    let mut before = Some(first);
    if ordinal > 2 {
        let id = with_ordinal(told.id, ordinal.saturating_sub(1));
        before = state.transaction_to_change(charge_point, &id)?;
    }
    let mut replaced = Vec::new();
    if let Some(mut open) = before.filter(|before| is_lost(told, &before.record)) {
        giving_up::give_up(state, &mut open, None, context.caller.now)?;
        replaced.push(open);
    }
    let given_up = replaced.iter().map(|change| change.record.clone()).collect();
    Ok(Session {
        given_up,
        replaced,
        ..Session::of(later_one(context, told.id, ordinal))
    })
}

fn later_one(context: Context<'_>, id: &TransactionId, ordinal: u32) -> TransactionChange {
    let mut change = new(context, &with_ordinal(id, ordinal));
    change.record.same_id = SameId {
        station_id: Some(id.clone()),
        newest: None,
    };
    change
}

fn new(context: Context<'_>, id: &TransactionId) -> TransactionChange {
    let caller = context.caller;
    let version = caller.version.to_string();
    TransactionChange::absent(ocpp2::new(caller.charge_point, id, &version, caller.now))
}

/// No character of an OCPP identifier is `~`, and it stands in a path as it is.
fn with_ordinal(id: &TransactionId, ordinal: u32) -> TransactionId {
    TransactionId::new(&format!("{id}~{ordinal}"))
}

/// The writes of what was replaced.
///
/// # Errors
/// A record without a JSON form.
pub fn writes_of(replaced: &[TransactionChange]) -> Result<Vec<Write>, StoreError> {
    let writes = replaced.iter().map(transactions::put_transaction);
    Ok(writes.collect::<Result<Vec<_>, _>>()?.concat())
}
