//! A store in memory of which a test says what its writes come to: that its disk is full, or that somebody else writes just
//! before.

use std::sync::Arc;

use super::{Acknowledged, Collection, Entry, Health, MemoryStore, Page, Store, StoreError, Watchers, Write};

/// The store. Reads are those of the one in memory.
pub struct Guided<W> {
    inner: MemoryStore,
    write: W,
}

impl<W: Fn(&MemoryStore, Vec<Write>) -> Acknowledged + Send + Sync> Guided<W> {
    /// Writes come to what the function makes of them.
    pub fn new(inner: MemoryStore, write: W) -> Self {
        Self { inner, write }
    }
}

/// What a write to a full disk comes to.
pub fn refused() -> Acknowledged {
    let reason = "no space".to_owned();
    Acknowledged::by(async { Err(StoreError::Full { reason }) })
}

impl<W: Fn(&MemoryStore, Vec<Write>) -> Acknowledged + Send + Sync + 'static> Store for Guided<W> {
    fn get(&self, collection: Collection, key: &str) -> Result<Option<Entry>, StoreError> {
        self.inner.get(collection, key)
    }

    fn list(&self, collection: Collection, page: Page<'_>) -> Result<Vec<(String, Entry)>, StoreError> {
        self.inner.list(collection, page)
    }

    fn list_keys(&self, collection: Collection, page: Page<'_>) -> Result<Vec<String>, StoreError> {
        self.inner.list_keys(collection, page)
    }

    fn write(&self, writes: Vec<Write>) -> Acknowledged {
        (self.write)(&self.inner, writes)
    }

    fn watchers(&self) -> &Arc<Watchers> {
        self.inner.watchers()
    }

    fn health(&self) -> Health {
        self.inner.health()
    }
}
