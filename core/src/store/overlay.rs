//! A store over another one: reads see through to it, writes stay here, in memory. For whoever must work
//! on the real state and leave no trace in it.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use super::health::{Gauges, Health};
use super::merge::{self, Items, Part};
use super::undo::{Applying, Undo, take_back};
use super::watch::{Applied, Watchers};
use super::{Acknowledged, Change, Collection, Entry, Order, Page, Revision, Store, StoreError, Write, rules};

/// The first revision of a write here: above all that any base ever gives.
const FIRST_REVISION: u64 = 1 << 62;

/// Changes over a base that they never reach. Cheap to clone; the clones are the same store.
#[derive(Clone)]
pub struct OverlayStore(Arc<Shared>);

struct Shared {
    base: Arc<dyn Store>,
    changes: RwLock<Changes>,
    gauges: Gauges,
    /// They are told what is written here, nothing of the base.
    watchers: Arc<Watchers>,
}

struct Changes {
    /// None: the base has the key, and here it is gone.
    collections: BTreeMap<Collection, BTreeMap<String, Option<Entry>>>,
    last: u64,
}

impl OverlayStore {
    /// Nothing changed yet.
    #[must_use]
    pub fn over(base: Arc<dyn Store>) -> Self {
        Self(Arc::new(Shared {
            base,
            changes: RwLock::new(Changes {
                collections: BTreeMap::new(),
                last: FIRST_REVISION,
            }),
            gauges: Gauges::default(),
            watchers: Arc::default(),
        }))
    }

    /// Whether a key was ever written here: its base does not show any more.
    #[must_use]
    pub fn covers(&self, collection: Collection, key: &str) -> bool {
        self.0.read().changed(collection, key).is_some()
    }
}

impl Changes {
    fn changed(&self, collection: Collection, key: &str) -> Option<&Option<Entry>> {
        self.collections.get(&collection)?.get(key)
    }
}

