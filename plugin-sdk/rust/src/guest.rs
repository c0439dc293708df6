//! Between the generated bindings and the SDK's own types. Only inside a component.

pub use crate::bindings::handler::exports::ocpp::plugin::handler::{CallError, Context, Guest as Handler, Outcome};
pub use crate::bindings::http::exports::ocpp::plugin::http::{Guest as Http, Request, Response};
pub use crate::bindings::observer::exports::ocpp::plugin::observer::Guest as Observer;
pub use crate::bindings::settings_check::exports::ocpp::plugin::settings_check::Guest as SettingsCheck;
pub use crate::bindings::timer::exports::ocpp::plugin::timer::Guest as Timer;

use crate::{Event, Plugin, Texts, endpoint, fail};

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

/// The export `handler`.
pub fn handle(plugin: &Plugin, context: Context, action: &str, texts: Texts<'_>) -> Outcome {
    match plugin.handle(context.into(), action, texts) {
        crate::Outcome::Keep => Outcome::Keep,
        crate::Outcome::Replace(text) => Outcome::Replace(text),
        crate::Outcome::CallError(error) => Outcome::CallError(CallError {
            code: error.code,
            description: error.description,
            details: error.details.to_string(),
        }),
    }
}

/// The export `observer`.
pub fn observe(plugin: &Plugin, context: Context, kind: String, payload: &str) -> Result<(), String> {
    let payload = serde_json::from_str(payload)
        .unwrap_or_else(|error| fail(&format!("the payload of {kind} cannot be read: {error}")));
    let event = Event {
        context: context.into(),
        kind,
        payload,
    };
    plugin.observe(&event).map_err(|failed| failed.to_string())
}

/// The export `timer`.
pub fn tick(plugin: &Plugin, context: Context, name: &str) -> Result<(), String> {
    let ticked = plugin.tick(&context.into(), name);
    ticked.map_err(|failed| failed.to_string())
}

/// The export `settings-check`: in this call the settings that are asked about are those that the plugin reads.
///
/// # Errors
/// What is wrong with them.
pub fn check_settings(plugin: &Plugin) -> Result<(), String> {
    plugin.check_settings().map_err(|failed| failed.to_string())
}

/// The export `http`.
pub fn answer(plugin: &Plugin, request: Request) -> Response {
    let answer = plugin.answer(&endpoint::Request {
        method: request.method,
        path: request.path,
        query: request.query,
        headers: request.headers,
        body: request.body,
    });
    Response {
        status: answer.status,
        headers: answer.headers,
        body: answer.body,
    }
}
