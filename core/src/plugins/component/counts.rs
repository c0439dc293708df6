//! What one version did since it was loaded.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::Serialize;

use crate::counters::{Distribution, Histogram, SECONDS};

/// Its calls; only grows.
#[derive(Debug)]
pub struct Counts {
    failures: AtomicU64,
    took: Histogram,
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            failures: AtomicU64::new(0),
            took: Histogram::new(&SECONDS),
        }
    }
}

/// The same at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionCounts {
    /// Calls, failed ones included.
    pub calls: u64,
    /// Those that had no answer in the end.
    pub failures: u64,
    /// The mean time of a call in microseconds.
    pub mean_us: f64,
    /// How long they took.
    #[serde(skip)]
    pub took: Distribution,
}

impl Default for VersionCounts {
    fn default() -> Self {
        Self {
            calls: 0,
            failures: 0,
            mean_us: 0.0,
            took: Distribution::empty(&SECONDS),
        }
    }
}

impl Counts {
    /// One call with its retry.
    pub fn called(&self, took: Duration, failed: bool) {
        self.took.took(took);
        if failed {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Until now.
    #[must_use]
    pub fn now(&self) -> VersionCounts {
        let took = self.took.now();
        VersionCounts {
            calls: took.count(),
            failures: self.failures.load(Ordering::Relaxed),
            mean_us: took.mean() * 1e6,
            took,
        }
    }
}
