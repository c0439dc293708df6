//! How many events wait for a plugin.

use std::sync::atomic::{AtomicU64, Ordering};

/// How many events wait for a plugin, about: what is written and then lost to a conflict counts until
/// the next time that all are told.
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

    /// Counts one more event; false if there is no room, and it is dropped.
    pub fn takes(&self) -> bool {
        if self.waiting.fetch_add(1, Ordering::Relaxed) < self.limit {
            return true;
        }
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        if self.dropped.fetch_add(1, Ordering::Relaxed) == 0 {
            tracing::error!(
                limit = self.limit,
                "too many events wait for a plugin; more are dropped and counted"
            );
        }
        false
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
