//! StopTransaction (1.6 section 4.10): charging has ended. Always answered, also for a transaction
//! that we do not know (-1, 0, another system's): a refusal would only be repeated for ever.

use ocpp_schemas::types::v16;
use serde_json::Value;

use super::orphan;
use crate::events::kinds::TRANSACTION_ENDED;
use crate::ids::TransactionId;
use crate::ledger::account::settle_by;
use crate::ledger::evidence::{Depth, Evidence};
use crate::ledger::ocpp16;
use crate::ocpp::authorization::rules::authorize;
use crate::ocpp::authorization::v16::id_tag_info;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Decided, Handler, Proposal, Request};
use crate::state::transactions::{self, Doubt, MeterValueSet, TransactionChange, TransactionState};

/// The handler.
pub struct StopTransaction;

impl Handler for StopTransaction {
    type Type = v16::StopTransaction;
    /// The transaction that ends, where it is known.
    type Plan = Option<TransactionChange>;

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let id = TransactionId::new(&request.transaction_id.to_string());
        let plan = context.state.transaction_to_change(context.caller.charge_point, &id)?;
        if let Some(transaction) = plan.as_ref().map(|change| &change.record)
            && transaction.state == TransactionState::Closed
            && let Some(answer) = &transaction.stop_answer
        {
            return Ok(Proposal::Repeat(serde_json::from_value(answer.clone())?));
        }
        let tag = request.id_tag.as_deref();
        let info = tag.map(|tag| authorize(context, tag)).transpose()?.map(id_tag_info);
        let response = v16::StopTransactionResponse { id_tag_info: info };
        Ok(Proposal::New { response, plan })
    }

    fn commit(context: Context<'_>, decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        let Decided {
            request,
            response,
            plan,
        } = decided;
        let Some(mut change) = plan else {
            let kept = orphan(context, "StopTransaction")?;
            return Ok(Effects::now(vec![kept]).tell(&TRANSACTION_ENDED));
        };
        let mut writes = Vec::new();
        let values = context.payload.get("transactionData").filter(|values| has_any(values));
        let set = values.map(|values| MeterValueSet {
            named: true,
            received_at: Some(context.caller.now),
            values: values.clone(),
        });
        // Before the record, whose repetition changes nothing; written twice they are the same key.
        if let Some(set) = &set {
            writes.push(transactions::put_meter_values(
                context.caller.charge_point,
                &change.record.id,
                set,
            )?);
        }
        ocpp16::stop(&mut change.record, request, Some(serde_json::to_value(response)?));
        change.record.meter_stop_wh = context.told_register("meterStop");
        if context.is_made_up("/timestamp") {
            change.record.doubts.insert(Doubt::EndTimeNotTold);
        }
        let mut evidence = Evidence::read(context.state, &change.record, Depth::All)?;
        if let Some(set) = &set {
            evidence.add_values(set);
        }
        settle_by(context.state, &mut change.record, evidence)?;
        writes.extend(transactions::put_transaction(&change)?);
        Ok(Effects::now(writes).tell_of(&TRANSACTION_ENDED, change.record))
    }
}

fn has_any(values: &Value) -> bool {
    values.as_array().is_some_and(|values| !values.is_empty())
}
