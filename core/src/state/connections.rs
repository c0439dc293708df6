//! The last connection of each charge point: when it began and ended, by whom, and the how many-th it was; and the
//! last connection that was refused.

use serde::{Deserialize, Serialize};

use super::collections::{CONNECTIONS, REFUSED_CONNECTIONS};
use super::{State, key, latest, put};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::latest::Latest;
use crate::store::{StoreError, Write};

/// A connection of a charge point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// The session's number, which counts from the server's start.
    pub session: u64,
    pub since: Time,
    pub version: String,
    pub subprotocol: String,
    pub remote_address: Option<String>,
    /// The first connection of the charge point is 1.
    pub number: u64,
    /// None: it lasts, or the server ended without seeing its end.
    pub ended_at: Option<Time>,
    pub end: Option<EndCause>,
    /// When anything came over it last, once it has ended.
    pub last_heard: Option<Time>,
}

/// Why a connection ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EndCause {
    pub by: EndedBy,
    /// Of the close frame (RFC 6455 section 7.4); none: there was none, or it had none.
    pub code: Option<u16>,
    /// In words: the sender's of the close frame, or ours.
    pub reason: String,
}

/// Who ended a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum EndedBy {
    /// The charge point sent a close frame.
    Station,
    /// We did.
    Server,
    /// The link broke, without a close frame.
    Network,
}

impl EndedBy {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Station => "station",
            Self::Server => "server",
            Self::Network => "network",
        }
    }
}

/// A connection that was refused before it began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefusedConnection {
    pub at: Time,
    /// The HTTP status that it was answered; 0: it did not come as far as a request.
    pub status: u16,
    /// What the charge point's engineer was told.
    pub reason: String,
    pub remote_address: Option<String>,
    pub path: String,
    /// What was offered as `Sec-WebSocket-Protocol`.
    pub subprotocols: Option<String>,
    pub user_agent: Option<String>,
}

impl State {
    /// The last connection, as it was stored.
    pub fn stored_connection(&self, id: &ChargePointId) -> Result<Option<Connection>, StoreError> {
        self.get_or_tell(CONNECTIONS, &key(&[id.as_str()]))
    }

    /// The last connection.
    pub fn last_connection(&self, id: &ChargePointId) -> Result<Option<Connection>, StoreError> {
        let known = self.messages().get(id).and_then(|log| log.connection());
        known.map_or_else(|| self.stored_connection(id), |known| Ok(Some(known)))
    }

    /// The last connection that was refused, of a charge point that is registered.
    pub fn refused_connection(&self, id: &ChargePointId) -> Result<Option<RefusedConnection>, StoreError> {
        self.get_or_tell(REFUSED_CONNECTIONS, &key(&[id.as_str()]))
    }
}

pub fn put_connection(id: &ChargePointId, connection: &Connection) -> Result<Latest, StoreError> {
    latest(CONNECTIONS, key(&[id.as_str()]), connection)
}

pub fn put_refused_connection(id: &ChargePointId, refused: &RefusedConnection) -> Result<Write, StoreError> {
    put(REFUSED_CONNECTIONS, key(&[id.as_str()]), refused)
}
