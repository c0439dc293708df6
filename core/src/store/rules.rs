//! What every back end decides alike: which writes can be stored, when a condition holds, what a sum
//! gives. Pure; knows no back end.

use super::{Change, Collection, Expect, Revision, StoreError, Write};

/// What a key holds now, as far as a rule needs it.
pub(super) type Current<'a> = Option<(Revision, &'a [u8])>;

/// The longest name of a collection, in bytes.
pub const MAX_COLLECTION_BYTES: usize = 32;
/// The longest key, in bytes.
pub const MAX_KEY_BYTES: usize = 512;
/// The largest value, in bytes.
pub const MAX_VALUE_BYTES: usize = 16 * 1024 * 1024;

/// How many digits a revision has at the end of an appended key: as many as the largest.
pub const REVISION_DIGITS: usize = 20;

/// The key under which an appended value with this revision lies.
#[must_use]
pub fn appended_key(prefix: &str, revision: Revision) -> String {
    format!("{prefix}{:0REVISION_DIGITS$}", revision.0)
}

/// Whether the writes can be stored at all, seen without the state.
///
/// # Errors
/// [`StoreError::Refused`] for the first that cannot.
pub(super) fn check_all(writes: &[Write]) -> Result<(), StoreError> {
    writes.iter().try_for_each(check)
}

/// As [`check_all`], for one.
fn check(write: &Write) -> Result<(), StoreError> {
    let (digits, size) = match &write.change {
        Change::Append(value) => (REVISION_DIGITS, value.len()),
        Change::Put(value) => (0, value.len()),
        Change::Delete | Change::Add(_) => (0, 0),
    };
    check_key(write.collection, &write.key, digits)?;
    check_size(write.collection, &write.key, size)?;
    match &write.change {
        // There is nothing yet that it could be compared with.
        Change::Append(_) if write.expect != Expect::Any => Err(refused(write, "an append has no condition")),
        _ => Ok(()),
    }
}

/// As [`check`], for a value of this size that a key is set to.
pub(super) fn check_put(collection: Collection, key: &str, size: usize) -> Result<(), StoreError> {
    check_key(collection, key, 0)?;
    check_size(collection, key, size)
}

/// The key, to which so many digits come.
fn check_key(collection: Collection, key: &str, digits: usize) -> Result<(), StoreError> {
    let name = collection.0;
    let reason = if name.is_empty() || name.len() > MAX_COLLECTION_BYTES || name.contains('\0') {
        "the collection's name must have 1 to 32 bytes without NUL"
    } else if key.len() + digits > MAX_KEY_BYTES {
        "the key is longer than 512 bytes"
    } else if key.contains('\0') {
        "the key contains NUL"
    } else {
        return Ok(());
    };
    Err(refused_at(collection, key, reason))
}

fn check_size(collection: Collection, key: &str, size: usize) -> Result<(), StoreError> {
    if size > MAX_VALUE_BYTES {
        return Err(refused_at(collection, key, "the value is larger than 16 MiB"));
    }
    Ok(())
}

/// What the key of the write at `index` holds afterwards (`None`: nothing); takes a put's value out
/// of the write.
///
/// # Errors
/// [`StoreError::Conflict`] if the condition does not hold, [`StoreError::Refused`] if a sum cannot
/// be made; then nothing changes.
pub(super) fn outcome(index: usize, write: &mut Write, current: Current<'_>) -> Result<Option<Vec<u8>>, StoreError> {
    expect(index, write, current.map(|(revision, _)| revision))?;
    match &mut write.change {
        Change::Put(value) | Change::Append(value) => Ok(Some(std::mem::take(value))),
        Change::Delete => Ok(None),
        Change::Add(much) => {
            let much = *much;
            sum(write, current.map(|(_, value)| value), much).map(Some)
        }
    }
}

fn expect(index: usize, write: &Write, current: Option<Revision>) -> Result<(), StoreError> {
    let holds = match write.expect {
        Expect::Any => true,
        Expect::Absent => current.is_none(),
        Expect::Revision(revision) => current == Some(revision),
    };
    if holds {
        return Ok(());
    }
    let Collection(collection) = write.collection;
    Err(StoreError::Conflict {
        collection,
        key: write.key.clone(),
        index,
    })
}

