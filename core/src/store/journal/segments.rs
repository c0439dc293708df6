//! The log in files of this machine: each is set aside as a whole before it is written into, so that a full disk shows
//! before a record is begun. A file that is not needed any more becomes the next one, and its blocks are there already.
//!
//! Steps and what a crash between them leaves:
//! - A record is written and synced, then its position is given. Torn: it is left out at the next start.
//! - A new file gets its beginning, is synced, and only then its name, which is synced before anything goes into it.
//! - A file is finished with a frame that says so, synced, once the next one is there and before anything goes into that. So where
//!   the next one is missing it was there. A crash before leaves a next one in which nothing is, and the next start writes the frame.
//! - What was written when the process was killed, and not synced, is read at the next start like all else, though a power
//!   cut could still take it. So a start syncs the last file and the names before anything is built on them.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::disk::{Disk, DiskFile};
use super::frame::{self, Kind, Place};
use super::header::{self, Header};
use super::scan::{self, Segment};
use super::{Each, Extent, Log, Position};
use crate::store::StoreError;
use crate::store::room::Room;

/// The size of a file, unless a single record needs more.
pub(super) const SEGMENT_BYTES: u64 = 4 * 1024 * 1024;

/// So many files wait to be used.
const SPARES: usize = 2;

/// The journal in a folder.
pub(in crate::store) struct SegmentLog {
    disk: Box<dyn Disk>,
    segment_bytes: u64,
    room: Arc<Room>,
    /// Where the last record ends, for those who only want to know.
    written: AtomicU64,
    end: Mutex<End>,
    shelf: Mutex<Shelf>,
}

/// Where the next record goes.
struct End {
    position: Position,
    tail: Option<Tail>,
    /// Why nothing can be appended any more.
    /// No file followed the present one when one was wanted: the next record goes there, or nowhere.
    is_used_up: bool,
    failure: Option<StoreError>,
    /// Where frames are put together.
    frame: Vec<u8>,
}

/// The file that is written into.
struct Tail {
    file: Box<dyn DiskFile>,
    segment: Segment,
}

/// The files that are not written into.
#[derive(Default)]
struct Shelf {
    finished: VecDeque<Segment>,
    /// Each has the usual size.
    spares: Vec<String>,
    /// Numbers the spares' names.
    next: u64,
    /// Where the file begins that is written into.
    last: Position,
    /// There is one that is written into. Without it, which an earlier version may have left, the last finished one stays: it says
    /// how far the journal goes.
    has_tail: bool,
}

/// Why a step failed.
enum Fault {
    /// There is no room; nothing has changed.
    Full(io::Error),
    /// The same, before the system was asked.
    Reserved(StoreError),
    /// Something else is missing; nothing has changed.
    Unable(io::Error),
    Failed(io::Error),
}

impl Fault {
    /// Of a step after which all that counts is as it was, whatever the system said.
    fn of_no_change(error: io::Error) -> Self {
        match Self::from(error) {
            Self::Failed(error) => Self::Unable(error),
            other => other,
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full(error)
            }
            _ => Self::Failed(error),
        }
    }
}

impl SegmentLog {
    /// Opens the journal of a folder; none that is there yet begins with the first record.
    ///
    /// # Errors
    /// [`StoreError::Failed`] if it cannot be read, or what was durable is damaged or missing.
    pub(in crate::store) fn open(disk: impl Disk, room: Arc<Room>) -> Result<Self, StoreError> {
        Self::with_segments_of(Box::new(disk), SEGMENT_BYTES, room)
    }

