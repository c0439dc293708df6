//! The messages of transactions, which are money: kept in order while there is no connection, sent again until they
//! are answered, and given up only after the configured number of tries (1.6 section 3.7.2; 2.x E04, E13). Pure; with
//! [`mod@file`] it outlives the process.

pub mod file;

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::clock::{Time, after};

/// A message that is kept until it is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    /// When it was made, among all messages of the charge point.
    pub order: u64,
    /// Such as `StopTransaction`.
    pub action: String,
    /// What is told.
    pub payload: Value,
    /// The number of the session, of the charge point's own.
    pub session: u64,
    /// What it tells of the session.
    pub part: Part,
    /// How often it was sent and came to nothing.
    pub attempts: u32,
}

/// What a message tells of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// It has begun.
    Start,
    /// How it goes on. Where there is no room for all, such messages are left out.
    Progress,
    /// It has ended.
    End,
}

/// The tries that a message has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// `TransactionMessageAttempts`; in 2.x `MessageAttempts[TransactionEvent]`
    pub attempts: u32,
    /// `TransactionMessageRetryInterval`; in 2.x `MessageAttemptInterval[TransactionEvent]`: waited once after the
    /// first try, twice after the second, and so on.
    pub interval: Duration,
}

/// The messages, oldest first.
#[derive(Debug, Clone)]
pub struct TransactionQueue {
    waiting: VecDeque<Kept>,
    /// The first one is on its way.
    under_way: bool,
    /// The first one is sent again then.
    not_before: Option<Time>,
    most: usize,
}

impl TransactionQueue {
    /// An empty one that keeps so many messages.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self {
            waiting: VecDeque::new(),
            under_way: false,
            not_before: None,
            most,
        }
    }

    /// The messages of a charge point that was switched off meanwhile.
    #[must_use]
    pub fn restored(messages: Vec<Kept>, most: usize) -> Self {
        Self {
            waiting: messages.into(),
            ..Self::new(most)
        }
    }

    /// Keeps a message. Where there is no room, the oldest one goes that only says how a session goes on, and is
    /// returned; a start or an end never does.
    pub fn push(&mut self, message: Kept) -> Option<Kept> {
        self.waiting.push_back(message);
        if self.waiting.len() <= self.most {
            return None;
        }
        let busy = usize::from(self.under_way);
        let mut spare = self.waiting.iter().skip(busy);
        let place = spare.position(|message| message.part == Part::Progress)?;
        self.waiting.remove(place + busy)
    }

    /// The message that is due; none while one is under way or a try is waited for.
    #[must_use]
    pub fn due(&self, now: Time) -> Option<&Kept> {
        if self.under_way || self.not_before.is_some_and(|time| time > now) {
            return None;
        }
        self.waiting.front()
    }

    /// The message that is due is sent.
    pub fn sent(&mut self) {
        self.under_way = true;
        self.not_before = None;
    }

    /// It was answered.
    pub fn delivered(&mut self) -> Option<Kept> {
        if !std::mem::take(&mut self.under_way) {
            return None;
        }
        self.waiting.pop_front()
    }

    /// It was refused, or not answered in time. Returned if it was given up.
    pub fn failed(&mut self, now: Time, retries: Retries) -> Option<Kept> {
        if !std::mem::take(&mut self.under_way) {
            return None;
        }
        let message = self.waiting.front_mut()?;
        message.attempts = message.attempts.saturating_add(1);
        if message.attempts >= retries.attempts.max(1) {
            return self.waiting.pop_front();
        }
        self.not_before = Some(after(now, retries.interval * message.attempts));
        None
    }

    /// The connection ended while it was under way: it is sent again, and the try does not count.
    pub fn interrupted(&mut self) {
        self.under_way = false;
    }

    /// 1.6: the server has given a session its number, or, with -1, never will (errata 3.18). What waits of the session
    /// names it from now on.
    pub fn name(&mut self, session: u64, transaction_id: i64) {
        let of_it = |message: &&mut Kept| message.session == session && message.part != Part::Start;
        for message in self.waiting.iter_mut().filter(of_it) {
            set(&mut message.payload, "transactionId", json!(transaction_id));
        }
    }

    /// 2.x: what waits when the connection ends is told as having happened offline (E11.FR.07).
    pub fn mark_offline(&mut self) {
        for message in &mut self.waiting {
            set(&mut message.payload, "offline", json!(true));
        }
    }

    /// When the next try is, where one is waited for.
    #[must_use]
    pub fn wakes_at(&self) -> Option<Time> {
        self.not_before.filter(|_| !self.under_way && !self.waiting.is_empty())
    }

    /// How many wait, with the one under way.
    #[must_use]
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether none waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether one of this session waits.
    #[must_use]
    pub fn has(&self, session: u64) -> bool {
        self.waiting.iter().any(|message| message.session == session)
    }

    /// All that wait, oldest first.
    pub fn messages(&self) -> impl Iterator<Item = &Kept> {
        self.waiting.iter()
    }
}

