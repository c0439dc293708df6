//! Id tags (1.6) and id tokens (2.x). Compared without case (1.6 CiString; 2.x C01.FR.25).

use serde::{Deserialize, Serialize};

use super::collections::ID_TAGS;
use super::{State, delete, key, put, records_of};
use crate::clock::Time;
use crate::store::{Page, Revision, StoreError, Write};

/// What an operator says of an id tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdTag {
    /// The tag in the operator's spelling.
    pub tag: String,
    /// Whether it may charge.
    pub status: IdTagStatus,
    /// The group it belongs to (`parentIdTag`, `groupIdToken`).
    #[serde(default)]
    pub parent: Option<String>,
    /// From then on it is Expired.
    #[serde(default)]
    pub expiry: Option<Time>,
}

/// The four that 1.6 and 2.x share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum IdTagStatus {
    /// May charge.
    Accepted,
    /// Is blocked.
    Blocked,
    /// Was valid once.
    Expired,
    /// Is not known or not wanted.
    Invalid,
}

impl IdTag {
    /// Its status at a moment: an accepted tag past its expiry is Expired.
    #[must_use]
    pub fn status_at(&self, now: Time) -> IdTagStatus {
        match self.expiry {
            Some(expiry) if self.status == IdTagStatus::Accepted && expiry <= now => IdTagStatus::Expired,
            _ => self.status,
        }
    }
}

fn tag_key(tag: &str) -> String {
    key(&[&tag.to_lowercase()])
}

impl State {
    /// A registered id tag.
    pub fn id_tag(&self, tag: &str) -> Result<Option<IdTag>, StoreError> {
        self.get(ID_TAGS, &tag_key(tag))
    }

    /// A registered id tag with the revision of its record.
    ///
    /// # Errors
    /// The store's.
    pub fn id_tag_at(&self, tag: &str) -> Result<Option<(IdTag, Revision)>, StoreError> {
        self.get_at(ID_TAGS, &tag_key(tag))
    }

    /// The id tags after one, in the order of their lower-case text.
    pub fn id_tags(&self, after: Option<&str>, limit: usize) -> Result<Vec<IdTag>, StoreError> {
        let after = after.map(tag_key);
        Ok(records_of(
            self.list(ID_TAGS, Page::all(limit).after(after.as_deref()))?,
        ))
    }
}

/// Registers or changes an id tag.
pub fn put_id_tag(tag: &IdTag) -> Result<Write, StoreError> {
    put(ID_TAGS, tag_key(&tag.tag), tag)
}

/// Forgets an id tag.
#[must_use]
pub fn delete_id_tag(tag: &str) -> Write {
    delete(ID_TAGS, tag_key(tag))
}
