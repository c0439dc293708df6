//! Numbers that only grow: one, and many by a name.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

/// One number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// One more.
    pub fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// So many more.
    pub fn add_many(&self, more: usize) {
        self.add_large(u64::try_from(more).unwrap_or(u64::MAX));
    }

    /// So much more.
    pub fn add_large(&self, more: u64) {
        if more > 0 {
            self.0.fetch_add(more, Ordering::Relaxed);
        }
    }

    /// As it is now.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Numbers by a name that comes from a table of ours. For what is rare, or costly already: a name is looked up under a
/// lock that all share.
#[derive(Debug)]
pub struct Named<K>(RwLock<BTreeMap<K, Counter>>);

impl<K> Default for Named<K> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Ord + Clone> Named<K> {
    /// One more of a name.
    pub fn add<Q>(&self, name: &Q)
    where
        K: Borrow<Q>,
        Q: Ord + ToOwned<Owned = K> + ?Sized,
    {
        // A panic cannot leave the map half changed, so a poisoned lock is as good as another.
        if let Some(counter) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(name) {
            return counter.add();
        }
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        all.entry(name.to_owned()).or_default().add();
    }

    /// All of them as they are now.
    #[must_use]
    pub fn now(&self) -> BTreeMap<K, u64> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        all.iter()
            .map(|(name, counter)| (name.clone(), counter.now()))
            .collect()
    }
}
