//! What a guest is asked, owned: for calls that go to another thread, or into a recording.

use serde::{Deserialize, Serialize};

use crate::plugins::contract::{Context, Request};
use super::instance::Ask;
use crate::ids::{ChargePointId, MessageId};

/// One of the guest's exports with the arguments.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Errand {
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

impl Errand {
    /// As an instance takes it.
    #[must_use]
    pub fn ask(&self) -> Ask<'_> {
        match self {
            Self::Handle {
                context,
                action,
                payload,
                proposed,
            } => Ask::Handle {
                context,
                action,
                payload,
                proposed,
            },
            Self::Event { context, kind, payload } => Ask::Event { context, kind, payload },
            Self::Tick { context, name } => Ask::Tick { context, name },
            Self::Request(request) => Ask::Request(request),
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

impl Ask<'_> {
    /// The same, owned.
    #[must_use]
    pub fn owned(&self) -> Errand {
        match *self {
            Self::Handle {
                context,
                action,
                payload,
                proposed,
            } => Errand::Handle {
                context: context.clone(),
                action: action.to_owned(),
                payload: payload.to_owned(),
                proposed: proposed.to_owned(),
            },
            Self::Event { context, kind, payload } => Errand::Event {
                context: context.clone(),
                kind: kind.to_owned(),
                payload: payload.to_owned(),
            },
            Self::Tick { context, name } => Errand::Tick {
                context: context.clone(),
                name: name.to_owned(),
            },
            Self::Request(request) => Errand::Request(request.clone()),
        }
    }

    /// Whose call it is, and the id of the CALL; both empty where it is about none.
    #[must_use]
    pub fn about(&self) -> (ChargePointId, MessageId) {
        match self {
            Self::Handle { context, .. } | Self::Event { context, .. } => (
                ChargePointId::new(&context.charge_point),
                MessageId::new(&context.message_id),
            ),
            Self::Tick { .. } | Self::Request(_) => (ChargePointId::new(""), MessageId::new("")),
        }
    }
}
