//! What one version did since it was loaded.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::Serialize;

/// Its calls; only grows.
#[derive(Debug, Default)]
pub struct Counts {
    calls: AtomicU64,
    failures: AtomicU64,
    nanoseconds: AtomicU64,
}

/// The same at a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionCounts {
    /// Calls, failed ones included.
    pub calls: u64,
    /// Those that had no answer in the end.
    pub failures: u64,
    /// The mean time of a call in microseconds.
    pub mean_us: f64,
}

impl Counts {
    /// One call with its retry.
    pub fn called(&self, took: Duration, failed: bool) {
        let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
        if failed {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Until now.
    #[must_use]
    pub fn now(&self) -> VersionCounts {
        let calls = self.calls.load(Ordering::Relaxed);
        let mean = Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed) / calls.max(1));
        VersionCounts {
            calls,
            failures: self.failures.load(Ordering::Relaxed),
            mean_us: mean.as_secs_f64() * 1e6,
        }
    }
}
