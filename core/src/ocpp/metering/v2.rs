//! MeterValues (2.x J01): what was measured at an EVSE while a session ran there belongs to it; EVSE 0 is the main
//! meter. Always answered, whatever they say (J01.FR.18).

use ocpp_schemas::types::v21;

use crate::clock::instant;
use crate::events::kinds::METER_VALUES;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::Report;
use crate::ocpp::transactions::running::{Place, running_at};
use crate::state::connectors::put_latest_meter_values;
use crate::state::transactions::{self, NewValues};

/// The handler.
pub struct MeterValues;

impl Report for MeterValues {
    type Type = v21::MeterValues;

    fn take(context: Context<'_>, request: &v21::MeterValuesRequest) -> Result<Effects, HandlerError> {
        let charge_point = context.caller.charge_point;
        let Some(values) = context.payload.get("meterValue") else {
            return Ok(Effects::none());
        };
        let place = Place {
            evse: Some(request.evse_id),
            connector: None,
        };
        let last = request
            .meter_value
            .iter()
            .rev()
            .find_map(|value| instant(&value.timestamp));
        let effects = match running_at(context, place, last)? {
            Some(session) => {
                let new = NewValues {
                    named: false,
                    received_at: Some(context.caller.now),
                    values,
                };
                Effects::now(vec![transactions::put_meter_values(charge_point, &session, new)?])
            }
            None => Effects::soon(vec![put_latest_meter_values(charge_point, request.evse_id, values)?]),
        };
        Ok(effects.tell(&METER_VALUES))
    }
}
