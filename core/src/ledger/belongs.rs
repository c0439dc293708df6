//! Which session a TransactionEvent is of (2.x block E). Started comes once and Ended comes once; some stations give
//! an id again after a reboot, and what is billed does not move.

use ocpp_schemas::types::v21;

use crate::clock::{instant, is_ahead, same_moment, told_instant};
use crate::state::id_tags::is_nobody;
use crate::state::transactions::{ClosedBy, Runs, Transaction, TransactionState};

/// A station's clock may be set while a session runs, so an event may seem to be of so much after the end though its
/// number says that it is of before.
const CLOCK_IS_SET_BY_MINUTES: i64 = 15;
/// Within so long a driver who has shown a card plugs in, or the other way round.
const BEGINS_WITHIN_MINUTES: i64 = 5;

/// What an event is to the newest session of its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// A part of it.
    Here,
    /// It is over; the event is kept beside it.
    Beside,
    /// The begin of another session.
    Anew,
    /// Of a session before it that had the same id.
    Earlier,
}

/// What an event, which did not come before, is to the newest session of its id.
#[must_use]
pub fn belongs(transaction: &Transaction, event: &v21::TransactionEventRequest) -> Relation {
    use v21::TransactionEventEnum::{Ended, Started, Updated};
    let is_over = transaction.state == TransactionState::Closed;
    match event.event_type {
        Started if begins_another(transaction, event) => Relation::Anew,
        _ if is_earlier(transaction, event) => Relation::Earlier,
        _ if transaction.ending.closed_by == Some(ClosedBy::Operator) => Relation::Beside,
        Ended if is_over && !is_its_end(transaction, event) => Relation::Beside,
        Updated if is_over && !is_within(transaction, event) => Relation::Beside,
        Started | Ended | Updated => Relation::Here,
    }
}

/// A second Started is another session's, unless it goes on with the count of one that runs: some stations say
/// Started for the cable, and once more for the driver, and some of those do not count on.
fn begins_another(transaction: &Transaction, event: &v21::TransactionEventRequest) -> bool {
    let is_over = transaction.state == TransactionState::Closed;
    if is_elsewhere(transaction, event) {
        return true;
    }
    let Some(first) = transaction.events.first else {
        // Its end, or a part of it, overtook its begin, unless the begin is after the end.
        return is_over && !is_within(transaction, event);
    };
    let begin = transaction.started_at.as_deref();
    if !is_over && begin.is_some_and(|begin| same_moment(begin, &event.timestamp)) {
        return false;
    }
    is_over || (event.seq_no <= first && !completes(transaction, event))
}

/// Whether an event names another EVSE than that of a session. Some stations count their transactions for each EVSE.
#[must_use]
pub fn is_elsewhere(transaction: &Transaction, event: &v21::TransactionEventRequest) -> bool {
    let both = transaction.evse.zip(event.evse.as_ref());
    both.is_some_and(|(known, named)| known != named.id)
}

/// Whether a second Started with the number of the first is the other half of a begin: one of the two is for the card, the other for
/// the cable, and nothing came between.
fn completes(transaction: &Transaction, event: &v21::TransactionEventRequest) -> bool {
    let is_alone = transaction.events.arrived == Some(Runs::of(vec![event.seq_no]));
    let shows = event.id_token.as_ref().is_some_and(|token| !is_nobody(&token.id_token));
    let begin = transaction.started_at.as_deref().and_then(told_instant);
    let apart = told_instant(&event.timestamp).zip(begin).map(|(at, begin)| at - begin);
    let is_soon = apart.is_some_and(|apart| apart.abs() <= chrono::TimeDelta::minutes(BEGINS_WITHIN_MINUTES));
    is_alone && is_soon && shows != transaction.told_id_tag().is_some()
}

/// A crash came between the session's record and its last event.
fn is_its_end(transaction: &Transaction, event: &v21::TransactionEventRequest) -> bool {
    let end = transaction.stopped_at.as_deref();
    transaction.events.last == Some(event.seq_no) && end.is_some_and(|end| same_moment(end, &event.timestamp))
}

fn is_within(transaction: &Transaction, event: &v21::TransactionEventRequest) -> bool {
    let counted_before = transaction.events.last.is_some_and(|last| event.seq_no < last);
    let end = transaction.stopped_at.as_deref();
    let is_set = |text: &str| told_instant(text).is_some();
    if instant(&event.timestamp).is_some() && !is_set(&event.timestamp) && end.is_some_and(is_set) {
        // A clock that was lost says nothing of before and after; the number does.
        return counted_before;
    }
    let (at, end) = (instant(&event.timestamp), end.and_then(instant));
    let grace = if counted_before { CLOCK_IS_SET_BY_MINUTES } else { 0 };
    at.zip(end)
        .is_none_or(|(at, end)| at <= end + chrono::TimeDelta::minutes(grace))
}

/// Of before the begin of a session that is not the first of its id, by clocks that were set.
fn is_earlier(transaction: &Transaction, event: &v21::TransactionEventRequest) -> bool {
    let begin = transaction.started_at.as_deref().and_then(told_instant);
    let begin = begin.filter(|begin| !is_ahead(*begin, transaction.received_at));
    let at = told_instant(&event.timestamp);
    transaction.same_id.station_id.is_some() && at.zip(begin).is_some_and(|(at, begin)| at < begin)
}

/// Whether an event that seems to be of before the newest session of its id happened while an older one ran. If none
/// ran then, the station's clock was set back.
#[must_use]
pub fn ran_then(older: &Transaction, event: &v21::TransactionEventRequest) -> bool {
    let Some(at) = told_instant(&event.timestamp) else {
        return false;
    };
    let begin = older.started_at.as_deref().and_then(told_instant);
    let had_begun = begin.is_none_or(|begin| begin <= at);
    // The end of one that was given up is our guess.
    let is_over = older.state == TransactionState::Closed;
    let end = older.stopped_at.as_deref().and_then(told_instant);
    had_begun && (!is_over || (end.is_some() && is_within(older, event)))
}