impl Shared {
    // A panic cannot leave the changes half made, so a poisoned lock is as good as another.
    fn read(&self) -> RwLockReadGuard<'_, Changes> {
        self.changes.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Changes> {
        self.changes.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The page of what the base has and what is here, in its order.
    fn merged<T>(
        &self,
        collection: Collection,
        page: Page<'_>,
        below: impl Fn(Page<'_>) -> Result<Vec<(String, T)>, StoreError>,
        own: impl Fn(&Entry) -> T,
    ) -> Result<Vec<(String, T)>, StoreError> {
        let Some(span) = page.span() else {
            return Ok(Vec::new());
        };
        let changes = self.read();
        let changed = changes.collections.get(&collection);
        let changed = changed
            .iter()
            .flat_map(|changed| changed.range::<String, _>(span.bounds()));
        let changed = changed.map(|(key, entry)| Ok((key.clone(), entry.as_ref().map(&own))));
        let changed: Items<'_, String, T> = match page.order {
            Order::Ascending => Box::new(changed),
            Order::Descending => Box::new(changed.rev()),
        };
        let part = Part {
            order: page.order,
            limit: page.limit,
        };
        merge::merged(vec![changed, pages_of(below, page)], part, |key, held| {
            Ok(Some((key, held)))
        })
    }

    fn apply_all(&self, writes: Vec<Write>) -> Result<Revision, StoreError> {
        rules::check_all(&writes)?;
        let mut changes = self.write();
        let mut telling = self.watchers.begin();
        let (before, count) = (changes.last, writes.len());
        let mut done = Vec::new();
        for (index, write) in writes.into_iter().enumerate() {
            let applying = Applying {
                telling: &mut telling,
                done: &mut done,
            };
            if let Err(error) = self.apply(&mut changes, index, write, applying) {
                take_back(&mut changes.collections, done);
                changes.last = before;
                return Err(error);
            }
        }
        self.gauges.count_group(1, Duration::ZERO);
        self.gauges.count_writes(count);
        // Under the lock, so that groups are told in their order.
        self.watchers.tell(telling);
        Ok(Revision(changes.last))
    }

    fn apply(
        &self,
        changes: &mut Changes,
        index: usize,
        mut write: Write,
        applying: Applying<'_, Option<Entry>>,
    ) -> Result<(), StoreError> {
        let below = self.base.get(write.collection, &write.key)?;
        let in_base = below.is_some();
        let current = match changes.changed(write.collection, &write.key) {
            Some(changed) => changed.clone(),
            None => below,
        };
        let current = current.as_ref().map(|entry| (entry.revision, entry.value.as_slice()));
        let outcome = rules::outcome(index, &mut write, current)?;
        changes.last += 1;
        let revision = Revision(changes.last);
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
        let table = changes.collections.entry(write.collection).or_default();
        let before = match outcome {
            Some(value) => table.insert(write.key.clone(), Some(Entry { revision, value })),
            None if in_base => table.insert(write.key.clone(), None),
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

/// What the base has, asked for page by page.
fn pages_of<'a, T: 'a>(
    below: impl Fn(Page<'_>) -> Result<Vec<(String, T)>, StoreError> + 'a,
    page: Page<'a>,
) -> Items<'a, String, T> {
    let mut found = Vec::new().into_iter();
    let mut after = page.after.map(str::to_owned);
    let mut is_over = false;
    Box::new(std::iter::from_fn(move || {
        if found.len() == 0 && !is_over {
            let next = match below(page.after(after.as_deref())) {
                Ok(next) => next,
                Err(error) => return Some(Err(error)),
            };
            is_over = next.len() < page.limit;
            after = next.last().map(|(key, _)| key.clone());
            found = next.into_iter();
        }
        found.next().map(|(key, held)| Ok((key, Some(held))))
    }))
}

impl Store for OverlayStore {
    fn get(&self, collection: Collection, key: &str) -> Result<Option<Entry>, StoreError> {
        if let Some(changed) = self.0.read().changed(collection, key) {
            return Ok(changed.clone());
        }
        self.0.base.get(collection, key)
    }

    fn list(&self, collection: Collection, page: Page<'_>) -> Result<Vec<(String, Entry)>, StoreError> {
        self.0.merged(
            collection,
            page,
            |asked| self.0.base.list(collection, asked),
            Entry::clone,
        )
    }

    fn list_keys(&self, collection: Collection, page: Page<'_>) -> Result<Vec<String>, StoreError> {
        let below = |asked: Page<'_>| {
            let keys = self.0.base.list_keys(collection, asked)?;
            Ok(keys.into_iter().map(|key| (key, ())).collect())
        };
        let found = self.0.merged(collection, page, below, |_| ())?;
        Ok(found.into_iter().map(|(key, ())| key).collect())
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use futures_util::FutureExt as _;

    use super::*;
    use crate::store::{Change, Expect, MemoryStore};

    const THINGS: Collection = Collection("things");

    fn write(store: &dyn Store, key: &str, expect: Expect, change: Change) -> Result<Revision, StoreError> {
        let write = Write {
            collection: THINGS,
            key: key.to_owned(),
            expect,
            change,
        };
        store.write(vec![write]).now_or_never().unwrap()
    }

    fn put(store: &dyn Store, key: &str, value: &str) {
        write(store, key, Expect::Any, Change::Put(value.into())).unwrap();
    }

    fn held(store: &dyn Store, key: &str) -> Option<String> {
        let entry = store.get(THINGS, key).unwrap()?;
        Some(String::from_utf8(entry.value).unwrap())
    }

    fn listed(store: &dyn Store, after: Option<&str>, limit: usize) -> Vec<String> {
        let page = Page::of("k", limit).after(after);
        let found = store.list(THINGS, page).unwrap();
        found.into_iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn changes_stay_above_and_the_base_shows_through() {
        let base = MemoryStore::new();
        put(&base, "k1", "1");
        put(&base, "k2", "2");
        let over = OverlayStore::over(Arc::new(base.clone()));
        put(&over, "k1", "other");
        write(&over, "k2", Expect::Any, Change::Add(40)).unwrap();
        write(&over, "k3", Expect::Absent, Change::Put(b"3".to_vec())).unwrap();
        assert_eq!(held(&over, "k1").as_deref(), Some("other"));
        assert_eq!(held(&over, "k2").as_deref(), Some("42"));
        assert_eq!((held(&base, "k1"), held(&base, "k3")), (Some("1".to_owned()), None));
        write(&over, "k1", Expect::Any, Change::Delete).unwrap();
        assert_eq!(held(&over, "k1"), None);
        put(&base, "k4", "later");
        assert_eq!(listed(&over, None, 10), ["k2", "k3", "k4"]);
    }

    #[test]
    fn a_condition_is_about_what_shows() {
        let base = MemoryStore::new();
        put(&base, "k", "1");
        let over = OverlayStore::over(Arc::new(base));
        let seen = over.get(THINGS, "k").unwrap().unwrap().revision;
        write(&over, "k", Expect::Revision(seen), Change::Put(b"2".to_vec())).unwrap();
        let stale = write(&over, "k", Expect::Revision(seen), Change::Put(b"3".to_vec()));
        assert!(matches!(stale, Err(StoreError::Conflict { .. })));
    }

    #[test]
    fn pages_join_both_in_their_order() {
        let base = MemoryStore::new();
        let over = OverlayStore::over(Arc::new(base.clone()));
        for n in 0..20 {
            put(
                if n % 3 == 0 { &over } else { &base as &dyn Store },
                &format!("k{n:02}"),
                "",
            );
        }
        for n in [1, 2, 4, 5] {
            write(&over, &format!("k{n:02}"), Expect::Any, Change::Delete).unwrap();
        }
        let expected: Vec<String> = [0, 3].into_iter().chain(6..20).map(|n| format!("k{n:02}")).collect();
        for limit in 1..8 {
            let mut all = Vec::new();
            loop {
                let page = listed(&over, all.last().map(String::as_str), limit);
                if page.is_empty() {
                    break;
                }
                all.extend(page);
            }
            assert_eq!(all, expected, "pages of {limit}");
        }
    }
}
