//! What a back end counts about itself, for metrics and readiness. Knows no back end.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::StoreError;
use crate::counters::{Distribution, Histogram, SECONDS, SIZES};

/// The counts since the back end was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Writes applied, durable or about to be.
    pub writes: u64,
    /// Groups of submissions that were answered together.
    pub groups: u64,
    /// How often the disk was told to make its data durable.
    pub syncs: u64,
    /// How long the disk has been busy with the present group; nothing while it is not.
    pub disk_busy: Option<Duration>,
    /// Lists of writes that were handed over and are not answered yet.
    pub waiting: usize,
    /// How long groups took, from the first of their lists to the disk's word.
    pub group_seconds: Distribution,
    /// How many lists groups had.
    pub group_lists: Distribution,
    /// Why the back end refuses everything since; `None` while it works.
    pub failure: Option<String>,
}

/// The counters behind [`Health`], shared by the writer and the readers of one back end.
#[derive(Debug)]
pub(super) struct Gauges {
    writes: AtomicU64,
    groups: AtomicU64,
    syncs: AtomicU64,
    group_seconds: Histogram,
    group_lists: Histogram,
    sync_began: Mutex<Option<Instant>>,
    failure: OnceLock<String>,
}

impl Default for Gauges {
    fn default() -> Self {
        Self {
            writes: AtomicU64::default(),
            groups: AtomicU64::default(),
            syncs: AtomicU64::default(),
            group_seconds: Histogram::new(&SECONDS),
            group_lists: Histogram::new(&SIZES),
            sync_began: Mutex::default(),
            failure: OnceLock::default(),
        }
    }
}

impl Gauges {
    pub(super) fn count_write(&self) {
        self.writes.fetch_add(1, Ordering::Relaxed);
    }

    /// A group of so many lists is answered now, so long after the first of them was taken.
    pub(super) fn count_group(&self, lists: usize, took: Duration) {
        self.groups.fetch_add(1, Ordering::Relaxed);
        self.group_lists.add(u64::try_from(lists).unwrap_or(u64::MAX));
        self.group_seconds.took(took);
    }

    /// From here until [`Gauges::end_sync`] the disk is busy.
    pub(super) fn begin_sync(&self) {
        *self.sync_began() = Some(Instant::now());
    }

    pub(super) fn end_sync(&self) {
        *self.sync_began() = None;
        self.syncs.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn disk_busy(&self) -> Option<Duration> {
        self.sync_began().map(|began| began.elapsed())
    }

    fn sync_began(&self) -> MutexGuard<'_, Option<Instant>> {
        self.sync_began.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Marks the back end as failed; only the first reason is kept and logged.
    pub(super) fn fail(&self, reason: &str) {
        if self.failure.set(reason.to_owned()).is_ok() {
            tracing::error!(error = reason, "the store failed and refuses everything from now on");
        }
    }

    /// The failure as every later caller gets it.
    pub(super) fn failure(&self) -> Option<StoreError> {
        let reason = self.failure.get()?.clone();
        Some(StoreError::Failed { reason })
    }

    /// # Errors
    /// [`StoreError::Failed`] once the back end has failed.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.failure().map_or(Ok(()), Err)
    }

    pub(super) fn health(&self) -> Health {
        Health {
            writes: self.writes.load(Ordering::Relaxed),
            groups: self.groups.load(Ordering::Relaxed),
            syncs: self.syncs.load(Ordering::Relaxed),
            disk_busy: self.disk_busy(),
            waiting: 0,
            group_seconds: self.group_seconds.now(),
            group_lists: self.group_lists.now(),
            failure: self.failure.get().cloned(),
        }
    }
}
