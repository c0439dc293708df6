//! The charge point's actor: what arrives on the socket and from the registry goes to the part
//! that handles it. The rules are elsewhere: lane, call queue, fragments, `ocpp/`.

use std::io;
use std::rc::Rc;
use std::time::Instant;

use actix::prelude::*;
use actix_http::ws::{CloseCode, CloseReason, Item, Message, ProtocolError};
use actix_web_actors::ws::WebsocketContext;

use super::call_queue::{CallQueue, Event};
use super::event_budget::EventBudget;
use super::fragments::{Assembled, Fragments};
use super::inbound::Inbound;
use super::lane::InboundLane;
use super::services::Services;
use super::session::Session;
use crate::events::{Event as Happening, Kind, kinds};
use crate::registry::fence::Fence;
use crate::registry::messages::{EndReason, Join, Joined, Leave, Outgoing, SessionInfo, SessionMessage};

/// The context of a connection.
pub type Socket = WebsocketContext<ChargePoint>;

/// One connection.
pub struct ChargePoint {
    pub(super) services: Rc<Services>,
    pub(super) session: Session,
    pub(super) lane: InboundLane<Inbound>,
    pub(super) calls: CallQueue<Box<Outgoing>>,
    pub(super) heard: Instant,
    pub(super) membership: Membership,
    pub(super) wake: Option<SpawnHandle>,
    pub(super) complaints: EventBudget,
    fragments: Fragments,
}

/// How the session stands with the registry.
pub(super) struct Membership {
    /// As operators see it.
    info: SessionInfo,
    /// Whether it is still the newest.
    fence: Fence,
    /// It ends as soon as nothing is in hand.
    pub(super) ending: bool,
}

impl ChargePoint {
    /// A session that was authenticated; it begins when the actor starts.
    #[must_use]
    pub fn new(services: Rc<Services>, session: Session, info: SessionInfo) -> Self {
        let limits = &services.settings.connection;
        Self {
            lane: InboundLane::new(limits.inbound_queue),
            calls: CallQueue::new(limits.call_queue),
            heard: Instant::now(),
            membership: Membership {
                info,
                fence: Fence::new(),
                ending: false,
            },
            wake: None,
            complaints: EventBudget::default(),
            fragments: Fragments::default(),
            services,
            session,
        }
    }

    /// The session is still its charge point's newest.
    pub(super) fn is_current(&self) -> bool {
        self.membership.fence.holds()
    }

    /// Sends a close frame and ends the actor.
    pub(super) fn close(&self, ctx: &mut Socket, code: CloseCode, why: &str) {
        ctx.close(Some(CloseReason {
            code,
            description: Some(why.to_owned()),
        }));
        ctx.stop();
    }

    fn on_joined(&mut self, joined: Result<Joined, MailboxError>, ctx: &mut Socket) {
        match joined {
            Ok(Joined::Yes) => {
                self.services.begin(&self.session.charge_point, self.session.id);
                tracing::info!(
                    charge_point.id = %self.session.charge_point,
                    session.id = %self.session.id,
                    ocpp.version = %self.session.profile.version,
                    "connected"
                );
                self.happened(
                    &kinds::CHARGE_POINT_CONNECTED,
                    serde_json::json!({
                        "session": self.session.id,
                        "version": self.session.profile.version.to_string(),
                        "subprotocol": self.membership.info.subprotocol,
                        "remoteAddress": self.membership.info.remote_address.map(|address| address.to_string()),
                    }),
                );
                self.keep_alive(ctx);
                self.ask_for_boot(ctx);
                self.open_for_queue(ctx);
            }
            Ok(Joined::No(reason)) => self.end(reason, ctx),
            Err(error) => {
                tracing::error!(%error, "the registry does not answer");
                self.close(ctx, CloseCode::Error, "the server is not ready");
            }
        }
    }

    /// Tells what is wrong with the peer, if that was not told often enough already.
    pub(super) fn complain(&mut self, mut event: Happening) {
        let Some(untold) = self.complaints.admit(Instant::now()) else {
            return;
        };
        if let (Some(payload), true) = (event.payload.as_object_mut(), untold > 0) {
            payload.insert("untoldBefore".to_owned(), untold.into());
        }
        let charge_point = &self.session.charge_point;
        self.services.tell(charge_point, vec![event]);
    }

    /// Tells what happened to this connection.
    fn happened(&self, kind: &Kind, payload: serde_json::Value) {
        let mut event = Happening::new(kind.name, &self.session.charge_point, payload);
        event.version = self.session.profile.version.to_string();
        self.services.tell_now(event);
    }

    fn end(&mut self, reason: EndReason, ctx: &mut Socket) {
        match reason {
            EndReason::Replaced => {
                self.services.counters.sessions_replaced.add();
                self.close(ctx, CloseCode::Normal, "replaced by a newer connection");
            }
            EndReason::Removed => self.close(ctx, CloseCode::Policy, "this charge point was changed by an operator"),
            EndReason::ShuttingDown => {
                self.membership.ending = true;
                self.end_if_idle(ctx);
            }
        }
    }

