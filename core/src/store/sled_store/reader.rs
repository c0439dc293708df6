//! Reads, on any thread, beside the writer: what the table has, and below it what sled has.
//!
//! The table is looked at first. What leaves it is in sled by then, so nothing is missed between the two.
//!
//! A value of pieces takes more than one read of sled. The filler puts the pieces before the entry that names
//! them and removes them after it, so a piece that is missing means that the entry is another by now.

use std::path::PathBuf;
use std::sync::Arc;

use sled::{IVec, Tree};

use super::super::health::Gauges;
use super::super::merge::{self, Items, Part};
use super::super::writer::guarded;
use super::super::{Collection, Entry, Order, Page, Revision, StoreError};
use super::entry::{self, Form};
use super::files::told;
use super::table::{Table, Version};

/// The readers' hold on the store.
pub(super) struct Reader {
    table: Arc<Table>,
    tree: Tree,
    path: PathBuf,
    gauges: Arc<Gauges>,
}

/// What a key holds, where it was found.
enum Found {
    InTable(Arc<Version>),
    InSled(IVec),
}

impl Reader {
    pub(super) fn new(table: Arc<Table>, tree: Tree, path: PathBuf, gauges: Arc<Gauges>) -> Self {
        Self {
            table,
            tree,
            path,
            gauges,
        }
    }

    #[cfg(test)]
    pub(super) fn tree(&self) -> Tree {
        self.tree.clone()
    }

    pub(super) fn get(&self, collection: Collection, key: &str) -> Result<Option<Entry>, StoreError> {
        self.gauges.check_reads()?;
        let whole = entry::key(collection, key);
        if let Some(version) = self.table.get(&whole) {
            return Ok(entry_of(&version));
        }
        let found = guarded(|| match self.read(&whole)? {
            Some(bytes) => self.entry_from(collection, key, bytes),
            None => Ok(None),
        });
        found.inspect_err(|error| self.gauges.meet(error))
    }

    pub(super) fn list(&self, collection: Collection, page: Page<'_>) -> Result<Vec<(String, Entry)>, StoreError> {
        self.page(collection, page, |key, found| {
            let entry = match found {
                Found::InTable(version) => Ok(entry_of(&version)),
                Found::InSled(bytes) => self.entry_from(collection, key, bytes),
            };
            match entry {
                Err(error @ StoreError::Corrupt { .. }) => {
                    tracing::error!(%error, "an entry is left out of a list");
                    self.gauges.meet(&error);
                    Ok(None)
                }
                other => Ok(other?.map(|entry| (key.to_owned(), entry))),
            }
        })
    }

    pub(super) fn list_keys(&self, collection: Collection, page: Page<'_>) -> Result<Vec<String>, StoreError> {
        self.page(collection, page, |key, _| Ok(Some(key.to_owned())))
    }

    /// The bytes of an entry in sled, for a condition or a sum.
    pub(super) fn stored(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        guarded(|| self.read(key)).inspect_err(|error| self.gauges.meet(error))
    }

    /// What `shown` makes of each key of the page; a key of which it makes nothing is not on it.
    fn page<T>(
        &self,
        collection: Collection,
        page: Page<'_>,
        mut shown: impl FnMut(&str, Found) -> Result<Option<T>, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.gauges.check_reads()?;
        let Some(span) = page.span() else { return Ok(Vec::new()) };
        let range = entry::range(collection, &span);
        let part = Part {
            order: page.order,
            limit: page.limit,
        };
        let found = guarded(|| {
            let generations = self.table.layers();
            let above = generations
                .iter()
                .map(|generation| generation.range(&range, page.order, Found::InTable));
            let layers = above.chain([self.below(&range, page.order)]).collect();
            merge::merged(layers, part, |key: Vec<u8>, found| {
                match entry::own_key(collection, &key) {
                    Some(own) => shown(own, found),
                    None => {
                        tracing::error!(collection = collection.0, "a key that is no text is left out of a list");
                        Ok(None)
                    }
                }
            })
        })
        .inspect_err(|error| self.gauges.meet(error))?;
        self.gauges.count_list(found.len());
        Ok(found)
    }

    fn below(&self, range: &entry::Range, order: Order) -> Items<'_, Vec<u8>, Found> {
        let entries = self.tree.range::<Vec<u8>, _>(range.clone());
        let shown = |entry: sled::Result<(IVec, IVec)>| {
            let (key, bytes) = entry.map_err(|error| told(&self.path, &error))?;
            Ok((key.to_vec(), Some(Found::InSled(bytes))))
        };
        match order {
            Order::Ascending => Box::new(entries.map(shown)),
            Order::Descending => Box::new(entries.rev().map(shown)),
        }
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
                if !stored.holds(&key, &value) {
                    return Err(damaged("its bytes are damaged"));
                }
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
            value.extend_from_slice(&piece.map_err(|error| told(&self.path, &error))?);
        }
        Ok((value.len() == length).then_some(value))
    }

    fn read(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        self.tree.get(key).map_err(|error| told(&self.path, &error))
    }
}

fn entry_of(version: &Version) -> Option<Entry> {
    Some(Entry {
        revision: version.revision,
        value: version.value.as_ref()?.to_vec(),
    })
}
