//! A CALL that somebody outside the connection wants sent, and what becomes of it.

use std::time::Duration;

use ocpp_schemas::{Action, Violation};
use serde_json::Value;
use tokio::sync::oneshot;

use crate::frame::CallError;

/// Asks a charge point's actor to send a CALL. The answer is the receiving end of its outcome.
#[derive(Debug, actix::Message)]
#[rtype(result = "oneshot::Receiver<CommandOutcome>")]
pub struct SendCommand {
    /// One that the central system may send in the connection's version.
    pub action: &'static Action,
    /// The payload as JSON text, valid; it goes out as it is.
    pub payload: String,
    /// How long the station may take.
    pub timeout: Duration,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq)]
pub enum CommandOutcome {
    /// The station's CALLRESULT, valid.
    Answered(Value),
    /// The station's CALLRESULT, not valid.
    Invalid(Value, Violation),
    /// The station's CALLERROR.
    Refused(CallError),
    /// The station did not answer in time.
    TimedOut,
    /// The connection ended before the answer.
    Lost,
    /// Too many commands wait for this station.
    QueueFull,
}

/// Who waits for a CALL's answer.
#[derive(Debug)]
pub struct Ticket {
    /// What was asked: its response schema judges the answer.
    pub action: &'static Action,
    /// Who asked; none: the server itself.
    pub asker: Option<oneshot::Sender<CommandOutcome>>,
}

impl Ticket {
    /// Tells the asker. One that stopped waiting misses it; that is its choice.
    pub fn tell(self, outcome: CommandOutcome) {
        if let Some(asker) = self.asker
            && asker.send(outcome).is_err()
        {
            tracing::debug!(ocpp.action = self.action.name(), "nobody waits for this answer any more");
        }
    }
}
