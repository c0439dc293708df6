//! What the registry can be told and asked.

use std::net::SocketAddr;

use actix::prelude::{Message, Recipient};
use serde_json::json;

use super::fence::Fence;
use super::order::{Order, Reason};
use crate::clock::{Time, text};
use crate::ids::{ChargePointId, SessionId};
use crate::ocpp::Profile;
use crate::state::sessions::SessionView;

/// A connection.
#[derive(Debug, Clone)]
pub struct SessionInfo {
    /// Its number.
    pub id: SessionId,
    /// When it was authenticated.
    pub since: Time,
    /// Its version, with all that depends on it.
    pub profile: &'static Profile,
    /// The name that was agreed on, as it was offered.
    pub subprotocol: String,
    /// The other end of the TCP connection.
    pub remote_address: Option<SocketAddr>,
}

/// As operators and plugins see it.
impl From<&SessionInfo> for SessionView {
    fn from(info: &SessionInfo) -> Self {
        Self {
            since: Some(info.since),
            shown: json!({
                "id": info.id,
                "since": text(info.since),
                "version": info.profile.version,
                "subprotocol": info.subprotocol,
                "remoteAddress": info.remote_address.map(|address| address.to_string()),
            }),
        }
    }
}

/// A session wants to be its charge point's one.
#[derive(Message)]
#[rtype(result = "Joined")]
pub struct Join {
    /// Whose.
    pub charge_point: ChargePointId,
    /// Which.
    pub info: SessionInfo,
    /// Its actor.
    pub orders: Recipient<Order>,
    /// What the registry lowers when a newer one joins.
    pub fence: Fence,
}

/// Whether a session may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// It is the newest.
    Yes,
    /// It must end.
    No(Reason),
}

/// A session has ended.
#[derive(Debug, Clone, Message)]
#[rtype(result = "()")]
pub struct Leave {
    /// Whose.
    pub charge_point: ChargePointId,
    /// Which.
    pub session: SessionId,
}

/// Asks for a charge point's session.
#[derive(Message)]
#[rtype(result = "Option<Connected>")]
pub struct Find(pub ChargePointId);

/// A live session.
pub struct Connected {
    /// As operators see it.
    pub info: SessionInfo,
    /// Its actor.
    pub orders: Recipient<Order>,
}

/// Ends a charge point's session: it was removed or its credentials changed.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Disconnect(pub ChargePointId);

/// Ends every session when its work in hand is done; answered when none is left.
#[derive(Message)]
#[rtype(result = "Option<()>")]
pub struct Drain;
