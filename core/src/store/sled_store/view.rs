//! Carries over into sled what the journal has, on the filler's thread alone.
//!
//! Each change goes into the tree at once, not through a `sled::Batch`: a batch locks every reader out while it is
//! applied, costs a second log buffer, and takes the one path in sled where a failed write wakes nobody: the flush
//! after it would never return. sled's log keeps the order, so a crash leaves a prefix, and the place in the journal up
//! to which all is there is noted after it: what comes after that place is carried over again, to the same result.
//!
//! Before the first change of a generation it is noted beside sled what all entries come to after the last (`note`).

use std::fs::File;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

use sled::{IVec, Tree};

use super::super::health::Gauges;
use super::super::journal::Position;
use super::super::room::Room;
use super::super::{Revision, StoreError};
use super::check::{Taken, Touched};
use super::digest::Share;
use super::entry::{self, Form, Sealed, WHOLE_BYTES};
use super::files::{Home, Step, failed, told};
use super::note::Note;
use super::table::Version;

/// The log is synced at least every so many bytes, as [`logged`] counts them. sled uses a part of its file again when what
/// replaced it lies two segments further on, of a mebibyte each; it must be durable by then, or a power cut could take both.
const UNSYNCED_BYTES: usize = 768 * 1024;

/// What sled adds to each change: the message's head, the link's, and the change of the page that leads to a leaf that is
/// split.
const BESIDE: usize = 128;

/// So many bytes sled writes for a change of an entry with so many bytes, its key and the larger of what it was and is.
///
/// The change itself is written at once. But a leaf with ten changes is written anew as a whole, and one has 16 to 24 entries:
/// to each change comes a tenth of that, about two and a half entries like its own, and three with what sled's own form takes.
/// One that is removed counts as much, since the leaf has those beside it: keys that lie together are of one kind, and about
/// as large. Where they are not, as at the border of two collections, they have what the limit leaves of two segments, which
/// is more than one.
const fn logged(bytes: usize) -> usize {
    4 * bytes + BESIDE
}

/// By so much sled's file grows at once.
const GROWTH: u64 = 4 * 1024 * 1024;

/// The filler's hold on the database.
pub(super) struct View {
    tree: Tree,
    database: File,
    path: PathBuf,
    home: Home,
    gauges: Arc<Gauges>,
    room: Arc<Room>,
    unsynced: usize,
    /// Where entries are put together; sled copies them.
    entry: Vec<u8>,
    /// What was noted last.
    noted: Note,
    /// Keys that may be old or new in sled after a crash, until they are carried over again.
    touched: Touched,
}

/// Up to where the journal is in sled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Checkpoint {
    pub(super) position: Position,
    /// The last revision up to there.
    pub(super) last: Revision,
}

/// A key that is to be brought to what it holds since a write.
pub(super) struct Due {
    key: Arc<[u8]>,
    version: Arc<Version>,
    /// The checksum of its entry.
    sum: u32,
}

impl View {
    /// Takes over a tree of the present version or one before; removes pieces that a crash has left over.
    pub(super) fn new(
        tree: Tree,
        home: Home,
        (gauges, room): (Arc<Gauges>, Arc<Room>),
        taken: Taken,
    ) -> Result<(Self, Checkpoint), StoreError> {
        let path = home.folder().to_owned();
        if taken.is_new {
            taken.note.write(&home).map_err(|error| failed(&path, &error))?;
        }
        let database = super::files::database(&path)?;
        let mut view = Self {
            tree,
            database,
            path,
            home,
            gauges,
            room,
            unsynced: 0,
            entry: Vec::new(),
            noted: taken.note,
            touched: taken.touched,
        };
        view.take_over()?;
        let number = |bytes: Option<IVec>| bytes.as_deref().and_then(entry::number);
        let position = number(view.read(entry::POSITION_KEY)?);
        let Some(position) = position.map(Position) else {
            return Err(failed(&view.path, &"the place in the journal is not noted"));
        };
        let next = number(view.read(entry::REVISION_KEY)?).unwrap_or(1);
        view.remove_orphans()?;
        view.find_touched()?;
        view.make_durable()?;
        let last = Revision(next.saturating_sub(1));
        Ok((view, Checkpoint { position, last }))
    }

