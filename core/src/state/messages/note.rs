//! What became of a message where the answer to it does not say.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Beside a message. Members that are absent say nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Note {
    /// Such as `unreadable`, `invalid`, `stray`, `timedOut`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// The error code in the version's spelling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where in the payload: a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What was repaired so that the message could be used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repairs: Vec<Value>,
    /// The plugins that were asked, with what each made of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plugins: Vec<Value>,
}

impl Note {
    /// A verdict with its reason.
    #[must_use]
    pub fn verdict(verdict: &str, reason: &str) -> Self {
        Self {
            verdict: Some(verdict.to_owned()),
            reason: Some(reason.to_owned()),
            ..Self::default()
        }
    }
}
