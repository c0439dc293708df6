//! Reads the files of a journal, and tells an end that a power cut has torn from damage.
//!
//! The writer appends one frame at a time and syncs it before the next. So a power cut can tear the last frame of the
//! last file, which nobody was told of, and no other: a frame that is not whole anywhere else, or with a whole one
//! behind it, is damage, and so is a file that is missing.
//!
//! The next file is there before the frame that finishes one is written. So a crash leaves a last file without a frame, and
//! before it one that only lacks the frame that finishes it; and a last one that is finished has lost what follows it.

use std::io;

use super::disk::Disk;
use super::frame::{self, Kind, Place};
use super::header::{self, Header};
use super::{Each, Position};
use crate::store::StoreError;

/// A file of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) name: String,
    pub(super) header: Header,
    /// Where the next one begins, or where this one is to be gone on with.
    pub(super) end: Position,
    /// The size of the file.
    pub(super) size: u64,
    /// Whether nothing may follow in it.
    pub(super) is_finished: bool,
    /// It is finished since the next one is there, and the frame that says so is still to be written.
    pub(super) lacks_end: bool,
}

impl Segment {
    /// The place in the file of a position in the log.
    pub(super) fn offset(&self, position: Position) -> u64 {
        header::LENGTH as u64 + (position.0 - self.header.first.0)
    }

    /// Up to where the file is written.
    fn size_of_content(&self) -> u64 {
        self.offset(self.end)
    }
}

/// Reads all files, in their order, and hands on the records from a place on; returns the files.
///
/// # Errors
/// [`StoreError::Failed`] if one cannot be read, is damaged or missing; what `each` returns.
pub(super) fn after(disk: &dyn Disk, from: Position, each: &mut Each<'_>) -> Result<Vec<Segment>, StoreError> {
    // A record that begins before the place ends there or before it.
    let segments = files(disk, &mut |record, end| {
        if end > from { each(record, end) } else { Ok(()) }
    })?;
    let first = segments.first().map_or(Position(0), |first| first.header.first);
    let end = segments.last().map_or(Position(0), |last| last.end);
    if from < first || from > end {
        let (first, end, from) = (first.0, end.0, from.0);
        let what = format!("it has what lies between {first} and {end}, and what comes after {from} is needed");
        return Err(damaged(disk, "", 0, &what));
    }
    Ok(segments)
}

/// Reads all files, in their order, and hands on all records. What is before a gap is left out: files are taken away
/// from the first one on, and a power cut may bring one back.
///
/// # Errors
/// As [`after`].
pub(super) fn files(disk: &dyn Disk, each: &mut Each<'_>) -> Result<Vec<Segment>, StoreError> {
    let headers = headers(disk)?;
    let mut segments: Vec<Segment> = Vec::new();
    for (number, (name, header)) in headers.iter().enumerate() {
        let next = headers.get(number + 1).map(|(_, header)| header);
        let segment = one(disk, (name, *header), next, each)?;
        if let Some(before) = segments.last() {
            let is_empty = next.is_none() && segment.end == segment.header.first;
            if before.lacks_end && !is_empty {
                let at = before.size_of_content().saturating_sub(frame::length(0) as u64);
                return Err(damaged(disk, &before.name, at, IN_BETWEEN));
            }
            if before.end != segment.header.first {
                segments.clear();
            }
        }
        segments.push(segment);
    }
    Ok(segments)
}

/// What is said where others follow a frame that is not whole.
const IN_BETWEEN: &str = "a record is damaged, and others follow it";

/// The files that are parts of the journal, in their order, with what each says of itself. All of them are looked at before
/// what is in any: one that does not belong here makes others look damaged.
fn headers(disk: &dyn Disk) -> Result<Vec<(String, Header)>, StoreError> {
    let mut names = disk.names().map_err(|error| failed(disk, "", &error))?;
    names.retain(|name| header::is_segment(name));
    names.sort();
    let mut headers = Vec::with_capacity(names.len());
    for name in &names {
        let bytes = disk.beginning(name, header::LENGTH);
        let bytes = bytes.map_err(|error| failed(disk, name, &error))?;
        let header = Header::read(&bytes).map_err(|what| damaged(disk, name, 0, what))?;
        let own = header::name(header.first);
        if own != *name {
            let is_copy = names.contains(&own);
            return Err(misnamed(disk, name, &own, is_copy));
        }
        headers.push((name.clone(), header));
    }
    Ok(headers)
}

/// A file has the name of another. Nothing is lost by that alone.
fn misnamed(disk: &dyn Disk, name: &str, own: &str, is_copy: bool) -> StoreError {
    let way_on = if is_copy {
        format!("{own}, which is there as well. Move this copy out of the folder")
    } else {
        format!("{own}, which is not there. Give it that name again")
    };
    failed(disk, name, &format_args!("by its beginning it is {way_on}"))
}

