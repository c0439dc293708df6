//! Transactions of 1.6: begun by StartTransaction, ended by StopTransaction (sections 4.8, 4.10).

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v16;
use rust_decimal::Decimal;
use serde_json::Value;

use super::account::note_start;
use crate::clock::Time;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::transactions::{Doubts, Ending, EventCount, SameId, Transaction, TransactionState};

/// The transaction that a StartTransaction begins.
#[must_use]
pub fn start(
    charge_point: &ChargePointId,
    request: &v16::StartTransactionRequest,
    response: &v16::StartTransactionResponse,
    now: Time,
) -> Transaction {
    let mut transaction = Transaction {
        charge_point: charge_point.clone(),
        id: TransactionId::new(&response.transaction_id.to_string()),
        version: "1.6".to_owned(),
        evse: None,
        connector: Some(request.connector_id),
        id_tag: Some(request.id_tag.clone()),
        state: TransactionState::Open,
        complete: false,
        doubts: Doubts::new(),
        energy: None,
        next_start: None,
        charging: None,
        started_at: Some(request.timestamp.clone()),
        meter_start_wh: Some(Decimal::from(request.meter_start)),
        stopped_at: None,
        meter_stop_wh: None,
        stop_reason: None,
        reservation_id: request.reservation_id,
        remote_start_id: None,
        authorization: Some(response.id_tag_info.status.as_str().to_owned()),
        start_answer: None,
        stop_answer: None,
        events: EventCount::default(),
        same_id: SameId::default(),
        ending: Ending::default(),
        imported: None,
        assigned: None,
        received_at: now,
    };
    note_start(&mut transaction);
    transaction
}

/// Ends a transaction, also one that was given up for lost. Its account is made anew.
pub fn stop(transaction: &mut Transaction, request: &v16::StopTransactionRequest, answer: Option<Value>) {
    transaction.state = TransactionState::Closed;
    transaction.stopped_at = Some(request.timestamp.clone());
    transaction.meter_stop_wh = Some(Decimal::from(request.meter_stop));
    // An absent reason means Local (StopTransaction.req).
    let reason = request.reason.map_or("Local", |reason| reason.as_str());
    transaction.stop_reason = Some(reason.to_owned());
    transaction.stop_answer = answer;
}
