//! A call's deadline: processor time of its thread, so that a guest is not blamed for what else the
//! machine does. The engine's clock says when to look.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};
use wasmtime::{Trap, UpdateDeadline};

use super::limits::TICK;

/// What a call has used, against what it may.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    limit: Duration,
    longest: Duration,
    used_before: Duration,
    begun: Instant,
}

impl Deadline {
    /// Begins now, on this thread: so much processor time, within so much on the wall's clock.
    #[must_use]
    pub fn begin(limit: Duration, longest: Duration) -> Self {
        Self {
            limit,
            longest,
            used_before: thread_time(),
            begun: Instant::now(),
        }
    }

    /// The ticks after which to look first.
    #[must_use]
    pub fn ticks(&self) -> u64 {
        ticks(self.limit)
    }

    /// What is left on the wall's clock.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        self.longest.saturating_sub(self.begun.elapsed())
    }

    /// The clock has ticked so often: go on for the rest, or end the call.
    ///
    /// # Errors
    /// [`Trap::Interrupt`] if the time is used up.
    pub fn look(&self) -> wasmtime::Result<UpdateDeadline> {
        let used = thread_time().saturating_sub(self.used_before);
        let left = self.limit.saturating_sub(used);
        if left.is_zero() || self.remaining().is_zero() {
            return Err(Trap::Interrupt.into());
        }
        Ok(UpdateDeadline::Continue(ticks(left)))
    }
}

fn ticks(time: Duration) -> u64 {
    u64::try_from(time.as_micros().div_ceil(TICK.as_micros()))
        .unwrap_or(1)
        .max(1)
}

fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_used_is_not_counted_and_what_it_used_is() {
        let deadline = Deadline::begin(Duration::from_millis(5), Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(6));
        assert!(matches!(deadline.look(), Ok(UpdateDeadline::Continue(1..=5))));
        let working = Instant::now();
        while thread_time().saturating_sub(deadline.used_before) < Duration::from_millis(5) {
            assert!(working.elapsed() < Duration::from_secs(60));
        }
        assert!(deadline.look().is_err());
    }

    #[test]
    fn a_deadline_is_at_least_one_tick() {
        assert_eq!(ticks(Duration::from_micros(1)), 1);
        assert_eq!(ticks(Duration::from_micros(1_001)), 2);
    }
}
