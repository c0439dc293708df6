//! The call queue: CALLs towards a station, one outstanding at a time (OCPP-J 4.1.1), each with a
//! time to answer. Pure: events with their moment in, effects out.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::frame::{Answer, CallError};
use crate::ids::MessageId;

/// A CALL that waits for its turn or its answer; `T` is whatever tells its sender.
#[derive(Debug)]
pub struct OutboundCall<T> {
    /// The CALL's id.
    pub id: MessageId,
    /// The whole frame.
    pub frame: String,
    /// How long the station may take.
    pub timeout: Duration,
    /// Who asked.
    pub ticket: T,
}

/// What became of a CALL.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The CALLRESULT's payload.
    Answered(Value),
    /// The CALLERROR.
    Refused(CallError),
    /// No answer in time.
    TimedOut,
    /// The connection ended first.
    Lost,
}

/// Whoever wants a CALL sent.
pub trait Ticket {
    /// It still waits for the answer.
    fn is_wanted(&self) -> bool;
}

/// What happened.
#[derive(Debug)]
pub enum Event<T> {
    /// Somebody wants to send a CALL.
    Submit(OutboundCall<T>),
    /// The station answered something.
    Answer(Answer),
    /// Time went by, or CALLs may be sent again.
    Wake,
    /// No CALL may be sent before this moment.
    HoldUntil(Instant),
    /// The connection is gone.
    Close,
}

/// What is to be done.
#[derive(Debug, PartialEq)]
pub enum Effect<T> {
    /// Put this frame on the socket.
    Send(String),
    /// Tell this sender.
    Tell(T, Outcome),
    /// Tell this sender that too many CALLs wait.
    Full(T),
    /// Call again with [`Event::Wake`] at this moment.
    WakeAt(Instant),
    /// Nobody waits for this answer: it is late, repeated or was never asked for.
    Stray(MessageId),
}

/// The queue of one connection.
#[derive(Debug)]
pub struct CallQueue<T> {
    waiting: VecDeque<OutboundCall<T>>,
    outstanding: Option<Outstanding<T>>,
    hold_until: Option<Instant>,
    limit: usize,
}

#[derive(Debug)]
struct Outstanding<T> {
    id: MessageId,
    ticket: T,
    deadline: Instant,
}

impl<T: Ticket> CallQueue<T> {
    /// An empty queue in which at most `limit` wait.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            waiting: VecDeque::new(),
            outstanding: None,
            hold_until: None,
            limit,
        }
    }

    /// Nothing waits and nothing is outstanding.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.outstanding.is_none() && self.waiting.is_empty()
    }

    /// Takes one event in.
    pub fn on_event(&mut self, event: Event<T>, now: Instant) -> Vec<Effect<T>> {
        let mut effects = Vec::new();
        match event {
            Event::Submit(call) if self.waiting.len() >= self.limit => {
                effects.push(Effect::Full(call.ticket));
            }
            Event::Submit(call) => self.waiting.push_back(call),
            Event::Answer(answer) => self.answered(answer, &mut effects),
            Event::HoldUntil(moment) => self.hold_until = Some(moment),
            Event::Wake => {}
            Event::Close => self.close(&mut effects),
        }
        self.advance(now, &mut effects);
        effects
    }

    fn answered(&mut self, answer: Answer, effects: &mut Vec<Effect<T>>) {
        match self.outstanding.take_if(|outstanding| outstanding.id == answer.id) {
            Some(outstanding) => {
                let outcome = match answer.outcome {
                    Ok(payload) => Outcome::Answered(payload),
                    Err(error) => Outcome::Refused(error),
                };
                effects.push(Effect::Tell(outstanding.ticket, outcome));
            }
            None => effects.push(Effect::Stray(answer.id)),
        }
    }

    fn close(&mut self, effects: &mut Vec<Effect<T>>) {
        let outstanding = self.outstanding.take().map(|outstanding| outstanding.ticket);
        let waiting = self.waiting.drain(..).map(|call| call.ticket);
        effects.extend(
            outstanding
                .into_iter()
                .chain(waiting)
                .map(|ticket| Effect::Tell(ticket, Outcome::Lost)),
        );
    }

    /// The next CALL whose sender still waits: what was given up is not sent late.
    fn next_wanted(&mut self) -> Option<OutboundCall<T>> {
        while let Some(call) = self.waiting.pop_front() {
            if call.ticket.is_wanted() {
                return Some(call);
            }
        }
        None
    }

    /// Ends what took too long, sends what may be sent, and says when to look again.
    fn advance(&mut self, now: Instant, effects: &mut Vec<Effect<T>>) {
        if let Some(late) = self.outstanding.take_if(|outstanding| outstanding.deadline <= now) {
            effects.push(Effect::Tell(late.ticket, Outcome::TimedOut));
        }
        self.hold_until = self.hold_until.filter(|&until| until > now);
        if let (None, None) = (&self.outstanding, self.hold_until)
            && let Some(call) = self.next_wanted()
        {
            effects.push(Effect::Send(call.frame));
            let deadline = now + call.timeout;
            self.outstanding = Some(Outstanding {
                id: call.id,
                ticket: call.ticket,
                deadline,
            });
            effects.push(Effect::WakeAt(deadline));
        } else if let Some(until) = self.hold_until
            && !self.waiting.is_empty()
        {
            effects.push(Effect::WakeAt(until));
        }
        if self.waiting.is_empty() {
            // An idle connection holds no buffer.
            self.waiting = VecDeque::new();
        }
    }
}

#[cfg(test)]
#[path = "call_queue_tests.rs"]
mod tests;