    /// Ends a session that is to end once it has nothing in hand.
    pub(super) fn end_if_idle(&mut self, ctx: &mut Socket) {
        if self.membership.ending && !self.lane.is_busy() && self.calls.is_idle() {
            self.close(ctx, CloseCode::Away, "the server stops");
        }
    }

    fn on_fragment(&mut self, item: Item, ctx: &mut Socket) {
        match self
            .fragments
            .add(item, self.services.settings.connection.max_message_bytes)
        {
            Assembled::Partly => {}
            Assembled::Binary => self.on_binary(ctx),
            Assembled::TooLarge => self.too_large(ctx),
            Assembled::Text(bytes) => match std::str::from_utf8(&bytes) {
                Ok(text) => self.on_text(text, ctx),
                Err(_) => self.not_utf8(ctx),
            },
        }
    }

    fn not_utf8(&self, ctx: &mut Socket) {
        tracing::warn!(charge_point.id = %self.session.charge_point, "a text message is not UTF-8");
        self.close(ctx, CloseCode::Invalid, "the text is not UTF-8");
    }

    fn too_large(&self, ctx: &mut Socket) {
        let limit = self.services.settings.connection.max_message_bytes;
        tracing::warn!(charge_point.id = %self.session.charge_point, limit, "a message is too large");
        self.close(ctx, CloseCode::Size, &format!("a message may have {limit} bytes"));
    }
}

impl Actor for ChargePoint {
    type Context = Socket;

    /// Nothing is read from the socket before the registry has let the session in.
    fn started(&mut self, ctx: &mut Socket) {
        let join = Join {
            charge_point: self.session.charge_point.clone(),
            info: self.membership.info.clone(),
            mailbox: ctx.address().recipient(),
            fence: self.membership.fence.clone(),
        };
        self.services
            .registry
            .send(join)
            .into_actor(self)
            .map(|joined, actor, ctx| actor.on_joined(joined, ctx))
            .wait(ctx);
    }

    fn stopped(&mut self, ctx: &mut Socket) {
        self.on_calls(Event::Close, ctx);
        tracing::info!(charge_point.id = %self.session.charge_point, session.id = %self.session.id, "disconnected");
        let leave = Leave {
            charge_point: self.session.charge_point.clone(),
            session: self.session.id,
        };
        let services = Rc::clone(&self.services);
        let ending = self.membership.ending;
        if !ending {
            // Before the event, so that whoever is told of it finds the charge point gone.
            services.leave(leave.clone());
        }
        self.happened(
            &kinds::CHARGE_POINT_DISCONNECTED,
            serde_json::json!({ "session": self.session.id }),
        );
        if ending {
            // The server stops when the last session has left: what waits is written before.
            actix_rt::spawn(async move {
                services.flush_events().await;
                services.all_written().await;
                services.leave(leave);
            });
        }
    }
}

impl StreamHandler<Result<Message, ProtocolError>> for ChargePoint {
    fn handle(&mut self, message: Result<Message, ProtocolError>, ctx: &mut Socket) {
        if !self.is_current() {
            return;
        }
        self.heard = Instant::now();
        match message {
            Ok(Message::Text(text)) => self.on_text(&text, ctx),
            Ok(Message::Binary(_)) => self.on_binary(ctx),
            Ok(Message::Continuation(item)) => self.on_fragment(item, ctx),
            Ok(Message::Ping(payload)) => ctx.pong(&payload),
            Ok(Message::Pong(_) | Message::Nop) => {}
            Ok(Message::Close(reason)) => {
                ctx.close(reason);
                ctx.stop();
            }
            Err(ProtocolError::Overflow) => self.too_large(ctx),
            Err(ProtocolError::Io(error)) if is_of_text(&error) => self.not_utf8(ctx),
            Err(ProtocolError::Io(error)) => {
                // A link that broke without a close frame is everyday life.
                tracing::debug!(charge_point.id = %self.session.charge_point, %error, "the link broke");
                ctx.stop();
            }
            Err(error) => {
                tracing::warn!(charge_point.id = %self.session.charge_point, %error, "not WebSocket");
                self.close(ctx, CloseCode::Protocol, "not a valid WebSocket frame");
            }
        }
    }
}

/// actix-web-actors reports a text message that is not UTF-8 as an I/O error, and the words of
/// [`std::str::Utf8Error`] are all that tells it from a link that broke.
fn is_of_text(error: &io::Error) -> bool {
    error.to_string().contains("utf-8")
}

impl Handler<SessionMessage> for ChargePoint {
    type Result = ();

    fn handle(&mut self, message: SessionMessage, ctx: &mut Socket) {
        match message {
            SessionMessage::Send(outgoing) => self.on_command(outgoing, ctx),
            SessionMessage::Registration(status) => self.session.registration = status,
            SessionMessage::End(reason) => self.end(reason, ctx),
        }
    }
}
