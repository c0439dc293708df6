//! One call of a plugin, as the server makes it.

use serde_json::Value;

use crate::endpoint::{Request, Response};
use crate::host::memory;
use crate::{Context, Event, Failed, Outcome, Plugin, Texts};

/// Asks a plugin what a charge point named `CP-1` is answered, and gives that answer: the proposed
/// response if it was kept, the new one, or `{"callError": {code, description, details}}`.
///
/// ```
/// use ocpp_plugin_sdk::types::v16;
/// use ocpp_plugin_sdk::{Call, CallError, testing};
///
/// ocpp_plugin_sdk::plugin! {
///     name: "out-of-order",
///     handlers: { v16::Authorize => authorize },
/// }
///
/// fn authorize(
///     _: &Call<v16::Authorize>,
///     _: &mut v16::AuthorizeResponse,
/// ) -> Result<(), CallError> {
///     Err(CallError::new("GenericError", "closed"))
/// }
///
/// # fn main() {
/// let proposed = serde_json::json!({"idTagInfo": {"status": "Accepted"}});
/// let answer = testing::ask(&PLUGIN, ("1.6", "Authorize"), serde_json::json!({"idTag": "A"}), proposed);
/// assert_eq!(answer["callError"]["description"], "closed");
/// # }
/// ```
#[must_use]
pub fn ask(plugin: &Plugin, (version, action): (&str, &str), payload: Value, proposed: Value) -> Value {
    ask_from(plugin, context("CP-1", version), action, (payload, proposed))
}

/// Like [`ask`], with a context of the test's own, and payload and proposal as a pair.
///
/// ```
/// use ocpp_plugin_sdk::{Context, Plugin, testing};
///
/// static IDLE: Plugin = Plugin::named("idle", "1.0.0");
///
/// let context = Context { charge_point: "CP-7".into(), version: "1.6".into(), ..Context::default() };
/// let texts = (serde_json::json!({}), serde_json::json!({"currentTime": "2026-01-01T00:00:00Z"}));
/// let answer = testing::ask_from(&IDLE, context, "Heartbeat", texts.clone());
/// assert_eq!(answer, texts.1);
/// ```
#[must_use]
pub fn ask_from(plugin: &Plugin, context: Context, action: &str, (payload, proposed): (Value, Value)) -> Value {
    let texts = Texts {
        payload: &payload.to_string(),
        proposed: &proposed.to_string(),
    };
    match plugin.handle(context, action, texts) {
        Outcome::Keep => proposed,
        Outcome::Replace(text) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        Outcome::CallError(error) => serde_json::json!({"callError": {
            "code": error.code,
            "description": error.description,
            "details": error.details,
        }}),
    }
}

/// Tells a plugin an event of a charge point named `CP-1`. State, commands and events of the call count
/// only if it ended well.
///
/// # Errors
/// What the plugin says.
///
/// ```
/// use ocpp_plugin_sdk::{Event, Failed, testing};
///
/// ocpp_plugin_sdk::plugin! {
///     name: "sulking",
///     events: { "transaction.ended" => on_ended },
/// }
///
/// fn on_ended(_event: &Event) -> Result<(), Failed> {
///     Err(Failed::new("not now"))
/// }
///
/// # fn main() {
/// let told = testing::event(&PLUGIN, ("1.6", "transaction.ended"), serde_json::json!({}));
/// assert_eq!(told.unwrap_err().to_string(), "not now");
/// # }
/// ```
pub fn event(plugin: &Plugin, (version, kind): (&str, &str), payload: Value) -> Result<(), Failed> {
    let event = Event {
        context: context("CP-1", version),
        kind: kind.to_owned(),
        payload,
    };
    settle(|| plugin.observe(&event))
}

/// Lets a schedule of a plugin be due at a moment (RFC 3339).
///
/// # Errors
/// What the plugin says.
///
/// ```
/// use ocpp_plugin_sdk::{Context, Failed, state, testing};
///
/// ocpp_plugin_sdk::plugin! {
///     name: "clock",
///     capabilities: [state],
///     schedules: { "hourly" every 3600 => hourly },
/// }
///
/// fn hourly(context: &Context) -> Result<(), Failed> {
///     state::put("last", context.received_at.as_bytes(), None)?;
///     Ok(())
/// }
///
/// # fn main() {
/// testing::tick(&PLUGIN, "hourly", "2026-01-01T00:00:00.000Z").unwrap();
/// assert_eq!(state::get("last").unwrap().unwrap(), b"2026-01-01T00:00:00.000Z");
/// # }
/// ```
pub fn tick(plugin: &Plugin, name: &str, at: &str) -> Result<(), Failed> {
    let context = Context {
        received_at: at.to_owned(),
        ..Context::default()
    };
    settle(|| plugin.tick(&context, name))
}

/// Asks a plugin's endpoints; the path may have a query.
///
/// ```
/// use ocpp_plugin_sdk::endpoint::{Request, Response};
/// use ocpp_plugin_sdk::testing;
///
/// ocpp_plugin_sdk::plugin! {
///     name: "echo",
///     http: echo,
/// }
///
/// fn echo(request: &Request) -> Response {
///     Response::text(200, format!("{} {}", request.path, request.query))
/// }
///
/// # fn main() {
/// assert_eq!(testing::request(&PLUGIN, "GET", "/a?b", b"").body, b"/a b");
/// # }
/// ```
#[must_use]
pub fn request(plugin: &Plugin, method: &str, path: &str, body: &[u8]) -> Response {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    plugin.answer(&Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: Vec::new(),
        body: body.to_vec(),
    })
}

fn context(charge_point: &str, version: &str) -> Context {
    Context {
        charge_point: charge_point.to_owned(),
        version: version.to_owned(),
        message_id: "1".to_owned(),
        received_at: "2026-01-01T00:00:00.000Z".to_owned(),
        ..Context::default()
    }
}

fn settle(call: impl FnOnce() -> Result<(), Failed>) -> Result<(), Failed> {
    memory::attempt(|| {
        let result = call();
        let used = result.is_ok();
        (result, used)
    })
}