fn set(payload: &mut Value, name: &str, value: Value) {
    if let Some(members) = payload.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use std::time::Duration;

    use serde_json::json;

    use super::{Kept, Part, Retries, TransactionQueue};
    use crate::clock::{Time, after};

    const RETRIES: Retries = Retries {
        attempts: 3,
        interval: Duration::from_secs(10),
    };

    fn message(order: u64, part: Part) -> Kept {
        Kept {
            order,
            action: "Message".to_owned(),
            payload: json!({"transactionId": -1}),
            session: 1,
            part,
            attempts: 0,
        }
    }

    fn filled(most: usize) -> TransactionQueue {
        let mut queue = TransactionQueue::new(most);
        for (order, part) in [(0, Part::Start), (1, Part::Progress), (2, Part::End)] {
            assert_eq!(queue.push(message(order, part)), None);
        }
        queue
    }

    fn orders(queue: &TransactionQueue) -> Vec<u64> {
        queue.messages().map(|message| message.order).collect()
    }

    #[test]
    fn messages_go_one_after_the_other() {
        let now = Time::UNIX_EPOCH;
        let mut queue = filled(10);
        for order in 0..3 {
            assert_eq!(queue.due(now).unwrap().order, order);
            queue.sent();
            assert_eq!(queue.due(now), None);
            assert_eq!(queue.delivered().unwrap().order, order);
        }
        assert!(queue.is_empty());
    }

    #[test]
    fn a_refused_one_is_sent_again_after_longer_and_longer_and_given_up() {
        let now = Time::UNIX_EPOCH;
        let mut queue = filled(10);
        for wait in [10, 20] {
            queue.sent();
            assert_eq!(queue.failed(now, RETRIES), None);
            assert_eq!(queue.wakes_at(), Some(after(now, Duration::from_secs(wait))));
            assert_eq!(queue.due(now), None);
            assert_eq!(queue.due(after(now, Duration::from_secs(wait))).unwrap().order, 0);
        }
        queue.sent();
        assert_eq!(queue.failed(now, RETRIES).unwrap().order, 0);
        assert_eq!(queue.due(now).unwrap().order, 1);
    }

    #[test]
    fn a_lost_connection_costs_no_try() {
        let now = Time::UNIX_EPOCH;
        let mut queue = filled(10);
        for _ in 0..10 {
            queue.sent();
            queue.interrupted();
        }
        assert_eq!(queue.due(now).unwrap().attempts, 0);
        assert_eq!(orders(&queue), [0, 1, 2]);
    }

    #[test]
    fn what_waits_of_a_session_learns_its_number() {
        let mut queue = filled(10);
        queue.name(1, 77);
        let ids: Vec<_> = queue
            .messages()
            .map(|message| message.payload["transactionId"].clone())
            .collect();
        assert_eq!(ids, [json!(-1), json!(77), json!(77)]);
    }

    #[test]
    fn without_room_the_oldest_progress_goes_and_nothing_else() {
        let mut queue = filled(3);
        queue.sent();
        assert_eq!(queue.push(message(3, Part::End)).unwrap().order, 1);
        assert_eq!(queue.push(message(4, Part::End)), None);
        assert_eq!(orders(&queue), [0, 2, 3, 4]);
    }
}
