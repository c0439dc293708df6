//! Where a load run stands: warming up, counting, over. One for all connections of the generator.

use std::cell::{Cell, RefCell};
use std::time::Instant;

use super::Outcome;
use super::usage::Process;

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

/// A moment, with what the two processes had used until then.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    /// When.
    pub at: Instant,
    /// The server's CPU time in seconds.
    pub server: f64,
    /// The generator's CPU time in seconds.
    pub client: f64,
}

/// Counts exchanges; bounded by number and by time.
#[derive(Debug)]
pub struct Gauge {
    server: Process,
    warm_up: u64,
    messages: u64,
    deadline: Instant,
    answered: Cell<u64>,
    marks: RefCell<Vec<Mark>>,
}

impl Gauge {
    /// `messages` are counted after `warm_up` others; no more after `deadline`.
    #[must_use]
    pub fn new(server: Process, warm_up: u64, messages: u64, deadline: Instant) -> Self {
        let (answered, marks) = (Cell::new(0), RefCell::new(Vec::new()));
        Self {
            server,
            warm_up,
            messages,
            deadline,
            answered,
            marks,
        }
    }

    /// Takes note of one more answer.
    ///
    /// # Errors
    /// The server is gone.
    pub fn tick(&self) -> Outcome<Tick> {
        let number = self.answered.get() + 1;
        let marks = self.marks.borrow().len();
        if marks == 2 {
            return Ok(Tick::Over);
        }
        let late = number.is_multiple_of(256) && Instant::now() > self.deadline;
        self.answered.set(number);
        if marks == 0 && (number == self.warm_up.max(1) || late) {
            self.mark()?;
            return Ok(Tick::WarmUp);
        }
        if marks == 1 && (number == self.warm_up.max(1) + self.messages || late) {
            self.mark()?;
        }
        Ok(if marks == 0 { Tick::WarmUp } else { Tick::Counted })
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
        let server = self.server.cpu_seconds()?;
        let client = Process::own().cpu_seconds()?;
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
    use std::time::Duration;

    use super::*;

    #[test]
    fn counts_what_was_asked_for() {
        let deadline = Instant::now() + Duration::from_secs(60);
        let gauge = Gauge::new(Process::own(), 3, 5, deadline);
        let ticks: Vec<_> = (0..10).map(|_| gauge.tick().unwrap()).collect();
        assert_eq!(ticks.iter().filter(|tick| **tick == Tick::WarmUp).count(), 3);
        assert_eq!(ticks.iter().filter(|tick| **tick == Tick::Counted).count(), 5);
        assert!(gauge.marks().is_some());
    }

    #[test]
    fn ends_at_the_deadline() {
        let gauge = Gauge::new(Process::own(), 1, u64::MAX / 2, Instant::now());
        let counted = (0..1000).filter(|_| gauge.tick().unwrap() == Tick::Counted).count();
        assert!(counted < 256, "{counted}");
    }
}
