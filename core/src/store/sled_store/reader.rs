//! Reads from sled, on any thread, beside the writer.
//!
//! A value of pieces takes more than one read. The writer puts the pieces before the record that names
//! them and removes them after it, so a piece that is missing means that the record is another by now.

use std::ops::Bound;
use std::path::PathBuf;
use std::sync::Arc;

use sled::{IVec, Tree};

use super::super::health::Gauges;
use super::super::writer::guarded;
use super::super::{Collection, Entry, Page, Revision, StoreError};
use super::files::failed;
use super::record::{self, Form};

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
        guarded(|| self.entry(&record::key(collection, key)))
    }

    pub(super) fn list(&self, collection: Collection, page: Page<'_>) -> Result<Vec<(String, Entry)>, StoreError> {
        self.gauges.check()?;
        guarded(|| self.page(collection, page))
    }

    fn page(&self, collection: Collection, page: Page<'_>) -> Result<Vec<(String, Entry)>, StoreError> {
        let prefix = record::key(collection, page.prefix);
        let from = match page.after {
            Some(after) if after >= page.prefix => Bound::Excluded(record::key(collection, after)),
            _ => Bound::Included(prefix.clone()),
        };
        let mut found = Vec::new();
        let mut records = self.tree.range::<Vec<u8>, _>((from, Bound::Unbounded));
        while found.len() < page.limit {
            let Some(next) = records.next() else { break };
            let (key, bytes) = next.map_err(|error| failed(&self.path, &error))?;
            if !key.starts_with(&prefix) {
                break;
            }
            let own = record::own_key(collection, &key)
                .ok_or_else(|| self.damaged())?
                .to_owned();
            if let Some(entry) = self.entry_from(&key, bytes)? {
                found.push((own, entry));
            }
        }
        Ok(found)
    }

    fn entry(&self, key: &[u8]) -> Result<Option<Entry>, StoreError> {
        match self.read(key)? {
            Some(bytes) => self.entry_from(key, bytes),
            None => Ok(None),
        }
    }

    /// The entry of a record that was just read, or of the one that has replaced it since.
    pub(super) fn entry_from(&self, key: &[u8], mut bytes: IVec) -> Result<Option<Entry>, StoreError> {
        loop {
            let record = record::read(&bytes).ok_or_else(|| self.damaged())?;
            let revision = record.revision;
            let value = match record.form {
                Form::Whole(value) => Some(value.to_vec()),
                Form::Cut(length) => self.joined(key, revision, length)?,
            };
            if let Some(value) = value {
                return Ok(Some(Entry { revision, value }));
            }
            match self.read(key)? {
                None => return Ok(None),
                Some(same) if same == bytes => return Err(self.damaged()),
                Some(newer) => bytes = newer,
            }
        }
    }

    /// The value of these pieces, unless one is missing.
    fn joined(&self, key: &[u8], revision: Revision, length: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let length = usize::try_from(length).map_err(|_| self.damaged())?;
        let mut value = Vec::with_capacity(length.min(super::super::MAX_VALUE_BYTES));
        for piece in self.tree.scan_prefix(record::pieces_of(key, revision)).values() {
            value.extend_from_slice(&piece.map_err(|error| failed(&self.path, &error))?);
        }
        Ok((value.len() == length).then_some(value))
    }

    fn read(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        self.tree.get(key).map_err(|error| failed(&self.path, &error))
    }

    fn damaged(&self) -> StoreError {
        failed(&self.path, &"a record is damaged")
    }
}
