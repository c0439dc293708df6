//! What a group of lists of writes looks like in a record: what each key holds afterwards, in the order in which it
//! was applied. Nothing is left to be decided when it is read. Pure.
//!
//! For each change: the length of the key (2 bytes) and the key as sled has it, the revision (8), then 0 for a key that
//! is gone, or 1, the length of the value (4) and the value. Numbers are little-endian.

use std::sync::Arc;

use bytes::Bytes;

use super::super::Revision;

const GONE: u8 = 0;
const HELD: u8 = 1;

/// What became of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Change {
    /// The key as sled has it: collection, NUL, key.
    pub(in crate::store) key: Arc<[u8]>,
    /// The revision of the write.
    pub(in crate::store) revision: Revision,
    /// What the key holds; none: it is gone.
    pub(in crate::store) value: Option<Bytes>,
}

/// Adds a change to a record. Keys and values have been checked: a key is shorter than 64 KiB, a value than 4 GiB.
pub(in crate::store) fn encode(record: &mut Vec<u8>, change: &Change) {
    let length = u16::try_from(change.key.len()).unwrap_or(u16::MAX);
    record.extend_from_slice(&length.to_le_bytes());
    record.extend_from_slice(change.key.get(..length.into()).unwrap_or(&change.key));
    record.extend_from_slice(&change.revision.0.to_le_bytes());
    match &change.value {
        None => record.push(GONE),
        Some(value) => {
            let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
            record.push(HELD);
            record.extend_from_slice(&length.to_le_bytes());
            record.extend_from_slice(value);
        }
    }
}

/// The changes of a record; `None` if it is none.
pub(in crate::store) fn decode(mut record: &[u8]) -> Option<Vec<Change>> {
    let mut changes = Vec::new();
    while !record.is_empty() {
        let change;
        (change, record) = first(record)?;
        changes.push(change);
    }
    Some(changes)
}

/// The changes of a damaged record, up to where it cannot be read. Nothing says that they are as they were written.
pub(in crate::store) fn decode_harmed(mut record: &[u8]) -> Vec<Change> {
    let mut changes = Vec::new();
    // No key is empty; zeros would read as one.
    while let Some((change, rest)) = first(record).filter(|(change, _)| !change.key.is_empty()) {
        changes.push(change);
        record = rest;
    }
    changes
}

fn first(record: &[u8]) -> Option<(Change, &[u8])> {
    let (key, rest) = record.split_first_chunk()?;
    let (key, rest) = rest.split_at_checked(u16::from_le_bytes(*key).into())?;
    let (revision, rest) = rest.split_first_chunk()?;
    let (kind, rest) = rest.split_first()?;
    let (value, rest) = match *kind {
        GONE => (None, rest),
        HELD => {
            let (length, rest) = rest.split_first_chunk()?;
            let (value, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
            (Some(Bytes::copy_from_slice(value)), rest)
        }
        _ => return None,
    };
    let change = Change {
        key: key.into(),
        revision: Revision(u64::from_le_bytes(*revision)),
        value,
    };
    Some((change, rest))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    fn change(key: &str, value: Option<&'static [u8]>) -> Change {
        Change {
            key: key.as_bytes().into(),
            revision: Revision(key.len() as u64 + (1 << 50)),
            value: value.map(Bytes::from_static),
        }
    }

    #[test]
    fn changes_read_as_they_were_written() {
        let changes = [
            change("things\0k", Some(b"value")),
            change("things\0", Some(b"")),
            change("things\0gone", None),
            change(&"k".repeat(600), Some(&[9; 70_000])),
        ];
        let mut record = Vec::new();
        for change in &changes {
            encode(&mut record, change);
        }
        assert_eq!(decode(&record).unwrap(), changes);
        assert_eq!(decode(&[]).unwrap(), []);
        assert_eq!(decode(&record[..record.len() - 1]), None);
        assert_eq!(decode(&record[1..]), None);
        assert_eq!(decode_harmed(&record[..record.len() - 1]), changes[..3]);
        assert_eq!(decode_harmed(&[0; 100]), []);
    }
}
