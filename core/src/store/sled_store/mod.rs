//! The back end on one machine: a journal, and sled 0.34 behind it.
//!
//! The journal is the truth, sled is the view. The writer's thread decides lists of writes (`engine`), appends what a
//! group comes to to the journal, in `journal/`, with one `fdatasync`, and only then puts it into a table in memory
//! (`table`) and answers. Readers look there first (`reader`). Behind it a thread (`filler`) brings into sled (`view`)
//! what has gathered, once for each key, notes there up to where the journal is not needed any more, and lets it go.
//! At the next start the rest of the journal is put into the table again.
//!
//! sled is fast at reading and at keeping a log, and this module takes from it no more than that:
//! - Only the filler's thread changes the tree and flushes it. Flushing from many tasks at once
//!   deadlocks sled's I/O threads, and its own flushing thread is off.
//! - sled's flush does not make the disk write its cache, so `fdatasync` on the
//!   database file follows it; the journal is kept until this has returned.
//! - Nothing is large enough for sled's separate files, which it never syncs (see `entry`).
//! - A failed write of sled leaves it in no state to be read, with no way back, so the whole store
//!   refuses everything from then on. A failed write of the journal leaves what can be read as it was, so only writes
//!   are refused. The next start reads what the disk holds (`doubt`).
//! - sled forgets to wake whoever waits for it if a write of its log fails at the wrong moment; `watch`
//!   makes up for it.
//! - A folder belongs to one process; a file `lock` in it says so.

mod check;
mod digest;
mod doubt;
mod engine;
mod entry;
mod files;
mod filler;
mod given;
mod kinds;
mod note;
mod raw;
mod reader;
mod salvage;
mod table;
#[cfg(test)]
mod tests;
mod view;
mod watch;

pub use check::{Counts, Fault, JournalSeen, Look, Report, Trial, check};
pub use files::{Home, Named, Naming, NumberIn};
pub use given::Given;
pub use salvage::Salvage;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use super::health::{Gauges, Health, JournalHealth};
use super::journal::{self, LocalDisk, Log, SegmentLog};
use super::room::Room;
use super::watch::Watchers;
use super::writer::{Writer, guarded};
use super::{Acknowledged, Collection, Entry, Page, Revision, Store, StoreError, Write};
use check::Taken;
use engine::JournalEngine;
use filler::Filler;
use reader::Reader;
use table::{BOUNDS, Bounds, Table};
use view::View;
use watch::Watch;

/// What a store may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of memory for pages.
    pub cache_bytes: u64,
    /// So many stay free on its disk.
    pub reserve_bytes: u64,
}

/// The journal's folder, in that of the store.
const JOURNAL: &str = "journal";

