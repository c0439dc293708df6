//! CALLs towards the station: the call queue's effects on the socket, the timers and the askers.

use std::time::Instant;

use actix::prelude::*;
use ocpp_schemas::{Action, Kind, Violation};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::actor::{ChargePoint, Socket};
use super::call_queue::{self, Effect, Event, OutboundCall};
use crate::frame;
use crate::ids::MessageId;
use crate::ocpp::Outcome;
use crate::registry::order::Command;

/// Who waits for a CALL's answer.
#[derive(Debug)]
pub struct Ticket {
    id: MessageId,
    /// Its response schema judges the answer.
    action: &'static Action,
    asker: Option<oneshot::Sender<Outcome>>,
}

impl call_queue::Ticket for Ticket {
    /// The server's own CALLs are sent in any case.
    fn is_wanted(&self) -> bool {
        self.asker.as_ref().is_none_or(|asker| !asker.is_closed())
    }
}

impl Ticket {
    /// Tells the asker. One that stopped waiting misses it; that is its choice.
    fn tell(self, outcome: Outcome) {
        if let Some(asker) = self.asker
            && asker.send(outcome).is_err()
        {
            tracing::debug!(ocpp.message_id = %self.id, "nobody waits for this answer any more");
        }
    }
}

impl ChargePoint {
    /// Gives the call queue an event and does what it says.
    pub(super) fn on_calls(&mut self, event: Event<Ticket>, ctx: &mut Socket) {
        let now = Instant::now();
        for effect in self.calls.on_event(event, now) {
            match effect {
                Effect::Send(text) => ctx.text(text),
                Effect::Tell(ticket, outcome) => self.tell(ticket, outcome, ctx),
                Effect::Full(ticket) => {
                    self.services.counters.outbound_overflows.add();
                    ticket.tell(Outcome::QueueFull);
                }
                Effect::WakeAt(moment) => self.wake_at(moment, now, ctx),
                Effect::Stray(id) => self.stray(&id),
            }
        }
        if self.calls.is_idle() {
            self.sleep(ctx);
        }
    }

    /// One timer at a time: answered CALLs leave none behind.
    fn wake_at(&mut self, moment: Instant, now: Instant, ctx: &mut Socket) {
        self.sleep(ctx);
        let delay = moment.saturating_duration_since(now);
        self.wake = Some(ctx.run_later(delay, |actor, ctx| {
            actor.wake = None;
            actor.on_calls(Event::Wake, ctx);
            actor.end_if_idle(ctx);
        }));
    }

    fn sleep(&mut self, ctx: &mut Socket) {
        if let Some(timer) = self.wake.take() {
            ctx.cancel_future(timer);
        }
    }

    fn stray(&self, id: &MessageId) {
        self.services.counters.answers_stray.add();
        tracing::warn!(
            charge_point.id = %self.session.charge_point,
            ocpp.message_id = %id,
            "an answer that nobody waits for: late, repeated or never asked for"
        );
    }

    fn tell(&self, ticket: Ticket, outcome: call_queue::Outcome, ctx: &mut Socket) {
        let outcome = match outcome {
            call_queue::Outcome::Answered(payload) => match ticket.action.validate(Kind::Response, &payload) {
                Ok(()) => Outcome::Answered(payload),
                Err(violation) => self.invalid(&ticket, payload, violation, ctx),
            },
            call_queue::Outcome::Refused(error) => Outcome::Refused(error),
            call_queue::Outcome::TimedOut => Outcome::TimedOut,
            call_queue::Outcome::Lost => Outcome::Lost,
        };
        ticket.tell(outcome);
    }

    /// 2.1 tells the station what is wrong with its answer (CALLRESULTERROR).
    fn invalid(&self, ticket: &Ticket, payload: Value, violation: Violation, ctx: &mut Socket) -> Outcome {
        self.services.counters.answers_invalid.add();
        tracing::warn!(
            charge_point.id = %self.session.charge_point,
            ocpp.action = ticket.action.name(),
            ocpp.message_id = %ticket.id,
            pointer = violation.pointer,
            reason = violation.reason,
            "the station's answer is not valid"
        );
        let profile = self.session.profile;
        if profile.dialect.has_send {
            let code = violation.code.spelling(profile.version);
            let details = json!({ "pointer": violation.pointer, "rule": violation.rule });
            ctx.text(frame::call_result_error(&ticket.id, code, &violation.reason, &details));
        }
        Outcome::Invalid(payload, violation)
    }

    /// Puts a CALL into the queue.
    pub(super) fn on_command(&mut self, command: Command, ctx: &mut Socket) {
        let id = MessageId::new(&uuid::Uuid::new_v4().to_string());
        let Command {
            action,
            payload,
            timeout,
            asker,
        } = command;
        let ticket = Ticket {
            id: id.clone(),
            action,
            asker,
        };
        if !self.is_current() || self.standing.ending {
            ticket.tell(Outcome::Lost);
            return;
        }
        let frame = frame::call(&id, action.name(), &payload);
        self.on_calls(
            Event::Submit(OutboundCall {
                id,
                frame,
                timeout,
                ticket,
            }),
            ctx,
        );
    }

    /// A station that never booted here and does not boot by itself is asked to.
    pub(super) fn ask_for_boot(&self, ctx: &mut Socket) {
        let Some(delay) = self.services.settings.registration.trigger_boot_after else {
            return;
        };
        if self.session.registration.is_some() {
            return;
        }
        ctx.run_later(delay, |actor, ctx| {
            let trigger = actor.session.profile.boot_trigger();
            if let (None, Some((action, payload))) = (actor.session.registration, trigger) {
                let timeout = actor.services.settings.connection.call_timeout;
                actor.on_command(
                    Command {
                        action,
                        payload,
                        timeout,
                        asker: None,
                    },
                    ctx,
                );
            }
        });
    }
}
