//! CALLs towards the station: the call queue's effects on the socket and the timers, and the end of each
//! command.

use std::rc::Rc;
use std::time::{Duration, Instant};

use actix::prelude::*;
use ocpp_schemas::{Kind, Violation};
use serde_json::{Value, json};
use tracing::Instrument as _;

use super::call_queue::{Call, Effect, Event};
use super::connection::{ChargePoint, Socket, Stage};
use super::settlement::Settlement;
use super::timer::later;
use crate::clock;
use crate::commands::{Sender, Wanted, sent};
use crate::config::settings::Strictness;
use crate::counters::{Ended, Place};
use crate::events::{Event as Happening, kinds};
use crate::frame;
use crate::ids::MessageId;
use crate::ocpp::repair::{self, Reading, RepairedPayload};
use crate::ocpp::{Outcome, Repaired};
use crate::registry::messages::Outgoing;
use crate::state::commands::Origin;
use crate::state::messages::Note;
use crate::state::payload::Payload;

/// The longest answer that an event shows, in bytes of JSON text.
const LONGEST_SHOWN: usize = 4096;

impl Call for Box<Outgoing> {
    fn has_id(&self, id: &MessageId) -> bool {
        self.command.id == id.as_str()
    }

    fn timeout(&self) -> Duration {
        self.timeout
    }

    /// What stands in the durable queue is sent in any case.
    fn is_wanted(&self) -> bool {
        self.durable || !self.reply_to.is_closed()
    }

    fn leave(&mut self) -> String {
        self.command.left_at = Some(clock::now());
        let id = MessageId::new(&self.command.id);
        frame::call(&id, self.action.name(), self.command.payload.text())
    }
}

