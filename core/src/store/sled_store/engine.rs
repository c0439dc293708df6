//! Carries writes out in sled, on the writer's thread alone.
//!
//! Each write goes into the tree at once, not through a `sled::Batch`: the log keeps their order, so a
//! crash leaves a prefix of them, which is all that the interface promises. A batch would be atomic,
//! but it locks every reader out while it is applied, costs a second log buffer per group, and takes
//! the one path in sled where a failed write wakes nobody: the flush after it would never return.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use sled::{IVec, Tree};

use super::super::health::Gauges;
use super::super::watch::{Applied, Telling};
use super::super::writer::Engine;
use super::super::{Change, Expect, Revision, StoreError, Write, rules};
use super::entry::{self, Form, WHOLE_BYTES};
use super::files::failed;

/// How many revisions are set aside with one write, so that not every group notes the last one. A
/// restart leaves out those that were not given.
const BLOCK: u64 = 1 << 16;

/// The log is synced at least every so many bytes. sled uses a part of its file again when what
/// replaced it lies two segments further on; it must be durable by then, or a power cut could take both.
const UNSYNCED_BYTES: usize = 256 * 1024;

/// The writer's hold on the database.
pub(super) struct SledEngine {
    tree: Tree,
    database: File,
    path: PathBuf,
    gauges: Arc<Gauges>,
    last: u64,
    /// The first revision that is not set aside.
    reserved: u64,
    unsynced: usize,
    /// Where entries are put together; sled copies them.
    entry: Vec<u8>,
}

impl SledEngine {
    /// Takes over a tree of the present version; removes pieces that a crash has left over.
    pub(super) fn new(tree: Tree, path: PathBuf, gauges: Arc<Gauges>) -> Result<Self, StoreError> {
        let database = super::files::database(&path)?;
        let mut engine = Self {
            tree,
            database,
            path,
            gauges,
            last: 0,
            reserved: 0,
            unsynced: 0,
            entry: Vec::new(),
        };
        engine.check_version()?;
        let noted = engine.read(entry::REVISION_KEY)?;
        engine.reserved = noted.as_deref().and_then(entry::number).unwrap_or(1);
        engine.last = engine.reserved.saturating_sub(1);
        engine.remove_orphans()?;
        engine.sync()?;
        Ok(engine)
    }

    fn check_version(&mut self) -> Result<(), StoreError> {
        match self.read(entry::VERSION_KEY)? {
            None => self.insert(entry::VERSION_KEY, entry::VERSION.into()).map(|_| ()),
            Some(version) if &*version == entry::VERSION => Ok(()),
            Some(_) => Err(failed(
                &self.path,
                &"the data was written by another version of this program",
            )),
        }
    }

    /// Pieces are written before the entry that names them and removed after it.
    fn remove_orphans(&mut self) -> Result<(), StoreError> {
        for entry in self.tree.scan_prefix(entry::PIECES).keys() {
            let key = entry.map_err(|error| failed(&self.path, &error))?;
            let owned = match entry::owner_of_piece(&key) {
                Some((owner, revision)) => self
                    .read(owner)?
                    .is_some_and(|bytes| entry::read(&bytes).is_some_and(|entry| entry.revision == revision)),
                None => false,
            };
            if !owned {
                self.remove(&key)?;
            }
        }
        Ok(())
    }

    /// The revision for the next write. The note of its block precedes the write in the log, so no
    /// crash can keep the one without the other.
    fn next_revision(&mut self) -> Result<Revision, StoreError> {
        if self.last + 1 >= self.reserved {
            let reserved = self.last + 1 + BLOCK;
            self.insert(entry::REVISION_KEY, IVec::from(&reserved.to_be_bytes()))?;
            self.reserved = reserved;
        }
        self.last += 1;
        Ok(Revision(self.last))
    }

    /// Decides the write, reading only what the decision needs.
    fn decide(&self, index: usize, write: &mut Write, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        if write.expect == Expect::Any && !matches!(write.change, Change::Add(_)) {
            return rules::outcome(index, write, None);
        }
        let bytes = self.read(key)?;
        let current = bytes.as_deref().map(|bytes| known(write, bytes)).transpose()?;
        let current = current.map(|entry| match entry.form {
            Form::Whole(value) => (entry.revision, value),
            // Too long to be a number, and nothing else is asked of the value.
            Form::Cut(_) => (entry.revision, &[][..]),
        });
        rules::outcome(index, write, current)
    }

