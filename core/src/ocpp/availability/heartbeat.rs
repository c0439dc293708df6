//! Heartbeat (1.6 section 4.6, 2.x G02): the server's time, and a sign of life.

use ocpp_schemas::types::{v16, v21};

use crate::clock::text;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Decided, Handler, Proposal, Request};
use crate::state::charge_points::seen;

/// The handler of 1.6.
pub struct V16;

/// The handler of 2.x.
pub struct V2;

impl Handler for V16 {
    type Type = v16::Heartbeat;
    type Plan = ();

    fn propose(context: Context<'_>, _: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        Ok(Proposal::answer(v16::HeartbeatResponse::new(text(context.caller.now))))
    }

    fn commit(context: Context<'_>, _: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        Ok(sign_of_life(context))
    }
}

impl Handler for V2 {
    type Type = v21::Heartbeat;
    type Plan = ();

    fn propose(context: Context<'_>, _: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        Ok(Proposal::answer(v21::HeartbeatResponse::new(text(context.caller.now))))
    }

    fn commit(context: Context<'_>, _: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        Ok(sign_of_life(context))
    }
}

fn sign_of_life(context: Context<'_>) -> Effects {
    Effects::soon(vec![seen(context.caller.charge_point, context.caller.now)])
}
