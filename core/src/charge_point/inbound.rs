//! From a text message to its reply: read the frame, wait for the lane, let `ocpp/` settle it, make
//! the effects durable, answer.

use std::time::{Duration, Instant};

use actix::prelude::*;

use super::actor::{ChargePoint, Socket};
use super::call_queue::Event;
use super::lane::Offer;
use crate::clock;
use crate::frame::{self, Call, Frame, FrameFault, UNREADABLE_ID};
use crate::ids::MessageId;
use crate::ocpp::{Asked, Durability, Effects, Settled};
use crate::store::StoreError;

/// A conflict means that something else wrote meanwhile; the CALL is settled anew, so often.
const MAX_ATTEMPTS: u32 = 5;

/// A request of the station in the lane.
#[derive(Debug)]
pub struct Inbound {
    call: Call,
    asked: Asked,
    attempt: u32,
}

impl ChargePoint {
    /// Handles one text message.
    pub(super) fn on_text(&mut self, text: &str, ctx: &mut Socket) {
        match frame::parse(text, &self.session.profile.dialect) {
            Ok(Frame::Call(call)) => self.offer(call, Asked::Call, ctx),
            Ok(Frame::Send(call)) => self.offer(call, Asked::Send, ctx),
            Ok(Frame::Answer(answer)) => {
                self.on_calls(Event::Answer(answer), ctx);
                self.end_if_idle(ctx);
            }
            Ok(Frame::ResultError(answer)) => {
                self.services.counters.answers_stray.add();
                tracing::warn!(
                    charge_point.id = %self.session.charge_point,
                    ocpp.message_id = %answer.id,
                    error = ?answer.outcome,
                    "the station says that our answer was not valid"
                );
            }
            Err(fault) => self.on_fault(fault, ctx),
        }
    }

    /// OCPP-J knows text only.
    pub(super) fn on_binary(&mut self, ctx: &mut Socket) {
        let code = self.session.profile.dialect.unreadable;
        self.on_fault(
            FrameFault {
                reason: "binary messages are not OCPP-J".to_owned(),
                answer: Some((MessageId::new(UNREADABLE_ID), code)),
            },
            ctx,
        );
    }

    fn on_fault(&mut self, fault: FrameFault, ctx: &mut Socket) {
        let counters = &self.services.counters;
        tracing::warn!(
            charge_point.id = %self.session.charge_point,
            reason = fault.reason,
            "a message is not an OCPP-J frame"
        );
        match fault.answer {
            Some((id, code)) => {
                counters.frames_malformed.add();
                let code = code.spelling(self.session.profile.version);
                let details = serde_json::json!({});
                ctx.text(frame::call_error(&id, code, &fault.reason, &details));
            }
            None => counters.frames_ignored.add(),
        }
    }

    fn offer(&mut self, call: Call, asked: Asked, ctx: &mut Socket) {
        match self.lane.offer(Inbound {
            call,
            asked,
            attempt: 1,
        }) {
            Offer::Start(inbound) => self.work(inbound, ctx),
            Offer::Waits => {}
            Offer::Full(inbound) => {
                self.services.counters.inbound_overflows.add();
                let settled = self.session.profile.too_busy(&inbound.call.id, inbound.asked);
                self.reply(settled.reply, ctx);
            }
        }
    }

    /// Settles this request and those behind it, until one has to wait for the disk.
    fn work(&mut self, inbound: Inbound, ctx: &mut Socket) {
        let mut next = Some(inbound);
        while let Some(inbound) = next {
            let profile = self.session.profile;
            if self
                .services
                .central
                .plugins
                .waits(profile.version, &inbound.call.action)
            {
                self.settle_elsewhere(inbound, ctx);
                return;
            }
            let settled = self.settle(&inbound);
            if settled.effects.durability == Durability::Now {
                self.write_then_reply(inbound, settled, ctx);
                return;
            }
            self.finish(settled, ctx);
            next = self.lane.finished();
        }
        self.end_if_idle(ctx);
    }

