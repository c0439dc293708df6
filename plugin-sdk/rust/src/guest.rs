//! Between the generated bindings and the SDK's own types. Only inside a component.

pub use crate::bindings::exports::ocpp::plugin::handler::{Context, Guest, Outcome};

use crate::bindings::exports::ocpp::plugin::handler;

impl From<Context> for crate::Context {
    fn from(context: Context) -> Self {
        Self {
            charge_point: context.charge_point,
            version: context.version,
            vendor: context.vendor,
            model: context.model,
            message_id: context.message_id,
            received_at: context.received_at,
            attributes: context.attributes,
        }
    }
}

impl From<crate::Outcome> for Outcome {
    fn from(outcome: crate::Outcome) -> Self {
        match outcome {
            crate::Outcome::Keep => Self::Keep,
            crate::Outcome::Replace(text) => Self::Replace(text),
            crate::Outcome::CallError(error) => Self::CallError(handler::CallError {
                code: error.code,
                description: error.description,
                details: error.details.to_string(),
            }),
        }
    }
}
