//! Commands whose answer nobody waits for: an operator's, and those that plugins want sent.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::collections::{COMMAND_QUEUE, COMMANDS};
use super::{State, delete, key, put};
use crate::clock::Time;
use crate::frame::CallError;
use crate::ids::ChargePointId;
use crate::store::{Page, StoreError, Write};

/// A command with what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Command {
    /// Its own id; not the CALL's.
    pub id: String,
    pub charge_point: ChargePointId,
    pub action: String,
    /// As it was sent.
    pub payload: Value,
    /// It waits for a station that is away, instead of ending.
    #[serde(default)]
    pub waits: bool,
    /// How far it is.
    pub state: CommandState,
    /// The station's CALLRESULT.
    pub response: Option<Value>,
    /// The station's CALLERROR.
    pub error: Option<CallError>,
    /// When the operator asked.
    pub created_at: Time,
    pub ended_at: Option<Time>,
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

impl State {
    /// A command by its id.
    pub fn command(&self, id: &str) -> Result<Option<Command>, StoreError> {
        self.get(COMMANDS, &key(&[id]))
    }
}

pub fn put_command(command: &Command) -> Result<Write, StoreError> {
    put(COMMANDS, key(&[&command.id]), command)
}

/// A command that the server sends by itself, as soon as it can.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Queued {
    pub charge_point: ChargePointId,
    /// The command's id.
    pub id: String,
    /// It waits for a charge point that is away.
    pub waits: bool,
    /// It has left once; after a restart it is not sent again.
    pub sent: bool,
    /// When it was wanted.
    pub created_at: Time,
}

impl Queued {
    /// Those of one charge point are in the order in which they were wanted.
    fn key(&self) -> String {
        let number = format!("{:020}", self.created_at.timestamp_micros());
        key(&[self.charge_point.as_str(), &number, &self.id])
    }
}

impl State {
    /// The commands that wait to be sent, by charge point, after one key.
    pub fn queued_commands(&self, after: Option<&str>, limit: usize) -> Result<Vec<(String, Queued)>, StoreError> {
        let page = Page::all(limit).after(after);
        self.list(COMMAND_QUEUE, page)
    }
}

/// Keeps a command, and that it waits to be sent.
pub fn queue_command(command: &Command) -> Result<Vec<Write>, StoreError> {
    let queued = Queued {
        charge_point: command.charge_point.clone(),
        id: command.id.clone(),
        waits: command.waits,
        sent: false,
        created_at: command.created_at,
    };
    Ok(vec![put_command(command)?, put(COMMAND_QUEUE, queued.key(), &queued)?])
}

/// Notes that a command leaves now.
pub fn command_leaves(queued: &Queued) -> Result<Write, StoreError> {
    let sent = Queued {
        sent: true,
        ..queued.clone()
    };
    put(COMMAND_QUEUE, queued.key(), &sent)
}

/// Keeps what became of a command that waited to be sent.
pub fn command_ended(queued: &Queued, command: &Command) -> Result<Vec<Write>, StoreError> {
    Ok(vec![put_command(command)?, delete(COMMAND_QUEUE, queued.key())])
}
