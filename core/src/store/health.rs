//! What a back end counts about itself, for metrics and readiness. Knows no back end.

use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::StoreError;
use crate::counters::{Distribution, Histogram, SECONDS, SIZES};

/// The counts since the back end was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Writes applied, durable or about to be.
    pub writes: u64,
    /// Lists that were read, of entries or of keys alone.
    pub lists: u64,
    /// Entries that they had together.
    pub listed: u64,
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
    /// Why the back end refuses all writes since; `None` while it works.
    pub failure: Option<String>,
    /// Why the last writes were refused, if the disk had no room for them and no write was taken since.
    pub full: Option<String>,
    /// The same, if something else that passes kept the back end from writing them.
    pub unable: Option<String>,
    /// Reads that met damage, or that the disk did not carry out.
    pub damaged_reads: u64,
    /// The first of them; `None` while all is well.
    pub damage: Option<String>,
    /// What is durable and not yet where it stays, if the back end keeps a journal.
    pub journal: Option<JournalHealth>,
}

/// How a journal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JournalHealth {
    /// Bytes of records that are kept.
    pub bytes: u64,
    /// Files that hold them.
    pub segments: usize,
    /// Bytes in memory of what is not yet where it stays.
    pub memory: usize,
    /// How long the oldest of it waits.
    pub lag: Duration,
    /// How often what waited was carried over.
    pub carried_over: u64,
}

/// The counters behind [`Health`], shared by the writer and the readers of one back end.
#[derive(Debug)]
pub(super) struct Gauges {
    writes: AtomicU64,
    lists: AtomicU64,
    listed: AtomicU64,
    groups: AtomicU64,
    syncs: AtomicU64,
    group_seconds: Histogram,
    group_lists: Histogram,
    sync: Busy,
    /// The same of what carries over from the journal.
    carrying: Busy,
    carried_over: AtomicU64,
    failure: OnceLock<String>,
    /// The file that is made when it fails, for whoever opens the back end next.
    mark: Option<PathBuf>,
    /// Whether reads are refused as well.
    refuses_reads: AtomicBool,
    damaged_reads: AtomicU64,
    damage: OnceLock<String>,
    /// Whether the last group was refused, and why.
    is_refusing: AtomicBool,
    refusal: Mutex<Option<StoreError>>,
}

/// Since when something is under way.
#[derive(Debug, Default)]
pub(super) struct Busy(Mutex<Option<Instant>>);

impl Busy {
    pub(super) fn begin(&self) {
        *self.began() = Some(Instant::now());
    }

    pub(super) fn end(&self) {
        *self.began() = None;
    }

    /// For how long it has been under way, if it is.
    pub(super) fn time(&self) -> Option<Duration> {
        self.began().map(|began| began.elapsed())
    }

    // A time cannot be left half changed, so a poisoned lock is as good as another.
    fn began(&self) -> MutexGuard<'_, Option<Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Gauges {
    fn default() -> Self {
        Self {
            writes: AtomicU64::default(),
            lists: AtomicU64::default(),
            listed: AtomicU64::default(),
            groups: AtomicU64::default(),
            syncs: AtomicU64::default(),
            group_seconds: Histogram::new(&SECONDS),
            group_lists: Histogram::new(&SIZES),
            sync: Busy::default(),
            carrying: Busy::default(),
            carried_over: AtomicU64::default(),
            failure: OnceLock::default(),
            mark: None,
            refuses_reads: AtomicBool::default(),
            damaged_reads: AtomicU64::default(),
            damage: OnceLock::default(),
            is_refusing: AtomicBool::default(),
            refusal: Mutex::default(),
        }
    }
}

impl Gauges {
    /// Those of a back end whose failure a file with this path tells. It is not synced: it is about what the system has in
    /// memory, and goes with that.
    pub(super) fn marking(path: PathBuf) -> Self {
        Self {
            mark: Some(path),
            ..Self::default()
        }
    }

    pub(super) fn count_writes(&self, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.writes.fetch_add(count, Ordering::Relaxed);
    }

    /// A list of so many entries was read.
    pub(super) fn count_list(&self, entries: usize) {
        self.lists.fetch_add(1, Ordering::Relaxed);
        let entries = u64::try_from(entries).unwrap_or(u64::MAX);
        self.listed.fetch_add(entries, Ordering::Relaxed);
    }

    /// A group of so many lists is answered now, so long after the first of them was taken.
    pub(super) fn count_group(&self, lists: usize, took: Duration) {
        self.groups.fetch_add(1, Ordering::Relaxed);
        self.group_lists.add(u64::try_from(lists).unwrap_or(u64::MAX));
        self.group_seconds.took(took);
    }

