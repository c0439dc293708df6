//! Which session ran at a place at a moment: where values belong that name none, or one that was over by then.

use chrono::TimeDelta;

use crate::clock::{Time, instant, is_ahead, text, told_instant};
use crate::ids::TransactionId;
use crate::ledger::ended;
use crate::ocpp::context::Context;
use crate::state::transactions::{ClosedBy, OpenMarker, Transaction, TransactionChange, TransactionState};
use crate::store::StoreError;

/// The values of a session's begin may be measured so long before the station says that it began.
const BEFORE_THE_START_SECONDS: i64 = 60;
/// The values of a session's end may be measured so long after the station says that it ended.
const AFTER_THE_END_SECONDS: i64 = 60;
/// So many of a station's sessions, at all its connectors, are looked at for the last one at a place.
const MOST_BACK: usize = 16;

/// Where something was measured: at an EVSE (2.x) or a connector (1.6).
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub evse: Option<i64>,
    pub connector: Option<i64>,
}

impl Place {
    /// Whether an open session is there.
    pub fn is_of(self, open: &OpenMarker) -> bool {
        self.is_at(open.evse, open.connector)
    }

    fn is_at(self, evse: Option<i64>, connector: Option<i64>) -> bool {
        match self.evse {
            Some(own) => evse == Some(own),
            None => self.connector.is_some() && evse.is_none() && connector == self.connector,
        }
    }
}

/// Whose values are that name no session.
pub enum Measured {
    /// One that runs.
    Running(TransactionId),
    /// One that was over when they came, and whose account lacks something.
    Past(Box<TransactionChange>),
    /// None.
    Outside,
}

/// The session in which something was measured at a place: of the open ones the newest that had begun by then, else the
/// last one there, if the values are of within it. That one is only looked for where the values say that they are of an
/// end, or are of before what runs now: most values outside of sessions are of none, and are not to cost a list.
///
/// # Errors
/// The store's.
pub fn measured_at(
    context: Context<'_>,
    place: Place,
    (are_of_end, at): (bool, impl FnOnce() -> Option<Time>),
) -> Result<Measured, StoreError> {
    let mut open = context.state.open_transactions(context.caller.charge_point)?;
    open.retain(|open| place.is_of(open));
    if open.is_empty() && !are_of_end {
        return Ok(Measured::Outside);
    }
    let at = at();
    let began = |open: &OpenMarker| begin(context, open);
    let seconds_before = |open: &OpenMarker| {
        let both = at.zip(began(open));
        both.map_or(0, |(at, began)| (began - at).num_seconds())
    };
    let told = |open: &OpenMarker| open.started_at.as_deref().and_then(instant);
    let there = open.into_iter();
    let there = there.filter(|open| seconds_before(open) <= BEFORE_THE_START_SECONDS);
    let running = there.max_by_key(told);
    // What is of an end is not of what began after it.
    let is_sure = running
        .as_ref()
        .is_some_and(|open| !are_of_end || seconds_before(open) <= 0);
    if !is_sure
        && let Some(at) = at
        && let Some(past) = past_at(context, place, (are_of_end, at))?
    {
        return Ok(Measured::Past(Box::new(past)));
    }
    Ok(running.map_or(Measured::Outside, |open| Measured::Running(open.id)))
}

/// The last session that had begun at a place by a moment, if that is within it, and its account is not complete.
fn past_at(
    context: Context<'_>,
    place: Place,
    (is_of_end, at): (bool, Time),
) -> Result<Option<TransactionChange>, StoreError> {
    let slack = TimeDelta::seconds(AFTER_THE_END_SECONDS);
    let (state, charge_point) = (context.state, context.caller.charge_point);
    let Some(until) = at.checked_add_signed(slack) else {
        return Ok(None);
    };
    let back = state.sessions_back(charge_point, Some(&text(until)), MOST_BACK)?;
    let mut there = back.into_iter().filter_map(|(_, record)| record).filter(|record| {
        let began = record.started_at.as_deref().and_then(told_instant);
        place.is_at(record.evse, record.connector) && began.is_some_and(|began| began <= at)
    });
    let Some(last) = there.next() else { return Ok(None) };
    let is_sealed = last.complete || last.imported.is_some() || last.ending.closed_by == Some(ClosedBy::Operator);
    let latest = if is_of_end {
        at.checked_sub_signed(slack)
    } else {
        Some(at)
    };
    let is_within = match last.state {
        TransactionState::Open => false,
        TransactionState::Closed => latest.is_some_and(|at| ended::is_within(&last, Some(at))),
        // Its end is our guess.
        TransactionState::Superseded => {
            let next = last.next_start.as_ref().and_then(|next| next.at);
            next.is_none_or(|next| at <= next)
        }
    };
    if is_sealed || !is_within {
        return Ok(None);
    }
    state.transaction_to_change(charge_point, &last.id)
}

/// The open session that began in the place of one which is over, if it had begun when something was measured there: a
/// station may keep the number of the session before.
///
/// # Errors
/// The store's.
pub fn next_at(
    context: Context<'_>,
    over: &Transaction,
    at: Option<Time>,
) -> Result<Option<TransactionId>, StoreError> {
    let place = Place {
        evse: over.evse,
        connector: over.connector,
    };
    let began = over.started_at.as_deref().and_then(told_instant);
    let Some((began, at)) = began.zip(at) else {
        return Ok(None);
    };
    let open = context.state.open_transactions(context.caller.charge_point)?;
    let mut next = open.into_iter().filter(|open| {
        let next = begin(context, open);
        place.is_of(open) && next.is_some_and(|next| began < next && next <= at)
    });
    Ok(next.next().map(|open| open.id))
}

/// When an open session began. A clock that was ahead, or never set, says nothing of before and after.
fn begin(context: Context<'_>, open: &OpenMarker) -> Option<Time> {
    let began = open.started_at.as_deref().and_then(told_instant);
    began.filter(|began| !is_ahead(*began, context.caller.now))
}
