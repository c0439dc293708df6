//! Heartbeat (2.x G02): the server's time, and a sign of life.

use ocpp_schemas::types::v21;

use crate::clock::text;
use crate::ocpp::handler::{Context, Effects, Handler, Proposal, Request, Response, Trouble};
use crate::state::charge_points::seen;

/// The handler.
pub struct Heartbeat;

impl Handler for Heartbeat {
    type Type = v21::Heartbeat;

    fn propose(context: Context<'_>, _: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        Ok(Proposal::New(v21::HeartbeatResponse::new(text(context.situation.now))))
    }

    fn commit(context: Context<'_>, _: &Request<Self>, _: &Response<Self>) -> Result<Effects, Trouble> {
        Ok(Effects::soon(vec![seen(
            context.situation.charge_point,
            context.situation.now,
        )]))
    }
}
