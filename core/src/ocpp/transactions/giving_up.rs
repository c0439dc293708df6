//! Sessions whose end was lost: the station began another one at the same place, or something else says so. Each
//! ends at its last sign of life, in every version.

use rust_decimal::Decimal;

use super::running::Place;
use crate::clock::{Time, instant, is_ahead, text, told_instant};
use crate::events::kinds::TRANSACTION_ENDED;
use crate::ids::{ChargePointId, TransactionId};
use crate::ledger::account::settle_by;
use crate::ledger::ended;
use crate::ledger::evidence::Evidence;
use crate::ledger::kept::{Depth, Kept};
use crate::ledger::matching::ROUNDING_WH;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::state::State;
use crate::state::transactions::{self, OpenMarker, Register, Transaction, TransactionChange, TransactionState};
use crate::store::{StoreError, Write};

/// The reason of a session whose place another one took.
const SUPERSEDED: &str = "Superseded";

/// A start that arrives so late was kept while the station was off line.
const LIVE_WITHIN_MINUTES: i64 = 2;

/// So many of a station's sessions, at all its connectors, are looked at for the next or the last one at a place.
const MOST_NEAR: usize = 32;

/// A session that begins where another may still seem to run.
pub struct Newcomer<'a> {
    pub id: &'a TransactionId,
    pub place: Place,
    /// The station's time of its start.
    pub started_at: &'a str,
    /// 1.6: the register with which it begins.
    pub register: Option<Register>,
    /// Those that the caller has settled already.
    pub settled: &'a [TransactionId],
}

/// What giving sessions up changes.
#[derive(Default)]
pub struct GivenUp {
    /// In their order, before the newcomer's record.
    pub writes: Vec<Write>,
    /// As they are now.
    pub ended: Vec<Transaction>,
}

impl Newcomer<'_> {
    /// It began before the other one, and is told of later: a start that waited while the station was off
    /// line says nothing about a newer session.
    fn is_history_to(&self, open: &OpenMarker, now: Time) -> bool {
        let began = instant(self.started_at);
        // A clock that was ahead says nothing about the order.
        let other = open.started_at.as_deref().and_then(instant);
        let other = other.filter(|other| !is_ahead(*other, now));
        let before = began.zip(other).is_some_and(|(began, other)| began < other);
        // A clock that was never set, or was set back just now, says nothing about the order.
        let late = told_instant(self.started_at).is_some_and(|began| (now - began).num_minutes() > LIVE_WITHIN_MINUTES);
        before && late
    }
}

/// Gives up what seems to run where a session begins.
///
/// # Errors
/// The store's.
pub fn make_room(context: Context<'_>, newcomer: &Newcomer<'_>) -> Result<GivenUp, StoreError> {
    let now = context.caller.now;
    let began = told_instant(newcomer.started_at).filter(|began| !is_ahead(*began, now));
    let next = Next {
        at: began,
        register: newcomer.register.clone(),
    };
    let mut is_history = false;
    let mut given_up = give_up_those(context, (SUPERSEDED, next), |open| {
        let is_settled = open.id == *newcomer.id || newcomer.settled.contains(&open.id);
        let is_there = !is_settled && newcomer.place.is_of(open);
        is_history |= is_there && newcomer.is_history_to(open, now);
        is_there && !newcomer.is_history_to(open, now)
    })?;
    if let Some((began, register)) = began.zip(newcomer.register.as_ref()).filter(|_| is_history) {
        let of = Begun {
            at: began,
            connector: newcomer.place.connector,
            wh: Some(register.wh),
        };
        let before = bound_by(context, of)?;
        if let Some(mut before) = before {
            let reason = before.record.stop_reason.clone();
            give_up(context.state, &mut before, Some(register.clone()), context.caller.now)?;
            before.record.stop_reason = reason;
            given_up.writes.extend(transactions::put_transaction(&before)?);
            given_up.ended.push(before.record);
        }
    }
    Ok(given_up)
}

/// Where and when a session of 1.6 began, and with which register.
#[derive(Clone, Copy)]
struct Begun {
    at: Time,
    connector: Option<i64>,
    wh: Option<Decimal>,
}

impl Begun {
    /// That of a session whose station had a clock.
    fn of(record: &Transaction) -> Option<Self> {
        let at = record.started_at.as_deref().and_then(told_instant)?;
        (record.version == "1.6" && !is_ahead(at, record.received_at)).then_some(Self {
            at,
            connector: record.connector,
            wh: record.meter_start_wh,
        })
    }

    /// Whether it was before another one in the same place: by their clocks, and by a meter that goes on from one to the
    /// other. A register of 0 says nothing.
    fn is_before(self, other: Self) -> bool {
        let told = |wh: Option<Decimal>| wh.filter(|wh| !wh.is_zero());
        let fell = told(self.wh)
            .zip(told(other.wh))
            .is_some_and(|(from, to)| from > to + Decimal::from(ROUNDING_WH));
        self.connector.is_some() && self.connector == other.connector && self.at < other.at && !fell
    }
}

/// The register with which the next session began in the place of one.
fn next_of(state: &State, charge_point: &ChargePointId, of: Begun) -> Result<Option<Register>, StoreError> {
    let after = state.sessions_after(charge_point, of.at, MOST_NEAR)?;
    let mut next = after.iter().filter_map(Begun::of).filter(|next| of.is_before(*next));
    Ok(next.next().and_then(|next| {
        Some(Register {
            wh: next.wh?,
            at: Some(next.at),
        })
    }))
}