fn sum(write: &Write, current: Option<&[u8]>, much: i64) -> Result<Vec<u8>, StoreError> {
    let before = match current {
        None => 0,
        Some(bytes) => std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| text.parse::<i64>().ok())
            .ok_or_else(|| refused(write, "the value to add to is no number"))?,
    };
    let after = before
        .checked_add(much)
        .ok_or_else(|| refused(write, "the sum is out of range"))?;
    Ok(after.to_string().into_bytes())
}

fn refused(write: &Write, reason: &str) -> StoreError {
    refused_at(write.collection, &write.key, reason)
}

fn refused_at(Collection(collection): Collection, key: &str, reason: &str) -> StoreError {
    StoreError::Refused {
        collection,
        key: key.to_owned(),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn put(key: &str, value: Vec<u8>) -> Write {
        Write {
            collection: Collection("things"),
            key: key.to_owned(),
            expect: Expect::Any,
            change: Change::Put(value),
        }
    }

    #[test]
    fn takes_what_is_at_the_limits_and_refuses_what_is_over() {
        for good in [
            put("", vec![]),
            put(&"k".repeat(512), vec![]),
            put("\u{1}/é\u{10ffff}", vec![0; MAX_VALUE_BYTES]),
        ] {
            assert!(check(&good).is_ok());
        }
        for bad in [
            put(&"k".repeat(513), vec![]),
            put("a\0b", vec![]),
            put("k", vec![0; MAX_VALUE_BYTES + 1]),
        ] {
            assert!(matches!(check(&bad), Err(StoreError::Refused { .. })));
        }
        for name in ["", "a\0b", "a-name-that-is-longer-than-32-byte"] {
            let write = Write {
                collection: Collection(name),
                ..put("k", vec![])
            };
            assert!(matches!(check(&write), Err(StoreError::Refused { .. })));
        }
    }

    #[test]
    fn an_append_leaves_room_for_its_number_and_has_no_condition() {
        let append = |key: &str| Write {
            change: Change::Append(vec![1]),
            ..put(key, vec![])
        };
        assert!(check(&append(&"k".repeat(MAX_KEY_BYTES - REVISION_DIGITS))).is_ok());
        assert!(check(&append(&"k".repeat(MAX_KEY_BYTES - REVISION_DIGITS + 1))).is_err());
        let conditional = Write {
            expect: Expect::Absent,
            ..append("k/")
        };
        assert!(check(&conditional).is_err());
        assert_eq!(appended_key("k/", Revision(42)), "k/00000000000000000042");
        assert_eq!(appended_key("", Revision(u64::MAX)).len(), REVISION_DIGITS);
    }

    #[test]
    fn a_condition_is_about_the_present_revision() {
        let with = |expect| Write {
            expect,
            ..put("k", vec![])
        };
        let (old, new) = (Revision(4), Revision(5));
        for (condition, current, holds) in [
            (Expect::Any, None, true),
            (Expect::Any, Some(new), true),
            (Expect::Absent, None, true),
            (Expect::Absent, Some(new), false),
            (Expect::Revision(new), Some(new), true),
            (Expect::Revision(old), Some(new), false),
            (Expect::Revision(old), None, false),
        ] {
            assert_eq!(
                expect(0, &with(condition), current).is_ok(),
                holds,
                "{condition:?} on {current:?}"
            );
        }
        let refusal = expect(3, &with(Expect::Absent), Some(new)).unwrap_err();
        assert!(matches!(
            refusal,
            StoreError::Conflict {
                collection: "things",
                index: 3,
                ..
            }
        ));
    }

    #[test]
    fn a_sum_needs_numbers_and_stays_in_range() {
        let write = put("k", vec![]);
        assert_eq!(sum(&write, None, -7).unwrap(), b"-7");
        assert_eq!(sum(&write, Some(b"40"), 2).unwrap(), b"42");
        for bad in [&b"x"[..], b"", b" 1", b"1.5", b"\xff", b"9223372036854775807"] {
            assert!(
                matches!(sum(&write, Some(bad), 1), Err(StoreError::Refused { .. })),
                "{bad:?}"
            );
        }
    }
}
