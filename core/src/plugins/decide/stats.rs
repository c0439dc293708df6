//! What a plugin did since the process started: counts, times and the last failures.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::breaker::Breaker;
use super::failure::{Failure, FailureInBrief};
use super::quarantine::Quarantine;

/// Failures that are kept per plugin.
const KEPT: usize = 50;

/// Counts over all versions since the process started.
#[derive(Debug, Default)]
pub struct Stats {
    calls: AtomicU64,
    failures: AtomicU64,
    nanoseconds: AtomicU64,
    last: Mutex<VecDeque<Failure>>,
    skipped: AtomicU64,
    /// Whether it is asked at all.
    pub breaker: Breaker,
    /// What it is not asked again.
    pub quarantine: Quarantine,
}

impl Stats {
    /// One call, failed or not, with its retry.
    pub fn called(&self, took: Duration) {
        let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
    }

    /// One failure.
    pub fn failed(&self, failure: Failure) {
        self.failures.fetch_add(1, Ordering::Relaxed);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.truncate(KEPT - 1);
        last.push_front(failure);
    }

    /// One call that was not made: the breaker was open, or the input is set aside.
    pub fn skipped(&self) {
        self.skipped.fetch_add(1, Ordering::Relaxed);
    }

    /// Calls so far that were not made.
    #[must_use]
    pub fn skips(&self) -> u64 {
        self.skipped.load(Ordering::Relaxed)
    }

    /// Calls so far.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// Failures so far; a retry that succeeded counts as one too.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    /// The mean time of a call in microseconds.
    #[must_use]
    pub fn mean_us(&self) -> f64 {
        let mean = Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed) / self.calls().max(1));
        mean.as_secs_f64() * 1e6
    }

    /// The last failure.
    #[must_use]
    pub fn last_failure(&self) -> Option<FailureInBrief> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.front().map(FailureInBrief::from)
    }

    /// The last failures, newest first.
    #[must_use]
    pub fn last_failures(&self) -> Vec<Failure> {
        self.last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }
}
