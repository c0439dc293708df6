//! The charge point's actor: what arrives on the socket and from the registry goes to the part
//! that handles it. The rules are elsewhere: lane, call queue, fragments, `ocpp/`.

use std::future::poll_fn;
use std::io;
use std::rc::Rc;
use std::str::Utf8Error;
use std::task::Poll;
use std::time::Duration;

use actix::prelude::*;
use actix_http::ws::{CloseCode, Item, Message, ProtocolError};

use super::call_queue::Event;
use super::connection::{ChargePoint, Socket, Stage};
use super::fragments::Assembled;
use super::frames::Fault;
use super::line::Ended;
use super::timer::later;
use crate::clock;
use crate::counters::Closed;
use crate::events::kinds;
use crate::registry::messages::{EndReason, Join, Joined, Leave, SessionMessage};
use crate::state::connections::EndedBy;

/// How long requests that have arrived may take once nothing more comes.
const CLOSING: Duration = Duration::from_secs(5);

impl ChargePoint {
    fn on_joined(&mut self, joined: Result<Joined, MailboxError>, ctx: &mut Socket) {
        let _session = self.session.entered();
        match joined {
            Ok(Joined::Yes) if self.is_current() => self.begin(ctx),
            // Replaced before it began: nothing is told of it, and the registry's word is on its way.
            Ok(Joined::Yes) => {}
            Ok(Joined::No(reason)) => self.end(reason, ctx),
            Err(error) => {
                tracing::error!(%error, "the registry does not answer");
                self.close(ctx, CloseCode::Error, "the server is not ready");
            }
        }
    }

    /// The session is its charge point's one.
    fn begin(&mut self, ctx: &mut Socket) {
        self.membership.begun = true;
        self.services.begin(&self.session.charge_point, self.session.id);
        self.services.counters.opened(self.session.profile.version);
        tracing::info!(ocpp.version = %self.session.profile.version, "connected");
        let info = &self.membership.info;
        let mut told = serde_json::json!({
            "session": self.session.id,
            "version": self.session.profile.version.to_string(),
            "subprotocol": info.subprotocol,
            "remoteAddress": info.remote_address.map(|address| address.to_string()),
        });
        if let (Some(agreed), Some(members)) = (info.compression.as_deref(), told.as_object_mut()) {
            members.insert("compression".to_owned(), agreed.into());
        }
        self.happened(&kinds::CHARGE_POINT_CONNECTED, told);
        self.keep_beginning();
        self.keep_alive(ctx);
        self.ask_for_boot(ctx);
        self.open_for_queue(ctx);
        self.wait_for_states(ctx);
    }

    fn end(&mut self, reason: EndReason, ctx: &mut Socket) {
        match reason {
            EndReason::Replaced => self.hand_over(ctx),
            EndReason::Forgotten => {
                self.membership.forgotten = true;
                self.close(ctx, CloseCode::Policy, "this charge point was changed by an operator");
            }
            EndReason::Removed => self.close(ctx, CloseCode::Policy, "this charge point was changed by an operator"),
            EndReason::ShuttingDown => {
                self.membership.ending = true;
                self.end_if_idle(ctx);
            }
            EndReason::OutOfTime => self.close(ctx, CloseCode::Away, "the server stops"),
        }
    }

    /// A newer connection waits: what has arrived on this one comes first, so it is handled now.
    fn hand_over(&mut self, ctx: &mut Socket) {
        self.services.counters.replaced();
        self.membership.replaced = true;
        if !self.is_current() || !self.membership.begun {
            self.close(ctx, CloseCode::Normal, "replaced by a newer connection");
        } else if self.stage == Stage::Open {
            self.stage = Stage::HandingOver;
            self.line.read_the_rest();
            let line = self.line.clone();
            let is_read = poll_fn(move |_| if line.is_read() { Poll::Ready(()) } else { Poll::Pending });
            ctx.spawn(is_read.into_actor(self).map(|(), actor, ctx| {
                let _session = actor.session.entered();
                actor.no_more_comes(ctx);
            }));
        }
    }

    /// What has arrived is handled, then the session ends; a request that takes very long is not waited for.
    fn no_more_comes(&mut self, ctx: &mut Socket) {
        if self.stage == Stage::Closing {
            return;
        }
        self.stage = Stage::Closing;
        self.line.read_no_more();
        self.end_if_idle(ctx);
        if self.lane.is_busy() {
            later(ctx, CLOSING, |_, ctx| ctx.stop());
        }
    }

    fn on_fragment(&mut self, item: Item, ctx: &mut Socket) {
        match self
            .fragments
            .add(item, self.services.settings.connection.max_message_bytes)
        {
            Assembled::Partly => {}
            Assembled::Binary => self.on_binary(&[], ctx),
            Assembled::TooLarge => self.too_large(ctx),
            Assembled::Text(bytes) => match std::str::from_utf8(&bytes) {
                Ok(text) => self.on_text(text, ctx),
                Err(_) => self.not_utf8(ctx),
            },
        }
    }

