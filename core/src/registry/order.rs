//! What a connected charge point's actor can be told from outside, and what becomes of a CALL.

use std::time::Duration;

use ocpp_schemas::Action;
use tokio::sync::oneshot;

use crate::config::settings::RegistrationStatus;
use crate::ocpp::Outcome;

/// Something for a charge point's actor to do.
#[derive(Debug, actix::Message)]
#[rtype(result = "()")]
pub enum Order {
    /// Send a CALL.
    Send(Command),
    /// An operator changed the station's registration.
    Registration(Option<RegistrationStatus>),
    /// End the session.
    End(Reason),
}

/// A CALL that somebody outside the connection wants sent.
#[derive(Debug)]
pub struct Command {
    /// One that the central system may send in the connection's version.
    pub action: &'static Action,
    /// The payload as JSON text, valid; it goes out as it is.
    pub payload: String,
    /// How long the station may take.
    pub timeout: Duration,
    /// Who wants to know; none: the server itself, which does not.
    pub asker: Option<oneshot::Sender<Outcome>>,
}

/// Why a session ends on our side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A newer connection of the same charge point was authenticated.
    Replaced,
    /// The charge point was removed or its credentials were changed.
    Removed,
    /// The server stops.
    ShuttingDown,
}
