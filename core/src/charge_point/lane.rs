//! The inbound lane: a station's CALLs are handled one at a time, in their order, and only so many
//! may wait (OCPP-J 4.1.1). Pure: no socket, no clock.

use std::collections::VecDeque;
use std::time::Instant;

use crate::clock::Time;
use crate::frame::Call;
use crate::frame::repair::Repair;
use crate::ocpp::Expects;
use crate::ocpp::table::Entry;

/// A request of the station in the lane.
#[derive(Debug)]
pub struct Inbound {
    /// What it asks.
    pub call: Call,
    /// Its action, if the version has it.
    pub known: Option<Entry>,
    /// Whether it is to be answered.
    pub expects: Expects,
    /// From 1; a conflict makes another one.
    pub attempt: u32,
    /// What was repaired in its frame.
    pub repairs: Vec<Repair>,
    /// When it came, and as what.
    pub arrival: Arrival,
}

/// The arrival of a message.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    /// Its number in the log of messages.
    pub number: u64,
    /// When it was read.
    pub at: Instant,
    /// The same by the system's clock.
    pub time: Time,
}

/// Waiting work of one connection.
#[derive(Debug)]
pub struct InboundLane<T> {
    waiting: VecDeque<T>,
    busy: bool,
    limit: usize,
}

/// What becomes of work that is offered.
#[derive(Debug, PartialEq, Eq)]
pub enum Offer<T> {
    /// The lane was free: do it now, then call [`InboundLane::finished`].
    Start(T),
    /// It waits for its turn.
    Waits,
    /// Too much waits already; it is given back to be refused.
    Full(T),
}

impl<T> InboundLane<T> {
    /// A free lane in which at most `limit` wait.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            waiting: VecDeque::new(),
            busy: false,
            limit,
        }
    }

    /// Takes work in.
    pub fn offer(&mut self, work: T) -> Offer<T> {
        if !self.busy {
            self.busy = true;
            return Offer::Start(work);
        }
        if self.waiting.len() >= self.limit {
            return Offer::Full(work);
        }
        self.waiting.push_back(work);
        Offer::Waits
    }

    /// The work in hand is done; what comes next, if anything waits.
    pub fn finished(&mut self) -> Option<T> {
        let next = self.waiting.pop_front();
        self.busy = next.is_some();
        if self.waiting.is_empty() {
            // An idle connection holds no buffer.
            self.waiting = VecDeque::new();
        }
        next
    }

    /// Work is in hand or waits.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.busy
    }
}

#[cfg(test)]
mod tests {
    use super::{InboundLane, Offer};

    #[test]
    fn one_at_a_time_in_order_and_bounded() {
        let mut lane = InboundLane::new(2);
        assert_eq!(lane.offer(1), Offer::Start(1));
        assert_eq!(lane.offer(2), Offer::Waits);
        assert_eq!(lane.offer(3), Offer::Waits);
        assert_eq!(lane.offer(4), Offer::Full(4));
        assert_eq!(lane.finished(), Some(2));
        assert_eq!(lane.offer(5), Offer::Waits);
        assert_eq!(lane.finished(), Some(3));
        assert_eq!(lane.finished(), Some(5));
        assert_eq!(lane.finished(), None);
        assert!(!lane.is_busy());
        assert_eq!(lane.offer(6), Offer::Start(6));
    }
}
