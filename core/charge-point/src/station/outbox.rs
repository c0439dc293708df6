//! What a charge point wants to send, in which order, and the one request that waits for its answer.
//!
//! Messages go in the order in which they were made, those of transactions among them; what a driver waits for
//! (boot, authorization) goes before. Without a connection only the messages of transactions are kept.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::Value;

use super::connector::IdToken;
use crate::client::{Exchange, Frame, Outcome};
use crate::clock::Time;
use crate::queue::{Kept, Part, Retries, TransactionQueue};

/// So many other messages wait; the oldest goes.
const MOST_OTHERS: usize = 256;

/// So many messages of transactions are kept.
pub const MOST_OF_TRANSACTIONS: usize = 10_000;

/// What a request was for.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    /// It asks whether the charge point may work.
    Boot,
    /// It shows that the charge point is there.
    Heartbeat,
    /// It asks whether somebody may charge.
    Authorize(Asked),
    /// It is the first of the transactions' messages.
    Transaction,
    /// It asks for a certificate.
    Sign,
    /// It tells something.
    Report,
}

/// Somebody wants to charge.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Who.
    pub token: IdToken,
    /// Where.
    pub connector: u16,
    /// The number of the server's request, if it asked for it.
    pub remote_start: Option<i64>,
    /// The server asked for it.
    pub remote: bool,
}

#[derive(Debug)]
struct Waiting {
    order: u64,
    action: String,
    payload: Value,
    purpose: Purpose,
    /// It may be sent before the boot is accepted.
    early: bool,
}

/// What may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Nothing: there is no connection.
    Shut,
    /// The boot, and what the server asked for.
    Booting,
    /// All.
    Open,
}

/// A request that leaves.
#[derive(Debug)]
pub struct Leaving {
    /// What is asked.
    pub action: String,
    /// With which payload.
    pub payload: Value,
    /// What it is for.
    pub purpose: Purpose,
}

/// What waits to be sent, and what waits for its answer.
#[derive(Debug)]
pub struct Outbox {
    /// The request that waits, with its action.
    pub exchange: Exchange<(String, Purpose)>,
    /// The messages of transactions.
    pub transactions: TransactionQueue,
    first: VecDeque<Waiting>,
    others: VecDeque<Waiting>,
    made: u64,
}

impl Outbox {
    /// With what was kept from before.
    #[must_use]
    pub fn new(timeout: Duration, kept: Vec<Kept>) -> Self {
        let made = kept.last().map_or(0, |last| last.order);
        Self {
            exchange: Exchange::new(timeout),
            transactions: TransactionQueue::restored(kept, MOST_OF_TRANSACTIONS),
            first: VecDeque::new(),
            others: VecDeque::new(),
            made,
        }
    }

    fn order(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    /// Wants to send something; what a driver waits for goes first.
    pub fn push(&mut self, action: &str, payload: Value, purpose: Purpose) {
        self.add(action, payload, purpose, false);
    }

    /// The same, and it may leave before the boot is accepted.
    pub fn push_early(&mut self, action: &str, payload: Value, purpose: Purpose) {
        self.add(action, payload, purpose, true);
    }

    fn add(&mut self, action: &str, payload: Value, purpose: Purpose, early: bool) {
        let urgent = matches!(purpose, Purpose::Boot | Purpose::Authorize(_));
        let waiting = Waiting {
            order: self.order(),
            action: action.to_owned(),
            payload,
            purpose,
            early,
        };
        if urgent {
            self.first.push_back(waiting);
            return;
        }
        if self.others.len() >= MOST_OTHERS {
            self.others.pop_front();
        }
        self.others.push_back(waiting);
    }

    /// Keeps a message of a transaction. Returned if there was no room for all.
    pub fn keep(&mut self, (action, payload): (&str, Value), session: u64, part: Part) -> Option<Kept> {
        let kept = Kept {
            order: self.order(),
            action: action.to_owned(),
            payload,
            session,
            part,
            attempts: 0,
        };
        self.transactions.push(kept)
    }

    /// Whether such a request waits or is under way.
    #[must_use]
    pub fn has_boot(&self) -> bool {
        self.first.iter().any(|waiting| waiting.purpose == Purpose::Boot)
            || self
                .exchange
                .purpose()
                .is_some_and(|(_, purpose)| *purpose == Purpose::Boot)
    }

    /// Nothing waits, and nothing is under way.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.exchange.is_free() && self.transactions.is_empty() && self.first.is_empty() && self.others.is_empty()
    }

    /// What leaves now.
    pub fn take(&mut self, gate: Gate, now: Time) -> Option<Leaving> {
        if gate == Gate::Shut || !self.exchange.is_free() {
            return None;
        }
        let may = |waiting: &Waiting| gate == Gate::Open || waiting.early || waiting.purpose == Purpose::Boot;
        if let Some(waiting) = take_first(&mut self.first, may) {
            return Some(waiting.into());
        }
        let other = self
            .others
            .iter()
            .find(|waiting| may(waiting))
            .map(|waiting| waiting.order);
        let due = self.transactions.due(now).filter(|_| gate == Gate::Open);
        if let Some(due) = due
            && other.is_none_or(|order| due.order < order)
        {
            let leaving = Leaving {
                action: due.action.clone(),
                payload: due.payload.clone(),
                purpose: Purpose::Transaction,
            };
            self.transactions.sent();
            return Some(leaving);
        }
        take_first(&mut self.others, may).map(Leaving::from)
    }

    /// The frame of what leaves.
    pub fn begin(&mut self, leaving: Leaving, now: Time) -> Frame {
        let Leaving {
            action,
            payload,
            purpose,
        } = leaving;
        self.exchange.begin(&action.clone(), payload, (action, purpose), now)
    }

    /// The message of a transaction came to nothing. Returned if it was given up.
    pub fn failed(&mut self, now: Time, retries: Retries) -> Option<Kept> {
        self.transactions.failed(now, retries)
    }

    /// The connection has ended: what is not of a transaction is not sent any more. What was asked and has no answer
    /// comes back.
    pub fn disconnected(&mut self) -> Vec<(String, Purpose)> {
        let under_way = self.exchange.lose().map(|(asked, _)| asked);
        self.transactions.interrupted();
        self.others.clear();
        let first = self.first.drain(..).map(|waiting| (waiting.action, waiting.purpose));
        under_way.into_iter().chain(first).collect()
    }

    /// What has waited too long for its answer.
    pub fn expire(&mut self, now: Time) -> Option<((String, Purpose), Outcome)> {
        self.exchange.expire(now)
    }

    /// When something is due.
    #[must_use]
    pub fn wakes_at(&self) -> Option<Time> {
        let retry = self.transactions.wakes_at();
        [self.exchange.deadline(), retry].into_iter().flatten().min()
    }
}

impl From<Waiting> for Leaving {
    fn from(waiting: Waiting) -> Self {
        Self {
            action: waiting.action,
            payload: waiting.payload,
            purpose: waiting.purpose,
        }
    }
}

fn take_first(waiting: &mut VecDeque<Waiting>, may: impl Fn(&Waiting) -> bool) -> Option<Waiting> {
    let place = waiting.iter().position(may)?;
    waiting.remove(place)
}
