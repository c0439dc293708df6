//! ReservationStatusUpdate (2.x H04): the station let a reservation go.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;

use super::rules::settle;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::fallback;
use crate::ocpp::handler::Report;
use crate::state::reservations::ReservationState;

/// The handler.
pub struct ReservationStatusUpdate;

impl Report for ReservationStatusUpdate {
    type Type = v21::ReservationStatusUpdate;

    fn take(context: Context<'_>, request: &v21::ReservationStatusUpdateRequest) -> Result<Effects, HandlerError> {
        let word = request.reservation_update_status.as_str().to_owned();
        let number = request.reservation_id;
        if context
            .state
            .reservation(context.caller.charge_point, number)?
            .is_none()
        {
            // Of another system, or made before it came here: kept as it came.
            let mut kept = Effects::soon(vec![fallback::keep(context, "ReservationStatusUpdate")?]);
            kept.make_durable();
            return Ok(kept);
        }
        let mut effects = settle(context, number, ReservationState::Ended(word))?;
        effects.writes.get_or_insert_default();
        Ok(effects)
    }
}
