//! From a text message to its reply: read the frame, wait for the lane, let `ocpp/` handle it, make
//! the effects durable, answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix::prelude::*;
use chrono::TimeDelta;
use tokio::task::JoinError;

use super::call_queue::Event;
use super::connection::{ChargePoint, Socket};
use super::lane::{Arrival, Inbound, Offer};
use super::repaired::shown;
use super::session::Session;
use super::traced::{Commit, Parts};
use crate::clock::{self, Time};
use crate::config::settings::Strictness;
use crate::counters::{Place, Verdict};
use crate::events::{Event as Happening, kinds};
use crate::frame::lenient::{self, Read};
use crate::frame::repair::{Repair, Repairs};
use crate::frame::{self, Call, Frame, FrameFault, UNREADABLE_ID, ValidCall};
use crate::ids::MessageId;
use crate::ocpp::{Effects, Expects, Handled, Learned, Pipeline, Request};
use crate::plugins::Opinion;
use crate::state::messages::Note;
use crate::store::StoreError;

/// A conflict means that something else wrote meanwhile; the CALL is handled anew, so often.
const MAX_ATTEMPTS: u32 = 5;

impl ChargePoint {
    /// Handles one text message.
    pub(super) fn on_text(&mut self, text: &str, ctx: &mut Socket) {
        let number = self.arrived(text);
        self.keep_alive_noted();
        let profile = self.session.profile;
        let mut known = None;
        let valid = frame::valid_call(text, &profile.dialect, |action, rest| {
            known = profile.entry(action);
            known?.valid_length(rest)
        });
        if let Some(ValidCall { call, is_send }) = valid {
            let inbound = Inbound {
                call,
                known,
                expects: if is_send { Expects::Nothing } else { Expects::Answer },
                attempt: 1,
                repairs: Vec::new(),
                arrival: self.arrival(number),
            };
            return self.offer(inbound, ctx);
        }
        let mut repairs = Repairs::default();
        match frame::parse(text, &profile.dialect, &mut repairs) {
            Ok(frame) if self.session.reads.strictness == Strictness::Strict => {
                self.on_frame(frame, Vec::new(), number, ctx);
            }
            Ok(frame) => self.on_frame(frame, repairs.into_vec(), number, ctx),
            Err(fault) => self.read_again(text, fault, number, ctx),
        }
    }

    /// A text that is no frame by the letter. What can be read of it counts, unless the station's messages are read
    /// strictly.
    fn read_again(&mut self, text: &str, fault: FrameFault, number: u64, ctx: &mut Socket) {
        if self.session.reads.strictness == Strictness::Strict {
            return self.on_fault(fault, number);
        }
        let dialect = &self.session.profile.dialect;
        match lenient::read(text, dialect) {
            Read::Frame(frame, repairs) => self.on_frame(frame, repairs, number, ctx),
            Read::Named(id) => {
                let answer = Some((id, dialect.unreadable));
                self.on_fault(FrameFault { answer, ..fault }, number);
            }
            Read::Nothing => self.on_fault(fault, number),
        }
    }

    fn arrival(&self, number: u64) -> Arrival {
        Arrival {
            number,
            at: self.heard,
            time: self.heard_at,
        }
    }

    fn on_frame(&mut self, frame: Frame, repairs: Vec<Repair>, number: u64, ctx: &mut Socket) {
        let arrival = self.arrival(number);
        let profile = self.session.profile;
        let request = |call: Call, expects, repairs| Inbound {
            known: profile.entry(&call.action),
            call,
            expects,
            attempt: 1,
            repairs,
            arrival,
        };
        match frame {
            Frame::Call(call) => self.offer(request(call, Expects::Answer, repairs), ctx),
            Frame::Send(call) => self.offer(request(call, Expects::Nothing, repairs), ctx),
            Frame::Answer(answer) => {
                self.answer_number = number;
                self.note_repairs(number, &repairs);
                self.count_repairs(&repairs);
                self.on_calls(Event::Answer(answer), ctx);
                self.end_if_idle(ctx);
            }
            Frame::ResultError(answer) => {
                self.services.counters.stray();
                tracing::warn!(
                    ocpp.message_id = %answer.id,
                    error = ?answer.outcome,
                    "the station says that our answer was not valid"
                );
            }
        }
    }

