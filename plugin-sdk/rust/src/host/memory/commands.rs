//! Commands are kept for the test to look at; nobody answers them.

use serde_json::Value;

use super::with;
use crate::commands::{CommandError, WhenAway};

/// A command as it was given.
///
/// ```
/// use ocpp_plugin_sdk::commands::{self, WhenAway};
/// use ocpp_plugin_sdk::testing;
///
/// let id = commands::send_text("CP-1", "ClearCache", "{}", WhenAway::Refuse).unwrap();
/// let sent = &testing::commands()[0];
/// assert_eq!((sent.id.as_str(), sent.action.as_str()), (id.as_str(), "ClearCache"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// `command-1` is the first.
    pub id: String,
    /// For whom.
    pub charge_point: String,
    /// On the wire.
    pub action: String,
    /// As JSON.
    pub payload: Value,
    /// What becomes of it without a connection.
    pub when_away: WhenAway,
}

pub fn send(charge_point: &str, action: &str, payload: &str, when_away: WhenAway) -> Result<String, CommandError> {
    let payload = serde_json::from_str(payload).map_err(|error| CommandError {
        code: "payload".to_owned(),
        message: error.to_string(),
    })?;
    Ok(with(|memory| {
        let id = format!("command-{}", memory.commands.len() + 1);
        memory.commands.push(Sent {
            id: id.clone(),
            charge_point: charge_point.to_owned(),
            action: action.to_owned(),
            payload,
            when_away,
        });
        id
    }))
}

pub fn sent() -> Vec<Sent> {
    with(|memory| memory.commands.clone())
}
