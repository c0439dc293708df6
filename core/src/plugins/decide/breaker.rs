//! The circuit breaker of a plugin: after five failures within ten seconds it is not asked for a
//! while, then tried with one call. Pure; it is told the time.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const FAILURES: usize = 5;
const WITHIN: Duration = Duration::from_secs(10);
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Closed: calls pass. Open: none does. After its pause, one passes and decides.
#[derive(Debug, Default)]
pub struct Breaker {
    /// Whether there is anything to look up; false on the way of every call that is well.
    troubled: AtomicBool,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    failures: VecDeque<Instant>,
    /// It is open until then; afterwards one call may try.
    open_until: Option<Instant>,
    pause: Duration,
    /// The digest of the version that is judged; none: no other was active since the start.
    version: Option<String>,
}

impl Breaker {
    /// Whether a call may pass now.
    #[must_use]
    pub fn lets_pass(&self, now: Instant) -> bool {
        if !self.troubled.load(Ordering::Relaxed) {
            return true;
        }
        let mut inner = self.inner();
        match inner.open_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                // This one tries; the others wait for what becomes of it.
                inner.open_until = Some(now + inner.pause);
                true
            }
        }
    }

    /// A call of a version failed. True if the breaker has just opened. A call that ends after its version
    /// was replaced says nothing about the one that is asked now.
    pub fn failed(&self, version: &str, now: Instant) -> bool {
        let mut inner = self.inner();
        if inner.version.as_deref().is_some_and(|judged| judged != version) {
            return false;
        }
        self.troubled.store(true, Ordering::Relaxed);
        inner.failures.push_back(now);
        while inner
            .failures
            .front()
            .is_some_and(|first| now.duration_since(*first) > WITHIN)
        {
            inner.failures.pop_front();
        }
        if inner.open_until.is_none() && inner.failures.len() < FAILURES {
            return false;
        }
        let longer = inner.pause * 2;
        inner.pause = longer.clamp(SHORTEST_PAUSE, LONGEST_PAUSE);
        inner.open_until = Some(now + inner.pause);
        inner.failures.clear();
        true
    }

    /// A call succeeded.
    pub fn succeeded(&self) {
        if !self.troubled.load(Ordering::Relaxed) {
            return;
        }
        let mut inner = self.inner();
        if inner.open_until.take().is_some() {
            inner.pause = Duration::ZERO;
            inner.failures.clear();
        }
        if inner.failures.is_empty() {
            self.troubled.store(false, Ordering::Relaxed);
        }
    }

    /// Until when no call passes; none while it is closed.
    #[must_use]
    pub fn open_until(&self) -> Option<Instant> {
        self.inner().open_until
    }

    /// Forgets everything: this version is judged from now on.
    pub fn reset(&self, version: &str) {
        *self.inner() = Inner {
            version: Some(version.to_owned()),
            ..Inner::default()
        };
        self.troubled.store(false, Ordering::Relaxed);
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(begin: Instant, millis: u64) -> Instant {
        begin + Duration::from_millis(millis)
    }

    #[test]
    fn five_failures_in_ten_seconds_open_it_and_a_success_after_the_pause_closes_it() {
        let (breaker, begin) = (Breaker::default(), Instant::now());
        let opened: Vec<_> = (0..5)
            .map(|second| breaker.failed("a", after(begin, second * 2_000)))
            .collect();
        assert_eq!(opened, [false, false, false, false, true]);
        assert!(!breaker.lets_pass(after(begin, 8_999)));
        assert!(breaker.lets_pass(after(begin, 9_000)));
        assert!(!breaker.lets_pass(after(begin, 9_001)), "one call tries, not two");
        breaker.succeeded();
        assert!(breaker.lets_pass(after(begin, 9_002)) && breaker.open_until().is_none());
    }

    #[test]
    fn failures_that_are_far_apart_leave_it_closed() {
        let (breaker, begin) = (Breaker::default(), Instant::now());
        for second in 0..50 {
            assert!(!breaker.failed("a", after(begin, second * 2_600)));
        }
    }

    #[test]
    fn failures_of_a_version_that_was_replaced_are_not_the_next_ones() {
        let (breaker, now) = (Breaker::default(), Instant::now());
        for version in ["a", "b"] {
            breaker.reset(version);
            let opened: Vec<_> = (0..6).map(|_| breaker.failed("a", now)).collect();
            assert_eq!(opened.contains(&true), version == "a");
            assert_eq!(breaker.lets_pass(now), version == "b");
        }
    }

    #[test]
    fn its_pauses_grow_to_a_minute() {
        let (breaker, mut now) = (Breaker::default(), Instant::now());
        for _ in 0..5 {
            breaker.failed("a", now);
        }
        let mut pauses = Vec::new();
        for _ in 0..8 {
            let until = breaker.open_until().unwrap_or(now);
            pauses.push(until.duration_since(now).as_secs());
            now = until;
            assert!(breaker.lets_pass(now));
            assert!(breaker.failed("a", now));
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
    }
}
