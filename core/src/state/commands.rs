//! Commands: CALLs towards a station with what became of them, whoever wanted them sent.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::collections::COMMANDS;
use super::payload::Payload;
use super::{State, key, put};
use crate::clock::Time;
use crate::frame::CallError;
use crate::frame::repair::Repair;
use crate::ids::{ChargePointId, PluginName};
use crate::store::{StoreError, Write};

/// A command with what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Command {
    /// Its id, and its CALL's.
    pub id: String,
    pub charge_point: ChargePointId,
    /// The action's name.
    pub action: String,
    /// As it is sent.
    pub payload: Payload,
    /// Who wants it sent.
    #[serde(default)]
    pub origin: Origin,
    /// It waits for a station that is away, instead of ending.
    #[serde(default)]
    pub waits: bool,
    /// How long the station may take, in milliseconds; absent: `connection.call_timeout`.
    #[serde(default)]
    pub timeout_ms: Option<u64>,
    /// How far it is.
    pub state: CommandState,
    /// The station's CALLRESULT.
    pub response: Option<Value>,
    /// What had to be repaired in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Repair>,
    /// The station's CALLERROR, or what kept the command from being answered.
    pub error: Option<CallError>,
    /// When it was wanted.
    pub created_at: Time,
    /// When its CALL was put on the socket.
    #[serde(default)]
    pub left_at: Option<Time>,
    /// When it ended.
    pub ended_at: Option<Time>,
}

/// Who wants a command sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A record of a version that did not say.
    #[default]
    Unknown,
    /// Somebody at the admin API.
    Operator,
    /// A plugin.
    Plugin(PluginName),
    /// A rule of the server.
    Server,
}

/// How far a command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommandState {
    /// Waits for its turn or its answer.
    Pending,
    /// Has a CALLRESULT.
    Answered,
    /// Has a CALLERROR, or a CALLRESULT that is not valid.
    Refused,
    /// Had no answer in time.
    TimedOut,
    /// The connection was gone first.
    Lost,
}

impl Command {
    /// How long the station may take.
    #[must_use]
    pub fn timeout(&self, standard: Duration) -> Duration {
        self.timeout_ms.map_or(standard, Duration::from_millis)
    }
}

impl State {
    /// A command by its id.
    pub fn command(&self, id: &str) -> Result<Option<Command>, StoreError> {
        self.get(COMMANDS, &key(&[id]))
    }
}

pub fn put_command(command: &Command) -> Result<Write, StoreError> {
    put(COMMANDS, key(&[&command.id]), command)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::{Value, json};

    use super::{Command, CommandState, Origin};

    #[test]
    fn a_record_of_the_version_before_is_read() {
        let record = json!({
            "id": "a", "chargePoint": "CP1", "action": "Reset", "payload": {"type": "Soft"}, "state": "timed-out",
            "response": null, "error": null, "createdAt": "2026-01-01T00:00:00Z", "endedAt": "2026-01-01T00:00:30Z"
        });
        let command: Command = serde_json::from_slice(record.to_string().as_bytes()).unwrap();
        assert_eq!(command.payload.text(), r#"{"type":"Soft"}"#);
        assert_eq!(
            (command.state, command.origin),
            (CommandState::TimedOut, Origin::Unknown)
        );
        assert_eq!((command.waits, command.left_at), (false, None));
    }

    #[test]
    fn an_origin_is_a_word_or_a_plugins_name() {
        let plugin = Origin::Plugin(crate::ids::PluginName::new("clerk"));
        assert_eq!(serde_json::to_value(&plugin).unwrap(), json!({"plugin": "clerk"}));
        assert_eq!(serde_json::to_value(Origin::Operator).unwrap(), Value::from("operator"));
    }
}
