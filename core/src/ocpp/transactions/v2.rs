//! TransactionEvent (2.x E01-E15): always answered (J02.FR.19). A repetition gets its first answer
//! and changes nothing.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;

use crate::events::Kind;
use crate::events::kinds::{TRANSACTION_ENDED, TRANSACTION_STARTED, TRANSACTION_UPDATED};
use crate::ids::TransactionId;
use crate::ledger::account::{advance, settle_by};
use crate::ledger::evidence::{Depth, Evidence};
use crate::ledger::ocpp2;
use crate::ocpp::authorization::v2::id_token_info;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Decided, Handler, Proposal, Request, Response};
use crate::ocpp::reservation;
use crate::state::transactions::{self, EventKey, StoredEvent, TransactionChange, TransactionState};

/// The handler.
pub struct TransactionEvent;

impl Handler for TransactionEvent {
    type Type = v21::TransactionEvent;
    type Plan = ();

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let charge_point = context.caller.charge_point;
        let before = context
            .state
            .transaction_event(charge_point, &id(request), event_key(request))?;
        if let Some(before) = before {
            return Ok(Proposal::Repeat(serde_json::from_value(before.answer)?));
        }
        // idTokenInfo is there if and only if a token was sent (E01.FR.11, E01.FR.12).
        let token = request.id_token.as_ref();
        let info = token.map(|token| id_token_info(context, token)).transpose()?;
        Ok(Proposal::answer(v21::TransactionEventResponse {
            id_token_info: info,
            ..Response::<Self>::default()
        }))
    }

    fn commit(context: Context<'_>, decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        let Decided { request, response, .. } = decided;
        let charge_point = context.caller.charge_point;
        let (now, id) = (context.caller.now, id(request));
        let known = context.state.transaction_to_change(charge_point, &id)?;
        let version = context.caller.version.to_string();
        let new = || TransactionChange::absent(ocpp2::new(charge_point, &id, &version, now));
        let mut change = known.unwrap_or_else(new);
        let transaction = &mut change.record;
        ocpp2::apply(transaction, request, response);
        if transaction.state == TransactionState::Open {
            let mut message = Evidence::default();
            message.add_event(context.payload, now);
            advance(transaction, message, context.state.max_power());
        } else {
            let mut evidence = Evidence::read(context.state, transaction, Depth::All)?;
            evidence.add_event(context.payload, now);
            settle_by(context.state, transaction, evidence)?;
        }
        let stored = StoredEvent {
            request: context.payload.clone(),
            answer: serde_json::to_value(response)?,
            received_at: now,
        };
        let mut writes = transactions::put_transaction(&change)?;
        let used = reservation::used(context, request.reservation_id, &id)?;
        writes.extend(used.writes.unwrap_or_default());
        // Last: a retry after a crash or a conflict in between applies the event again, which changes nothing.
        writes.push(transactions::put_event(charge_point, &id, event_key(request), &stored)?);
        let mut effects = Effects::now(writes).tell_of(kind(request.event_type), change.record);
        effects.happened.extend(used.happened);
        Ok(effects)
    }
}

fn kind(event: v21::TransactionEventEnum) -> &'static Kind {
    match event {
        v21::TransactionEventEnum::Started => &TRANSACTION_STARTED,
        v21::TransactionEventEnum::Updated => &TRANSACTION_UPDATED,
        v21::TransactionEventEnum::Ended => &TRANSACTION_ENDED,
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
