//! What is sled's alone: restarts, the folder, the files, group commit. The rest is in the conformance
//! suite.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod crash;
mod damage;
mod journal;
mod pieces;
mod salvage;
pub(super) mod steps;
mod torn;

use std::fs;
use std::path::Path;

use super::super::conformance::{block_on, is_pending, put, write};
use super::super::{Change, Collection, Expect, Page, Revision, Store, StoreError, Write};
use super::{SledStore, entry};

const CACHE: u64 = 4 * 1024 * 1024;
const THINGS: Collection = Collection("things");

fn open(path: &Path) -> SledStore {
    SledStore::open(path, CACHE).unwrap()
}

fn open_error(path: &Path) -> String {
    SledStore::open(path, CACHE).err().unwrap().to_string()
}

fn apply(store: &SledStore, writes: Vec<Write>) -> Revision {
    block_on(store.write(writes)).unwrap()
}

fn raw(path: &Path) -> sled::Db {
    sled::Config::new()
        .path(path)
        .segment_size(entry::SEGMENT_BYTES)
        .flush_every_ms(None)
        .open()
        .unwrap()
}

#[test]
fn revisions_go_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut last = Revision(0);
    for _ in 0..3 {
        let store = open(folder.path());
        let revision = apply(&store, vec![put("k", "x"), write("k", Expect::Any, Change::Delete)]);
        assert!(revision.0 >= last.0 + 2);
        last = revision;
    }
}

#[test]
fn a_folder_belongs_to_one_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let error = open_error(folder.path());
    assert!(error.contains("in use by another process"), "{error}");
    assert!(error.contains(folder.path().to_str().unwrap()), "{error}");
    drop(store);
    open(folder.path());
}

#[test]
fn an_interrupted_start_does_not_stand_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("conf"), "segment_size: 5").unwrap();
    apply(&open(folder.path()), vec![put("k", "kept")]);
    fs::write(folder.path().join("journal/spare-00000000000000000077"), "half").unwrap();
    fs::write(folder.path().join("snap.FFFFFFFFFFFFFFFF.generating"), "half").unwrap();
    let store = open(folder.path());
    assert_eq!(store.get(THINGS, "k").unwrap().unwrap().value, b"kept");
}

#[test]
fn data_of_another_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    raw(folder.path()).insert(entry::VERSION_KEY, &[9]).unwrap();
    let error = open_error(folder.path());
    assert!(error.contains("another version"), "{error}");
}

#[test]
fn a_path_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = open_error(&file);
    assert!(error.contains(file.to_str().unwrap()), "{error}");
}

#[test]
fn the_file_stays_small_when_the_same_keys_are_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for round in 0..150 {
        let list = (0..200)
            .map(|number| put(&format!("{number}"), vec![round; 1024]))
            .collect();
        apply(&store, list);
        store.carry_over().unwrap();
    }
    let size = fs::metadata(folder.path().join("db")).unwrap().len();
    let written = 150 * 200 * 1024;
    assert!(size < written / 2, "{size} bytes on the disk for 200 KiB of data");
}

#[test]
fn writers_that_wait_share_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let before = store.health();
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(async {
            let one = |number: u32| store.write(vec![put(&number.to_string(), "x")]);
            let tasks: Vec<_> = (0..64).map(|number| tokio::spawn(one(number))).collect();
            for task in tasks {
                task.await.unwrap().unwrap();
            }
        });
    let after = store.health();
    assert_eq!(after.writes - before.writes, 64);
    assert!(
        after.syncs - before.syncs <= 16,
        "{} syncs for 64 writers",
        after.syncs - before.syncs
    );
    assert_eq!(after.failure, None);
    for number in 0..64 {
        assert!(store.get(THINGS, &number.to_string()).unwrap().is_some());
    }
}

#[test]
fn closing_carries_out_what_was_handed_over() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut waiting: Vec<_> = (0..300)
        .map(|number| store.write(vec![put(&number.to_string(), "x")]))
        .collect();
    for future in &mut waiting {
        is_pending(future);
    }
    store.close();
    for future in waiting {
        block_on(future).unwrap();
    }
    assert!(matches!(
        block_on(store.write(vec![put("late", "x")])),
        Err(StoreError::Closed)
    ));
    assert!(store.get(THINGS, "299").unwrap().is_some());
    drop(store);
    let all = Page::all(usize::MAX);
    assert_eq!(open(folder.path()).list(THINGS, all).unwrap().len(), 300);
}

/// The next start does not believe what the system remembers of the files, and says nothing of it when it worked.
#[test]
fn a_failure_leaves_a_mark_until_a_start_has_read_the_disk() {
    let (folder, copied) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mark = |folder: &Path| folder.join(super::doubt::MARK);
    let store = open(folder.path());
    apply(&store, vec![put("k", "kept")]);
    assert!(!mark(folder.path()).exists());
    store.gauges.fail("the disk does not take it");
    assert!(mark(folder.path()).exists());
    // It keeps its files open from now on.
    drop(store);
    torn::copy(folder.path(), copied.path());
    let path = copied.path();
    // A start that fails has not read anything to its end.
    let (journal, aside) = (path.join("journal"), path.join("aside"));
    fs::rename(&journal, &aside).unwrap();
    fs::write(&journal, "no folder").unwrap();
    open_error(path);
    assert!(mark(path).exists());
    fs::remove_file(&journal).unwrap();
    fs::rename(&aside, &journal).unwrap();
    let store = open(path);
    assert_eq!(store.get(THINGS, "k").unwrap().unwrap().value, b"kept");
    assert!(!mark(path).exists());
}

#[test]
fn a_future_may_outlive_its_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let late = store.write(vec![put("late", "x")]);
    let mut early = store.write(vec![put("early", "x")]);
    let pending = is_pending(&mut early);
    drop(store);
    assert!(matches!(block_on(late), Err(StoreError::Closed)));
    if pending {
        block_on(early).unwrap();
    }
    assert!(open(folder.path()).get(THINGS, "early").unwrap().is_some());
}
