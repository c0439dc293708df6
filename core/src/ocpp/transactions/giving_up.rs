//! Sessions whose end was lost: the station began another one at the same place, or something else says so. Each
//! ends at its last sign of life, in every version.

use super::running::Place;
use crate::clock::{Time, instant, is_ahead, told_instant};
use crate::events::kinds::TRANSACTION_ENDED;
use crate::ids::TransactionId;
use crate::ledger::account::settle_by;
use crate::ledger::ended;
use crate::ledger::evidence::Evidence;
use crate::ledger::kept::{Depth, Kept};
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::state::State;
use crate::state::transactions::{self, OpenMarker, Register, Transaction, TransactionChange, TransactionState};
use crate::store::{StoreError, Write};

/// The reason of a session whose place another one took.
const SUPERSEDED: &str = "Superseded";

/// A start that arrives so late was kept while the station was off line.
const LIVE_WITHIN_MINUTES: i64 = 2;

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
    give_up_those(context, (SUPERSEDED, newcomer.register.clone()), |open| {
        let is_settled = open.id == *newcomer.id || newcomer.settled.contains(&open.id);
        !is_settled && newcomer.place.is_of(open) && !newcomer.is_history_to(open, now)
    })
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
            give_up_those(context, ("ConnectorAvailable", None), |open| {
                let began = open.started_at.as_deref().and_then(told_instant);
                let began = began.filter(|began| !is_ahead(*began, context.caller.now));
                place.is_of(open) && since.zip(began).is_none_or(|(since, began)| began < since)
            })?
        }
        Sign::Booted if settings.stale_on_boot => give_up_those(context, ("Rebooted", None), |_| true)?,
        Sign::Available { .. } | Sign::Booted => return Ok(effects),
    };
    if given_up.ended.is_empty() {
        return Ok(effects);
    }
    let mut effects = effects;
    effects.writes.get_or_insert_default().extend(given_up.writes);
    Ok(tell(effects, given_up.ended))
}

fn give_up_those(
    context: Context<'_>,
    (reason, next): (&str, Option<Register>),
    is_over: impl Fn(&OpenMarker) -> bool,
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
        give_up(state, &mut change, (next.clone(), context.caller.now))?;
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
    (next, now): (Option<Register>, Time),
) -> Result<(), StoreError> {
    let record = &mut change.record;
    let kept = end_at_last_sign(state, record, now)?;
    record.next_start = next;
    settle_by(state, record, Evidence::of(&kept, state, record)?)
}

/// Ends it so, and leaves its account to be made of what was read.
///
/// # Errors
/// The store's.
pub fn end_at_last_sign(state: &State, record: &mut Transaction, now: Time) -> Result<Kept, StoreError> {
    let kept = Kept::read(state, record, Depth::All)?;
    let last_sign = ended::last_sign(record, &kept.values.records, &kept.events.records);
    ended::supersede(record, last_sign, now);
    Ok(kept)
}
