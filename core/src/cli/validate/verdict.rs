//! What is said of one message.

use std::fmt;

use ocpp_schemas::{Action, ErrorCode, Kind, Version};
use serde_json::Value;

/// Good, or the first fault.
pub type Verdict = Result<(), Fault>;

/// What is wrong with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// In the version's spelling.
    code: &'static str,
    /// A JSON pointer; empty for the whole.
    pointer: String,
    reason: String,
}

impl Fault {
    /// A fault with its code in the version's spelling.
    pub fn new(version: Version, code: ErrorCode, pointer: &str, reason: impl Into<String>) -> Self {
        Self {
            code: code.spelling(version),
            pointer: pointer.to_owned(),
            reason: reason.into(),
        }
    }
}

/// Three columns with tabs between; no column can break the line or the columns.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\t{}\t{}", self.code, plain(&self.pointer), plain(&self.reason))
    }
}

fn plain(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}

/// Judges a payload's JSON text.
pub fn of_payload(action: &Action, kind: Kind, text: &str) -> Verdict {
    match serde_json::from_str(text) {
        Ok(payload) => of_value(action, kind, &payload),
        Err(error) => Err(unreadable_payload(
            action,
            &format!("is not JSON (column {})", error.column()),
        )),
    }
}

/// Judges a payload.
pub fn of_value(action: &Action, kind: Kind, payload: &Value) -> Verdict {
    action
        .validate(kind, payload)
        .map_err(|violation| Fault::new(action.version(), violation.code, &violation.pointer, violation.reason))
}

/// A payload that cannot be read at all.
pub fn unreadable_payload(action: &Action, reason: &str) -> Fault {
    Fault::new(action.version(), ErrorCode::FormatViolation, "", reason)
}
