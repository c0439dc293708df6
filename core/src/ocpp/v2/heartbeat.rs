//! Heartbeat (2.x G02): the server's time, and a sign of life.

use ocpp_schemas::types::v21;

use crate::clock::text;
use crate::ocpp::context::Context;
use crate::ocpp::handler::{Effects, Handler, Proposal, Request, Response, HandlerError};
use crate::state::charge_points::seen;

/// The handler.
pub struct Heartbeat;

impl Handler for Heartbeat {
    type Type = v21::Heartbeat;

    fn propose(context: Context<'_>, _: &Request<Self>) -> Result<Proposal<Response<Self>>, HandlerError> {
        Ok(Proposal::New(v21::HeartbeatResponse::new(text(context.caller.now))))
    }

    fn commit(context: Context<'_>, _: &Request<Self>, _: &Response<Self>) -> Result<Effects, HandlerError> {
        Ok(Effects::soon(vec![seen(
            context.caller.charge_point,
            context.caller.now,
        )]))
    }
}
