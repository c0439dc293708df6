//! A record that is to be written back: only over what it was read as.

use serde::Serialize;

use super::put;
use crate::store::{Collection, Expect, Revision, StoreError, Write};

/// A record, and what the store held when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T> {
    /// What it is, or is to become.
    pub record: T,
    revision: Option<Revision>,
}

impl<T> Versioned<T> {
    /// A record for a key that holds nothing.
    #[must_use]
    pub const fn absent(record: T) -> Self {
        Self { record, revision: None }
    }

    /// What must hold when it is written: nobody has written in between.
    #[must_use]
    pub fn condition(&self) -> Expect {
        self.revision.map_or(Expect::Absent, Expect::Revision)
    }

    /// Another record in place of this one, under the same condition.
    #[must_use]
    pub fn with<U>(self, record: U) -> Versioned<U> {
        Versioned {
            record,
            revision: self.revision,
        }
    }
}

impl<T> From<(T, Revision)> for Versioned<T> {
    fn from((record, revision): (T, Revision)) -> Self {
        Self {
            record,
            revision: Some(revision),
        }
    }
}

/// A write that sets a record, if its key still holds what was read.
///
/// # Errors
/// As [`put`].
pub(super) fn put_back<T: Serialize>(
    collection: Collection,
    key: String,
    changed: &Versioned<T>,
) -> Result<Write, StoreError> {
    Ok(Write {
        expect: changed.condition(),
        ..put(collection, key, &changed.record)?
    })
}