/// Keys in sled, in a folder of this machine. Dropping it carries out what was handed over, and
/// waits for that.
pub struct SledStore {
    writer: Writer,
    /// Ended after the writer, which may wait for it.
    filler: Filler,
    /// Ended after the filler, which may need it to end.
    watch: Watch,
    /// Taken when the store is dropped.
    reader: Option<Arc<Reader>>,
    table: Arc<Table>,
    log: Arc<dyn Log>,
    room: Arc<Room>,
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
        Self::open_with_reserve(&Home::of(path), cache_bytes, 0)
    }

    /// The same; the store does not grow while less than `reserve_bytes` are free on its disk: it takes no writes when
    /// what was set aside before is used up.
    ///
    /// # Errors
    /// As [`SledStore::open`].
    pub fn open_with_reserve(home: &Home, cache_bytes: u64, reserve_bytes: u64) -> Result<Self, StoreError> {
        Self::open_with(home, cache_bytes, BOUNDS, Room::of(home.folder(), reserve_bytes))
    }

    fn open_with(home: &Home, cache_bytes: u64, bounds: Bounds, room: Room) -> Result<Self, StoreError> {
        let claim = files::claim(home.folder())?;
        let taken = whole(home)?;
        let opened = files::open(home.folder(), cache_bytes).map_err(StoreError::from);
        let opened = opened.and_then(|db| {
            // Before anything can fail anew.
            doubt::clear(home.folder());
            Self::with(home, (claim, taken), &db, (bounds, room))
        });
        opened.inspect_err(|_| doubt::mark(home.folder()))
    }

    /// Begins to work on an open database.
    fn with(
        home: &Home,
        (claim, taken): (files::Claim, Taken),
        db: &sled::Db,
        (bounds, room): (Bounds, Room),
    ) -> Result<Self, StoreError> {
        let path = home.folder();
        let (gauges, room) = (Arc::new(Gauges::marking(path.join(doubt::MARK))), Arc::new(room));
        let (view, checkpoint) = files::first_use(path, || {
            let shared = (Arc::clone(&gauges), Arc::clone(&room));
            View::new((**db).clone(), home.clone(), shared, taken)
        })?;
        let journal = path.join(JOURNAL);
        let disk = LocalDisk::open(journal.clone()).map_err(|error| files::failed(&journal, &error))?;
        let log: Arc<dyn Log> = Arc::new(SegmentLog::open(disk, Arc::clone(&room))?);
        let table = Arc::new(Table::new(bounds, checkpoint.position, checkpoint.last));
        log.read(checkpoint.position, &mut |record, end| {
            let changes = journal::decode(record);
            let changes = changes.ok_or_else(|| files::failed(path, &"a record of the journal cannot be read"))?;
            table.put(changes, end);
            Ok(())
        })?;
        let reader = Reader::new(Arc::clone(&table), (**db).clone(), path.to_owned(), Arc::clone(&gauges));
        let reader = Arc::new(reader);
        let engine = JournalEngine::new(
            Arc::clone(&table),
            Arc::clone(&reader),
            Arc::clone(&log),
            Arc::clone(&gauges),
        );
        let watch = Watch::start((**db).clone(), Arc::clone(&gauges))?;
        let filler = Filler::start(&table, Arc::clone(&log), view, &gauges)?;
        let watchers = Arc::new(Watchers::default());
        let writer = Writer::start(engine, Arc::clone(&gauges), Arc::clone(&watchers))?;
        Ok(Self {
            writer,
            filler,
            watch,
            reader: Some(reader),
            table,
            log,
            gauges,
            room,
            watchers,
            _claim: claim,
        })
    }

    /// Opens a folder in which no store was before, whose revisions are all above this one.
    ///
    /// # Errors
    /// As [`SledStore::open`], and if something is in it.
    pub fn begin(home: &Home, limits: Limits, above: Revision) -> Result<Self, StoreError> {
        let path = home.folder();
        let claim = files::claim(path)?;
        let mut taken = whole(home)?;
        if !taken.is_new {
            return Err(files::failed(path, &"it holds a store already"));
        }
        taken.note = taken.note.given(above);
        let db = files::open(path, limits.cache_bytes)?;
        guarded(|| {
            let failed = |error: sled::Error| files::told(path, &error);
            if db.contains_key(entry::VERSION_KEY).map_err(failed)? {
                return Err(files::failed(path, &"it holds a store already"));
            }
            let first = above.0.saturating_add(1).to_be_bytes();
            db.insert(entry::REVISION_KEY, &first).map(drop).map_err(failed)
        })?;
        Self::with(
            home,
            (claim, taken),
            &db,
            (BOUNDS, Room::of(path, limits.reserve_bytes)),
        )
    }

    /// Whether so many bytes may be written beside the store.
    ///
    /// # Errors
    /// [`StoreError::Full`] if they, or the reserve, would not be left on its disk.
    pub fn check_room(&self, bytes: u64) -> Result<(), StoreError> {
        self.room.check(bytes)
    }

    /// Whether a store of any process works on a folder.
    #[must_use]
    pub fn is_in_use(path: &Path) -> bool {
        files::is_claimed(path)
    }

    /// Takes no more writes, carries out and answers those that were handed over, and waits for that.
    /// Reading goes on until the store is dropped, which gives the folder free. What is in the journal alone stays
    /// there for the next start, which reads it faster than sled takes it.
    pub fn close(&self) {
        self.writer.close();
    }

    /// As [`SledStore::open`], and what is written goes on into sled at once.
    #[cfg(test)]
    pub(super) fn open_hasty(path: &Path) -> Self {
        let bounds = Bounds { memory: 1, ..BOUNDS };
        Self::open_with(&Home::of(path), 4 * 1024 * 1024, bounds, Room::of(path, 0))
            .unwrap_or_else(|error| unreachable!("{error}"))
    }

    /// Brings everything into sled that is in the journal.
    #[cfg(test)]
    pub(super) fn carry_over(&self) -> Result<(), StoreError> {
        self.table.carry_over_all()
    }

    fn reader(&self) -> Result<&Reader, StoreError> {
        self.reader.as_deref().ok_or(StoreError::Closed)
    }
}

/// What a folder has, if nothing of it is damaged or missing.
///
/// # Errors
/// [`StoreError::Failed`] that says what is, and how to go on. Nothing has been changed then.
fn whole(home: &Home) -> Result<Taken, StoreError> {
    files::settle(home.folder())?;
    let examined = check::examine(home)?;
    if examined.report.whole {
        return Ok(examined.taken);
    }
    let way = files::WAYS_ON;
    Err(files::failed(
        home.folder(),
        &format_args!(
            "it is damaged: {}. Nothing was changed. {way}. `ocpp-central store check` tells more",
            examined.report
        ),
    ))
}

impl Drop for SledStore {
    fn drop(&mut self) {
        self.close();
        self.filler.end();
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
        self.writer.queue().submit(writes).into()
    }

    fn watchers(&self) -> &Arc<Watchers> {
        &self.watchers
    }

    fn refuses_writes(&self) -> bool {
        self.gauges.refuses_writes()
    }

    fn health(&self) -> Health {
        let extent = self.log.extent();
        let health = self.gauges.health();
        Health {
            waiting: self.writer.queue().waiting(),
            journal: Some(JournalHealth {
                bytes: extent.bytes,
                segments: extent.segments,
                carried_over: self.gauges.carried_over(),
                ..self.table.health()
            }),
            ..health
        }
    }
}
