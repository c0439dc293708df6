//! MeterValues (2.x J01): values outside transactions, EVSE 0 being the main meter. Always
//! answered, whatever they say (J01.FR.18).

use ocpp_schemas::types::v21;

use crate::events::kinds::METER_VALUES;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::Report;
use crate::state::connectors::put_latest_meter_values;

/// The handler.
pub struct MeterValues;

impl Report for MeterValues {
    type Type = v21::MeterValues;

    fn take(context: Context<'_>, request: &v21::MeterValuesRequest) -> Result<Effects, HandlerError> {
        let Some(values) = context.payload.get("meterValue") else {
            return Ok(Effects::none());
        };
        let latest = put_latest_meter_values(context.caller.charge_point, request.evse_id, values)?;
        Ok(Effects::soon(vec![latest]).tell(&METER_VALUES))
    }
}
