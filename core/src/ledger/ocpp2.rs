//! Transactions of 2.x: told by TransactionEvents, which may be repeated, out of order, sent late
//! or missing (E04, E11, E13). Applying one twice gives the same as once.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;

use super::energy;
use crate::clock::Time;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::transactions::{EventCount, Transaction, TransactionState};

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
        events: EventCount::default(),
        received_at: now,
    }
}

/// Adds what an event tells. EVSE and id token come once, in whichever event knows them first.
pub fn apply(
    transaction: &mut Transaction,
    event: &v21::TransactionEventRequest,
    answer: &v21::TransactionEventResponse,
) {
    bounds(&mut transaction.events, event);
    place(transaction, event);
    if let Some(token) = &event.id_token
        && transaction.id_tag.is_none()
    {
        transaction.id_tag = Some(token.id_token.clone());
        let status = answer
            .id_token_info
            .as_ref()
            .map(|info| info.status.as_str().to_owned());
        transaction.authorization = status;
    }
    transaction.reservation_id = event.reservation_id.or(transaction.reservation_id);
    transaction.remote_start_id = event.transaction_info.remote_start_id.or(transaction.remote_start_id);
    meter(transaction, event);
    match event.event_type {
        v21::TransactionEventEnum::Started => transaction.started_at = Some(event.timestamp.clone()),
        v21::TransactionEventEnum::Ended => end(transaction, event),
        v21::TransactionEventEnum::Updated => {}
    }
}

/// Whether every event between Started and Ended is among so many that have arrived. Stations with
/// little memory may drop some (E04.FR.07): a gap is told, and blocks nothing.
#[must_use]
pub fn is_complete(transaction: &Transaction, arrived: usize) -> bool {
    let EventCount { first, last } = transaction.events;
    let (Some(first), Some(last)) = (first, last) else {
        return false;
    };
    i64::try_from(arrived).is_ok_and(|arrived| arrived > last - first)
}

fn bounds(events: &mut EventCount, event: &v21::TransactionEventRequest) {
    match event.event_type {
        v21::TransactionEventEnum::Started => events.first = Some(event.seq_no),
        v21::TransactionEventEnum::Ended => events.last = Some(event.seq_no),
        v21::TransactionEventEnum::Updated => {}
    }
}

fn place(transaction: &mut Transaction, event: &v21::TransactionEventRequest) {
    if let Some(evse) = &event.evse {
        transaction.evse = Some(evse.id);
        transaction.connector = evse.connector_id.or(transaction.connector);
    }
}

/// An event that overtook the end, or comes after it, does not move the register back.
fn meter(transaction: &mut Transaction, event: &v21::TransactionEventRequest) {
    let values = event.meter_value.as_deref().unwrap_or_default();
    transaction.meter_start_wh = energy::first_register_2(values)
        .or(transaction.meter_start_wh)
        .or_else(|| {
            let starts = event.event_type == v21::TransactionEventEnum::Started;
            starts.then(|| energy::last_register_2(values)).flatten()
        });
    if let Some(register) = energy::last_register_2(values) {
        transaction.meter_stop_wh = transaction.meter_stop_wh.max(Some(register));
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
}
