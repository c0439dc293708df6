//! ReservationStatusUpdate (2.x H04): the station let a reservation go.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;

use crate::ocpp::handler::{Context, Effects, Handler, Proposal, Request, Response, Trouble};
use crate::ocpp::reserve;
use crate::state::reservations::ReservationState;

/// The handler.
pub struct ReservationStatusUpdate;

impl Handler for ReservationStatusUpdate {
    type Type = v21::ReservationStatusUpdate;

    fn propose(_: Context<'_>, _: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        Ok(Proposal::New(v21::ReservationStatusUpdateResponse::default()))
    }

    fn commit(context: Context<'_>, request: &Request<Self>, _: &Response<Self>) -> Result<Effects, Trouble> {
        let word = request.reservation_update_status.as_str().to_owned();
        let ended = ReservationState::Ended(word);
        let write = reserve::change(context, Some(request.reservation_id), ended)?;
        Ok(Effects::now(write.into_iter().collect()))
    }
}