    pub(super) fn with_segments_of(
        disk: Box<dyn Disk>,
        segment_bytes: u64,
        room: Arc<Room>,
    ) -> Result<Self, StoreError> {
        let mut segments = scan::files(disk.as_ref(), &mut |_, _| Ok(()))?;
        let failed = |error| scan::failed(disk.as_ref(), "", &error);
        let position = segments.last().map_or(Position(0), |last| last.end);
        let mut shelf = leftovers(disk.as_ref(), segment_bytes).map_err(failed)?;
        shelf.last = position;
        let mut tail = None;
        for segment in segments.iter_mut().filter(|segment| segment.lacks_end) {
            finish(disk.as_ref(), segment).map_err(failed)?;
        }
        if let Some(segment) = segments.pop_if(|last| !last.is_finished) {
            shelf.has_tail = true;
            shelf.last = segment.header.first;
            tail = Some(Tail::take_up(disk.as_ref(), segment).map_err(failed)?);
        }
        if let Some(last) = segments.last() {
            // The frame that ends it may be in the system's memory alone, where a process was killed before it was durable, and
            // what follows in another file is about to be.
            let file = disk.file(&last.name, 0).map_err(failed)?;
            file.sync().map_err(failed)?;
        }
        // So may the names be: of the file that is gone on with, and of one that waits to be used again.
        disk.sync_names().map_err(failed)?;
        shelf.finished = segments.into();
        Ok(Self {
            disk,
            segment_bytes,
            room,
            written: AtomicU64::new(position.0),
            end: Mutex::new(End {
                position,
                tail,
                failure: None,
                is_used_up: false,
                frame: Vec::new(),
            }),
            shelf: Mutex::new(shelf),
        })
    }

    fn try_append(&self, end: &mut End, record: &[u8]) -> Result<Position, Fault> {
        let needed = frame::length(record.len()) as u64;
        match &end.tail {
            Some(tail) if !end.is_used_up && tail.has_room_for(needed) => {}
            Some(_) => {
                // Who is refused for want of room is not passed by others that still go in here: full is full for all.
                let gone_on = self.go_on(end, needed);
                end.is_used_up = matches!(gone_on, Err(Fault::Full(_) | Fault::Reserved(_)));
                gone_on?;
            }
            None => {
                end.tail = Some(self.begin(end.position, needed)?);
                let mut shelf = self.shelf();
                (shelf.last, shelf.has_tail) = (end.position, true);
            }
        }
        self.write_frame(end, Kind::Record, record)
    }

    /// Begins the next file, and says in the present one that nothing follows there.
    fn go_on(&self, end: &mut End, needed: u64) -> Result<(), Fault> {
        let next = self.begin(Position(end.position.0 + frame::length(0) as u64), needed)?;
        if let Err(fault) = self.write_frame(end, Kind::End, &[]) {
            if matches!(fault, Fault::Full(_)) {
                // The present one is gone on with: what begins elsewhere must not be there then.
                self.disk.remove(&next.segment.name).map_err(Fault::Failed)?;
                self.disk.sync_names().map_err(Fault::Failed)?;
            }
            return Err(fault);
        }
        if let Some(Tail { mut segment, .. }) = end.tail.replace(next) {
            segment.is_finished = true;
            let mut shelf = self.shelf();
            shelf.finished.push_back(segment);
            shelf.last = end.position;
        }
        Ok(())
    }

    fn write_frame(&self, end: &mut End, kind: Kind, body: &[u8]) -> Result<Position, Fault> {
        let Some(Tail { file, segment }) = &mut end.tail else {
            return Err(Fault::Failed(io::ErrorKind::NotFound.into()));
        };
        end.frame.clear();
        let place = Place {
            salt: segment.header.salt,
            position: end.position.0,
        };
        frame::write(&mut end.frame, place, kind, body);
        // What a full disk leaves of it is written over by the next one.
        file.write(&end.frame, segment.offset(end.position))?;
        file.sync().map_err(Fault::Failed)?;
        end.position.0 += end.frame.len() as u64;
        self.written.store(end.position.0, Ordering::Relaxed);
        segment.end = end.position;
        // A large record is not kept for ever.
        end.frame.shrink_to(1 << 20);
        Ok(end.position)
    }