impl ChargePoint {
    /// Gives the call queue an event and does what it says.
    pub(super) fn on_calls(&mut self, event: Event<Box<Outgoing>>, ctx: &mut Socket) {
        let now = Instant::now();
        for effect in self.calls.on_event(event, now) {
            match effect {
                Effect::Send(text) => {
                    self.call_number = self.send(&text, 0);
                    self.call_left = now;
                    self.tell_sent();
                }
                Effect::End(outgoing, outcome) => self.end_command(outgoing, outcome),
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
        self.wake = Some(later(ctx, delay, |actor, ctx| {
            let _session = actor.session.entered();
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
        let reason = "nobody waits for this answer: it is late, repeated, or was never asked for";
        self.log.note(self.answer_number, &Note::verdict("stray", reason));
        self.services.counters.stray();
        tracing::warn!(
            ocpp.message_id = %id,
            "an answer that nobody waits for: late, repeated or never asked for"
        );
    }

    /// The event of the CALL that was just put on the socket.
    fn tell_sent(&self) {
        if let Some(outgoing) = self.calls.outstanding() {
            let event = sent(&outgoing.command, self.session.profile.version, clock::now());
            self.services.tell(&self.session.charge_point, vec![event]);
        }
    }

    fn end_command(&mut self, outgoing: Box<Outgoing>, outcome: Outcome) {
        let outcome = match outcome {
            Outcome::Answered(payload) => match outgoing.action.validate(Kind::Response, &payload) {
                Ok(()) => Outcome::Answered(payload),
                Err(violation) => self.repaired(&outgoing, payload, violation),
            },
            Outcome::TimedOut => {
                self.log
                    .note(self.call_number, &Note::verdict("timedOut", "no answer came in time"));
                Outcome::TimedOut
            }
            Outcome::Lost => {
                let reason = "the connection ended before the answer";
                self.log.note(self.call_number, &Note::verdict("lost", reason));
                Outcome::Lost
            }
            outcome => outcome,
        };
        self.count_ended(&outgoing, &outcome);
        let settlement = Settlement {
            services: Rc::clone(&self.services),
            session: self.session.clone(),
            outgoing,
            outcome,
        };
        settlement.settle();
    }

    fn count_ended(&self, outgoing: &Outgoing, outcome: &Outcome) {
        let (end, is_answered) = match outcome {
            Outcome::Answered(_) => (Ended::Answered, true),
            Outcome::Remarked(..) => (Ended::Repaired, true),
            Outcome::Invalid(..) => (Ended::Invalid, true),
            Outcome::Refused(_) => (Ended::Refused, true),
            Outcome::TimedOut => (Ended::TimedOut, false),
            Outcome::Lost => (Ended::Lost, false),
            Outcome::NotSent => (Ended::NotSent, false),
            Outcome::QueueFull => (Ended::QueueFull, false),
        };
        let profile = self.session.profile;
        let known = profile.entry(outgoing.action.name());
        let place = known.map_or_else(|| Place::other(profile.version), |entry| entry.place);
        let time = is_answered.then(|| self.call_left.elapsed());
        self.services.counters.sent(place, end, time);
        self.trace_call(outgoing, end);
    }

    /// An answer that is not valid. What can be made of it counts, and the station is told nothing: whoever asked wants
    /// the answer, and its form is a remark.
    fn repaired(&mut self, outgoing: &Outgoing, payload: Value, violation: Violation) -> Outcome {
        let reads = self.session.reads;
        if reads.strictness == Strictness::Strict {
            return self.invalid(outgoing, payload, violation);
        }
        let asked = outgoing.command.payload.value();
        let RepairedPayload {
            payload: shown,
            repairs,
            fits,
        } = repair::repair_payload(
            Reading {
                action: outgoing.action,
                kind: Kind::Response,
                is_report: false,
                now: clock::now(),
                zone: reads.zone,
                request: Some(&asked),
                unsaid: &|_, _| None,
            },
            &payload,
        );
        if !fits {
            return self.invalid(outgoing, payload, violation);
        }
        let mut told = json!({ "action": outgoing.action.name(), "repairs": repairs });
        if let (Some(members), true) = (told.as_object_mut(), payload.to_string().len() <= LONGEST_SHOWN) {
            members.insert("response".to_owned(), payload);
        }
        let event = Happening {
            version: self.session.profile.version.to_string(),
            message_id: MessageId::new(&outgoing.command.id),
            ..Happening::new(kinds::MESSAGE_REPAIRED.name, &self.session.charge_point, told)
        };
        self.note_repairs(self.answer_number, &repairs);
        self.on_repaired(Repaired {
            action: outgoing.action.name().to_owned(),
            repairs: repairs.clone(),
            event,
        });
        Outcome::Remarked(shown, repairs)
    }

    /// 2.1 tells the station what is wrong with its answer (CALLRESULTERROR).
    fn invalid(&self, outgoing: &Outgoing, payload: Value, violation: Violation) -> Outcome {
        tracing::warn!(
            ocpp.action = outgoing.action.name(),
            ocpp.message_id = outgoing.command.id,
            pointer = violation.pointer,
            reason = violation.reason,
            "the station's answer is not valid"
        );
        let profile = self.session.profile;
        let note = Note {
            code: Some(violation.code.spelling(profile.version).to_owned()),
            pointer: Some(violation.pointer.clone()),
            ..Note::verdict("invalid", &violation.reason)
        };
        self.log.note(self.answer_number, &note);
        if profile.dialect.has_send {
            let code = violation.code.spelling(profile.version);
            let details = json!({ "pointer": violation.pointer, "rule": violation.rule });
            let id = MessageId::new(&outgoing.command.id);
            let text = frame::call_result_error(&id, code, &violation.reason, &details);
            self.send(&text, self.answer_number);
        }
        Outcome::Invalid(payload, violation)
    }

    /// Puts a CALL into the queue.
    pub(super) fn on_command(&mut self, outgoing: Box<Outgoing>, ctx: &mut Socket) {
        if !self.is_current() || self.membership.ending || self.stage != Stage::Open {
            self.end_command(outgoing, Outcome::NotSent);
            return;
        }
        self.on_calls(Event::Submit(outgoing), ctx);
    }

    /// The durable queue may send to this station, once a boot that may come now is over.
    pub(super) fn open_for_queue(&self, ctx: &mut Socket) {
        later(ctx, self.settle_delay(), |actor, _| {
            let bell = actor.services.pipeline.state.queue_bell();
            bell.ring(&actor.session.charge_point);
        });
    }

    /// A station that never booted here and does not boot by itself is asked to.
    pub(super) fn ask_for_boot(&self, ctx: &mut Socket) {
        let Some(delay) = self.services.settings.registration.trigger_boot_after else {
            return;
        };
        if self.session.registration.is_some() {
            return;
        }
        later(ctx, delay, |actor, _| {
            let _session = actor.session.entered();
            let trigger = actor.session.profile.boot_trigger();
            if let (None, Some((action, payload))) = (actor.session.registration, trigger) {
                actor.send_own(action.name(), &payload);
            }
        });
    }

    /// Sends a command of the server's own, the way of all others.
    fn send_own(&self, action: &str, payload: &Value) {
        let services = &self.services;
        let sender = Sender::new(services.pipeline.clone(), services.registry.clone());
        let charge_point = self.session.charge_point.clone();
        let wanted = Wanted {
            id: None,
            action: action.to_owned(),
            payload: Payload::from(payload),
            origin: Origin::Server,
            timeout: None,
            seen: Vec::new(),
            following: Vec::new(),
        };
        let span = self.session.span.clone();
        let sending = async move {
            let sent = async { sender.send(&sender.find(&charge_point).await?, wanted).await };
            if let Err(error) = sent.await {
                tracing::warn!(%error, "a command of the server's own was not sent");
            }
        };
        actix_rt::spawn(sending.instrument(span));
    }
}
