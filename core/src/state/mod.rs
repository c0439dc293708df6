//! Typed repositories over the [`store`](crate::store): what is kept, under which key, in which
//! form. A repository makes [`Write`]s; whoever decided hands them to the store in one list.

pub mod charge_points;
pub mod command_queue;
pub mod commands;
pub mod connectors;
pub mod id_tags;
pub mod local_lists;
pub mod payload;
pub mod records;
pub mod reservations;
pub mod retention;
pub mod seen;
pub mod sessions;
pub mod shown;
pub mod transaction_ids;
pub mod transactions;

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use self::command_queue::QueueBell;
use self::sessions::Sessions;
use crate::store::{Change, Collection, Expect, Latest, Page, Revision, Store, StoreError, Write};

/// The repositories' hold on the store, and what is in memory alone: who is connected, and the bell of the
/// command queue.
#[derive(Clone)]
pub struct State {
    store: Arc<dyn Store>,
    sessions: Arc<Sessions>,
    queue_bell: Arc<QueueBell>,
}

impl State {
    /// Over a back end.
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            sessions: Arc::default(),
            queue_bell: Arc::default(),
        }
    }

    /// Who is connected.
    #[must_use]
    pub fn sessions(&self) -> &Arc<Sessions> {
        &self.sessions
    }

    /// What whoever queues a command rings.
    #[must_use]
    pub fn queue_bell(&self) -> &QueueBell {
        &self.queue_bell
    }

    /// The back end itself.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The record of a key.
    ///
    /// # Errors
    /// The store's, and [`StoreError::Failed`] for a record that this version cannot read.
    pub fn get<T: DeserializeOwned>(&self, collection: Collection, key: &str) -> Result<Option<T>, StoreError> {
        Ok(self.get_at(collection, key)?.map(|(record, _)| record))
    }

    /// The record of a key with its revision, for a conditional write.
    ///
    /// # Errors
    /// As [`State::get`].
    pub fn get_at<T: DeserializeOwned>(
        &self,
        collection: Collection,
        key: &str,
    ) -> Result<Option<(T, Revision)>, StoreError> {
        let Some(entry) = self.store.get(collection, key)? else {
            return Ok(None);
        };
        Ok(Some((decode(collection, key, &entry.value)?, entry.revision)))
    }

    /// The records of one page, with their keys.
    ///
    /// # Errors
    /// As [`State::get`].
    pub fn list<T: DeserializeOwned>(
        &self,
        collection: Collection,
        page: Page<'_>,
    ) -> Result<Vec<(String, T)>, StoreError> {
        let entries = self.store.list(collection, page)?;
        entries
            .into_iter()
            .map(|(key, entry)| {
                let record = decode(collection, &key, &entry.value)?;
                Ok((key, record))
            })
            .collect()
    }
}

fn decode<T: DeserializeOwned>(collection: Collection, key: &str, bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|error| StoreError::Failed {
        reason: format!("the record {}/{key} cannot be read: {error}", collection.0),
    })
}

/// A write that sets a record, whatever was there.
///
/// # Errors
/// [`StoreError::Refused`] for a record that has no JSON form.
pub fn put<T: Serialize>(collection: Collection, key: String, record: &T) -> Result<Write, StoreError> {
    let value = encode(collection, &key, record)?;
    Ok(put_encoded(collection, key, value))
}

/// A record of which only the last of its key counts.
///
/// # Errors
/// As [`put`].
pub fn latest<T: Serialize>(collection: Collection, key: String, record: &T) -> Result<Latest, StoreError> {
    let value = encode(collection, &key, record)?;
    Ok(Latest { collection, key, value })
}

/// A write that sets a record whose JSON text is there already.
#[must_use]
pub fn put_encoded(collection: Collection, key: String, value: Vec<u8>) -> Write {
    Write {
        collection,
        key,
        expect: Expect::Any,
        change: Change::Put(value),
    }
}

/// A write that sets a record where there is none.
///
/// # Errors
/// As [`put`].
pub fn create<T: Serialize>(collection: Collection, key: String, record: &T) -> Result<Write, StoreError> {
    Ok(Write {
        expect: Expect::Absent,
        ..put(collection, key, record)?
    })
}

/// A write that removes a key.
#[must_use]
pub fn delete(collection: Collection, key: String) -> Write {
    Write {
        collection,
        key,
        expect: Expect::Any,
        change: Change::Delete,
    }
}

fn encode<T: Serialize>(collection: Collection, key: &str, record: &T) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(record).map_err(|error| StoreError::Refused {
        collection: collection.0,
        key: key.to_owned(),
        reason: error.to_string(),
    })
}

/// A key of several parts. `/` separates, so it is escaped inside a part; so is NUL, which no
/// key may hold.
#[must_use]
pub fn key(parts: &[&str]) -> String {
    let mut key = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            key.push('/');
        }
        for c in part.chars() {
            match c {
                '%' => key.push_str("%25"),
                '/' => key.push_str("%2F"),
                '\0' => key.push_str("%00"),
                other => key.push(other),
            }
        }
    }
    key
}

/// The text of a one-part key.
fn unescape(key: &str) -> String {
    key.replace("%2F", "/").replace("%00", "\0").replace("%25", "%")
}

#[cfg(test)]
mod tests {
    use super::{key, unescape};

    #[test]
    fn a_one_part_key_gives_its_text_back() {
        for text in ["CP/1", "50%", "%2F", "a\0b", "RDAM|123"] {
            assert_eq!(unescape(&key(&[text])), text);
        }
    }

    #[test]
    fn a_key_keeps_its_parts_apart() {
        assert_eq!(key(&["CP 1", "7"]), "CP 1/7");
        assert_ne!(key(&["a/b", "c"]), key(&["a", "b/c"]));
        assert_ne!(key(&["a%2Fb"]), key(&["a/b"]));
    }
}
