//! MeterValues (1.6 section 4.7): kept with the transaction that they name, else with the one that
//! is open on their connector; always answered.

use ocpp_schemas::types::v16;

use crate::events::kinds::METER_VALUES;
use crate::ids::TransactionId;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::Report;
use crate::ocpp::transactions::orphan;
use crate::state::connectors::put_latest_meter_values;
use crate::state::transactions::{self, MeterValueSet};
use crate::store::StoreError;

/// The handler.
pub struct MeterValues;

impl Report for MeterValues {
    type Type = v16::MeterValues;

    fn take(context: Context<'_>, request: &v16::MeterValuesRequest) -> Result<Effects, HandlerError> {
        let charge_point = context.caller.charge_point;
        let Some(values) = context.payload.get("meterValue") else {
            return Ok(Effects::none());
        };
        // Ids below 1 mean "none".
        let named = request.transaction_id.filter(|&id| id > 0);
        let named = named.map(|id| TransactionId::new(&id.to_string()));
        let id = match named.clone() {
            Some(id) if context.state.has_transaction(charge_point, &id)? => Some(id),
            Some(_) => return Ok(Effects::now(vec![orphan(context, "MeterValues")?]).tell(&METER_VALUES)),
            None => open_on(context, request.connector_id)?,
        };
        let set = MeterValueSet {
            named: named.is_some(),
            received_at: Some(context.caller.now),
            values: values.clone(),
        };
        let effects = match id {
            Some(id) => Effects::now(vec![transactions::put_meter_values(charge_point, &id, &set)?]),
            None => Effects::soon(vec![put_latest_meter_values(
                charge_point,
                request.connector_id,
                values,
            )?]),
        };
        Ok(effects.tell(&METER_VALUES))
    }
}

fn open_on(context: Context<'_>, connector: i64) -> Result<Option<TransactionId>, StoreError> {
    let open = context.state.open_transactions(context.caller.charge_point)?;
    Ok(open
        .into_iter()
        .find(|(_, at)| *at == Some(connector))
        .map(|(id, _)| id))
}
