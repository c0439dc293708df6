//! Commands that an operator sent without waiting for their answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{State, key, put};
use crate::clock::Time;
use crate::frame::CallError;
use crate::ids::ChargePointId;
use crate::store::{Collection, StoreError, Write};

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