    /// From here until [`Gauges::end_sync`] the disk is busy.
    pub(super) fn begin_sync(&self) {
        self.sync.begin();
    }

    pub(super) fn end_sync(&self) {
        self.sync.end();
        self.syncs.fetch_add(1, Ordering::Relaxed);
    }

    /// What carries over from the journal.
    pub(super) fn carrying(&self) -> &Busy {
        &self.carrying
    }

    /// What waited in the journal is where it stays.
    pub(super) fn count_carried_over(&self) {
        self.carried_over.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn carried_over(&self) -> u64 {
        self.carried_over.load(Ordering::Relaxed)
    }

    /// A group was refused for something that passes. Told in the log for the first one.
    pub(super) fn refuse(&self, why: &StoreError) {
        if !self.is_refusing.swap(true, Ordering::AcqRel) {
            match why {
                StoreError::Full { .. } => {
                    tracing::error!(error = %why, "the store takes no writes until there is room on the disk");
                }
                _ => tracing::error!(error = %why, "the store takes no writes for now, and tries again by itself"),
            }
        }
        *self.refusal() = Some(why.clone());
    }

    /// A group was taken, or would be.
    pub(super) fn take(&self) {
        if self.is_refusing() && self.is_refusing.swap(false, Ordering::AcqRel) {
            *self.refusal() = None;
            tracing::warn!("the store takes writes again");
        }
    }

    /// Whether the last group was refused for something that passes.
    pub(super) fn is_refusing(&self) -> bool {
        self.is_refusing.load(Ordering::Relaxed)
    }

    /// Whether the last group was refused, or none is taken any more.
    pub(super) fn refuses_writes(&self) -> bool {
        self.is_refusing() || self.failure.get().is_some()
    }

    // An error cannot be left half changed, so a poisoned lock is as good as another.
    fn refusal(&self) -> MutexGuard<'_, Option<StoreError>> {
        self.refusal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Marks the back end as failed: no write is taken any more, and what can be read holds. Only the first reason is
    /// kept and logged.
    pub(super) fn fail(&self, reason: &str) {
        if self.failure.set(reason.to_owned()).is_ok() {
            tracing::error!(error = reason, "the store failed and takes no writes from now on");
            if let Some(path) = &self.mark {
                // On a disk that fails this may fail as well.
                drop(File::create(path));
            }
        }
    }

    /// Marks the back end as failed, and what it would read as not to be relied on.
    pub(super) fn fail_wholly(&self, reason: &str) {
        self.fail(reason);
        if !self.refuses_reads.swap(true, Ordering::AcqRel) {
            tracing::error!(error = reason, "the store cannot be read any more");
        }
    }

    /// A read met what cannot be read. Told in the log for the first one; it stays so until a start has looked at
    /// everything.
    pub(super) fn meet(&self, error: &StoreError) {
        if !matches!(error, StoreError::Corrupt { .. } | StoreError::Failed { .. }) {
            return;
        }
        self.damaged_reads.fetch_add(1, Ordering::Relaxed);
        if self.damage.set(error.to_string()).is_ok() {
            let way = "stop the server and look at it with `ocpp-central store check`";
            tracing::error!(%error, way, "the store is damaged, or its disk cannot be read");
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

    /// # Errors
    /// [`StoreError::Failed`] once nothing can be read.
    pub(super) fn check_reads(&self) -> Result<(), StoreError> {
        if self.refuses_reads.load(Ordering::Acquire) {
            self.check()
        } else {
            Ok(())
        }
    }

    pub(super) fn health(&self) -> Health {
        let refusal = self.refusal().clone();
        let is_full = matches!(refusal, Some(StoreError::Full { .. }));
        let refusal = refusal.map(|refusal| refusal.to_string());
        let (full, unable) = if is_full { (refusal, None) } else { (None, refusal) };
        Health {
            writes: self.writes.load(Ordering::Relaxed),
            lists: self.lists.load(Ordering::Relaxed),
            listed: self.listed.load(Ordering::Relaxed),
            groups: self.groups.load(Ordering::Relaxed),
            syncs: self.syncs.load(Ordering::Relaxed),
            disk_busy: self.sync.time(),
            waiting: 0,
            group_seconds: self.group_seconds.now(),
            group_lists: self.group_lists.now(),
            failure: self.failure.get().cloned(),
            full,
            unable,
            damaged_reads: self.damaged_reads.load(Ordering::Relaxed),
            damage: self.damage.get().cloned(),
            journal: None,
        }
    }
}