    fn not_utf8(&self, ctx: &mut Socket) {
        tracing::warn!("a text message is not UTF-8");
        self.close(ctx, CloseCode::Invalid, "the text is not UTF-8");
    }

    fn faulty(&self, fault: Fault, ctx: &mut Socket) {
        let (code, why) = match fault {
            Fault::TooLarge => return self.too_large(ctx),
            Fault::NotInflated => (CloseCode::Invalid, "a message is not compressed as it was agreed"),
            Fault::Protocol(why) => (CloseCode::Protocol, why),
        };
        tracing::warn!(reason = why, "not WebSocket");
        self.close(ctx, code, why);
    }

    fn too_large(&self, ctx: &mut Socket) {
        let limit = self.services.settings.connection.max_message_bytes;
        tracing::warn!(limit, "a message is too large");
        self.close(ctx, CloseCode::Size, &format!("a message may have {limit} bytes"));
    }
}

impl Actor for ChargePoint {
    type Context = Socket;

    /// Nothing is read from the socket before the registry has let the session in.
    fn started(&mut self, ctx: &mut Socket) {
        ctx.add_stream(self.line.clone());
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
        let _session = self.session.entered();
        self.on_calls(Event::Close, ctx);
        let end = self.end_cause();
        let lasted = (clock::now() - self.membership.info.since).num_seconds();
        tracing::info!(
            by = end.by.as_str(),
            code = end.code,
            reason = end.reason,
            seconds = lasted,
            "disconnected"
        );
        if self.membership.begun {
            self.keep_end();
            let cause = match end.by {
                _ if self.membership.replaced => Closed::Replaced,
                EndedBy::Station => Closed::Station,
                EndedBy::Server => Closed::Server,
                EndedBy::Network => Closed::Network,
            };
            self.services.counters.closed(self.session.profile.version, cause);
        }
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
        if self.membership.begun {
            self.tell_held();
            let told = serde_json::json!({ "session": self.session.id, "end": end, "seconds": lasted });
            self.happened(&kinds::CHARGE_POINT_DISCONNECTED, told);
        }
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
        self.heard = self.line.arrived();
        let _session = self.session.entered();
        match message {
            Ok(Message::Text(text)) => self.on_text(&text, ctx),
            Ok(Message::Binary(bytes)) => self.on_binary(&bytes, ctx),
            Ok(Message::Continuation(item)) => self.on_fragment(item, ctx),
            Ok(Message::Ping(payload)) => {
                self.log.heard();
                self.line.pong(&payload);
            }
            Ok(Message::Pong(_)) => self.log.heard(),
            Ok(Message::Nop) => {}
            Ok(Message::Close(reason)) => {
                let (code, said) = reason
                    .clone()
                    .map_or((None, None), |reason| (Some(reason.code), reason.description));
                self.ends(EndedBy::Station, code, &said.unwrap_or_default());
                self.line.close(reason);
                self.no_more_comes(ctx);
            }
            Err(ProtocolError::Overflow) => self.too_large(ctx),
            Err(ProtocolError::Io(error)) if is_of_text(&error) => self.not_utf8(ctx),
            Err(error) => {
                tracing::warn!(%error, "not WebSocket");
                self.close(ctx, CloseCode::Protocol, "not a valid WebSocket frame");
            }
        }
    }

    /// Nothing more is read. A link that broke without a close frame is everyday life.
    fn finished(&mut self, ctx: &mut Socket) {
        let _session = self.session.entered();
        match self.line.ended() {
            Ended::Faulty(fault) => return self.faulty(fault, ctx),
            Ended::Broken(error) if error.kind() == io::ErrorKind::TimedOut => {
                let reason = "nothing could be written for too long";
                tracing::warn!("{reason}: the connection is dropped");
                self.ends(EndedBy::Server, None, reason);
            }
            Ended::Broken(error) => {
                tracing::debug!(%error, "the link broke");
                self.ends(EndedBy::Network, None, &error.to_string());
            }
            Ended::ByPeer => {}
        }
        self.no_more_comes(ctx);
    }
}

/// A text message is not UTF-8: the line tells it as an I/O error.
fn is_of_text(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|error| error.is::<Utf8Error>())
}

impl Handler<SessionMessage> for ChargePoint {
    type Result = ();

    fn handle(&mut self, message: SessionMessage, ctx: &mut Socket) {
        let _session = self.session.entered();
        match message {
            SessionMessage::Send(outgoing) => self.on_command(outgoing, ctx),
            SessionMessage::Reading { strictness, zone } => {
                self.session.reads.strictness = strictness.unwrap_or(self.services.settings.ocpp.strictness);
                self.session.set_zone(zone);
            }
            SessionMessage::End(reason) => self.end(reason, ctx),
        }
    }
}
