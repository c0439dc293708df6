//! What every back end must do, as one suite that runs on each. A new back end adds one `suite!` line.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod conditions;
mod keys;
mod values;
mod watching;
mod writers;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use super::{
    Acknowledged, Change, Collection, Entry, Expect, MemoryStore, OverlayStore, Page, Revision, SledStore, Store,
    StoreError, Write,
};

/// One test per case for the back end that `$open` gives.
macro_rules! suite {
    ($back_end:ident, $open:expr, $($file:ident::{$($case:ident),+ $(,)?}),+ $(,)?) => {
        mod $back_end {
            $($(
                #[test]
                fn $case() {
                    let subject = $open;
                    super::$file::$case(subject.store());
                }
            )+)+
        }
    };
}

/// The suite's cases, named once.
macro_rules! on {
    ($back_end:ident, $open:expr) => {
        suite!(
            $back_end,
            $open,
            keys::{a_key_holds_what_was_put_last, awkward_keys_keep_apart_and_in_byte_order, pages_follow_one_another, pages_go_back_from_the_end,
                keys_alone_are_those_of_the_list,
                a_list_stays_in_its_collection, unstorable_writes_change_nothing},
            values::{empty_and_large_values_come_back, large_and_small_values_replace_each_other,
                a_reader_never_sees_half_a_value},
            conditions::{a_condition_decides, a_list_is_applied_whole_or_not_at_all,
                lists_of_one_group_see_what_is_applied_alone, later_writes_see_earlier_ones,
                sums_add_up, revisions_never_repeat},
            writers::{an_empty_list_is_a_barrier, a_dropped_future_still_writes,
                what_is_written_at_once_is_there_before_anything_later, one_of_many_wins,
                nothing_is_lost_among_many, appends_are_listed_as_they_were_applied},
            watching::{what_is_told_is_what_was_applied, a_watch_begins_with_what_comes_next,
                many_writers_are_told_in_the_order_of_the_store, a_watcher_that_takes_nothing_loses_and_holds_up_nobody,
                nobody_watches_any_more},
        );
    };
}

on!(memory, super::MemorySubject(super::MemoryStore::new()));
on!(sled, super::SledSubject::new());
on!(sled_that_takes_over_at_once, super::SledSubject::hasty());
on!(overlay, super::OverlaySubject::new());

const THINGS: Collection = Collection("things");

struct MemorySubject(MemoryStore);

impl MemorySubject {
    fn store(&self) -> &dyn Store {
        &self.0
    }
}

struct OverlaySubject(OverlayStore);

impl OverlaySubject {
    fn new() -> Self {
        Self(OverlayStore::over(Arc::new(MemoryStore::new())))
    }

    fn store(&self) -> &dyn Store {
        &self.0
    }
}

/// A store in a folder that goes when the subject goes.
pub(super) struct SledSubject {
    store: Option<SledStore>,
    folder: tempfile::TempDir,
    open: fn(&std::path::Path) -> SledStore,
}

impl SledSubject {
    /// As in a server: what a test writes is in the table all the time.
    pub(super) fn new() -> Self {
        Self::opened_by(|path| SledStore::open(path, 4 * 1024 * 1024).unwrap())
    }

    /// What is written is on its way into sled at once, beside the test.
    pub(super) fn hasty() -> Self {
        Self::opened_by(SledStore::open_hasty)
    }

    fn opened_by(open: fn(&std::path::Path) -> SledStore) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            store: Some(open(folder.path())),
            folder,
            open,
        }
    }

    pub(super) fn store(&self) -> &dyn Store {
        self.store.as_ref().unwrap()
    }

    pub(super) fn carry_over(&self) {
        self.store.as_ref().unwrap().carry_over().unwrap();
    }

    pub(super) fn reopen(&mut self) {
        drop(self.store.take());
        self.store = Some((self.open)(self.folder.path()));
    }
}

pub(super) fn block_on<F: Future>(work: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(work)
}

/// Polls once, as a caller does that then goes away; whether the answer is still due.
pub(super) fn is_pending(future: &mut Acknowledged) -> bool {
    Pin::new(future)
        .poll(&mut Context::from_waker(Waker::noop()))
        .is_pending()
}

pub(super) fn write(key: &str, expect: Expect, change: Change) -> Write {
    Write {
        collection: THINGS,
        key: key.to_owned(),
        expect,
        change,
    }
}

pub(super) fn put(key: &str, value: impl Into<Vec<u8>>) -> Write {
    write(key, Expect::Any, Change::Put(value.into()))
}

fn apply(store: &dyn Store, writes: Vec<Write>) -> Result<Revision, StoreError> {
    block_on(store.write(writes))
}

fn value(store: &dyn Store, key: &str) -> Option<Vec<u8>> {
    get(store, key).map(|entry| entry.value)
}

fn get(store: &dyn Store, key: &str) -> Option<Entry> {
    store.get(THINGS, key).unwrap()
}

fn keys(store: &dyn Store, prefix: &str, after: Option<&str>, limit: usize) -> Vec<String> {
    let found = store.list(THINGS, Page::of(prefix, limit).after(after)).unwrap();
    found.into_iter().map(|(key, _)| key).collect()
}