    /// Puts a value that is stored whole where there must be nothing, decided and done in one walk through the tree. None:
    /// it is another write, or something is there; it is to be decided by what.
    fn create(&mut self, write: &mut Write, key: &[u8]) -> Result<Option<(Revision, Vec<u8>)>, StoreError> {
        let Change::Put(value) = &mut write.change else {
            return Ok(None);
        };
        if write.expect != Expect::Absent || value.len() > WHOLE_BYTES {
            return Ok(None);
        }
        let revision = self.next_revision()?;
        entry::write_whole(&mut self.entry, revision, value);
        let entry = IVec::from(self.entry.as_slice());
        self.make_room(key.len() + entry.len())?;
        let swapped = self.tree.compare_and_swap(key, None::<&[u8]>, Some(entry));
        if swapped.map_err(|error| failed(&self.path, &error))?.is_err() {
            // The number was not given.
            self.last -= 1;
            return Ok(None);
        }
        Ok(Some((revision, std::mem::take(value))))
    }

    fn put(&mut self, key: &[u8], revision: Revision, value: &[u8]) -> Result<(), StoreError> {
        let entry = if value.len() <= WHOLE_BYTES {
            entry::write_whole(&mut self.entry, revision, value);
            IVec::from(self.entry.as_slice())
        } else {
            let pieces = entry::pieces_of(key, revision);
            for (index, piece) in (0..).zip(value.chunks(WHOLE_BYTES)) {
                self.insert(&entry::piece(&pieces, index), piece.into())?;
            }
            entry::cut(revision, value.len()).into()
        };
        let before = self.insert(key, entry)?;
        self.remove_pieces(key, before)
    }

    fn delete(&mut self, key: &[u8]) -> Result<(), StoreError> {
        let before = self.remove(key)?;
        self.remove_pieces(key, before)
    }

    /// Removes the pieces of the entry that was here before.
    fn remove_pieces(&mut self, key: &[u8], before: Option<IVec>) -> Result<(), StoreError> {
        // A damaged entry names no pieces; the next start removes those that nobody names.
        let before = before.as_deref().and_then(entry::read);
        if let Some(entry) = before.filter(|entry| matches!(entry.form, Form::Cut(_))) {
            for piece in self.tree.scan_prefix(entry::pieces_of(key, entry.revision)).keys() {
                let piece = piece.map_err(|error| failed(&self.path, &error))?;
                self.remove(&piece)?;
            }
        }
        Ok(())
    }

    fn read(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        self.tree.get(key).map_err(|error| failed(&self.path, &error))
    }

    fn insert(&mut self, key: &[u8], value: IVec) -> Result<Option<IVec>, StoreError> {
        self.make_room(key.len() + value.len())?;
        self.tree.insert(key, value).map_err(|error| failed(&self.path, &error))
    }

    fn remove(&mut self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        self.make_room(key.len())?;
        self.tree.remove(key).map_err(|error| failed(&self.path, &error))
    }

    /// sled's flush hands its log to the kernel and no further, so the file is synced after it.
    fn make_durable(&self) -> Result<(), StoreError> {
        self.tree.flush().map_err(|error| failed(&self.path, &error))?;
        self.database.sync_data().map_err(|error| failed(&self.path, &error))
    }

    fn make_room(&mut self, bytes: usize) -> Result<(), StoreError> {
        if self.unsynced > UNSYNCED_BYTES {
            self.sync()?;
        }
        self.unsynced += bytes;
        Ok(())
    }
}

impl Engine for SledEngine {
    fn apply(&mut self, index: usize, mut write: Write, telling: &mut Telling) -> Result<Revision, StoreError> {
        let mut key = entry::key(write.collection, &write.key);
        let (revision, outcome) = if let Some((revision, value)) = self.create(&mut write, &key)? {
            (revision, Some(value))
        } else {
            let outcome = self.decide(index, &mut write, &key)?;
            let revision = self.next_revision()?;
            if let Change::Append(_) = write.change {
                write.key = rules::appended_key(&write.key, revision);
                key = entry::key(write.collection, &write.key);
            }
            match &outcome {
                Some(value) => self.put(&key, revision, value)?,
                None => self.delete(&key)?,
            }
            (revision, outcome)
        };
        if telling.wants(write.collection) {
            telling.add(Applied {
                revision,
                collection: write.collection,
                key: write.key,
                value: outcome.map(Into::into),
            });
        }
        Ok(revision)
    }

    fn last(&self) -> Revision {
        Revision(self.last)
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        self.gauges.begin_sync();
        let outcome = self.make_durable();
        self.gauges.end_sync();
        self.unsynced = 0;
        outcome
    }
}

/// The present entry, for a condition or a sum.
fn known<'a>(write: &Write, bytes: &'a [u8]) -> Result<entry::Stored<'a>, StoreError> {
    entry::read(bytes).ok_or_else(|| StoreError::Corrupt {
        collection: write.collection.0,
        key: write.key.clone(),
        reason: "its bytes are damaged".to_owned(),
    })
}
