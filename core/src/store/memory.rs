//! The back end that keeps everything in memory: for tests, and for trying the server out. Nothing
//! outlives it; apart from that it behaves as the others do.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use super::health::{Gauges, Health};
use super::undo::{Applying, Undo, take_back};
use super::watch::{Applied, Watchers};
use super::{Acknowledged, Change, Collection, Entry, Order, Page, Revision, Store, StoreError, Write, rules};

/// Keys in memory. Cheap to clone; the clones are the same store.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    tables: RwLock<Tables>,
    gauges: Gauges,
    watchers: Arc<Watchers>,
}

#[derive(Debug, Default)]
struct Tables {
    collections: BTreeMap<Collection, BTreeMap<String, Entry>>,
    last: u64,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Shared {
    // A panic cannot leave the tables half changed, so a poisoned lock is as good as another.
    fn read(&self) -> RwLockReadGuard<'_, Tables> {
        self.tables.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Tables> {
        self.tables.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn apply_all(&self, writes: Vec<Write>) -> Result<Revision, StoreError> {
        rules::check_all(&writes)?;
        let mut tables = self.write();
        let mut telling = self.watchers.begin();
        let (before, count) = (tables.last, writes.len());
        let mut done = Vec::new();
        for (index, write) in writes.into_iter().enumerate() {
            let applying = Applying {
                telling: &mut telling,
                done: &mut done,
            };
            if let Err(error) = tables.apply(index, write, applying) {
                take_back(&mut tables.collections, done);
                tables.last = before;
                return Err(error);
            }
        }
        self.gauges.count_group(1, Duration::ZERO);
        self.gauges.count_writes(count);
        // Under the lock, so that groups are told in their order.
        self.watchers.tell(telling);
        Ok(Revision(tables.last))
    }
}

impl Tables {
    fn page<T>(&self, collection: Collection, page: Page<'_>, shown: impl FnMut((&String, &Entry)) -> T) -> Vec<T> {
        let Some((table, span)) = self.collections.get(&collection).zip(page.span()) else {
            return Vec::new();
        };
        let found = table.range::<String, _>((span.from, span.to));
        match page.order {
            Order::Ascending => found.take(page.limit).map(shown).collect(),
            Order::Descending => found.rev().take(page.limit).map(shown).collect(),
        }
    }

    fn apply(&mut self, index: usize, mut write: Write, applying: Applying<'_, Entry>) -> Result<(), StoreError> {
        let table = self.collections.entry(write.collection).or_default();
        let current = table
            .get(&write.key)
            .map(|entry| (entry.revision, entry.value.as_slice()));
        let outcome = rules::outcome(index, &mut write, current)?;
        self.last += 1;
        let revision = Revision(self.last);
        if let Change::Append(_) = write.change {
            write.key = rules::appended_key(&write.key, revision);
        }
        if applying.telling.wants(write.collection) {
            applying.telling.add(Applied {
                revision,
                collection: write.collection,
                key: write.key.clone(),
                value: outcome.clone().map(Into::into),
            });
        }
        let before = match outcome {
            Some(value) => table.insert(write.key.clone(), Entry { revision, value }),
            None => table.remove(&write.key),
        };
        applying.done.push(Undo {
            collection: write.collection,
            key: write.key,
            before,
        });
        Ok(())
    }
}

impl Store for MemoryStore {
    fn get(&self, collection: Collection, key: &str) -> Result<Option<Entry>, StoreError> {
        let tables = self.0.read();
        Ok(tables
            .collections
            .get(&collection)
            .and_then(|table| table.get(key))
            .cloned())
    }

    fn list(&self, collection: Collection, page: Page<'_>) -> Result<Vec<(String, Entry)>, StoreError> {
        let whole = |(key, entry): (&String, &Entry)| (key.clone(), entry.clone());
        let found = self.0.read().page(collection, page, whole);
        self.0.gauges.count_list(found.len());
        Ok(found)
    }

    fn list_keys(&self, collection: Collection, page: Page<'_>) -> Result<Vec<String>, StoreError> {
        let found = self.0.read().page(collection, page, |(key, _)| key.clone());
        self.0.gauges.count_list(found.len());
        Ok(found)
    }

    fn write(&self, writes: Vec<Write>) -> Acknowledged {
        let shared = Arc::clone(&self.0);
        Acknowledged::by(async move { shared.apply_all(writes) })
    }

    fn watchers(&self) -> &Arc<Watchers> {
        &self.0.watchers
    }

    fn health(&self) -> Health {
        self.0.gauges.health()
    }
}
