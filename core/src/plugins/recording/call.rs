//! The lines of a recording: how a plugin was set up, and its calls.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Time;
use crate::config::settings::Grants;
use crate::plugins::component::guest_call::OwnedGuestCall;
use crate::plugins::sandbox::trace::HostAnswers;

/// One line of a recording's text: a JSON object with one member.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Line {
    /// What holds for the calls after it.
    Setup(Setup),
    /// A call.
    Call(Box<RecordedCall>),
}

impl Line {
    /// Its text, with the line's end.
    ///
    /// # Errors
    /// A value without a JSON form, of which a line has none.
    pub fn text(&self) -> serde_json::Result<Vec<u8>> {
        let mut text = serde_json::to_vec(self)?;
        text.push(b'\n');
        Ok(text)
    }
}

/// How the plugin was configured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Setup {
    /// Its name.
    pub plugin: String,
    /// Its section of the configuration.
    pub settings: Value,
    /// What it was allowed.
    pub grants: Grants,
    /// What its state may take, in bytes.
    pub state_bytes: u64,
}

/// A call as it was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordedCall {
    /// When.
    pub at: Time,
    /// The author's version.
    pub version: String,
    /// The digest of the component that was asked.
    pub digest: String,
    /// What it was asked.
    pub asked: OwnedGuestCall,
    /// What the host answered it.
    pub answers: HostAnswers,
    /// What came of it; see `told`.
    pub outcome: Value,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_line_that_is_read_is_the_line_that_was_written() {
        let setup = Line::Setup(Setup {
            plugin: "tariff".to_owned(),
            settings: serde_json::json!({"currency": "EUR"}),
            grants: Grants {
                http: vec!["hooks.example.com".to_owned()],
                ..Grants::of(["state"])
            },
            state_bytes: 1024,
        });
        let text = serde_json::to_string(&setup).unwrap();
        let read: Line = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }
}
