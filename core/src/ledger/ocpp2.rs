//! Transactions of 2.x: told by TransactionEvents, which may be repeated, out of order, sent late
//! or missing (E04, E11, E13). Applying one twice gives the same as once.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;

use super::account::note_start;
use super::ended::heard_until;
use crate::clock::{Time, instant};
use crate::ids::{ChargePointId, TransactionId};
use crate::state::id_tags::is_nobody;
use crate::state::transactions::{
    Charging, ClosedBy, Doubts, Ending, EventCount, SameId, Transaction, TransactionState,
};

/// A transaction of which nothing is known yet.
#[must_use]
pub fn new(charge_point: &ChargePointId, id: &TransactionId, version: &str, now: Time) -> Transaction {
    Transaction {
        charge_point: charge_point.clone(),
        id: id.clone(),
        version: version.to_owned(),
        evse: None,
        connector: None,
        id_tag: None,
        state: TransactionState::Open,
        complete: false,
        doubts: Doubts::new(),
        energy: None,
        next_start: None,
        charging: None,
        started_at: None,
        meter_start_wh: None,
        stopped_at: None,
        meter_stop_wh: None,
        stop_reason: None,
        reservation_id: None,
        remote_start_id: None,
        authorization: None,
        start_answer: None,
        stop_answer: None,
        events: if version == "1.6" {
            EventCount::default()
        } else {
            EventCount::none_yet()
        },
        same_id: SameId::default(),
        ending: Ending::default(),
        imported: None,
        assigned: None,
        received_at: now,
    }
}

/// Adds what an event tells. EVSE and id token come once, in whichever event knows them first; a token that is blank, as
/// one of the type NoAuthorization is, or that was refused, keeps nobody's place.
pub fn apply(
    transaction: &mut Transaction,
    event: &v21::TransactionEventRequest,
    answer: &v21::TransactionEventResponse,
) {
    bounds(&mut transaction.events, event);
    transaction.events.arrive(event.seq_no);
    place(transaction, event);
    driver(transaction, event, answer);
    transaction.reservation_id = event.reservation_id.or(transaction.reservation_id);
    transaction.remote_start_id = event.transaction_info.remote_start_id.or(transaction.remote_start_id);
    charging(transaction, event);
    note_start(transaction);
    match event.event_type {
        // A second one that goes on with the count is no other begin.
        v21::TransactionEventEnum::Started if transaction.events.first != Some(event.seq_no) => {}
        v21::TransactionEventEnum::Started if began_before(transaction, event) => {}
        v21::TransactionEventEnum::Started => transaction.started_at = Some(event.timestamp.clone()),
        v21::TransactionEventEnum::Ended => end(transaction, event),
        v21::TransactionEventEnum::Updated => heard_until(transaction, &event.timestamp),
    }
}

fn bounds(events: &mut EventCount, event: &v21::TransactionEventRequest) {
    match event.event_type {
        v21::TransactionEventEnum::Started => events.first = events.first.or(Some(event.seq_no)),
        v21::TransactionEventEnum::Ended => events.last = Some(event.seq_no),
        v21::TransactionEventEnum::Updated => {}
    }
}

/// Takes the token of whoever begins the session. Who shows a card that is refused, and then one that is accepted, charges
/// with the second; who shows one to stop begins nothing.
fn driver(transaction: &mut Transaction, event: &v21::TransactionEventRequest, answer: &v21::TransactionEventResponse) {
    let Some(token) = &event.id_token else { return };
    let status = answer.id_token_info.as_ref().map(|info| info.status.as_str());
    let replaces = || {
        let is_accepted = status == Some("Accepted") && !is_nobody(&token.id_token);
        is_accepted && !is_to_stop(event) && transaction.is_told_refused()
    };
    if transaction.told_id_tag().is_none() || replaces() {
        transaction.tell_id_tag(token.id_token.clone(), status.map(str::to_owned));
    }
}

/// What is said of a session that ends, or is to end.
fn is_to_stop(event: &v21::TransactionEventRequest) -> bool {
    use v21::TriggerReasonEnum::{Deauthorized, RemoteStop, StopAuthorized};
    event.event_type == v21::TransactionEventEnum::Ended
        || matches!(event.trigger_reason, Deauthorized | RemoteStop | StopAuthorized)
}

/// Whether the begin is known already, and a second one of its number is of later.
fn began_before(transaction: &Transaction, event: &v21::TransactionEventRequest) -> bool {
    let begin = transaction.started_at.as_deref().and_then(instant);
    begin.is_some_and(|begin| instant(&event.timestamp).is_none_or(|at| begin <= at))
}

fn place(transaction: &mut Transaction, event: &v21::TransactionEventRequest) {
    if let Some(evse) = &event.evse {
        transaction.evse = Some(evse.id);
        transaction.connector = evse.connector_id.or(transaction.connector);
    }
}

/// Whether energy flows, as of the latest time that is told.
fn charging(transaction: &mut Transaction, event: &v21::TransactionEventRequest) {
    let Some(state) = event.transaction_info.charging_state else {
        return;
    };
    let Some(at) = instant(&event.timestamp) else { return };
    if transaction.charging.as_ref().is_none_or(|known| known.at <= at) {
        let state = state.as_str().to_owned();
        transaction.charging = Some(Charging { state, at });
    }
}

fn end(transaction: &mut Transaction, event: &v21::TransactionEventRequest) {
    transaction.state = TransactionState::Closed;
    transaction.stopped_at = Some(event.timestamp.clone());
    let reason = event
        .transaction_info
        .stopped_reason
        .map_or("Local", |reason| reason.as_str());
    transaction.stop_reason = Some(reason.to_owned());
    transaction.ending.closed_by = Some(ClosedBy::Station);
}
