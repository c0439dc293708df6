//! The call queue: CALLs towards a station, one outstanding at a time (OCPP-J 4.1.1), each with a
//! time to answer. Pure: events with their moment in, effects out.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::frame::Answer;
use crate::ids::MessageId;
use crate::ocpp::Outcome;

/// A CALL, as far as the queue knows it.
pub trait Call {
    /// It has this id.
    fn has_id(&self, id: &MessageId) -> bool;

    /// How long the station may take.
    fn timeout(&self) -> Duration;

    /// Whoever wants it sent still waits for the answer.
    fn is_wanted(&self) -> bool;

    /// It is sent now: its frame.
    fn leave(&mut self) -> String;
}

/// What happened.
#[derive(Debug)]
pub enum Event<T> {
    /// Somebody wants to send a CALL.
    Submit(T),
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
    /// This CALL is over: [`Outcome::Answered`] (whether or not the answer is valid), `Refused`, `TimedOut`,
    /// `Lost`, `NotSent` or `QueueFull`.
    End(T, Outcome),
    /// Call again with [`Event::Wake`] at this moment.
    WakeAt(Instant),
    /// Nobody waits for this answer: it is late, repeated or was never asked for.
    Stray(MessageId),
}

/// The queue of one connection.
#[derive(Debug)]
pub struct CallQueue<T> {
    waiting: VecDeque<T>,
    outstanding: Option<Outstanding<T>>,
    hold_until: Option<Instant>,
    limit: usize,
}

#[derive(Debug)]
struct Outstanding<T> {
    call: T,
    deadline: Instant,
}

impl<T: Call> CallQueue<T> {
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

    /// The CALL whose answer is awaited.
    #[must_use]
    pub fn outstanding(&self) -> Option<&T> {
        self.outstanding.as_ref().map(|outstanding| &outstanding.call)
    }

    /// Takes one event in.
    pub fn on_event(&mut self, event: Event<T>, now: Instant) -> Vec<Effect<T>> {
        let mut effects = Vec::new();
        match event {
            Event::Submit(call) if self.waiting.len() >= self.limit => {
                effects.push(Effect::End(call, Outcome::QueueFull));
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
        match self
            .outstanding
            .take_if(|outstanding| outstanding.call.has_id(&answer.id))
        {
            Some(outstanding) => {
                let outcome = match answer.outcome {
                    Ok(payload) => Outcome::Answered(payload),
                    Err(error) => Outcome::Refused(error),
                };
                effects.push(Effect::End(outstanding.call, outcome));
            }
            None => effects.push(Effect::Stray(answer.id)),
        }
    }

    fn close(&mut self, effects: &mut Vec<Effect<T>>) {
        let outstanding = self.outstanding.take();
        effects.extend(outstanding.map(|outstanding| Effect::End(outstanding.call, Outcome::Lost)));
        effects.extend(self.waiting.drain(..).map(|call| Effect::End(call, Outcome::NotSent)));
    }

    /// The next CALL whose sender still waits: what was given up is not sent late.
    fn next_wanted(&mut self, effects: &mut Vec<Effect<T>>) -> Option<T> {
        while let Some(call) = self.waiting.pop_front() {
            if call.is_wanted() {
                return Some(call);
            }
            effects.push(Effect::End(call, Outcome::NotSent));
        }
        None
    }

    /// Ends what took too long, sends what may be sent, and says when to look again.
    fn advance(&mut self, now: Instant, effects: &mut Vec<Effect<T>>) {
        if let Some(late) = self.outstanding.take_if(|outstanding| outstanding.deadline <= now) {
            effects.push(Effect::End(late.call, Outcome::TimedOut));
        }
        self.hold_until = self.hold_until.filter(|&until| until > now);
        if let (None, None) = (&self.outstanding, self.hold_until)
            && let Some(mut call) = self.next_wanted(effects)
        {
            effects.push(Effect::Send(call.leave()));
            let deadline = now + call.timeout();
            self.outstanding = Some(Outstanding { call, deadline });
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
