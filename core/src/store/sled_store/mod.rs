//! The back end on one machine: sled 0.34 behind one writer thread.
//!
//! sled is fast at reading and at keeping a log, and this module takes from it no more than that:
//! - Only the writer's thread changes the tree and flushes it. Flushing from many tasks at once
//!   deadlocks sled's I/O threads, and its own flushing thread is off.
//! - sled's flush does not make the disk write its cache, so each group ends with `fdatasync` on the
//!   database file; acknowledged means that this has returned.
//! - Nothing is large enough for sled's separate files, which it never syncs (see `entry`).
//! - A failed write leaves sled's memory ahead of the disk, with no way back, so the whole store
//!   refuses everything from then on. The next start reads what the disk holds.
//! - sled forgets to wake whoever waits for it if a write of its log fails at the wrong moment; `watch`
//!   makes up for it.
//! - A folder belongs to one process; a file `lock` in it says so.

mod engine;
mod entry;
mod files;
mod reader;
#[cfg(test)]
mod tests;
mod watch;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use super::health::{Gauges, Health};
use super::watch::Watchers;
use super::writer::{Writer, guarded};
use super::{Acknowledged, Collection, Entry, Page, Revision, Store, StoreError, Write};
use engine::SledEngine;
use reader::Reader;
use watch::Watch;

/// Keys in sled, in a folder of this machine. Dropping it carries out what was handed over, and
/// waits for that.
pub struct SledStore {
    writer: Writer,
    /// Ended after the writer, which may need it to end.
    watch: Watch,
    /// Taken when the store is dropped.
    reader: Option<Reader>,
    gauges: Arc<Gauges>,
    watchers: Arc<Watchers>,
    /// The claim on the folder, given up last.
    _claim: files::Claim,
}

impl SledStore {
    /// Opens the folder `path`, making it if it is not there. sled keeps up to `cache_bytes` of pages
    /// in memory (1 MiB at least).
    ///
    /// # Errors
    /// [`StoreError::Failed`] that names the path if the folder cannot be used, is used by another
    /// process, or holds data that cannot be read.
    pub fn open(path: &Path, cache_bytes: u64) -> Result<Self, StoreError> {
        let claim = files::claim(path)?;
        let db = files::open(path, cache_bytes)?;
        Self::with(path, claim, &db)
    }

    /// Begins to work on an open database.
    fn with(path: &Path, claim: files::Claim, db: &sled::Db) -> Result<Self, StoreError> {
        let gauges = Arc::new(Gauges::default());
        let engine = guarded(|| SledEngine::new((**db).clone(), path.to_owned(), Arc::clone(&gauges)))?;
        let reader = Reader::new((**db).clone(), path.to_owned(), Arc::clone(&gauges));
        let watch = Watch::start((**db).clone(), Arc::clone(&gauges))?;
        let watchers = Arc::new(Watchers::default());
        let writer = Writer::start(engine, Arc::clone(&gauges), Arc::clone(&watchers))?;
        Ok(Self {
            writer,
            watch,
            reader: Some(reader),
            gauges,
            watchers,
            _claim: claim,
        })
    }

    /// Opens a folder in which no store was before, whose revisions are all above this one.
    ///
    /// # Errors
    /// As [`SledStore::open`], and if something is in it.
    pub fn begin(path: &Path, cache_bytes: u64, above: Revision) -> Result<Self, StoreError> {
        let claim = files::claim(path)?;
        let db = files::open(path, cache_bytes)?;
        guarded(|| {
            let failed = |error: sled::Error| files::failed(path, &error);
            if db.contains_key(entry::VERSION_KEY).map_err(failed)? {
                return Err(files::failed(path, &"it holds a store already"));
            }
            let first = above.0.saturating_add(1).to_be_bytes();
            db.insert(entry::REVISION_KEY, &first).map(drop).map_err(failed)
        })?;
        Self::with(path, claim, &db)
    }

    /// Whether a store of any process works on a folder.
    #[must_use]
    pub fn is_in_use(path: &Path) -> bool {
        files::is_claimed(path)
    }

    /// Takes no more writes, carries out and answers those that were handed over, and waits for that.
    /// Reading goes on until the store is dropped, which gives the folder free.
    pub fn close(&self) {
        self.writer.close();
    }

    fn reader(&self) -> Result<&Reader, StoreError> {
        self.reader.as_ref().ok_or(StoreError::Closed)
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        self.close();
        self.watch.end();
        let reader = self.reader.take();
        if self.gauges.failure().is_some() {
            // sled writes and syncs when it is dropped, and panics or waits if it cannot. It has failed
            // already, so its files stay open until the process ends.
            std::mem::forget(reader);
        } else if catch_unwind(AssertUnwindSafe(|| drop(reader))).is_err() {
            tracing::error!("the store could not be closed; everything acknowledged is on the disk");
        }
    }
}

impl Store for SledStore {
    fn get(&self, collection: Collection, key: &str) -> Result<Option<Entry>, StoreError> {
        self.reader()?.get(collection, key)
    }

    fn list(&self, collection: Collection, page: Page<'_>) -> Result<Vec<(String, Entry)>, StoreError> {
        self.reader()?.list(collection, page)
    }

    fn list_keys(&self, collection: Collection, page: Page<'_>) -> Result<Vec<String>, StoreError> {
        self.reader()?.list_keys(collection, page)
    }

    fn write(&self, writes: Vec<Write>) -> Acknowledged {
        self.writer.queue().submit(writes)
    }

    fn watchers(&self) -> &Arc<Watchers> {
        &self.watchers
    }

    fn health(&self) -> Health {
        Health {
            waiting: self.writer.queue().waiting(),
            ..self.gauges.health()
        }
    }
}
