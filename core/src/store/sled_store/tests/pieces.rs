//! Large values in pieces: none is left over, none is missed, and none ends in a file of sled's own.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::super::super::health::Gauges;
use super::super::super::journal::Position;
use super::super::super::room::Room;
use super::super::check::Taken;
use super::super::files::Home;
use super::super::note::Note;
use super::super::reader::Reader;
use super::super::table::{BOUNDS, Table, Version};
use super::super::view::View;
use super::{
    Change, Collection, Expect, Page, Revision, Store, StoreError, THINGS, Write, apply, entry, open, put, raw, write,
};

fn count(path: &Path) -> usize {
    raw(path).scan_prefix(entry::PIECES).count()
}

/// Until it is in sled.
fn apply_wholly(path: &Path, writes: Vec<Write>) {
    let store = open(path);
    apply(&store, writes);
    store.carry_over().unwrap();
}

fn blobs(path: &Path) -> usize {
    fs::read_dir(path.join("blobs")).unwrap().count()
}

#[test]
fn a_value_that_is_gone_leaves_no_pieces() {
    let folder = tempfile::tempdir().unwrap();
    let large = || vec![9; 30_000];
    let list = vec![
        put("kept", large()),
        put("kept", large()),
        put("replaced", large()),
        put("deleted", large()),
    ];
    let store = open(folder.path());
    apply(&store, list);
    apply(
        &store,
        vec![put("replaced", "small"), write("deleted", Expect::Any, Change::Delete)],
    );
    store.carry_over().unwrap();
    apply(
        &store,
        vec![
            put("replaced", large()),
            put("gone", large()),
            write("gone", Expect::Any, Change::Delete),
        ],
    );
    store.carry_over().unwrap();
    apply(&store, vec![write("replaced", Expect::Any, Change::Delete)]);
    store.carry_over().unwrap();
    drop(store);
    assert_eq!(count(folder.path()), 30_000_usize.div_ceil(entry::WHOLE_BYTES));
}

/// A reader that has read the entry, but not yet the pieces, when the value is replaced.
#[test]
fn a_reader_follows_the_entry_when_pieces_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    let db = raw(folder.path());
    let gauges = Arc::new(Gauges::default());
    let room = Arc::new(Room::of(folder.path(), 0));
    let shared = (Arc::clone(&gauges), room);
    let (mut view, _) = View::new((*db).clone(), Home::of(folder.path()), shared, Taken::default()).unwrap();
    let table = Arc::new(Table::new(BOUNDS, Position(0), Revision(0)));
    let reader = Reader::new(table, (*db).clone(), folder.path().to_owned(), gauges);
    let key = entry::key(THINGS, "k");
    let due = |view: &View, revision, value: Option<Vec<u8>>| {
        let version = Version {
            revision: Revision(revision),
            value: value.map(Bytes::from),
        };
        let due = view.weigh(&mut Note::default(), key.as_slice().into(), Arc::new(version));
        due.unwrap().unwrap()
    };
    let made = due(&view, 1, Some(vec![1; 30_000]));
    view.carry_over(&made).unwrap();
    let first = db.get(&key).unwrap().unwrap();
    // Twice, as after a crash in the middle.
    let replaced = due(&view, 2, Some(vec![2; 40_000]));
    view.carry_over(&replaced).unwrap();
    view.carry_over(&replaced).unwrap();
    let second = db.get(&key).unwrap().unwrap();
    let seen = reader.entry_from(THINGS, "k", first).unwrap().unwrap();
    assert_eq!(seen.value, vec![2; 40_000]);
    let removed = due(&view, 3, None);
    view.carry_over(&removed).unwrap();
    assert_eq!(reader.entry_from(THINGS, "k", second.clone()).unwrap(), None);
    // The same entry still there without its pieces is damage, not a race.
    db.insert(&key, &second).unwrap();
    assert!(
        reader
            .entry_from(THINGS, "k", second)
            .unwrap_err()
            .to_string()
            .contains("a piece of its value is missing")
    );
}

#[test]
fn pieces_that_a_crash_left_over_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let large = vec![3; 30_000];
    apply_wholly(folder.path(), vec![put("k", large.clone())]);
    let before = count(folder.path());
    {
        let db = raw(folder.path());
        for key in ["k", "gone"] {
            let pieces = entry::pieces_of(&entry::key(THINGS, key), Revision(77));
            db.insert(entry::piece(&pieces, 0), "left over").unwrap();
        }
    }
    let store = open(folder.path());
    assert_eq!(store.get(THINGS, "k").unwrap().unwrap().value, large);
    drop(store);
    assert_eq!(count(folder.path()), before);
    assert!(before > 1);
}

/// sled's own files for large values are never synced, so there must not be one: not with the longest
/// keys and the largest whole values and pieces, while leaves and indexes grow, merge and shrink.
#[test]
fn sled_never_makes_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let far = Collection("a-collection-of-the-longest-name");
    let entry = |number: usize, size: usize| Write {
        collection: far,
        ..put(&format!("{:0>512}", number.wrapping_mul(7919) % 10_000), vec![1; size])
    };
    for start in (0..1200).step_by(100) {
        apply(&store, (start..start + 100).map(|number| entry(number, 8192)).collect());
        store.carry_over().unwrap();
        assert_eq!(blobs(folder.path()), 0);
    }
    for start in (0..1200).step_by(100) {
        let gone = (start..start + 100).filter(|number| number % 5 != 0);
        let gone = gone.map(|number| Write {
            change: Change::Delete,
            ..entry(number, 0)
        });
        apply(&store, gone.chain([entry(start, 1_000_000)]).collect());
        store.carry_over().unwrap();
        assert_eq!(blobs(folder.path()), 0);
    }
    drop(store);
    let left = open(folder.path()).list(far, Page::all(usize::MAX)).unwrap();
    assert_eq!(left.len(), 240);
    assert_eq!(
        left.iter().filter(|(_, entry)| entry.value.len() == 1_000_000).count(),
        12
    );
    assert_eq!(blobs(folder.path()), 0);
}

/// One damaged entry of a version that did not notice stops no list, and is told to whoever asks for it.
#[test]
fn a_damaged_entry_stands_alone() {
    let folder = tempfile::tempdir().unwrap();
    apply_wholly(folder.path(), vec![put("a", "1"), put("b", "2"), put("c", "3")]);
    {
        let db = raw(folder.path());
        db.insert(entry::key(THINGS, "b"), b"no entry").unwrap();
        db.insert(entry::VERSION_KEY, entry::VERSION_WITHOUT_SUMS).unwrap();
    }
    drop(open(folder.path()));
    let store = open(folder.path());
    let error = store.get(THINGS, "b").unwrap_err();
    assert!(
        matches!(error, StoreError::Corrupt { collection: "things", ref key, .. } if key == "b"),
        "{error}"
    );
    let listed: Vec<_> = store
        .list(THINGS, Page::all(2))
        .unwrap()
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    assert_eq!(listed, ["a", "c"]);
    assert_eq!(store.list_keys(THINGS, Page::all(9)).unwrap(), ["a", "b", "c"]);
}
