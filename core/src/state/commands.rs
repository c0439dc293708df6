//! Commands whose answer nobody waits for: an operator's, and those that plugins want sent.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{State, delete, key, put};
use crate::clock::Time;
use crate::frame::CallError;
use crate::ids::ChargePointId;
use crate::store::{Collection, Page, StoreError, Write};

const COMMANDS: Collection = Collection("commands");

/// A command with what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Command {
    /// Its own id; not the CALL's.
    pub id: String,
    /// To whom.
    pub charge_point: ChargePointId,
    /// What.
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
    /// When it ended.
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
    ///
    /// # Errors
    /// The store's.
    pub fn command(&self, id: &str) -> Result<Option<Command>, StoreError> {
        self.get(COMMANDS, &key(&[id]))
    }
}

/// Keeps a command.
///
/// # Errors
/// A record without a JSON form.
pub fn put_command(command: &Command) -> Result<Write, StoreError> {
    put(COMMANDS, key(&[&command.id]), command)
}

const QUEUE: Collection = Collection("command-queue");

/// A command that the server sends by itself, as soon as it can.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Queued {
    /// To whom.
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
    ///
    /// # Errors
    /// The store's.
    pub fn queued_commands(&self, after: Option<&str>, limit: usize) -> Result<Vec<(String, Queued)>, StoreError> {
        let page = Page {
            prefix: "",
            after,
            limit,
        };
        self.list(QUEUE, page)
    }
}

/// Keeps a command, and that it waits to be sent.
///
/// # Errors
/// A record without a JSON form.
pub fn queue_command(command: &Command) -> Result<Vec<Write>, StoreError> {
    let queued = Queued {
        charge_point: command.charge_point.clone(),
        id: command.id.clone(),
        waits: command.waits,
        sent: false,
        created_at: command.created_at,
    };
    Ok(vec![put_command(command)?, put(QUEUE, queued.key(), &queued)?])
}

/// Notes that a command leaves now.
///
/// # Errors
/// A record without a JSON form.
pub fn command_leaves(queued: &Queued) -> Result<Write, StoreError> {
    let sent = Queued {
        sent: true,
        ..queued.clone()
    };
    put(QUEUE, queued.key(), &sent)
}

/// Keeps what became of a command that waited to be sent.
///
/// # Errors
/// A record without a JSON form.
pub fn command_ended(queued: &Queued, command: &Command) -> Result<Vec<Write>, StoreError> {
    Ok(vec![put_command(command)?, delete(QUEUE, queued.key())])
}