    /// A new store, and one of the version that had no journal, begins at its beginning.
    fn take_over(&mut self) -> Result<(), StoreError> {
        let version = self.read(entry::VERSION_KEY)?;
        match version.as_deref() {
            Some(entry::VERSION) => return Ok(()),
            Some(entry::VERSION_WITHOUT_SUMS) => {}
            Some(entry::VERSION_WITHOUT_JOURNAL) | None => {
                self.insert(entry::POSITION_KEY, IVec::from(&0_u64.to_be_bytes()))?;
            }
            Some(_) => {
                let cause = "the data was written by another version of this program";
                return Err(failed(&self.path, &cause));
            }
        }
        self.insert(entry::VERSION_KEY, entry::VERSION.into()).map(drop)
    }

    /// Looks for what the journal has again where sled has it: nothing else has asked sled for it, and what sled cannot read
    /// there is better told now than when it is carried over.
    fn find_touched(&self) -> Result<(), StoreError> {
        self.touched.keys().try_for_each(|key| self.read(key).map(drop))
    }

    /// Pieces are written before the entry that names them and removed after it.
    fn remove_orphans(&mut self) -> Result<(), StoreError> {
        for entry in self.tree.scan_prefix(entry::PIECES).keys() {
            let key = entry.map_err(|error| told(&self.path, &error))?;
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

    /// Whether so many bytes of keys and values can be carried over.
    ///
    /// # Errors
    /// [`StoreError::Full`] if the disk has not enough room for certain.
    pub(super) fn check_room(&self, bytes: usize) -> Result<(), StoreError> {
        self.room.warn_if_low();
        // sled's segments are not full, and those that it clears are not free at once.
        self.room.check((bytes as u64).saturating_mul(2) + GROWTH)
    }

    /// A step of the filler's is done.
    pub(super) fn step(&self, step: Step) {
        self.home.step(step);
    }

    /// What was noted last.
    pub(super) fn noted(&self) -> Note {
        self.noted.clone()
    }

    /// Adds to a note what carrying a key over will change. Nothing is due of a key that was made and removed again, and
    /// that sled never had.
    pub(super) fn weigh(
        &self,
        note: &mut Note,
        key: Arc<[u8]>,
        version: Arc<Version>,
    ) -> Result<Option<Due>, StoreError> {
        let before = match self.touched.get(&*key) {
            Some(share) => *share,
            None => {
                let stored = self.read(&key)?;
                if stored.is_none() && version.value.is_none() {
                    return Ok(None);
                }
                let stored = stored.as_deref().and_then(entry::read);
                stored.map(|entry| Share::of(entry.revision, entry.sum))
            }
        };
        if let Some(before) = before {
            note.digest.remove(before);
        }
        let mut sum = 0;
        if let Some(value) = &version.value {
            sum = entry::checksum(&key, version.revision, value);
            note.digest.add(Share::of(version.revision, Some(sum)));
            if let Some((name, number)) = self.home.number_in(&key, value) {
                let greatest = note.numbers.entry(name.to_owned()).or_default();
                *greatest = number.max(*greatest);
            }
        }
        Ok(Some(Due { key, version, sum }))
    }

    /// Notes what all entries come to when everything up to a place is here, before any of it is. Returns when that is
    /// durable.
    pub(super) fn announce(&mut self, note: Note, checkpoint: Checkpoint) -> Result<(), StoreError> {
        let note = Note {
            to: checkpoint.position,
            journal: checkpoint.position,
            ..note
        };
        self.write_note(note.given(checkpoint.last))
    }

    /// Notes that the journal goes so far, and that nothing more is written into it.
    pub(super) fn close(&mut self, journal: Position) -> Result<(), StoreError> {
        let note = Note {
            journal,
            ..self.noted.clone()
        };
        if note == self.noted {
            Ok(())
        } else {
            self.write_note(note)
        }
    }

    /// Whatever fails here has changed nothing: sled has had none of what the note is about, and the whole of it is
    /// written anew the next time.
    fn write_note(&mut self, note: Note) -> Result<(), StoreError> {
        note.write(&self.home).map_err(|error| {
            let reason = format!("{}: the note of what the store has: {error}", self.path.display());
            match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::Full { reason },
                _ => StoreError::Unable { reason },
            }
        })?;
        self.noted = note;
        Ok(())
    }

    /// Brings a key to what it holds since a write. [`StoreError::Full`] if the disk runs full meanwhile: some of what
    /// was carried over is here then, and is carried over again.
    pub(super) fn carry_over(&mut self, due: &Due) -> Result<(), StoreError> {
        match &due.version.value {
            Some(value) => self.put(due, value),
            None => self.delete(&due.key),
        }
    }

    /// Notes up to where everything is here, and returns when all of that is durable.
    pub(super) fn note(&mut self, checkpoint: Checkpoint) -> Result<(), StoreError> {
        let next = checkpoint.last.0.saturating_add(1).to_be_bytes();
        self.insert(entry::REVISION_KEY, IVec::from(&next))?;
        self.insert(entry::POSITION_KEY, IVec::from(&checkpoint.position.0.to_be_bytes()))?;
        self.make_durable()?;
        // All of them were in the generation that came first after the start.
        self.touched = Touched::new();
        Ok(())
    }

    fn put(&mut self, due: &Due, value: &[u8]) -> Result<(), StoreError> {
        let (key, revision) = (&due.key, due.version.revision);
        let sealed = Sealed { revision, sum: due.sum };
        if value.len() <= WHOLE_BYTES {
            entry::write_whole(&mut self.entry, sealed, value);
        } else {
            let pieces = entry::pieces_of(key, revision);
            for (index, piece) in (0..).zip(value.chunks(WHOLE_BYTES)) {
                self.insert(&entry::piece(&pieces, index), piece.into())?;
            }
            entry::write_cut(&mut self.entry, sealed, value.len());
        }
        let entry = IVec::from(self.entry.as_slice());
        let before = self.insert(key, entry)?;
        self.remove_pieces(key, before, Some(revision))
    }

    fn delete(&mut self, key: &[u8]) -> Result<(), StoreError> {
        let before = self.remove(key)?;
        self.remove_pieces(key, before, None)
    }

    /// Removes the pieces of the entry that was here before, unless they are those of the one that is here now: the
    /// same may be carried over twice.
    fn remove_pieces(&mut self, key: &[u8], before: Option<IVec>, now: Option<Revision>) -> Result<(), StoreError> {
        // A damaged entry names no pieces; the next start removes those that nobody names.
        let before = before.as_deref().and_then(entry::read);
        let before = before.filter(|entry| matches!(entry.form, Form::Cut(_)) && Some(entry.revision) != now);
        if let Some(entry) = before {
            for piece in self.tree.scan_prefix(entry::pieces_of(key, entry.revision)).keys() {
                let piece = piece.map_err(|error| told(&self.path, &error))?;
                self.remove(&piece)?;
            }
        }
        Ok(())
    }

    fn read(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        self.tree.get(key).map_err(|error| told(&self.path, &error))
    }

    fn insert(&mut self, key: &[u8], value: IVec) -> Result<Option<IVec>, StoreError> {
        self.make_room()?;
        let size = value.len();
        let before = self.tree.insert(key, value);
        self.home.step(Step::Changed);
        self.count(key, size, before)
    }

    fn remove(&mut self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        self.make_room()?;
        let before = self.tree.remove(key);
        self.home.step(Step::Changed);
        self.count(key, 0, before)
    }

    /// Counts what sled has to write for a change to a value of so many bytes, and gives back what was there before.
    fn count(
        &mut self,
        key: &[u8],
        size: usize,
        before: sled::Result<Option<IVec>>,
    ) -> Result<Option<IVec>, StoreError> {
        let before = before.map_err(|error| told(&self.path, &error))?;
        let replaced = before.as_ref().map_or(0, |before| before.len());
        self.unsynced += logged(key.len() + size.max(replaced));
        Ok(before)
    }

    /// sled's flush hands its log to the kernel and no further, so the file is synced after it.
    fn make_durable(&mut self) -> Result<(), StoreError> {
        let carrying = self.gauges.carrying();
        carrying.begin();
        let flushed = self.tree.flush().map_err(|error| told(&self.path, &error));
        self.home.step(Step::Flushed);
        let synced = flushed.and_then(|_| self.database.sync_data().map_err(|error| failed(&self.path, &error)));
        self.home.step(Step::Synced);
        carrying.end();
        self.unsynced = 0;
        synced
    }

    fn make_room(&mut self) -> Result<(), StoreError> {
        if self.unsynced > UNSYNCED_BYTES {
            self.make_durable()?;
            self.room.check(0)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn what_is_replaced_and_removed_counts_as_what_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let db = super::super::files::open(folder.path(), 1 << 20).unwrap();
        let shared = (Arc::new(Gauges::default()), Arc::new(Room::of(folder.path(), 0)));
        let home = Home::of(folder.path());
        let (mut view, _) = View::new((*db).clone(), home, shared, Taken::default()).unwrap();
        let mut counted = |work: &mut dyn FnMut(&mut View)| {
            let before = view.unsynced;
            work(&mut view);
            view.unsynced - before
        };
        let large = vec![7; 8000];
        let put = counted(&mut |view| drop(view.insert(b"k", large.as_slice().into()).unwrap()));
        let replaced = counted(&mut |view| drop(view.insert(b"k", IVec::from(b"small")).unwrap()));
        assert_eq!((put, replaced), (logged(8001), logged(8001)));
        counted(&mut |view| drop(view.insert(b"k", large.as_slice().into()).unwrap()));
        let removed = counted(&mut |view| drop(view.remove(b"k").unwrap()));
        let nothing = counted(&mut |view| drop(view.remove(b"k").unwrap()));
        assert_eq!((removed, nothing), (logged(8001), logged(1)));
    }

    /// Bytes of keys and values between two syncs when all entries have the same size.
    fn between_syncs(size: usize) -> usize {
        (UNSYNCED_BYTES / logged(size) + 1) * size
    }

    #[test]
    fn ordinary_entries_are_synced_no_more_than_twice_as_often_as_by_their_bytes() {
        for size in (100..900).step_by(50) {
            assert!(between_syncs(size) * 2 >= 256 * 1024, "{size}");
        }
    }

    /// Measured at sled: what its log grows by between two syncs is less than two segments, whatever the entries' size.
    #[test]
    fn less_than_two_segments_are_written_between_two_syncs() {
        for size in [20, 100, 900, 4000, WHOLE_BYTES] {
            let folder = tempfile::tempdir().unwrap();
            let db = super::super::files::open(folder.path(), 1 << 20).unwrap();
            let count = between_syncs(size) / size;
            let key = |number: usize| format!("things\0{number:08}");
            // In every leaf some are there, and as many come to lie between them.
            for part in 0..2 {
                let before = length(&db, folder.path());
                for number in (0..count).map(|number| number * 2 + part) {
                    db.insert(key(number), vec![part as u8; size]).unwrap();
                }
                let written = length(&db, folder.path()) - before;
                assert!(written <= 2 * entry::SEGMENT_BYTES as u64, "{size}: {written}");
            }
        }
    }

    /// How long the file is when all is in it: nothing is used again in one that has only grown.
    fn length(db: &sled::Db, folder: &std::path::Path) -> u64 {
        db.flush().unwrap();
        std::fs::metadata(folder.join("db")).unwrap().len()
    }
}
