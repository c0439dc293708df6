//! Writes of records in their JSON form.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::latest::{Latest, Record, Value};
use crate::store::{Change, Collection, Expect, StoreError, Write};

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
    let value = Value::Stored(encode(collection, &key, record)?);
    Ok(Latest { collection, key, value })
}

/// The same of one that is JSON whatever it says: its text is made when it is written.
#[must_use]
pub fn latest_record<T: Serialize + Send + Sync + 'static>(
    collection: Collection,
    key: String,
    record: Arc<T>,
) -> Latest {
    let value = Value::Record(record);
    Latest { collection, key, value }
}

impl<T: Serialize + Send + Sync> Record for T {
    fn stored(&self) -> Vec<u8> {
        let mut text = Vec::with_capacity(COMMON);
        match serde_json::to_writer(&mut text, self) {
            Ok(()) => text,
            // Whoever reads it tells it in the log.
            Err(_) => b"null".to_vec(),
        }
    }
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

/// Most records fit into so many bytes, so that their text need not move while it is written.
const COMMON: usize = 512;

pub(super) fn encode<T: Serialize>(collection: Collection, key: &str, record: &T) -> Result<Vec<u8>, StoreError> {
    encode_within(COMMON, collection, key, record)
}

/// The text of a record that needs about so many bytes.
pub(super) fn encode_within<T: Serialize>(
    bytes: usize,
    collection: Collection,
    key: &str,
    record: &T,
) -> Result<Vec<u8>, StoreError> {
    let mut text = Vec::with_capacity(bytes);
    let written = serde_json::to_writer(&mut text, record);
    written.map_err(|error| StoreError::Refused {
        collection: collection.0,
        key: key.to_owned(),
        reason: error.to_string(),
    })?;
    Ok(text)
}

pub(super) fn decode<T: DeserializeOwned>(collection: Collection, key: &str, bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|error| StoreError::Corrupt {
        collection: collection.0,
        key: key.to_owned(),
        reason: error.to_string(),
    })
}
