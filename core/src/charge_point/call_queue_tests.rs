//! The rules of the call queue, without a socket and with a clock of their own.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::json;

use super::{Call, CallQueue, Effect, Event};
use crate::frame::{Answer, CallError};
use crate::ids::MessageId;
use crate::ocpp::Outcome;

const TIMEOUT: Duration = Duration::from_secs(30);

/// Nobody waits for the answer of number 99.
impl Call for u32 {
    fn has_id(&self, id: &MessageId) -> bool {
        self.to_string() == id.as_str()
    }

    fn timeout(&self) -> Duration {
        TIMEOUT
    }

    fn is_wanted(&self) -> bool {
        *self != 99
    }

    fn leave(&mut self) -> String {
        format!("frame {self}")
    }
}

fn submit(number: u32) -> Event<u32> {
    Event::Submit(number)
}

fn answer(number: u32) -> Event<u32> {
    Event::Answer(Answer {
        id: MessageId::new(&number.to_string()),
        outcome: Ok(json!({})),
    })
}

fn send(number: u32) -> Effect<u32> {
    Effect::Send(format!("frame {number}"))
}

fn answered(number: u32) -> Effect<u32> {
    Effect::End(number, Outcome::Answered(json!({})))
}

#[test]
fn the_second_call_waits_for_the_first_answer() {
    let now = Instant::now();
    let mut queue = CallQueue::new(4);
    assert_eq!(queue.on_event(submit(1), now), [send(1), Effect::WakeAt(now + TIMEOUT)]);
    assert_eq!(queue.on_event(submit(2), now), []);
    assert_eq!(
        queue.on_event(answer(1), now),
        [answered(1), send(2), Effect::WakeAt(now + TIMEOUT)]
    );
    assert_eq!(queue.on_event(answer(2), now), [answered(2)]);
    assert!(queue.is_idle());
}

#[test]
fn a_late_answer_does_not_answer_the_next_call() {
    let now = Instant::now();
    let mut queue = CallQueue::new(4);
    queue.on_event(submit(1), now);
    queue.on_event(submit(2), now);
    let later = now + TIMEOUT;
    assert_eq!(
        queue.on_event(Event::Wake, later),
        [
            Effect::End(1, Outcome::TimedOut),
            send(2),
            Effect::WakeAt(later + TIMEOUT)
        ]
    );
    assert_eq!(queue.on_event(answer(1), later), [Effect::Stray(MessageId::new("1"))]);
    assert_eq!(queue.on_event(answer(2), later), [answered(2)]);
}

#[test]
fn an_error_is_an_answer_too() {
    let now = Instant::now();
    let mut queue = CallQueue::new(4);
    queue.on_event(submit(1), now);
    let error = CallError {
        code: "NotImplemented".into(),
        description: String::new(),
        details: json!({}),
    };
    let event = Event::Answer(Answer {
        id: MessageId::new("1"),
        outcome: Err(error.clone()),
    });
    assert_eq!(queue.on_event(event, now), [Effect::End(1, Outcome::Refused(error))]);
}

#[test]
fn a_hold_keeps_calls_back_until_it_ends() {
    let now = Instant::now();
    let until = now + Duration::from_secs(1);
    let mut queue = CallQueue::new(4);
    assert_eq!(queue.on_event(Event::HoldUntil(until), now), []);
    assert_eq!(queue.on_event(submit(1), now), [Effect::WakeAt(until)]);
    assert_eq!(
        queue.on_event(Event::Wake, until),
        [send(1), Effect::WakeAt(until + TIMEOUT)]
    );
}

#[test]
fn a_full_queue_says_so_and_a_close_tells_everybody() {
    let now = Instant::now();
    let mut queue = CallQueue::new(1);
    queue.on_event(submit(1), now);
    queue.on_event(submit(2), now);
    assert_eq!(queue.on_event(submit(3), now), [Effect::End(3, Outcome::QueueFull)]);
    assert_eq!(
        queue.on_event(Event::Close, now),
        [Effect::End(1, Outcome::Lost), Effect::End(2, Outcome::NotSent)]
    );
}

#[test]
fn what_nobody_waits_for_any_more_is_not_sent() {
    let now = Instant::now();
    let mut queue = CallQueue::new(4);
    queue.on_event(submit(1), now);
    queue.on_event(submit(99), now);
    queue.on_event(submit(2), now);
    assert_eq!(
        queue.on_event(answer(1), now),
        [
            answered(1),
            Effect::End(99, Outcome::NotSent),
            send(2),
            Effect::WakeAt(now + TIMEOUT)
        ]
    );
}

#[derive(Debug, Clone)]
enum Step {
    Submit,
    AnswerOutstanding,
    AnswerOld,
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Submit),
        2 => Just(Step::AnswerOutstanding),
        1 => Just(Step::AnswerOld),
        1 => (1_u64..40).prop_map(Step::Wait),
    ]
}

proptest! {
    /// Whatever happens: at most one CALL is outstanding, they go out in their order, and each
    /// sender is told exactly once.
    #[test]
    fn each_sender_is_told_once(steps in proptest::collection::vec(step(), 1..60)) {
        let mut now = Instant::now();
        let mut queue = CallQueue::new(3);
        let (mut submitted, mut sent, mut told) = (0_u32, Vec::new(), Vec::new());
        let mut outstanding = None;
        let mut events: Vec<Option<Step>> = steps.into_iter().map(Some).collect();
        events.push(None);
        for step in events {
            let event = match step {
                Some(Step::Submit) => { submitted += 1; submit(submitted) }
                Some(Step::AnswerOutstanding) => answer(outstanding.unwrap_or(0)),
                Some(Step::AnswerOld) => answer(0),
                Some(Step::Wait(seconds)) => { now += Duration::from_secs(seconds); Event::Wake }
                None => Event::Close,
            };
            for effect in queue.on_event(event, now) {
                match effect {
                    Effect::Send(frame) => {
                        prop_assert!(outstanding.is_none());
                        let number = frame.trim_start_matches("frame ").parse::<u32>().unwrap();
                        outstanding = Some(number);
                        sent.push(number);
                    }
                    Effect::End(number, outcome) => {
                        if outcome.has_left() && outcome != Outcome::Lost { prop_assert_eq!(outstanding, Some(number)); }
                        if outstanding == Some(number) { outstanding = None; }
                        told.push(number);
                    }
                    Effect::WakeAt(_) | Effect::Stray(_) => {}
                }
            }
        }
        prop_assert!(sent.is_sorted());
        told.sort_unstable();
        prop_assert_eq!(told, (1..=submitted).collect::<Vec<_>>());
    }
}
