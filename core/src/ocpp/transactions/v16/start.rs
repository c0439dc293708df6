//! StartTransaction (1.6 section 4.8): charging has begun, whatever we say. The station always
//! gets a transaction id, the same one for a retry, and learns what became of the id tag.

use ocpp_schemas::types::v16;
use rust_decimal::Decimal;

use crate::clock::instant;
use crate::events::kinds::TRANSACTION_STARTED;
use crate::ids::TransactionId;
use crate::ledger::account::settle;
use crate::ledger::ocpp16;
use crate::ocpp::authorization::rules::authorize;
use crate::ocpp::authorization::v16::id_tag_info;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Decided, Handler, Proposal, Request, Response};
use crate::ocpp::reservation;
use crate::state::transactions::{self, Doubt, Register, StartKey, TransactionChange, TransactionState};
use crate::store::{StoreError, Write};

/// The handler.
pub struct StartTransaction;

/// What was read of the start before.
pub struct Plan {
    /// Its id was noted before a crash, and nobody has seen it.
    is_noted: bool,
}

impl Handler for StartTransaction {
    type Type = v16::StartTransaction;
    type Plan = Plan;

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let state = context.state;
        let charge_point = context.caller.charge_point;
        let before = state.started_as(charge_point, start_key(request))?;
        if let Some(id) = &before
            && let Some(transaction) = state.transaction(charge_point, id)?
            && let Some(answer) = transaction.start_answer
        {
            return Ok(Proposal::Repeat(serde_json::from_value(answer)?));
        }
        let plan = Plan {
            is_noted: before.is_some(),
        };
        let none_left = HandlerError::Busy("no transaction id is free");
        let id = before.or_else(|| context.transaction_ids.next()).ok_or(none_left)?;
        let info = id_tag_info(authorize(context, &request.id_tag)?);
        let response = v16::StartTransactionResponse::new(info, number(&id));
        Ok(Proposal::New { response, plan })
    }

    fn guard(proposed: &Response<Self>, changed: &Response<Self>) -> Result<(), String> {
        if proposed.transaction_id == changed.transaction_id {
            return Ok(());
        }
        Err(format!(
            "transactionId is {} and belongs to the central system; the plugin made it {}",
            proposed.transaction_id, changed.transaction_id
        ))
    }

    fn commit(context: Context<'_>, decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        let Decided {
            request,
            response,
            plan,
        } = decided;
        let charge_point = context.caller.charge_point;
        let mut transaction = ocpp16::start(charge_point, request, response, context.caller.now);
        // The text has the register's decimals.
        transaction.meter_start_wh = context.told_register("meterStart");
        if context.is_made_up("/timestamp") {
            transaction.doubts.insert(Doubt::StartTimeNotTold);
        }
        transaction.start_answer = Some(serde_json::to_value(response)?);
        let id = transaction.id.clone();
        let mut writes = Vec::new();
        let change = if plan.is_noted {
            // A crash came between the index and the record, or before what the start does to others.
            context.state.transaction_to_change(charge_point, &id)?
        } else {
            writes.push(transactions::note_start(charge_point, start_key(request), &id)?);
            None
        };
        let change = match change {
            Some(change) => change.with(transaction),
            None => TransactionChange::absent(transaction),
        };
        // The record last: from then on a repetition gets its answer and changes nothing, so what the start
        // does to others must be done. A conflict before it is handled anew, under the id that was noted.
        writes.extend(supersede(context, request, &id)?);
        let used = reservation::used(context, request.reservation_id, &id)?;
        writes.extend(used.writes.unwrap_or_default());
        writes.extend(transactions::put_transaction(&change)?);
        let mut effects = Effects::now(writes).tell_of(&TRANSACTION_STARTED, change.record);
        effects.happened.extend(used.happened);
        Ok(effects)
    }
}

fn start_key(request: &v16::StartTransactionRequest) -> StartKey<'_> {
    StartKey {
        connector: request.connector_id,
        id_tag: &request.id_tag,
        timestamp: &request.timestamp,
        meter_start: request.meter_start,
    }
}

/// Our own ids are numbers.
fn number(id: &TransactionId) -> i64 {
    id.as_str().parse().unwrap_or_default()
}

/// A connector carries one transaction: the end of an older one was lost.
fn supersede(
    context: Context<'_>,
    by: &v16::StartTransactionRequest,
    id: &TransactionId,
) -> Result<Vec<Write>, StoreError> {
    let state = context.state;
    let charge_point = context.caller.charge_point;
    let mut writes = Vec::new();
    for (open, at) in state.open_transactions(charge_point)? {
        if open == *id || at != Some(by.connector_id) {
            continue;
        }
        let Some(mut change) = state.transaction_to_change(charge_point, &open)? else {
            continue;
        };
        // A crash or a conflict left its marker.
        if change.record.state != TransactionState::Open {
            continue;
        }
        tracing::warn!(
            transaction.id = %open,
            "given up: the charge point began another transaction on its connector"
        );
        ocpp16::supersede(&mut change.record, context.caller.now);
        change.record.next_start = Some(Register {
            wh: Decimal::from(by.meter_start),
            at: instant(&by.timestamp),
        });
        settle(context.state, &mut change.record)?;
        writes.extend(transactions::put_transaction(&change)?);
    }
    Ok(writes)
}