/// The session before one in its place, if it was given up for one that began later: of which this one was not known yet.
fn bound_by(context: Context<'_>, next: Begun) -> Result<Option<TransactionChange>, StoreError> {
    let (state, charge_point) = (context.state, context.caller.charge_point);
    let back = state.sessions_back(charge_point, Some(&text(next.at)), MOST_NEAR)?;
    let before = back.into_iter().filter_map(|(_, record)| record).find(|record| {
        let begun = Begun::of(record);
        begun.is_some_and(|begun| begun.is_before(next))
    });
    let is_later = |record: &Transaction| {
        let bound = record.next_start.as_ref().and_then(|bound| bound.at);
        record.state == TransactionState::Superseded && bound.is_none_or(|bound| bound > next.at)
    };
    match before.filter(is_later) {
        Some(before) => state.transaction_to_change(charge_point, &before.id),
        None => Ok(None),
    }
}

/// What else than another session says that one is over, where a setting believes it.
#[derive(Debug, Clone, Copy)]
pub enum Sign<'a> {
    /// The connector is Available, since then.
    Available { place: Place, at: &'a str },
    /// The station has booted.
    Booted,
}

/// The same effects, with the end of the sessions that a sign says are over.
///
/// # Errors
/// The store's.
pub fn with_stale(context: Context<'_>, effects: Effects, sign: Sign<'_>) -> Result<Effects, StoreError> {
    let settings = &context.settings.transactions;
    let given_up = match sign {
        Sign::Available { place, at } if settings.stale_on_available => {
            let since = told_instant(at);
            give_up_those(context, ("ConnectorAvailable", Next::default()), |open| {
                let began = open.started_at.as_deref().and_then(told_instant);
                let began = began.filter(|began| !is_ahead(*began, context.caller.now));
                place.is_of(open) && since.zip(began).is_none_or(|(since, began)| began < since)
            })?
        }
        Sign::Booted if settings.stale_on_boot => give_up_those(context, ("Rebooted", Next::default()), |_| true)?,
        Sign::Available { .. } | Sign::Booted => return Ok(effects),
    };
    if given_up.ended.is_empty() {
        return Ok(effects);
    }
    let mut effects = effects;
    effects.writes.get_or_insert_default().extend(given_up.writes);
    Ok(tell(effects, given_up.ended))
}

/// The next session in the place of those that are given up, as far as it is told.
#[derive(Default)]
struct Next {
    at: Option<Time>,
    register: Option<Register>,
}

fn give_up_those(
    context: Context<'_>,
    (reason, next): (&str, Next),
    mut is_over: impl FnMut(&OpenMarker) -> bool,
) -> Result<GivenUp, StoreError> {
    let (state, charge_point) = (context.state, context.caller.charge_point);
    let mut given_up = GivenUp::default();
    for open in state.open_transactions(charge_point)? {
        if !is_over(&open) {
            continue;
        }
        let Some(mut change) = state.transaction_to_change(charge_point, &open.id)? else {
            continue;
        };
        // A crash or a conflict left its marker.
        if change.record.state != TransactionState::Open {
            continue;
        }
        tracing::warn!(transaction.id = %open.id, reason, "given up: its end was lost");
        end(state, &mut change, &next, context.caller.now)?;
        change.record.stop_reason = Some(reason.to_owned());
        given_up.writes.extend(transactions::put_transaction(&change)?);
        given_up.ended.push(change.record);
    }
    Ok(given_up)
}

/// The same effects, and the sessions that were given up are told as ended by the CALL.
#[must_use]
pub fn tell(effects: Effects, ended: Vec<Transaction>) -> Effects {
    ended.into_iter().fold(effects, |effects, transaction| {
        effects.tell_of(&TRANSACTION_ENDED, transaction)
    })
}

/// Ends a session at its last sign of life, and makes its account; the register with which another one began in its
/// place is the most that it can come to.
///
/// # Errors
/// The store's.
pub fn give_up(
    state: &State,
    change: &mut TransactionChange,
    next: Option<Register>,
    now: Time,
) -> Result<(), StoreError> {
    let at = next.as_ref().and_then(|next| next.at);
    end(state, change, &Next { at, register: next }, now)
}

/// The same. Of 1.6 the next one may have been told of before: messages that waited change their places.
fn end(state: &State, change: &mut TransactionChange, next: &Next, now: Time) -> Result<(), StoreError> {
    let record = &mut change.record;
    let known = match Begun::of(record) {
        Some(begun) => next_of(state, &record.charge_point, begun)?,
        None => None,
    };
    let is_earlier = |known: &Register| {
        let told = next.register.as_ref().and_then(|next| next.at);
        told.is_none_or(|told| known.at.is_some_and(|at| at < told))
    };
    let known = known.filter(is_earlier);
    let at = known.as_ref().and_then(|known| known.at).or(next.at);
    let kept = end_before(state, record, at, now)?;
    record.next_start = known.or_else(|| next.register.clone());
    settle_by(state, record, Evidence::of(&kept, state, record)?)
}

/// Ends it so, and leaves its account to be made of what was read.
///
/// # Errors
/// The store's.
pub fn end_at_last_sign(state: &State, record: &mut Transaction, now: Time) -> Result<Kept, StoreError> {
    end_before(state, record, None, now)
}

fn end_before(state: &State, record: &mut Transaction, next: Option<Time>, now: Time) -> Result<Kept, StoreError> {
    let kept = Kept::read(state, record, Depth::All)?;
    let last_sign = ended::last_sign(record, (&kept.values.records, &kept.events.records), next);
    ended::supersede(record, last_sign, now);
    Ok(kept)
}
