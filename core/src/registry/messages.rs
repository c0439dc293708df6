//! What the registry and a session can be told and asked.

use std::time::Duration;

use actix::prelude::{Message, Recipient};
use ocpp_schemas::Action;
use serde_json::json;
use tokio::sync::oneshot;

use super::fence::Fence;
use crate::clock::{Time, text};
use crate::config::settings::Strictness;
use crate::config::zone::Zone;
use crate::ids::{ChargePointId, SessionId};
use crate::ocpp::{HandlerError, Outcome, Profile};
use crate::peer::Peer;
use crate::state::commands::Command;
use crate::state::sessions::{SessionView, ShownSession};
use crate::traces::SpanContext;

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
    /// Who is at the other end.
    pub remote_address: Option<Peer>,
    /// The extension that compresses its messages, as it was agreed; none: they are not compressed.
    pub compression: Option<Box<str>>,
    /// The scheme and the host by which it reaches us, as its handshake named them.
    pub reached_at: Option<String>,
}

/// As operators and plugins see it.
impl From<&SessionInfo> for SessionView {
    fn from(info: &SessionInfo) -> Self {
        Self {
            since: Some(info.since),
            reached_at: info.reached_at.clone(),
            shown: json!(ShownSession {
                id: info.id.0,
                since: text(info.since),
                version: info.profile.version.to_string(),
                subprotocol: info.subprotocol.clone(),
                remote_address: info.remote_address.map(|address| address.to_string()),
                compression: info.compression.as_deref().map(str::to_owned),
            }),
        }
    }
}

/// Something for a connected charge point's actor to do.
#[derive(Debug, Message)]
#[rtype(result = "()")]
pub enum SessionMessage {
    /// Send a CALL.
    Send(Box<Outgoing>),
    /// An operator changed how the station's messages are read.
    Reading {
        /// None: as the configuration says.
        strictness: Option<Strictness>,
        /// Of times that name none; none: as its make has it.
        zone: Option<Zone>,
    },
    /// End the session.
    End(EndReason),
}

/// A command on its way to the station.
#[derive(Debug)]
pub struct Outgoing {
    /// What is wanted. Its payload is valid.
    pub command: Command,
    /// One that the central system may send in the connection's version.
    pub action: &'static Action,
    /// How long the station may take.
    pub timeout: Duration,
    /// It stands in the durable queue: what becomes of it is kept with its record.
    pub durable: bool,
    /// The request that it is a part of.
    pub trace: Option<SpanContext>,
    /// Who wants to know. Told once what the outcome changes is durable.
    pub reply_to: ReplyTo,
}

/// Takes the outcome, or why what it changes could not be kept.
pub type ReplyTo = oneshot::Sender<Result<Outcome, HandlerError>>;

/// Why a session ends on our side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// A newer connection of the same charge point was authenticated.
    Replaced,
    /// The charge point's credentials were changed.
    Removed,
    /// The charge point is forgotten: nothing more is kept of it.
    Forgotten,
    /// The server stops.
    ShuttingDown,
    /// The server stops, and waits no longer for what is in hand.
    OutOfTime,
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
    pub mailbox: Recipient<SessionMessage>,
    /// What the registry lowers when a newer one joins.
    pub fence: Fence,
}

/// Whether a session may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// It is the newest.
    Yes,
    /// It must end.
    No(EndReason),
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
#[derive(Clone)]
pub struct Connected {
    /// As operators see it.
    pub info: SessionInfo,
    /// Its actor.
    pub mailbox: Recipient<SessionMessage>,
}

/// Ends a charge point's session.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Disconnect {
    /// Whose.
    pub charge_point: ChargePointId,
    /// What the session is told.
    pub reason: EndReason,
}

/// Ends what a limited time was not enough for, whatever it has in hand.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Abort;

/// Ends every session when its work in hand is done; answered when none is left.
#[derive(Message)]
#[rtype(result = "Option<()>")]
pub struct Drain;