fn one(
    disk: &dyn Disk,
    (name, header): (&str, Header),
    next: Option<&Header>,
    each: &mut Each<'_>,
) -> Result<Segment, StoreError> {
    let bytes = disk.read(name).map_err(|error| failed(disk, name, &error))?;
    let mut segment = Segment {
        name: name.to_owned(),
        header,
        end: header.first,
        size: bytes.len() as u64,
        is_finished: false,
        lacks_end: false,
    };
    let mut rest = bytes.get(header::LENGTH..).unwrap_or_default();
    while !segment.is_finished {
        let Some(frame) = frame::read(rest, place(&segment)) else {
            break;
        };
        segment.end.0 += frame.length as u64;
        match frame.kind {
            Kind::End => segment.is_finished = true,
            Kind::Record => each(frame.body, segment.end)?,
        }
        rest = rest.get(frame.length..).unwrap_or_default();
    }
    let is_cut_off = next.is_none() && header.is_followed;
    if segment.is_finished {
        return if is_cut_off {
            Err(unfollowed(disk, &segment))
        } else {
            Ok(segment)
        };
    }
    let end = Position(segment.end.0 + frame::length(0) as u64);
    let lacks_end = next.is_some_and(|next| next.is_followed && next.first == end);
    if has_frame(rest, place(&segment)) || (next.is_some() && !lacks_end) {
        return Err(damaged(disk, name, segment.size_of_content(), IN_BETWEEN));
    }
    if lacks_end {
        (segment.end, segment.is_finished, segment.lacks_end) = (end, true, true);
    } else if rest.iter().any(|byte| *byte != 0) {
        tracing::info!(
            file = name,
            offset = segment.size_of_content(),
            "the journal's last record was not finished; nobody was told of it"
        );
    }
    Ok(segment)
}

/// The last file says that another follows.
fn unfollowed(disk: &dyn Disk, segment: &Segment) -> StoreError {
    let next = header::name(segment.end);
    let what = format!("another file follows it, and {next} is missing");
    damaged(disk, &segment.name, segment.size_of_content(), &what)
}

fn place(segment: &Segment) -> Place {
    Place {
        salt: segment.header.salt,
        position: segment.end.0,
    }
}

/// Whether a whole frame is anywhere behind the beginning of these bytes, which has this place.
fn has_frame(bytes: &[u8], place: Place) -> bool {
    next_frame(bytes, place).is_some()
}

/// How far behind the beginning of these bytes, which has this place, the next whole frame begins.
fn next_frame(bytes: &[u8], place: Place) -> Option<usize> {
    let mut ahead = frame::ALIGNMENT;
    while let Some((first, _)) = bytes.get(ahead..)?.split_first_chunk::<8>() {
        let position = place.position + ahead as u64;
        let rest = bytes.get(ahead..).unwrap_or_default();
        if u64::from_le_bytes(*first) == position && frame::read(rest, Place { position, ..place }).is_some() {
            return Some(ahead);
        }
        ahead += frame::ALIGNMENT;
    }
    None
}

/// What is found in a damaged journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// A record.
    Whole(&'a [u8]),
    /// What may be the rest of one: where it began, and its bytes with some that are not its own.
    Harmed(Position, &'a [u8]),
}

/// Hands on what is found in all files, whatever is damaged or missing. What a power cut may have torn is left out.
///
/// # Errors
/// What reading failed with.
pub(super) fn all(disk: &dyn Disk, each: &mut dyn FnMut(Found<'_>)) -> io::Result<()> {
    let mut names = disk.names()?;
    names.retain(|name| header::is_segment(name));
    names.sort();
    let last = names.last().cloned();
    for name in names {
        let bytes = disk.read(&name)?;
        // Without its salt nothing in it can be told from what is left of before.
        let Ok(header) = Header::read(&bytes) else { continue };
        let mut place = Place {
            salt: header.salt,
            position: header.first.0,
        };
        let mut rest = bytes.get(header::LENGTH..).unwrap_or_default();
        while !rest.is_empty() {
            let frame = frame::read(rest, place);
            let ahead = match &frame {
                Some(frame) => frame.length,
                None => next_frame(rest, place).unwrap_or(rest.len()),
            };
            match frame.map(|frame| (frame.kind, frame.body)) {
                Some((Kind::Record, body)) => each(Found::Whole(body)),
                // Nothing follows in this file.
                Some((Kind::End, _)) => break,
                None if ahead < rest.len() || last.as_ref() != Some(&name) => {
                    let body = rest.get(frame::HEADER..ahead).unwrap_or_default();
                    each(Found::Harmed(Position(place.position), body));
                }
                None => break,
            }
            place.position += ahead as u64;
            rest = rest.get(ahead..).unwrap_or_default();
        }
    }
    Ok(())
}

/// Something that was durable is not there as it was.
pub(super) fn damaged(disk: &dyn Disk, name: &str, offset: u64, what: &str) -> StoreError {
    let path = disk.path().join(name);
    StoreError::Failed {
        reason: format!(
            "{} is damaged at byte {offset}: {what}. Writes that were acknowledged are lost. \
             Put the file back as it was, or restore a backup with `ocpp-central restore`",
            path.display()
        ),
    }
}

/// The system's word about a file.
pub(super) fn failed(disk: &dyn Disk, name: &str, cause: &dyn std::fmt::Display) -> StoreError {
    StoreError::Failed {
        reason: format!("{}: {cause}", disk.path().join(name).display()),
    }
}
