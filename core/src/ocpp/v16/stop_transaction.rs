//! StopTransaction (1.6 section 4.10): charging has ended. Always answered, also for a transaction
//! that we do not know (-1, 0, another system's): a refusal would only be repeated for ever.

use ocpp_schemas::types::v16;
use serde_json::Value;

use super::authorize::id_tag_info;
use crate::ids::TransactionId;
use crate::ledger::ocpp16;
use crate::ocpp::authorization::judge;
use crate::ocpp::handler::{Context, Effects, Handler, Proposal, Request, Response, Trouble};
use crate::state::transactions::{self, Orphan, TransactionChange, TransactionState};
use crate::store::{StoreError, Write};

/// The handler.
pub struct StopTransaction;

impl Handler for StopTransaction {
    type Type = v16::StopTransaction;

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        if let Some(transaction) = find(context, request)?.map(|change| change.record)
            && transaction.state == TransactionState::Closed
            && let Some(answer) = transaction.stop_answer
        {
            return Ok(Proposal::Again(serde_json::from_value(answer)?));
        }
        let tag = request.id_tag.as_deref();
        let info = tag.map(|tag| judge(context, tag)).transpose()?.map(id_tag_info);
        Ok(Proposal::New(v16::StopTransactionResponse { id_tag_info: info }))
    }

    fn commit(context: Context<'_>, request: &Request<Self>, response: &Response<Self>) -> Result<Effects, Trouble> {
        let Some(mut change) = find(context, request)? else {
            return Ok(Effects::now(vec![orphan(context, "StopTransaction")?]));
        };
        let mut writes = Vec::new();
        // Before the record, whose repetition changes nothing; written twice they are the same key.
        if let Some(values) = context.payload.get("transactionData").filter(|values| has_any(values)) {
            writes.push(transactions::put_meter_values(
                context.situation.charge_point,
                &change.record.id,
                values,
            )?);
        }
        ocpp16::stop(&mut change.record, request, Some(serde_json::to_value(response)?));
        writes.extend(transactions::put_transaction(&change)?);
        Ok(Effects::now(writes))
    }
}

fn has_any(values: &Value) -> bool {
    values.as_array().is_some_and(|values| !values.is_empty())
}

fn find(context: Context<'_>, request: &v16::StopTransactionRequest) -> Result<Option<TransactionChange>, StoreError> {
    let id = TransactionId::new(&request.transaction_id.to_string());
    let state = &context.central.state;
    state.transaction_to_change(context.situation.charge_point, &id)
}

/// Keeps what cannot be placed, for an operator to look at.
pub fn orphan(context: Context<'_>, action: &str) -> Result<Write, StoreError> {
    tracing::warn!(
        charge_point.id = %context.situation.charge_point,
        ocpp.action = action,
        "a message about a transaction that is not known was kept"
    );
    transactions::put_orphan(
        context.situation.charge_point,
        &Orphan {
            action: action.to_owned(),
            payload: context.payload.clone(),
            received_at: context.situation.now,
        },
    )
}
