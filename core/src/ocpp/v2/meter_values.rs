//! MeterValues (2.x J01): values outside transactions, EVSE 0 being the main meter. Always
//! answered, whatever they say (J01.FR.18).

use ocpp_schemas::types::v21;

use crate::ocpp::handler::{Context, Effects, Handler, Proposal, Request, Response, Trouble};
use crate::state::connectors::put_latest_meter_values;

/// The handler.
pub struct MeterValues;

impl Handler for MeterValues {
    type Type = v21::MeterValues;

    fn propose(_: Context<'_>, _: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        Ok(Proposal::New(v21::MeterValuesResponse::default()))
    }

    fn commit(context: Context<'_>, request: &Request<Self>, _: &Response<Self>) -> Result<Effects, Trouble> {
        let Some(values) = context.payload.get("meterValue") else {
            return Ok(Effects::none());
        };
        let write = put_latest_meter_values(context.situation.charge_point, request.evse_id, values)?;
        Ok(Effects::soon(vec![write]))
    }
}
