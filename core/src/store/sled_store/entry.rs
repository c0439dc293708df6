//! How keys and values look in sled's one tree. Pure.
//!
//! | key | value |
//! |---|---|
//! | collection, NUL, key | an entry: one byte for the form, the revision (8 bytes), then the value itself or, for a value of pieces, its length (8 bytes) |
//! | NUL, `p`, collection, NUL, key, NUL, revision (8), index (4) | one piece of a large value |
//! | NUL, `j` | the place in the journal up to which everything is here (8) |
//! | NUL, `r` | a revision that none up to that place has reached (8) |
//! | NUL, `v` | the version of this form (1) |
//!
//! Numbers are big-endian, so that pieces lie in their order. One tree, not one per collection: sled
//! writes a page of its own for each tree, looks trees up under a lock, and batches nothing across
//! them; the prefix costs almost nothing, because sled's nodes store what keys have in common once.
//!
//! Values above [`WHOLE_BYTES`] are cut: sled puts what is larger than a quarter of its segment into a
//! file of its own that it never makes durable. A leaf has at most some 20 entries, so with entries of
//! this size neither a value nor a leaf gets there; see [`SEGMENT_BYTES`].

use std::ops::Bound;

use super::super::page::Span;
use super::super::{Collection, Revision};

/// sled's unit of its log. Messages above a quarter of it go to files of their own; this is twice
/// the default, so that the longest keys and values stay below: 24 entries of 8.9 KiB in a leaf,
/// 321 separators of 0.6 KiB in an index.
pub(super) const SEGMENT_BYTES: usize = 1024 * 1024;

/// The largest value that is stored whole, and the size of a piece of a larger one.
pub(super) const WHOLE_BYTES: usize = 8 * 1024;

/// Where the place in the journal is noted.
pub(super) const POSITION_KEY: &[u8] = b"\0j";

/// Where the first free revision is noted.
pub(super) const REVISION_KEY: &[u8] = b"\0r";

/// Where the version of the form is noted.
pub(super) const VERSION_KEY: &[u8] = b"\0v";

/// The version of the form.
pub(super) const VERSION: &[u8] = &[2];

/// The one before it, which is the same but for the journal: all that was acknowledged is in sled.
pub(super) const VERSION_WITHOUT_JOURNAL: &[u8] = &[1];

/// What all pieces' keys begin with.
pub(super) const PIECES: &[u8] = b"\0p";

const WHOLE: u8 = 1;
const CUT: u8 = 2;

/// An entry as it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stored<'a> {
    pub(super) revision: Revision,
    pub(super) form: Form<'a>,
}

/// Where the value of an entry is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Form<'a> {
    /// Here.
    Whole(&'a [u8]),
    /// In pieces, this many bytes in all.
    Cut(u64),
}

/// The key of an entry.
pub(super) fn key(collection: Collection, key: &str) -> Vec<u8> {
    [collection.0.as_bytes(), b"\0", key.as_bytes()].concat()
}

/// The key of an entry, in the place of what is in the buffer.
pub(super) fn write_key(buffer: &mut Vec<u8>, collection: Collection, key: &str) {
    buffer.clear();
    buffer.extend_from_slice(collection.0.as_bytes());
    buffer.push(0);
    buffer.extend_from_slice(key.as_bytes());
}

/// A range of keys of entries.
pub(super) type Range = (Bound<Vec<u8>>, Bound<Vec<u8>>);

/// The range of keys in which those of a span of the collection lie.
pub(super) fn range(collection: Collection, span: &Span) -> Range {
    let from = span.from.as_ref().map(|from| key(collection, from));
    let to = match &span.to {
        // No key of a collection comes after its name with 1 in place of NUL.
        Bound::Unbounded => Bound::Excluded([collection.0.as_bytes(), b"\x01"].concat()),
        bound => bound.as_ref().map(|to| key(collection, to)),
    };
    (from, to)
}

/// The caller's key in the key of an entry of this collection.
pub(super) fn own_key(collection: Collection, key: &[u8]) -> Option<&str> {
    let rest = key.strip_prefix(collection.0.as_bytes())?.strip_prefix(b"\0")?;
    std::str::from_utf8(rest).ok()
}

