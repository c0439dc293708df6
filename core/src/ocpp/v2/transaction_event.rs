//! TransactionEvent (2.x E01-E15): always answered (J02.FR.19). A repetition gets its first answer
//! and changes nothing.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;

use super::authorize::id_token_info;
use crate::ids::TransactionId;
use crate::ledger::ocpp2;
use crate::ocpp::handler::{Context, Effects, Handler, Proposal, Request, Response, Trouble};
use crate::ocpp::reserve;
use crate::state::transactions::{self, EventKey, StoredEvent, TransactionChange, TransactionState};

/// More events than this are not counted to tell whether a transaction is complete.
const MAX_EVENTS: usize = 10_000;

/// The handler.
pub struct TransactionEvent;

impl Handler for TransactionEvent {
    type Type = v21::TransactionEvent;

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        let charge_point = context.situation.charge_point;
        let state = &context.central.state;
        if let Some(before) = state.transaction_event(charge_point, &id(request), event_key(request))? {
            return Ok(Proposal::Again(serde_json::from_value(before.answer)?));
        }
        // idTokenInfo is there if and only if a token was sent (E01.FR.11, E01.FR.12).
        let token = request.id_token.as_ref();
        let info = token.map(|token| id_token_info(context, token)).transpose()?;
        Ok(Proposal::New(v21::TransactionEventResponse {
            id_token_info: info,
            ..Response::<Self>::default()
        }))
    }

    fn commit(context: Context<'_>, request: &Request<Self>, response: &Response<Self>) -> Result<Effects, Trouble> {
        let charge_point = context.situation.charge_point;
        let (now, id) = (context.situation.now, id(request));
        let version = context.situation.profile.version.to_string();
        let state = &context.central.state;
        let known = state.transaction_to_change(charge_point, &id)?;
        let new = || TransactionChange::absent(ocpp2::new(charge_point, &id, &version, now));
        let mut change = known.unwrap_or_else(new);
        let transaction = &mut change.record;
        ocpp2::apply(transaction, request, response);
        if transaction.state == TransactionState::Closed {
            let arrived = state.transaction_events(charge_point, &id, MAX_EVENTS)?.len() + 1;
            transaction.complete = ocpp2::is_complete(transaction, arrived);
        }
        let stored = StoredEvent {
            request: context.payload.clone(),
            answer: serde_json::to_value(response)?,
            received_at: now,
        };
        let mut writes = transactions::put_transaction(&change)?;
        writes.extend(reserve::used(context, request.reservation_id, &id)?);
        // Last: a retry after a crash or a conflict in between applies the event again, which changes nothing.
        writes.push(transactions::put_event(charge_point, &id, event_key(request), &stored)?);
        Ok(Effects::now(writes))
    }
}

fn id(request: &v21::TransactionEventRequest) -> TransactionId {
    TransactionId::new(&request.transaction_info.transaction_id)
}

fn event_key(request: &v21::TransactionEventRequest) -> EventKey<'_> {
    EventKey {
        seq_no: request.seq_no,
        event_type: request.event_type.as_str(),
        timestamp: &request.timestamp,
    }
}