    /// A new file, in which a frame of so many bytes has room.
    fn begin(&self, first: Position, needed: u64) -> Result<Tail, Fault> {
        let size = self.segment_bytes.max(needed + beside_a_frame());
        let spare = (size == self.segment_bytes)
            .then(|| self.shelf().spares.pop())
            .flatten();
        let name = match spare {
            Some(spare) => spare,
            None => {
                self.room.check(size).map_err(Fault::Reserved)?;
                self.shelf().spare_name()
            }
        };
        let tail = self.begin_in(&name, first, size).map_err(|error| {
            self.throw_away(name, size);
            Fault::of_no_change(error)
        })?;
        self.disk.sync_names().map_err(Fault::Failed)?;
        Ok(tail)
    }

    /// Until the file has its name it is nobody's, so what fails before has changed nothing: not even a sync that fails,
    /// since nothing is built on the file.
    fn begin_in(&self, name: &str, first: Position, size: u64) -> io::Result<Tail> {
        let file = self.disk.file(name, size)?;
        let header = Header {
            first,
            salt: getrandom::u64().map_err(io::Error::other)?,
            is_followed: true,
        };
        file.write(&header.bytes(), 0)?;
        file.sync()?;
        let segment = Segment {
            name: header::name(first),
            header,
            end: first,
            size: file.size()?,
            is_finished: false,
            lacks_end: false,
        };
        self.disk.rename(name, &segment.name)?;
        Ok(Tail { file, segment })
    }

    /// A file that could not be made ready is nobody's. One that cannot even be removed is tried again, so that there are
    /// never more of them.
    fn throw_away(&self, name: String, size: u64) {
        match self.disk.remove(&name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound && size == self.segment_bytes => {
                self.shelf().spares.push(name);
            }
            // Another one of no usual size is removed at the next start.
            Ok(()) | Err(_) => {}
        }
    }

    /// Takes the files away that end at or before a place, the first one first. Only one thread does.
    fn drop_finished(&self, position: Position) -> io::Result<()> {
        let mut spares = Vec::new();
        loop {
            let mut shelf = self.shelf();
            let goes = shelf.has_tail || shelf.finished.len() > 1;
            let segment = shelf.finished.front().filter(|segment| goes && segment.end <= position);
            let Some(segment) = segment.cloned() else { break };
            let is_wanted = segment.size == self.segment_bytes && shelf.spares.len() + spares.len() < SPARES;
            let spare = is_wanted.then(|| shelf.spare_name());
            drop(shelf);
            match spare {
                Some(spare) => {
                    self.disk.rename(&segment.name, &spare)?;
                    spares.push(spare);
                }
                None => self.disk.remove(&segment.name)?,
            }
            self.shelf().finished.pop_front();
        }
        if !spares.is_empty() {
            // Its old name must be gone before something else is written into it.
            self.disk.sync_names()?;
            self.shelf().spares.extend(spares);
        }
        Ok(())
    }

    /// Sets a file aside for when the present one is full, if none is there.
    fn set_aside(&self) -> Result<(), Fault> {
        let mut shelf = self.shelf();
        if !shelf.spares.is_empty() {
            return Ok(());
        }
        self.room.check(self.segment_bytes).map_err(Fault::Reserved)?;
        let name = shelf.spare_name();
        drop(shelf);
        match self.disk.file(&name, self.segment_bytes).and_then(|file| file.sync()) {
            Ok(()) => {
                self.shelf().spares.push(name);
                Ok(())
            }
            Err(error) => {
                self.throw_away(name, self.segment_bytes);
                Err(Fault::of_no_change(error))
            }
        }
    }

    /// As callers are told of what has changed nothing.
    fn passing(&self, error: &io::Error, is_full: bool) -> StoreError {
        let reason = format!("{}: {error}", self.disk.path().display());
        if is_full {
            StoreError::Full { reason }
        } else {
            StoreError::Unable { reason }
        }
    }

    fn told(&self, fault: Fault) -> StoreError {
        match fault {
            Fault::Reserved(full) => full,
            Fault::Full(error) => self.passing(&error, true),
            Fault::Unable(error) => self.passing(&error, false),
            Fault::Failed(error) => scan::failed(self.disk.as_ref(), "", &error),
        }
    }