    /// OCPP-J knows text only. Some stations send their texts as binary messages.
    pub(super) fn on_binary(&mut self, bytes: &[u8], ctx: &mut Socket) {
        if let (Strictness::Repair, Ok(text)) = (self.session.reads.strictness, std::str::from_utf8(bytes)) {
            let mut repairs = Repairs::default();
            repairs.note("binary-as-text", "");
            if let Ok(frame) = frame::parse(text, &self.session.profile.dialect, &mut repairs) {
                let number = self.arrived(text);
                return self.on_frame(frame, repairs.into_vec(), number, ctx);
            }
        }
        let code = self.session.profile.dialect.unreadable;
        let number = self.arrived("");
        self.on_fault(
            FrameFault {
                reason: "binary messages are not OCPP-J".to_owned(),
                answer: Some((MessageId::new(UNREADABLE_ID), code)),
            },
            number,
        );
    }

    fn on_fault(&mut self, fault: FrameFault, number: u64) {
        self.log.note(number, &Note::verdict("unreadable", &fault.reason));
        tracing::warn!(reason = fault.reason, "a message is not an OCPP-J frame");
        let payload = serde_json::json!({
            "reason": fault.reason,
            "answered": fault.answer.as_ref().map(|(_, code)| code.spelling(self.session.profile.version)),
        });
        let mut event = Happening::new(kinds::FRAME_FAULT.name, &self.session.charge_point, payload);
        event.version = self.session.profile.version.to_string();
        self.complain(event);
        let verdict = if fault.answer.is_some() {
            Verdict::Fault
        } else {
            Verdict::Ignored
        };
        self.count(None, verdict, self.heard.elapsed());
        if let Some((id, code)) = fault.answer {
            let code = code.spelling(self.session.profile.version);
            let details = serde_json::json!({});
            self.send(&frame::call_error(&id, code, &fault.reason, &details), number);
        }
    }

    /// Counts a message that was dealt with: one of an action, or of none that the version has.
    fn count(&self, action: Option<Place>, verdict: Verdict, took: Duration) {
        let place = action.unwrap_or_else(|| Place::other(self.session.profile.version));
        self.services.counters.received(place, verdict, took);
    }

    /// The same, by the action's name.
    fn count_refused(&self, inbound: &Inbound, verdict: Verdict) {
        self.trace_request(inbound, verdict, Parts::default());
        self.count(
            inbound.known.map(|entry| entry.place),
            verdict,
            inbound.arrival.at.elapsed(),
        );
    }

    fn offer(&mut self, inbound: Inbound, ctx: &mut Socket) {
        match self.lane.offer(inbound) {
            Offer::Start(inbound) => {
                let now = inbound.arrival.time;
                self.work(inbound, now, ctx);
            }
            Offer::Waits => {}
            Offer::Full(inbound) => {
                let refused = self.session.profile.too_busy(&inbound.call.id, inbound.expects);
                self.reply(refused.reply, inbound.arrival, inbound.arrival.at.elapsed());
                self.count_refused(&inbound, Verdict::Busy);
            }
        }
    }

    /// Handles this request and those behind it, until one has to wait for the disk.
    fn work(&mut self, inbound: Inbound, mut now: Time, ctx: &mut Socket) {
        let mut next = Some(inbound);
        while let Some(inbound) = next {
            let pipeline = &self.services.pipeline;
            let may_wait = |known| pipeline.may_wait(known, &inbound.call.payload);
            if inbound.known.is_some_and(may_wait) {
                self.handle_elsewhere(inbound, ctx);
                return;
            }
            let mut handled = handle(&self.services.pipeline, &self.session, &inbound, now);
            self.tell_decision(&mut handled, inbound.attempt);
            self.write_first(&inbound, &mut handled.effects);
            if handled.effects.must_wait() {
                self.write_then_reply(inbound, handled, ctx);
                return;
            }
            self.finish(handled, &inbound, None, ctx);
            next = self.lane.finished();
            if next.is_some() {
                now = clock::now();
            }
        }
        self.end_if_idle(ctx);
    }

    /// Handles a request on a thread of its own, since a plugin may wait for HTTP: only this charge
    /// point waits with it.
    fn handle_elsewhere(&mut self, inbound: Inbound, ctx: &mut Socket) {
        let (pipeline, session) = (self.services.pipeline.clone(), self.session.clone());
        let handling = tokio::task::spawn_blocking(move || {
            let _session = session.entered();
            (handle(&pipeline, &session, &inbound, clock::now()), inbound)
        });
        ctx.spawn(
            handling
                .into_actor(self)
                .map(|handled, actor, ctx| actor.handled_elsewhere(handled, ctx)),
        );
    }