/// The entry of a value that is stored whole, in the place of what is in the buffer.
pub(super) fn write_whole(entry: &mut Vec<u8>, revision: Revision, value: &[u8]) {
    entry.clear();
    entry.push(WHOLE);
    entry.extend_from_slice(&revision.0.to_be_bytes());
    entry.extend_from_slice(value);
}

/// The entry of a value of so many bytes that is stored in pieces.
pub(super) fn cut(revision: Revision, length: usize) -> Vec<u8> {
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    [&[CUT], revision.0.to_be_bytes().as_slice(), &length.to_be_bytes()].concat()
}

/// Reads an entry; `None` if these bytes are none.
pub(super) fn read(bytes: &[u8]) -> Option<Stored<'_>> {
    let (form, rest) = bytes.split_first()?;
    let (revision, rest) = rest.split_first_chunk()?;
    let form = match *form {
        WHOLE => Form::Whole(rest),
        CUT => Form::Cut(number(rest)?),
        _ => return None,
    };
    Some(Stored {
        revision: Revision(u64::from_be_bytes(*revision)),
        form,
    })
}

/// Reads a number as it is stored.
pub(super) fn number(bytes: &[u8]) -> Option<u64> {
    bytes.try_into().ok().map(u64::from_be_bytes)
}

/// What the keys of the pieces of one value begin with, given the key of its entry.
pub(super) fn pieces_of(entry_key: &[u8], revision: Revision) -> Vec<u8> {
    [PIECES, entry_key, b"\0", &revision.0.to_be_bytes()].concat()
}

/// The key of one piece, given what all of them begin with.
pub(super) fn piece(pieces: &[u8], index: u32) -> Vec<u8> {
    [pieces, &index.to_be_bytes()].concat()
}

/// The entry's key and the revision in the key of a piece.
pub(super) fn owner_of_piece(key: &[u8]) -> Option<(&[u8], Revision)> {
    let (rest, _index) = key.strip_prefix(PIECES)?.split_last_chunk::<4>()?;
    let (rest, revision) = rest.split_last_chunk::<8>()?;
    Some((rest.strip_suffix(b"\0")?, Revision(u64::from_be_bytes(*revision))))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const THINGS: Collection = Collection("things");

    fn whole(revision: Revision, value: &[u8]) -> Vec<u8> {
        let mut entry = b"of another".to_vec();
        write_whole(&mut entry, revision, value);
        entry
    }

    #[test]
    fn an_entry_reads_as_it_was_made() {
        for value in [&b""[..], b"\0\xff", b"text"] {
            let entry = Stored {
                revision: Revision(7),
                form: Form::Whole(value),
            };
            assert_eq!(read(&whole(Revision(7), value)), Some(entry));
        }
        let entry = Stored {
            revision: Revision(u64::MAX),
            form: Form::Cut(1 << 20),
        };
        assert_eq!(read(&cut(Revision(u64::MAX), 1 << 20)), Some(entry));
        for bad in [
            &b""[..],
            &[WHOLE, 0, 0],
            &[9, 0, 0, 0, 0, 0, 0, 0, 1],
            &[CUT, 0, 0, 0, 0, 0, 0, 0, 1, 5],
        ] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn keys_lead_back_to_their_parts() {
        let entry_key = key(THINGS, "a/\u{1}\u{ffff}");
        assert_eq!(own_key(THINGS, &entry_key), Some("a/\u{1}\u{ffff}"));
        assert_eq!(own_key(Collection("thing"), &entry_key), None);
        // The revision holds bytes that could be taken for the NUL before it.
        let pieces = pieces_of(&entry_key, Revision(0));
        assert_eq!(
            owner_of_piece(&piece(&pieces, 0)),
            Some((entry_key.as_slice(), Revision(0)))
        );
        assert!(piece(&pieces, 255) < piece(&pieces, 256));
        assert!(own_key(THINGS, &pieces).is_none());
    }
}
