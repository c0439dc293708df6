//! MeterValues (1.6 section 4.7): kept with the transaction that they name, else with the one that
//! is open on their connector; always answered.

use ocpp_schemas::types::v16;

use super::stop_transaction::orphan;
use crate::ids::TransactionId;
use crate::ocpp::handler::{Context, Effects, Handler, Proposal, Request, Response, Trouble};
use crate::state::connectors::put_latest_meter_values;
use crate::state::transactions;
use crate::store::StoreError;

/// The handler.
pub struct MeterValues;

impl Handler for MeterValues {
    type Type = v16::MeterValues;

    fn propose(_: Context<'_>, _: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        Ok(Proposal::New(v16::MeterValuesResponse::default()))
    }

    fn commit(context: Context<'_>, request: &Request<Self>, _: &Response<Self>) -> Result<Effects, Trouble> {
        let charge_point = context.situation.charge_point;
        let Some(values) = context.payload.get("meterValue") else {
            return Ok(Effects::none());
        };
        // Ids below 1 mean "none".
        let named = request.transaction_id.filter(|&id| id > 0);
        let named = named.map(|id| TransactionId::new(&id.to_string()));
        let id = match named {
            Some(id) if context.central.state.has_transaction(charge_point, &id)? => Some(id),
            Some(_) => return Ok(Effects::now(vec![orphan(context, "MeterValues")?])),
            None => open_on(context, request.connector_id)?,
        };
        Ok(match id {
            Some(id) => Effects::now(vec![transactions::put_meter_values(charge_point, &id, values)?]),
            None => Effects::soon(vec![put_latest_meter_values(
                charge_point,
                request.connector_id,
                values,
            )?]),
        })
    }
}

fn open_on(context: Context<'_>, connector: i64) -> Result<Option<TransactionId>, StoreError> {
    let open = context
        .central
        .state
        .open_transactions(context.situation.charge_point)?;
    Ok(open
        .into_iter()
        .find(|(_, at)| *at == Some(connector))
        .map(|(id, _)| id))
}