    fn handled_elsewhere(&mut self, handled: Result<(Handled, Inbound), JoinError>, ctx: &mut Socket) {
        let _session = self.session.entered();
        match handled {
            Ok((mut handled, inbound)) => {
                self.tell_decision(&mut handled, inbound.attempt);
                self.write_first(&inbound, &mut handled.effects);
                if handled.effects.must_wait() {
                    return self.write_then_reply(inbound, handled, ctx);
                }
                self.finish(handled, &inbound, None, ctx);
                self.go_on(ctx);
            }
            Err(error) => {
                tracing::error!(%error, "a request was not handled");
                self.close(ctx, actix_http::ws::CloseCode::Error, "a request could not be handled");
            }
        }
    }

    /// While the store refuses writes a report is not acknowledged before it is written: the station is told, and repeats
    /// it. What has no answer waits, as ever.
    fn write_first(&self, inbound: &Inbound, effects: &mut Effects) {
        let services = &self.services;
        let follows = inbound.expects == Expects::Answer && !effects.must_wait() && effects.is_report();
        if follows && services.takes_no_report(&self.session.charge_point) {
            services.shorten(&self.session.charge_point, &mut effects.latest);
            effects.write_first();
        }
    }

    fn write_then_reply(&mut self, inbound: Inbound, mut handled: Handled, ctx: &mut Socket) {
        let charge_point = &self.session.charge_point;
        let list = self.services.durable_list(charge_point, &mut handled.effects);
        // After the list, which takes the place of what waits.
        let held = std::mem::take(&mut handled.effects.held);
        self.services.keep_waiting(charge_point, self.session.id, held);
        let list = match list {
            Ok(list) => list,
            Err(error) => return self.not_written(inbound, &error, ctx),
        };
        let began = self.services.pipeline.traces.is_on().then(Instant::now);
        let written = self.services.write_durably(list);
        ctx.spawn(written.into_actor(self).map(move |written, actor, ctx| {
            let _session = actor.session.entered();
            match written {
                Ok(()) => actor.written(handled, &inbound, began.map(Commit::since), ctx),
                Err(error) => actor.not_written(inbound, &error, ctx),
            }
        }));
    }

    fn written(&mut self, handled: Handled, inbound: &Inbound, commit: Option<Commit>, ctx: &mut Socket) {
        self.finish(handled, inbound, commit, ctx);
        self.go_on(ctx);
    }

    fn not_written(&mut self, mut inbound: Inbound, error: &StoreError, ctx: &mut Socket) {
        if matches!(error, StoreError::Conflict { .. }) && inbound.attempt < MAX_ATTEMPTS {
            inbound.attempt += 1;
            self.work(inbound, clock::now(), ctx);
            return;
        }
        self.decision_log.take_back();
        tracing::error!(
            ocpp.action = inbound.call.action,
            %error,
            "a request could not be stored"
        );
        let refused = self.session.profile.not_stored(&inbound.call.id, inbound.expects);
        self.reply(refused.reply, inbound.arrival, inbound.arrival.at.elapsed());
        self.count_refused(&inbound, Verdict::Refused);
        self.go_on(ctx);
    }

    fn go_on(&mut self, ctx: &mut Socket) {
        match self.lane.finished() {
            Some(next) => self.work(next, clock::now(), ctx),
            None => self.end_if_idle(ctx),
        }
    }

    /// Plugins were asked: what they need for the next time is made once the answer is on its way.
    fn make_ready(&self, inbound: &Inbound) {
        let Some(known) = inbound.known else { return };
        let plugins = Arc::clone(&self.services.pipeline.plugins);
        actix_rt::spawn(async move { plugins.make_ready(known.action.version(), known.action.name()) });
    }

