//! How many events wait for a plugin.

use std::sync::atomic::{AtomicU64, Ordering};

/// How many events wait for a plugin, about: exact again each time that all are told.
#[derive(Debug)]
pub struct Backlog {
    limit: u64,
    waiting: AtomicU64,
    dropped: AtomicU64,
}

impl Backlog {
    /// For at most so many.
    #[must_use]
    pub fn new(limit: u64) -> Self {
        Self {
            limit,
            waiting: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
        }
    }

    /// One more waits.
    pub fn add(&self) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
    }

    /// More wait than may: the oldest are not told any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.waiting() > self.limit
    }

    /// One that waited is not told.
    pub fn drop_one(&self) {
        // Never below 0: nobody drops while none is over the limit.
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        if self.dropped.fetch_add(1, Ordering::Relaxed) == 0 {
            tracing::error!(
                limit = self.limit,
                "too many events wait for a plugin; the oldest are not told any more, and counted"
            );
        }
    }

    /// So many were counted in the store.
    pub fn set(&self, waiting: u64) {
        self.waiting.store(waiting, Ordering::Relaxed);
    }

    /// About so many wait.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        self.waiting.load(Ordering::Relaxed)
    }

    /// So many were dropped since the process started.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }
}
