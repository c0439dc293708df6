//! What the pipeline asks about a CALL, and what comes of it.

use ocpp_schemas::{Action, ErrorCode, Version};
use serde_json::Value;

use super::opinion::Opinion;
use crate::clock::Time;
use crate::config::settings::OnFailure;
use crate::ids::{ChargePointId, MessageId};
use crate::plugins::sandbox::capabilities::RequestedEffects;
use crate::state::payload::Payload;

/// What a plugin is told of a CALL beside its payload.
#[derive(Debug, Clone, Copy)]
pub struct CallContext<'a> {
    /// Who sent it.
    pub charge_point: &'a ChargePointId,
    /// The connection's version.
    pub version: Version,
    /// From the last BootNotification, or empty.
    pub vendor: &'a str,
    /// From the last BootNotification, or empty.
    pub model: &'a str,
    /// The CALL's id.
    pub message_id: &'a MessageId,
    /// When it arrived.
    pub received_at: Time,
}

/// A CALL with its proposal, for the plugins that claimed its action.
pub struct Question<'a> {
    /// Who asks.
    pub context: CallContext<'a>,
    /// The action; its response schema is what an answer is held against.
    pub action: &'static Action,
    /// What a failure means where the plugin's configuration says nothing. `Refuse`: the action
    /// authorizes somebody, so that a refusal withdraws the proposal's authorization.
    pub on_failure: OnFailure,
    /// The payload as JSON text.
    pub payload: &'a str,
    /// What the built-in handler proposes: its text, as the plugins see it.
    pub proposed: Payload,
    /// Refuses a valid response that changes what belongs to the core, with the reason.
    pub guard: &'a dyn Fn(&Value) -> Result<(), String>,
}

/// What the plugins made of a question.
#[derive(Debug)]
pub struct Decision {
    /// The response to give in the proposal's place (none: the proposal stands), or the CALLERROR.
    pub outcome: Result<Option<Value>, Refusal>,
    /// The proposal, where something else is answered.
    pub overruled: Option<Value>,
    /// What the plugins want done: their own state, to be written with the effects of the call (a
    /// conflict means that the question must be asked again), commands and events.
    pub requested: RequestedEffects,
    /// What each plugin that was asked made of it, in their order.
    pub opinions: Vec<Opinion>,
}

/// A CALL that is answered with a CALLERROR.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The code.
    pub code: ErrorCode,
    /// At most 255 characters.
    pub description: String,
    /// A JSON object.
    pub details: Value,
}