    /// Settles a request on a thread of its own, since a plugin may wait for HTTP: only this charge
    /// point waits with it.
    fn settle_elsewhere(&mut self, inbound: Inbound, ctx: &mut Socket) {
        let (central, session) = (self.services.central.clone(), self.session.clone());
        let settling = tokio::task::spawn_blocking(move || {
            let situation = session.situation(clock::now());
            (central.settle(&situation, inbound.asked, &inbound.call), inbound)
        });
        ctx.spawn(settling.into_actor(self).map(|settled, actor, ctx| match settled {
            Ok((settled, inbound)) => actor.settled_elsewhere(inbound, settled, ctx),
            Err(error) => {
                tracing::error!(charge_point.id = %actor.session.charge_point, %error, "a request was not settled");
                actor.close(
                    ctx,
                    actix_web_actors::ws::CloseCode::Error,
                    "a request could not be handled",
                );
            }
        }));
    }

    fn settled_elsewhere(&mut self, inbound: Inbound, settled: Settled, ctx: &mut Socket) {
        if settled.refused {
            self.services.counters.calls_refused.add();
        }
        if settled.effects.durability == Durability::Now {
            self.write_then_reply(inbound, settled, ctx);
            return;
        }
        self.finish(settled, ctx);
        self.go_on(ctx);
    }

    fn settle(&self, inbound: &Inbound) -> Settled {
        let situation = self.session.situation(clock::now());
        let settled = self.services.central.settle(&situation, inbound.asked, &inbound.call);
        if settled.refused {
            self.services.counters.calls_refused.add();
        }
        settled
    }

    fn write_then_reply(&mut self, inbound: Inbound, mut settled: Settled, ctx: &mut Socket) {
        let writes = std::mem::take(&mut settled.effects.writes);
        if settled.effects.overtakes {
            self.services.overtake(&writes);
        }
        let written = self.services.central.state.store().write(writes);
        ctx.spawn(written.into_actor(self).map(move |written, actor, ctx| match written {
            Ok(_) => actor.written(settled, ctx),
            Err(error) => actor.not_written(inbound, &error, ctx),
        }));
    }

    fn written(&mut self, settled: Settled, ctx: &mut Socket) {
        if settled.effects.events {
            self.services.central.plugins.wake();
        }
        self.finish(settled, ctx);
        self.go_on(ctx);
    }

    fn not_written(&mut self, mut inbound: Inbound, error: &StoreError, ctx: &mut Socket) {
        if matches!(error, StoreError::Conflict { .. }) && inbound.attempt < MAX_ATTEMPTS {
            inbound.attempt += 1;
            self.work(inbound, ctx);
            return;
        }
        tracing::error!(
            charge_point.id = %self.session.charge_point,
            ocpp.action = inbound.call.action,
            %error,
            "a request could not be stored"
        );
        self.services.counters.calls_refused.add();
        let settled = self.session.profile.not_stored(&inbound.call.id, inbound.asked);
        self.reply(settled.reply, ctx);
        self.go_on(ctx);
    }

    fn go_on(&mut self, ctx: &mut Socket) {
        match self.lane.finished() {
            Some(next) => self.work(next, ctx),
            None => self.end_if_idle(ctx),
        }
    }

    /// The effects are safe: answer, and take over what the session learned.
    fn finish(&mut self, settled: Settled, ctx: &mut Socket) {
        let Effects {
            writes, boot, commands, ..
        } = settled.effects;
        self.reply(settled.reply, ctx);
        if commands {
            self.services.central.plugins.send_commands.notify_one();
        }
        if !writes.is_empty() {
            self.services.write_soon(self.session.id, writes);
        }
        if let Some(boot) = boot {
            self.session.booted(&boot);
            self.settle_down(self.services.settings.connection.settle_delay, ctx);
        }
    }

    /// Some chargers break when a CALL arrives inside their boot.
    fn settle_down(&mut self, delay: Duration, ctx: &mut Socket) {
        if !delay.is_zero() {
            self.on_calls(Event::HoldUntil(Instant::now() + delay), ctx);
        }
    }

    fn reply(&self, reply: Option<String>, ctx: &mut Socket) {
        if let Some(text) = reply.filter(|_| self.is_current()) {
            ctx.text(text);
        }
    }
}
