//! What a guest is asked, borrowed or owned (for calls that go to another thread, or into a recording), and
//! what comes of it.

use serde::{Deserialize, Serialize};

use super::cause::Cause;
use crate::ids::{ChargePointId, MessageId};
use crate::plugins::contract::{Context, Outcome, Request, Response};
use crate::plugins::sandbox::capabilities::RequestedEffects;

/// What a guest is asked: one of its exports with the arguments.
#[derive(Clone, Copy)]
pub enum GuestCall<'a> {
    /// `handler`
    Handle {
        /// Where the CALL came from.
        context: &'a Context,
        /// Its action.
        action: &'a str,
        /// The request as JSON text.
        payload: &'a str,
        /// The response as JSON text.
        proposed: &'a str,
    },
    /// `observer`
    Event {
        /// Whose event.
        context: &'a Context,
        /// Its kind.
        kind: &'a str,
        /// What happened, as JSON text.
        payload: &'a str,
    },
    /// `timer`
    Tick {
        /// When it was due.
        context: &'a Context,
        /// The schedule's name.
        name: &'a str,
    },
    /// `http`
    Request(&'a Request),
}

/// Whom a call is about; both are empty where it is nobody.
#[derive(Debug, Clone)]
pub struct About {
    /// Whose CALL or event it is.
    pub charge_point: ChargePointId,
    /// The id of the CALL.
    pub message_id: MessageId,
}

/// What a guest replied.
pub enum GuestReply {
    /// `handler`
    Outcome(Outcome),
    /// `observer` or `timer`: done, or the guest's reason why not.
    Done(Result<(), String>),
    /// `http`
    Response(Response),
}

/// What a guest answered.
pub struct GuestResult {
    /// Its word.
    pub reply: GuestReply,
    /// What it wants done, if its word is used.
    pub requested: RequestedEffects,
    /// What it wrote to its standard error.
    pub stderr: String,
    /// A request of its to another server went unanswered, or was put off.
    pub away: bool,
}

/// Why a guest has no answer.
pub struct GuestFailure {
    /// What happened.
    pub cause: Cause,
    /// What the guest wrote to its standard error.
    pub stderr: String,
    /// The functions that it was in, the innermost first; empty if it had returned.
    pub traceback: Vec<String>,
    /// A request of its to another server went unanswered, or was put off.
    pub away: bool,
}

/// One of the guest's exports with the arguments.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OwnedGuestCall {
    /// `handler`
    Handle {
        /// Where the CALL came from.
        context: Context,
        /// Its action.
        action: String,
        /// The request as JSON text.
        payload: String,
        /// The response as JSON text.
        proposed: String,
    },
    /// `observer`
    Event {
        /// Whose event.
        context: Context,
        /// Its kind.
        kind: String,
        /// What happened, as JSON text.
        payload: String,
    },
    /// `timer`
    Tick {
        /// When it was due.
        context: Context,
        /// The schedule's name.
        name: String,
    },
    /// `http`
    Request(Request),
}

impl OwnedGuestCall {
    /// As an instance takes it.
    #[must_use]
    pub fn ask(&self) -> GuestCall<'_> {
        match self {
            Self::Handle {
                context,
                action,
                payload,
                proposed,
            } => GuestCall::Handle {
                context,
                action,
                payload,
                proposed,
            },
            Self::Event { context, kind, payload } => GuestCall::Event { context, kind, payload },
            Self::Tick { context, name } => GuestCall::Tick { context, name },
            Self::Request(request) => GuestCall::Request(request),
        }
    }

    /// In a few words.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Handle { context, action, .. } => format!("{action} of {}", context.charge_point),
            Self::Event { context, kind, .. } if context.charge_point.is_empty() => format!("event {kind}"),
            Self::Event { context, kind, .. } => format!("event {kind} of {}", context.charge_point),
            Self::Tick { name, .. } => format!("tick {name}"),
            Self::Request(request) => format!("request {} {}", request.method, request.path),
        }
    }
}

impl GuestCall<'_> {
    /// The same, owned.
    #[must_use]
    pub fn owned(&self) -> OwnedGuestCall {
        match *self {
            Self::Handle {
                context,
                action,
                payload,
                proposed,
            } => OwnedGuestCall::Handle {
                context: context.clone(),
                action: action.to_owned(),
                payload: payload.to_owned(),
                proposed: proposed.to_owned(),
            },
            Self::Event { context, kind, payload } => OwnedGuestCall::Event {
                context: context.clone(),
                kind: kind.to_owned(),
                payload: payload.to_owned(),
            },
            Self::Tick { context, name } => OwnedGuestCall::Tick {
                context: context.clone(),
                name: name.to_owned(),
            },
            Self::Request(request) => OwnedGuestCall::Request(request.clone()),
        }
    }

    /// What it is about.
    #[must_use]
    pub fn about(&self) -> About {
        let (charge_point, message_id) = match self {
            Self::Handle { context, .. } | Self::Event { context, .. } => {
                (context.charge_point.as_str(), context.message_id.as_str())
            }
            Self::Tick { .. } | Self::Request(_) => ("", ""),
        };
        About {
            charge_point: ChargePointId::new(charge_point),
            message_id: MessageId::new(message_id),
        }
    }
}
