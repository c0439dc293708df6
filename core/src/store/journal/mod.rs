//! The journal: what is acknowledged stands here first, in the order in which it was applied.
//!
//! A [`Log`] takes records of bytes, one for each group of lists of writes, makes each durable and says where it
//! lies. It knows nothing of keys and conditions. [`SegmentLog`] keeps it in files of this machine; an ordered log that
//! many machines share (a stream of a broker) can take its place: append a group, learn its position once it is
//! durable, read from a position, drop what nobody needs any more.
//!
//! Parts: `frame` is how a record looks in a file, `header` how a file begins, `record` what a group's changes look
//! like in a record, `scan` reads files back, `segments` writes them, `disk` is what is asked of the system.

mod disk;
mod frame;
mod header;
mod record;
mod scan;
mod segments;
#[cfg(test)]
mod tests;

pub(super) use disk::LocalDisk;
pub(super) use record::{Change, decode, decode_harmed, encode};
pub(super) use segments::SegmentLog;

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::StoreError;
use scan::Found;

/// A place in the log, in bytes since its beginning: where a record begins, and where the one before it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub(super) struct Position(pub(super) u64);

/// What is done with a record that is read: its bytes, and where it ends.
pub(super) type Each<'a> = dyn FnMut(&[u8], Position) -> Result<(), StoreError> + 'a;

/// How much room a log takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Extent {
    /// From the first record that is kept to the end of the last one.
    pub(super) bytes: u64,
    /// In so many files, or whatever else it is kept in.
    pub(super) segments: usize,
}

/// Records in their order. One thread appends; another drops what is not needed any more, and neither waits for the
/// other's disk.
pub(super) trait Log: Send + Sync + 'static {
    /// Appends a record; returns when it is durable, with the place where it ends.
    ///
    /// # Errors
    /// [`StoreError::Full`] if there is no room for it, [`StoreError::Unable`] if something else that passes stands in the
    /// way: it is not there, and the next one may be tried.
    /// [`StoreError::Failed`] if nobody knows whether it is there; nothing can be appended any more.
    fn append(&self, record: &[u8]) -> Result<Position, StoreError>;

    /// Reads all records from a place on, which must be the beginning of one or the end of the last.
    ///
    /// # Errors
    /// [`StoreError::Failed`] if something that was durable is missing or damaged, with its place; what `each` returns.
    fn read(&self, from: Position, each: &mut Each<'_>) -> Result<(), StoreError>;

    /// What ends at or before this place is not needed any more. Also the time to make room for what comes.
    ///
    /// # Errors
    /// [`StoreError::Failed`] if that cannot be noted; nothing is lost by it.
    fn drop_below(&self, position: Position) -> Result<(), StoreError>;

    /// Makes room for what comes, if there is none yet: a record of any usual size can be appended then.
    ///
    /// # Errors
    /// What appending it would be refused with.
    fn make_ready(&self) -> Result<(), StoreError>;

    /// The room that it takes.
    fn extent(&self) -> Extent;
}

/// Whether a file of this name is a journal's own: a part of it, or one that waits to become one.
pub(super) fn is_own(name: &str) -> bool {
    header::is_segment(name) || header::spare_number(name).is_some()
}

/// What a folder has of a journal, read without a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Seen {
    pub(super) extent: Extent,
    /// Where the last record ends.
    pub(super) end: Position,
}

/// Reads the journal of a folder as [`Log::read`] does, and changes nothing. One that is not there is empty.
///
/// # Errors
/// As [`Log::read`].
pub(super) fn look(folder: &Path, from: Position, each: &mut Each<'_>) -> Result<Seen, StoreError> {
    let disk = LocalDisk::there(folder.to_owned());
    let segments = scan::after(&disk, from, each)?;
    if let Some(last) = segments.last().filter(|last| last.size < segments::SEGMENT_BYTES) {
        return Err(scan::damaged(
            &disk,
            &last.name,
            last.size,
            "it was longer when it was made",
        ));
    }
    let bytes = segments
        .iter()
        .map(|segment| segment.end.0 - segment.header.first.0)
        .sum();
    Ok(Seen {
        extent: Extent {
            bytes,
            segments: segments.len(),
        },
        end: segments.last().map_or(Position(0), |last| last.end),
    })
}

/// Hands on all records of a damaged journal that are whole, wherever they lie, and changes nothing.
///
/// # Errors
/// What reading failed with.
pub(super) fn salvage(folder: &Path, each: &mut dyn FnMut(&[u8])) -> io::Result<()> {
    scan::all(&LocalDisk::there(folder.to_owned()), &mut |found| {
        if let Found::Whole(record) = found {
            each(record);
        }
    })
}

/// Hands on what is left of the records of a damaged journal that are not whole, from a place on, and changes nothing.
///
/// # Errors
/// What reading failed with.
pub(super) fn harmed(folder: &Path, from: Position, each: &mut dyn FnMut(&[u8])) -> io::Result<()> {
    scan::all(&LocalDisk::there(folder.to_owned()), &mut |found| match found {
        Found::Harmed(at, rest) if at >= from => each(rest),
        Found::Harmed(..) | Found::Whole(_) => {}
    })
}
