//! Who sends a message, and which half of an exchange a payload is.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The side that may send an action's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sender {
    /// The charge point (2.x: charging station).
    ChargePoint,
    /// The central system (2.x: CSMS).
    CentralSystem,
    /// Either side.
    Both,
}

/// Which payload of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The payload of a CALL or of a SEND.
    Request,
    /// The payload of a CALLRESULT.
    Response,
}

impl Kind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Request, Self::Response];

    /// `request` or `response`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}
