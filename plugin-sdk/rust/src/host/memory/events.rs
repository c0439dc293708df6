//! Events are kept for the test to look at.

use serde_json::Value;

use super::with;
use crate::events::EventError;

/// What the server takes: see `events.wit`.
const LARGEST: usize = 64 * 1024;

/// An event as it was emitted.
///
/// ```
/// use ocpp_plugin_sdk::{events, testing};
///
/// events::emit("CP-1", "refused", &serde_json::json!({"connector": 2})).unwrap();
/// assert_eq!(testing::emitted()[0].payload["connector"], 2);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Emitted {
    /// Without `plugin.NAME.` before it.
    pub kind: String,
    /// Whom it is about, or empty.
    pub charge_point: String,
    /// As JSON.
    pub payload: Value,
}

pub fn emit(charge_point: &str, kind: &str, payload: &str) -> Result<(), EventError> {
    let good = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-' | '.');
    if kind.is_empty() || !kind.chars().all(good) {
        return Err(refused("kind", "lower-case letters, digits, hyphens and dots"));
    }
    let payload: Value = serde_json::from_str(payload).unwrap_or_default();
    if !payload.is_object() || payload.to_string().len() > LARGEST {
        return Err(refused("payload", "a JSON object of at most 64 KiB"));
    }
    with(|memory| {
        memory.events.push(Emitted {
            kind: kind.to_owned(),
            charge_point: charge_point.to_owned(),
            payload,
        });
    });
    Ok(())
}

pub fn emitted() -> Vec<Emitted> {
    with(|memory| memory.events.clone())
}

fn refused(code: &str, message: &str) -> EventError {
    EventError {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}
