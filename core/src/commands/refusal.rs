//! Why a command is not sent.

use ocpp_schemas::{Version, Violation};

use crate::ids::ChargePointId;
use crate::ocpp::HandlerError;
use crate::store::StoreError;

/// Why a command is not sent, or why what it changes could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Too many commands wait for the station.
    #[error("too many commands wait for {0}; this one was not taken")]
    QueueFull(ChargePointId),
    /// The station has no session.
    #[error("{0} has no connection; nothing was sent")]
    NotConnected(ChargePointId),
    /// The station's version does not have the action.
    #[error("OCPP {version}, which the charge point speaks, has no {action}")]
    UnknownAction {
        /// What the session speaks.
        version: Version,
        /// As it was asked for.
        action: String,
    },
    /// Only charge points send the action.
    #[error("{action} is sent by charge points, not to them")]
    WrongDirection {
        /// What the session speaks.
        version: Version,
        /// As it was asked for.
        action: String,
    },
    /// The payload breaks the action's schema.
    #[error("at {:?}: {}", violation.pointer, violation.reason)]
    Invalid {
        /// What the session speaks.
        version: Version,
        /// Where and how.
        violation: Box<Violation>,
    },
    /// What the command changes is not known or cannot be kept.
    #[error(transparent)]
    Operation(#[from] HandlerError),
    /// The server stops.
    #[error("the server is stopping")]
    Stopping,
}

impl From<StoreError> for SendError {
    fn from(error: StoreError) -> Self {
        Self::Operation(HandlerError::Store(error))
    }
}

impl SendError {
    /// Somebody else wrote what the command depends on.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Operation(HandlerError::Store(StoreError::Conflict { .. })))
    }
}
