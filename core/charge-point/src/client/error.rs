//! What keeps a charge point from being connected, and what becomes of a CALL that is not answered.

use std::io;
use std::time::Duration;

use ocpp_schemas::Violation;

use super::frame::Refusal;
use super::tls::TlsError;

/// There is no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL is none.
    #[error("{url} cannot be connected to: {reason}")]
    Url {
        /// As it was given.
        url: String,
        /// Why.
        reason: &'static str,
    },
    /// Somebody listens there, and does not speak TLS as it is wanted.
    #[error("no TLS connection to {address}: {source}")]
    Tls {
        /// `HOST:PORT`
        address: String,
        /// Why.
        source: TlsError,
    },
    /// Nobody listens there.
    #[error("no server answers at {address}: {source}")]
    Unreachable {
        /// `HOST:PORT`
        address: String,
        /// Why.
        source: io::Error,
    },
    /// No answer came.
    #[error("the server at {address} did not answer within {} s", after.as_secs())]
    TimedOut {
        /// `HOST:PORT`
        address: String,
        /// How long it was waited for.
        after: Duration,
    },
    /// The server refuses this charge point.
    #[error("the server refuses {identity} with HTTP {status}{}{}{}", if .body.is_empty() { "" } else { ": " }, body, hint(*status))]
    Refused {
        /// Who was refused.
        identity: String,
        /// The HTTP status.
        status: u16,
        /// What it said.
        body: String,
    },
    /// It took the connection, and chose none of the offered subprotocols.
    #[error("the server takes none of the subprotocols {offered}")]
    NoAgreement {
        /// In the order of preference.
        offered: String,
    },
    /// What it said is no WebSocket handshake.
    #[error("the server's answer is no WebSocket handshake: {0}")]
    Handshake(String),
}

impl ConnectError {
    /// Whether the other side, or what the charge point was given, does not allow it: the same again is of no use.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        match self {
            Self::Refused { status, .. } => *status < 500,
            Self::Tls { source, .. } => !source.may_pass(),
            Self::Url { .. } | Self::NoAgreement { .. } | Self::Handshake(_) => true,
            Self::Unreachable { .. } | Self::TimedOut { .. } => false,
        }
    }
}

fn hint(status: u16) -> &'static str {
    match status {
        401 => " (the password is wrong or missing)",
        404 => " (is this charge point registered there, and is the path right?)",
        _ => "",
    }
}

/// A CALL came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The server refused it.
    #[error("{action} was refused: {refusal}")]
    Refused {
        /// What was asked.
        action: String,
        /// The CALLERROR.
        refusal: Refusal,
    },
    /// No answer came in time.
    #[error("{action} was not answered in time")]
    TimedOut {
        /// What was asked.
        action: String,
    },
    /// The connection ended before the answer came, or there is none.
    #[error("{action} has no answer: the connection ended")]
    Lost {
        /// What was asked.
        action: String,
    },
    /// It was not sent, because it is not what the specification allows.
    #[error("{action} was not sent: {violation}")]
    NotValid {
        /// What was to be asked.
        action: String,
        /// What is wrong.
        violation: Violation,
    },
    /// The answer is not what was expected.
    #[error("the answer to {action} cannot be read: {reason}")]
    Unreadable {
        /// What was asked.
        action: String,
        /// What is wrong.
        reason: String,
    },
    /// The connection is no longer kept.
    #[error("{action} was not sent: the connection is not kept any more")]
    Ended {
        /// What was to be asked.
        action: String,
    },
}
