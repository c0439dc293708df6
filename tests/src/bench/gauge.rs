//! Where a load run stands: warming up, counting, over. One for all connections of the generator.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use super::Outcome;
use super::usage::{Process, Spending};

/// What a finished exchange is to the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// Not counted.
    WarmUp,
    /// One of the counted.
    Counted,
    /// The run is over; this one is not counted.
    Over,
}

/// A moment, with what the two processes had used until then, since the run began.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    /// When.
    pub at: Instant,
    /// The server's CPU time in seconds.
    pub server: f64,
    /// The generator's CPU time in seconds.
    pub client: f64,
}

/// The share of the time that warming up may take at most: what is slow has to be counted, too.
const WARM_UP_PART: u32 = 4;

/// Counts exchanges; bounded by number and by time.
#[derive(Debug)]
pub struct Gauge {
    /// The server's CPU time, and the generator's own.
    spending: RefCell<(Spending, Spending)>,
    /// How many are not counted, and until when at most.
    warm_up: (u64, Instant),
    /// How many are counted after these, and until when at most.
    counted: (u64, Instant),
    /// Answers since the beginning, or since the counting began.
    answered: Cell<u64>,
    marks: RefCell<Vec<Mark>>,
}

impl Gauge {
    /// `messages` are counted after `warm_up` others, from now on until `limit` is over at most.
    ///
    /// # Errors
    /// The server is gone.
    pub fn new(server: Process, warm_up: u64, messages: u64, limit: Duration) -> Outcome<Self> {
        let spending = (server.spending()?, Process::own().spending()?);
        let now = Instant::now();
        Ok(Self {
            spending: RefCell::new(spending),
            warm_up: (warm_up, now + limit / WARM_UP_PART),
            counted: (messages, now + limit),
            answered: Cell::new(0),
            marks: RefCell::new(Vec::new()),
        })
    }

    /// Takes note of one more answer.
    ///
    /// # Errors
    /// The server is gone.
    pub fn tick(&self) -> Outcome<Tick> {
        let (tick, (most, until)) = match self.marks.borrow().len() {
            0 => (Tick::WarmUp, self.warm_up),
            1 => (Tick::Counted, self.counted),
            _ => return Ok(Tick::Over),
        };
        self.answered.set(self.answered.get() + 1);
        if self.answered.get() >= most || Instant::now() > until {
            self.answered.set(0);
            self.mark()?;
        }
        Ok(tick)
    }

    /// The start and the end of the counted part.
    #[must_use]
    pub fn marks(&self) -> Option<(Mark, Mark)> {
        match self.marks.borrow().as_slice() {
            [start, end] => Some((*start, *end)),
            _ => None,
        }
    }

    fn mark(&self) -> Outcome<()> {
        let (server, client) = &mut *self.spending.borrow_mut();
        let (server, client) = (server.so_far()?, client.so_far()?);
        self.marks.borrow_mut().push(Mark {
            at: Instant::now(),
            server,
            client,
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn counts_what_was_asked_for() {
        let gauge = Gauge::new(Process::own(), 3, 5, Duration::from_secs(60)).unwrap();
        let ticks: Vec<_> = (0..10).map(|_| gauge.tick().unwrap()).collect();
        assert_eq!(ticks.iter().filter(|tick| **tick == Tick::WarmUp).count(), 3);
        assert_eq!(ticks.iter().filter(|tick| **tick == Tick::Counted).count(), 5);
        assert!(gauge.marks().is_some());
    }

    /// What is too slow to be warm in time is counted all the same, for most of it.
    #[test]
    fn ends_in_time_and_counts_for_most_of_it() {
        let limit = Duration::from_millis(40);
        let gauge = Gauge::new(Process::own(), u64::MAX, u64::MAX, limit).unwrap();
        let counted = std::iter::repeat_with(|| gauge.tick().unwrap())
            .take_while(|tick| *tick != Tick::Over)
            .filter(|tick| *tick == Tick::Counted)
            .count();
        let (start, end) = gauge.marks().unwrap();
        assert!(
            counted > 0 && end.at - start.at >= limit / 2,
            "{counted}: {start:?} {end:?}"
        );
        assert!(end.client > start.client, "{start:?} {end:?}");
    }
}