    // Neither can be left half changed by a panic, so a poisoned lock is as good as another.
    fn end(&self) -> MutexGuard<'_, End> {
        self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log for SegmentLog {
    fn append(&self, record: &[u8]) -> Result<Position, StoreError> {
        let mut end = self.end();
        if let Some(failure) = &end.failure {
            return Err(failure.clone());
        }
        self.try_append(&mut end, record).map_err(|fault| {
            let error = self.told(fault);
            if !error.passes() {
                // What the disk holds is known at the next start alone.
                end.failure = Some(error.clone());
            }
            error
        })
    }

    fn make_ready(&self) -> Result<(), StoreError> {
        self.set_aside().map_err(|fault| self.told(fault))
    }

    fn read(&self, from: Position, each: &mut Each<'_>) -> Result<(), StoreError> {
        // Nothing is appended or taken away meanwhile.
        let (_end, _shelf) = (self.end(), self.shelf());
        scan::after(self.disk.as_ref(), from, each).map(drop)
    }

    fn drop_below(&self, position: Position) -> Result<(), StoreError> {
        self.drop_finished(position)
            .map_err(|error| scan::failed(self.disk.as_ref(), "", &error))?;
        // Without it the writer does it itself.
        self.set_aside().ok();
        Ok(())
    }

    fn extent(&self) -> Extent {
        let written = self.written.load(Ordering::Relaxed);
        let shelf = self.shelf();
        let first = shelf
            .finished
            .front()
            .map_or(shelf.last, |segment| segment.header.first);
        Extent {
            bytes: written.saturating_sub(first.0),
            segments: shelf.finished.len() + 1,
        }
    }
}

impl Tail {
    /// Goes on with the file of the last start, behind its last whole frame.
    fn take_up(disk: &dyn Disk, mut segment: Segment) -> io::Result<Self> {
        // It may have been cut: what ends it must have room.
        let least = segment.offset(segment.end) + frame::HEADER as u64;
        segment.size = segment.size.max(least);
        let file = disk.file(&segment.name, segment.size)?;
        // A torn frame must not stay: it could be taken for damage when others follow.
        file.clear(segment.offset(segment.end))?;
        file.sync()?;
        Ok(Self { file, segment })
    }

    /// Whether a frame of so many bytes goes into it, and the one that ends it.
    fn has_room_for(&self, bytes: u64) -> bool {
        self.segment.offset(self.segment.end) + bytes + frame::HEADER as u64 <= self.segment.size
    }
}

impl Shelf {
    fn spare_name(&mut self) -> String {
        self.next += 1;
        header::spare_name(self.next)
    }
}

/// Writes the frame that a crash has left out: the file that follows is there.
fn finish(disk: &dyn Disk, segment: &mut Segment) -> io::Result<()> {
    let mut frame = Vec::new();
    let position = Position(segment.end.0 - frame::length(0) as u64);
    let place = Place {
        salt: segment.header.salt,
        position: position.0,
    };
    frame::write(&mut frame, place, Kind::End, &[]);
    let at = segment.offset(position);
    // It may have been cut.
    let file = disk.file(&segment.name, at + frame.len() as u64)?;
    file.write(&frame, at)?;
    file.sync()?;
    segment.size = file.size()?;
    segment.lacks_end = false;
    Ok(())
}

/// What a file has beside one frame.
const fn beside_a_frame() -> u64 {
    (header::LENGTH + frame::HEADER) as u64
}

/// The spares of the last start; what has another size, or was not finished, is removed.
fn leftovers(disk: &dyn Disk, segment_bytes: u64) -> io::Result<Shelf> {
    let mut shelf = Shelf::default();
    for name in disk.names()? {
        if header::is_foreign(&name) {
            tracing::warn!(folder = %disk.path().display(), file = name, "it is no part of the journal, and is left alone");
        }
        let Some(number) = header::spare_number(&name) else {
            continue;
        };
        shelf.next = shelf.next.max(number);
        if shelf.spares.len() < SPARES && disk.file(&name, 0)?.size()? == segment_bytes {
            shelf.spares.push(name);
        } else {
            disk.remove(&name)?;
        }
    }
    Ok(shelf)
}
