//! Takes back what a list did to tables in memory, where one of its writes is refused.

use std::collections::BTreeMap;

use super::Collection;
use super::watch::Telling;

/// What a key held before a write.
pub(super) struct Undo<E> {
    pub(super) collection: Collection,
    pub(super) key: String,
    pub(super) before: Option<E>,
}

/// What a list of writes leaves beside the tables.
pub(super) struct Applying<'a, E> {
    /// For those who watch.
    pub(super) telling: &'a mut Telling,
    /// In the order in which it was done.
    pub(super) done: &'a mut Vec<Undo<E>>,
}

/// Takes back what was done, the last first.
pub(super) fn take_back<E>(tables: &mut BTreeMap<Collection, BTreeMap<String, E>>, done: Vec<Undo<E>>) {
    for Undo {
        collection,
        key,
        before,
    } in done.into_iter().rev()
    {
        let table = tables.entry(collection).or_default();
        match before {
            Some(before) => table.insert(key, before),
            None => table.remove(&key),
        };
    }
}
