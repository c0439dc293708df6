//! For a plugin's unit tests: questions in, answers out, the host in memory.
//!
//! Settings, state, log and clock belong to the thread, and `cargo test` gives each test its own.

use std::time::Duration;

use serde_json::Value;

use crate::host::memory;
use crate::log::Level;
use crate::plugin::Texts;
use crate::{Context, Outcome, Plugin};

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
    let context = Context {
        charge_point: "CP-1".to_owned(),
        version: version.to_owned(),
        message_id: "1".to_owned(),
        received_at: "2026-01-01T00:00:00.000Z".to_owned(),
        ..Context::default()
    };
    ask_from(plugin, context, action, (payload, proposed))
}

/// Like [`ask`], with a context of the test's own, and payload and proposal as a pair.
///
/// ```
/// use ocpp_plugin_sdk::{Context, Plugin, testing};
///
/// static IDLE: Plugin = Plugin { name: "idle", version: "1.0.0", capabilities: &[], routes: &[] };
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

/// Sets what [`settings::read`](crate::settings::read) reads.
///
/// ```
/// ocpp_plugin_sdk::testing::set_settings(&serde_json::json!({"limit": 3}));
/// ```
pub fn set_settings(settings: &Value) {
    memory::set_settings(settings.to_string());
}

/// The lines that were logged so far.
///
/// ```
/// use ocpp_plugin_sdk::{log, testing};
///
/// log::info("refused");
/// assert_eq!(testing::logged(), [(log::Level::Info, "refused".to_owned())]);
/// ```
#[must_use]
pub fn logged() -> Vec<(Level, String)> {
    memory::logged()
}

/// Lets time pass for what has a time to live.
///
/// ```
/// use std::time::Duration;
/// use ocpp_plugin_sdk::{state, testing};
///
/// state::put("seen", b"", Some(60)).unwrap();
/// testing::advance(Duration::from_secs(60));
/// assert_eq!(state::get("seen").unwrap(), None);
/// ```
pub fn advance(time: Duration) {
    memory::advance(time);
}

/// Forgets settings, state and log, for a test that plays several stories.
///
/// ```
/// ocpp_plugin_sdk::testing::reset();
/// assert!(ocpp_plugin_sdk::testing::logged().is_empty());
/// ```
pub fn reset() {
    memory::reset();
}
