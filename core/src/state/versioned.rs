//! A record that is to be written back: only over what it was read as.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{State, delete, put};
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

/// A record that may have to go.
#[derive(Debug)]
pub struct Removable<T> {
    /// None: there is none, or it cannot be read.
    pub record: Option<T>,
    /// What removes it, if nobody has written in between.
    pub removal: Write,
}

impl State {
    /// The record of a key, and what removes it. One that cannot be read is told in the log, once, and can be removed.
    pub(super) fn removable<T: DeserializeOwned>(
        &self,
        collection: Collection,
        key: String,
    ) -> Result<Removable<T>, StoreError> {
        let (record, expect) = match self.get_at(collection, &key) {
            Ok(Some((record, revision))) => (Some(record), Expect::Revision(revision)),
            Ok(None) => (None, Expect::Absent),
            // Whoever writes one back reads it before.
            Err(error @ StoreError::Corrupt { .. }) => {
                self.unreadable.tell(&key, &error);
                (None, Expect::Any)
            }
            Err(error) => return Err(error),
        };
        let removal = Write {
            expect,
            ..delete(collection, key)
        };
        Ok(Removable { record, removal })
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
