//! How keys and values look in sled's one tree. Pure.
//!
//! | key | value |
//! |---|---|
//! | collection, NUL, key | an entry: one byte for the form, the revision (8 bytes), CRC-32 of key, revision and value (4 bytes), then the value itself or, for a value of pieces, its length (8 bytes) |
//! | NUL, `p`, collection, NUL, key, NUL, revision (8), index (4) | one piece of a large value |
//! | NUL, `j` | the place in the journal up to which everything is here (8) |
//! | NUL, `r` | a revision that none up to that place has reached (8) |
//! | NUL, `v` | the version of this form (1) |
//!
//! Entries of the versions before have two forms without the checksum. They stay as they are until their key is written
//! again.
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
pub(super) const VERSION: &[u8] = &[3];

/// The one before it, which is the same without checksums and without a note of what is there.
pub(super) const VERSION_WITHOUT_SUMS: &[u8] = &[2];

/// The one before that, which had no journal: all that was acknowledged is in sled.
pub(super) const VERSION_WITHOUT_JOURNAL: &[u8] = &[1];

/// What all pieces' keys begin with.
pub(super) const PIECES: &[u8] = b"\0p";

const WHOLE_WITHOUT_SUM: u8 = 1;
const CUT_WITHOUT_SUM: u8 = 2;
const WHOLE: u8 = 3;
const CUT: u8 = 4;

/// An entry as it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stored<'a> {
    pub(super) revision: Revision,
    /// None in an entry of a version before.
    pub(super) sum: Option<u32>,
    pub(super) form: Form<'a>,
}

impl Stored<'_> {
    /// Whether the key and the value are those that the entry was made of, as far as it tells.
    pub(super) fn holds(&self, key: &[u8], value: &[u8]) -> bool {
        self.sum.is_none_or(|sum| sum == checksum(key, self.revision, value))
    }
}

/// What an entry is checked with, of the key of the entry.
pub(super) fn checksum(key: &[u8], revision: Revision, value: &[u8]) -> u32 {
    let mut sum = begin_checksum(key, revision);
    sum.update(value);
    sum.finalize()
}

/// The same without the value, which may come in pieces.
pub(super) fn begin_checksum(key: &[u8], revision: Revision) -> crc32fast::Hasher {
    let mut sum = crc32fast::Hasher::new();
    sum.update(key);
    sum.update(&revision.0.to_be_bytes());
    sum
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

/// What stands in front of every entry of this version, whatever its form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sealed {
    pub(super) revision: Revision,
    /// The [`checksum`] of the key, the revision and the value.
    pub(super) sum: u32,
}

/// The entry of a value that is stored whole, in the place of what is in the buffer.
pub(super) fn write_whole(entry: &mut Vec<u8>, sealed: Sealed, value: &[u8]) {
    begin(entry, WHOLE, sealed);
    entry.extend_from_slice(value);
}

/// The entry of a value of so many bytes that is stored in pieces, in the place of what is in the buffer.
pub(super) fn write_cut(entry: &mut Vec<u8>, sealed: Sealed, length: usize) {
    begin(entry, CUT, sealed);
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    entry.extend_from_slice(&length.to_be_bytes());
}

fn begin(entry: &mut Vec<u8>, form: u8, sealed: Sealed) {
    entry.clear();
    entry.push(form);
    entry.extend_from_slice(&sealed.revision.0.to_be_bytes());
    entry.extend_from_slice(&sealed.sum.to_be_bytes());
}

/// Reads an entry; `None` if these bytes are none.
pub(super) fn read(bytes: &[u8]) -> Option<Stored<'_>> {
    let (form, rest) = bytes.split_first()?;
    let (revision, rest) = rest.split_first_chunk()?;
    let (sum, rest) = match *form {
        WHOLE | CUT => {
            let (sum, rest) = rest.split_first_chunk()?;
            (Some(u32::from_be_bytes(*sum)), rest)
        }
        _ => (None, rest),
    };
    let form = match *form {
        WHOLE | WHOLE_WITHOUT_SUM => Form::Whole(rest),
        CUT | CUT_WITHOUT_SUM => Form::Cut(number(rest)?),
        _ => return None,
    };
    Some(Stored {
        revision: Revision(u64::from_be_bytes(*revision)),
        sum,
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

/// The entry's key, the revision and the index in the key of a piece.
pub(super) fn piece_of(key: &[u8]) -> Option<(&[u8], Revision, u32)> {
    let (rest, index) = key.strip_prefix(PIECES)?.split_last_chunk()?;
    let (rest, revision) = rest.split_last_chunk()?;
    let revision = Revision(u64::from_be_bytes(*revision));
    Some((rest.strip_suffix(b"\0")?, revision, u32::from_be_bytes(*index)))
}

/// The entry's key and the revision in the key of a piece.
pub(super) fn owner_of_piece(key: &[u8]) -> Option<(&[u8], Revision)> {
    piece_of(key).map(|(owner, revision, _)| (owner, revision))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    const THINGS: Collection = Collection("things");

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let mut entry = b"of another".to_vec();
        write(&mut entry);
        entry
    }

    fn sealed(key: &[u8], revision: Revision, value: &[u8]) -> Sealed {
        Sealed {
            revision,
            sum: checksum(key, revision, value),
        }
    }

    #[test]
    fn an_entry_reads_as_it_was_made() {
        let revision = Revision(7);
        for value in [&b""[..], b"\0\xff", b"text"] {
            let bytes = written(|entry| write_whole(entry, sealed(b"k", revision, value), value));
            let entry = read(&bytes).unwrap();
            assert_eq!((entry.revision, &entry.form), (revision, &Form::Whole(value)));
            assert!(entry.holds(b"k", value));
        }
        let value = [5; 1 << 20];
        let bytes = written(|entry| write_cut(entry, sealed(b"k", Revision(u64::MAX), &value), value.len()));
        let entry = read(&bytes).unwrap();
        assert_eq!((entry.revision, &entry.form), (Revision(u64::MAX), &Form::Cut(1 << 20)));
        assert!(entry.holds(b"k", &value));
        for bad in [
            &b""[..],
            &[WHOLE, 0, 0],
            &[WHOLE, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0],
            &[9, 0, 0, 0, 0, 0, 0, 0, 1],
            &[CUT_WITHOUT_SUM, 0, 0, 0, 0, 0, 0, 0, 1, 5],
        ] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn an_entry_knows_another_key_revision_and_value() {
        let bytes = written(|entry| write_whole(entry, sealed(b"k", Revision(7), b"value"), b"value"));
        assert!(!read(&bytes).unwrap().holds(b"l", b"value"));
        for at in 1..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 16;
            let entry = read(&flipped).unwrap();
            let Form::Whole(value) = entry.form else { unreachable!() };
            assert!(!entry.holds(b"k", value), "byte {at}");
        }
    }

    #[test]
    fn an_entry_of_a_version_before_is_read() {
        let entry = read(&[WHOLE_WITHOUT_SUM, 0, 0, 0, 0, 0, 0, 0, 7, b'v']).unwrap();
        assert_eq!((entry.revision, &entry.form), (Revision(7), &Form::Whole(b"v")));
        assert!(entry.holds(b"k", b"v"));
        let entry = read(&[CUT_WITHOUT_SUM, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 9]).unwrap();
        assert_eq!((entry.sum, entry.form), (None, Form::Cut(9)));
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
