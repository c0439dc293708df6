//! Reads from sled, on any thread, beside the writer.
//!
//! A value of pieces takes more than one read. The writer puts the pieces before the entry that names
//! them and removes them after it, so a piece that is missing means that the entry is another by now.

use std::path::PathBuf;
use std::sync::Arc;

use sled::{IVec, Tree};

use super::super::health::Gauges;
use super::super::writer::guarded;
use super::super::{Collection, Entry, Order, Page, Revision, StoreError};
use super::entry::{self, Form};
use super::files::failed;

/// The readers' hold on the database.
pub(super) struct Reader {
    tree: Tree,
    path: PathBuf,
    gauges: Arc<Gauges>,
}

impl Reader {
    pub(super) fn new(tree: Tree, path: PathBuf, gauges: Arc<Gauges>) -> Self {
        Self { tree, path, gauges }
    }

    pub(super) fn get(&self, collection: Collection, key: &str) -> Result<Option<Entry>, StoreError> {
        self.gauges.check()?;
        guarded(|| match self.read(&entry::key(collection, key))? {
            Some(bytes) => self.entry_from(collection, key, bytes),
            None => Ok(None),
        })
    }

    pub(super) fn list(&self, collection: Collection, page: Page<'_>) -> Result<Vec<(String, Entry)>, StoreError> {
        self.gauges.check()?;
        guarded(|| {
            self.page(collection, page, |key, bytes| {
                match self.entry_from(collection, key, bytes) {
                    Err(error @ StoreError::Corrupt { .. }) => {
                        tracing::error!(%error, "an entry is left out of a list");
                        Ok(None)
                    }
                    other => Ok(other?.map(|entry| (key.to_owned(), entry))),
                }
            })
        })
    }

    pub(super) fn list_keys(&self, collection: Collection, page: Page<'_>) -> Result<Vec<String>, StoreError> {
        self.gauges.check()?;
        guarded(|| self.page(collection, page, |key, _| Ok(Some(key.to_owned()))))
    }

    /// What `shown` makes of each key of the page; a key of which it makes nothing is not on it.
    fn page<T>(
        &self,
        collection: Collection,
        page: Page<'_>,
        mut shown: impl FnMut(&str, IVec) -> Result<Option<T>, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        let Some(span) = page.span() else { return Ok(found) };
        let mut entries = self.tree.range::<Vec<u8>, _>(entry::range(collection, &span));
        while found.len() < page.limit {
            let next = match page.order {
                Order::Ascending => entries.next(),
                Order::Descending => entries.next_back(),
            };
            let Some(next) = next else { break };
            let (key, bytes) = next.map_err(|error| failed(&self.path, &error))?;
            match entry::own_key(collection, &key) {
                Some(own) => found.extend(shown(own, bytes)?),
                None => tracing::error!(collection = collection.0, "a key that is no text is left out of a list"),
            }
        }
        Ok(found)
    }

    /// The entry of bytes that were just read, or of those that have replaced them since.
    pub(super) fn entry_from(
        &self,
        collection: Collection,
        own: &str,
        mut bytes: IVec,
    ) -> Result<Option<Entry>, StoreError> {
        let damaged = |reason: &str| StoreError::Corrupt {
            collection: collection.0,
            key: own.to_owned(),
            reason: reason.to_owned(),
        };
        let key = entry::key(collection, own);
        loop {
            let stored = entry::read(&bytes).ok_or_else(|| damaged("its bytes are damaged"))?;
            let revision = stored.revision;
            let value = match stored.form {
                Form::Whole(value) => Some(value.to_vec()),
                Form::Cut(length) => self.joined(&key, revision, length)?,
            };
            if let Some(value) = value {
                return Ok(Some(Entry { revision, value }));
            }
            match self.read(&key)? {
                None => return Ok(None),
                Some(same) if same == bytes => return Err(damaged("a piece of its value is missing")),
                Some(newer) => bytes = newer,
            }
        }
    }

    /// The value of these pieces, unless one is missing.
    fn joined(&self, key: &[u8], revision: Revision, length: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let Ok(length) = usize::try_from(length) else {
            return Ok(None);
        };
        let mut value = Vec::with_capacity(length.min(super::super::MAX_VALUE_BYTES));
        for piece in self.tree.scan_prefix(entry::pieces_of(key, revision)).values() {
            value.extend_from_slice(&piece.map_err(|error| failed(&self.path, &error))?);
        }
        Ok((value.len() == length).then_some(value))
    }

    fn read(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        self.tree.get(key).map_err(|error| failed(&self.path, &error))
    }
}