    /// The effects are safe, or may follow: answer, and take over what the session learned.
    fn finish(&mut self, handled: Handled, inbound: &Inbound, commit: Option<Commit>, ctx: &mut Socket) {
        let arrival = inbound.arrival;
        if let Some(note) = note(&handled) {
            self.log.note(arrival.number, &note);
        }
        let (action, verdict, took) = (handled.counted, verdict(&handled), arrival.at.elapsed());
        if let Some(refused) = handled.token_refused {
            let (id_tag, refusal) = refused.at(&self.session.charge_point, arrival.time);
            self.services.pipeline.state.tag_refusals().add(&id_tag, refusal);
        }
        if let Some(complaint) = handled.complaint {
            self.complain(*complaint);
        }
        if let Some(repaired) = handled.repaired {
            self.on_repaired(*repaired);
        }
        // Before the answer: what is answered counts, and a newer session may take over at any moment.
        self.take_over(handled.effects, ctx);
        self.reply(handled.reply, arrival, took);
        self.count(action, verdict, took);
        let opinions = &handled.opinions;
        if !opinions.is_empty() {
            self.make_ready(inbound);
        }
        self.trace_request(inbound, verdict, Parts { opinions, commit });
    }

    /// What is left of effects whose writes are durable.
    pub(super) fn take_over(&mut self, effects: Effects, ctx: &mut Socket) {
        let Effects {
            latest,
            events,
            commands,
            learned,
            forgotten,
            ..
        } = effects;
        let counters = &self.services.pipeline.counters;
        counters.inbox_forgotten.add_many(forgotten.inbox);
        counters.later_messages_forgotten.add_many(forgotten.later_messages);
        self.services
            .put_latest(&self.session.charge_point, self.session.id, latest);
        self.services.tell(&self.session.charge_point, events);
        let bell = self.services.pipeline.state.queue_bell();
        for command in &commands {
            bell.ring(&command.charge_point);
        }
        for learned in learned {
            let has_booted = matches!(learned, Learned::Boot(_));
            if self.session.learn(learned, &self.services.settings.ocpp.quirks) {
                self.tell_held_later(ctx);
            }
            if has_booted {
                self.settle_down(self.settle_delay(), ctx);
                // What waits for it may leave now, or once it has settled.
                self.services
                    .pipeline
                    .state
                    .queue_bell()
                    .ring(&self.session.charge_point);
                self.wait_for_states(ctx);
            }
        }
    }

    /// Some chargers break when a CALL arrives inside their boot.
    fn settle_down(&mut self, delay: Duration, ctx: &mut Socket) {
        if !delay.is_zero() {
            self.on_calls(Event::HoldUntil(Instant::now() + delay), ctx);
        }
    }

    /// Answers a message that has taken so long.
    fn reply(&self, reply: Option<String>, to: Arrival, took: Duration) {
        if let Some(text) = reply.filter(|_| self.is_current()) {
            let now = to.time + TimeDelta::from_std(took).unwrap_or_default();
            self.send_at(now, &text, to.number);
        }
    }
}

/// What became of a request.
fn verdict(handled: &Handled) -> Verdict {
    if handled.refused {
        Verdict::Refused
    } else if handled.repaired.is_some() {
        Verdict::Repaired
    } else {
        Verdict::Answered
    }
}

/// What the reply does not say: what was repaired, the plugins that were asked, and why a SEND was refused, which has no reply.
fn note(handled: &Handled) -> Option<Note> {
    let repairs = handled.repaired.as_ref().map(|repaired| shown(&repaired.repairs));
    let unanswered = handled.complaint.as_ref().filter(|_| handled.reply.is_none());
    if handled.opinions.is_empty() && unanswered.is_none() && repairs.is_none() {
        return None;
    }
    let plugins = handled.opinions.iter().map(Opinion::as_json).collect();
    let told = unanswered.map(|complaint| complaint.payload.value());
    let error = told.as_ref().and_then(|told| told.get("callError"));
    let text = |pointer: &str| Some(error?.pointer(pointer)?.as_str()?.to_owned());
    Some(Note {
        verdict: error.map(|_| "refused".to_owned()),
        code: text("/code"),
        reason: text("/description"),
        pointer: text("/details/pointer"),
        plugins,
        repairs: repairs.unwrap_or_default(),
    })
}

fn handle(pipeline: &Pipeline, session: &Session, inbound: &Inbound, now: Time) -> Handled {
    // Only where somebody looks so closely: a span costs more than a Heartbeat should.
    let _call =
        tracing::debug_span!("call", ocpp.action = inbound.call.action, ocpp.message_id = %inbound.call.id).entered();
    let caller = session.caller(now);
    let request = Request {
        call: &inbound.call,
        known: inbound.known,
        expects: inbound.expects,
    };
    let handled = pipeline.handle(&caller, request);
    if inbound.repairs.is_empty() {
        return handled;
    }
    pipeline.with_frame_repairs(&caller, &inbound.call, &inbound.repairs, handled)
}
