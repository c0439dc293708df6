//! What lies between the journal and sled: what goes over, what is let go, what is taken over from a store that had
//! no journal, and what is told when a part is missing.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use super::super::super::room::Room;
use super::super::super::{Store as _, StoreError};
use super::super::files::Home;
use super::super::table::{BOUNDS, Bounds};
use super::{
    CACHE, Change, Expect, Page, Revision, SledStore, THINGS, apply, entry, open, open_error, put, raw, write,
};

/// The entries that sled has.
fn in_sled(path: &Path) -> Vec<String> {
    let all = entry::key(THINGS, "");
    let keys = raw(path).scan_prefix(all).keys().map(Result::unwrap);
    keys.map(|key| entry::own_key(THINGS, &key).unwrap().to_owned())
        .collect()
}

fn files(path: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(path.join("journal")).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn what_is_made_and_removed_meanwhile_never_reaches_sled() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    apply(&store, vec![put("kept", "1"), put("removed", "1")]);
    store.carry_over().unwrap();
    apply(&store, vec![put("new", "1"), put("marker", "1")]);
    apply(
        &store,
        vec![write("removed", Expect::Any, Change::Delete), put("kept", "2")],
    );
    let last = apply(
        &store,
        vec![write("marker", Expect::Any, Change::Delete), put("kept", "3")],
    );
    drop(store);
    assert_eq!(
        in_sled(folder.path()),
        ["kept", "removed"],
        "a stop carries nothing over"
    );
    let store = open(folder.path());
    store.carry_over().unwrap();
    assert_eq!(store.get(THINGS, "kept").unwrap().unwrap().revision, last);
    drop(store);
    assert_eq!(in_sled(folder.path()), ["kept", "new"]);
}

#[test]
fn what_is_in_sled_is_let_go_and_what_waits_is_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let bounds = Bounds {
        memory: 512 * 1024,
        age: Duration::from_secs(3600),
        times: 2,
        ..BOUNDS
    };
    let store = SledStore::open_with(&Home::of(folder.path()), CACHE, bounds, Room::of(folder.path(), 0)).unwrap();
    for number in 0..40 {
        let list = (0..16).map(|part| put(&format!("{number:03}/{part:02}"), vec![number; 32 * 1024]));
        apply(&store, list.collect());
        let journal = store.health().journal.unwrap();
        assert!(journal.memory < 4 * 1024 * 1024, "{journal:?}");
        assert!(journal.segments <= 4, "{journal:?}");
    }
    store.carry_over().unwrap();
    let journal = store.health().journal.unwrap();
    assert_eq!((journal.memory, journal.lag), (0, Duration::ZERO));
    assert!(journal.carried_over >= 10, "{journal:?}");
    assert!(files(folder.path()).len() <= 6);
    assert_eq!(store.list_keys(THINGS, Page::all(usize::MAX)).unwrap().len(), 640);
}

#[test]
fn age_alone_carries_over() {
    let folder = tempfile::tempdir().unwrap();
    let bounds = Bounds {
        age: Duration::from_millis(20),
        ..BOUNDS
    };
    let store = SledStore::open_with(&Home::of(folder.path()), CACHE, bounds, Room::of(folder.path(), 0)).unwrap();
    apply(&store, vec![put("k", "1")]);
    while store.health().journal.unwrap().carried_over == 0 {
        std::thread::yield_now();
    }
    drop(store);
    assert_eq!(in_sled(folder.path()), ["k"]);
}

#[test]
fn a_store_without_a_journal_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    {
        let db = raw(folder.path());
        let old = [&[1][..], &41_u64.to_be_bytes(), b"from before"].concat();
        db.insert(entry::key(THINGS, "k"), old).unwrap();
        db.insert(entry::REVISION_KEY, &65_536_u64.to_be_bytes()).unwrap();
        db.insert(entry::VERSION_KEY, entry::VERSION_WITHOUT_JOURNAL).unwrap();
    }
    for _ in 0..2 {
        let store = open(folder.path());
        let found = store.get(THINGS, "k").unwrap().unwrap();
        assert_eq!(
            (found.revision, found.value.as_slice()),
            (Revision(41), &b"from before"[..])
        );
        assert!(apply(&store, vec![put("later", "1")]) >= Revision(65_536));
    }
    let store = open(folder.path());
    let changed = put("k", "changed");
    let changed = super::Write {
        expect: Expect::Revision(Revision(41)),
        ..changed
    };
    apply(&store, vec![changed]);
    assert_eq!(store.list_keys(THINGS, Page::all(9)).unwrap(), ["k", "later"]);
}

#[test]
fn a_part_that_is_missing_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    apply(&store, vec![put("k", "1")]);
    store.carry_over().unwrap();
    apply(&store, vec![put("k", "2")]);
    drop(store);
    let (journal, aside) = (folder.path().join("journal"), folder.path().join("aside"));
    fs::rename(&journal, &aside).unwrap();
    let error = open_error(folder.path());
    assert!(error.contains("journal") && error.contains("is needed"), "{error}");
    assert!(!journal.exists(), "nothing is changed");
    fs::rename(&aside, &journal).unwrap();
    // Put back, all is there.
    let store = open(folder.path());
    assert_eq!(store.get(THINGS, "k").unwrap().unwrap().value, b"2");
    drop(store);
    // What is sled's alone is gone, and the journal does not go back to its beginning.
    let store = open(folder.path());
    apply(
        &store,
        (0..200)
            .map(|number| put(&format!("{number}"), vec![1; 65_536]))
            .collect(),
    );
    store.carry_over().unwrap();
    drop(store);
    for file in fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            fs::remove_file(file.path()).unwrap();
        }
    }
    let error = open_error(folder.path());
    assert!(error.contains("is needed"), "{error}");
}

/// While the disk has less than the reserve, writes are taken as long as what was set aside lasts; then they are
/// refused, and what was acknowledged is read. When there is room they are taken again.
#[test]
fn a_disk_that_runs_full_stops_writes_until_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let free = Arc::new(AtomicU64::new(1 << 40));
    let asked = Arc::clone(&free);
    let bounds = Bounds {
        memory: 64 * 1024,
        ..BOUNDS
    };
    let room = Room::with(move || Some(asked.load(Ordering::Relaxed)), 1 << 20, "here".to_owned());
    let store = SledStore::open_with(&Home::of(folder.path()), CACHE, bounds, room).unwrap();
    apply(&store, vec![put("early", vec![1; 100_000])]);
    store.carry_over().unwrap();
    let before = fs::metadata(folder.path().join("db")).unwrap().len();
    free.store(1000, Ordering::Relaxed);
    let mut kept = 0;
    let refused = loop {
        match super::block_on(store.write(vec![put(&format!("{kept:04}"), vec![2; 10_000])])) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(
        matches!(&refused, StoreError::Full { reason } if reason.contains("store.reserve")),
        "{refused}"
    );
    assert!(kept >= 12, "{kept}");
    assert_eq!(fs::metadata(folder.path().join("db")).unwrap().len(), before);
    let health = store.health();
    assert_eq!(health.failure, None);
    assert!(health.full.is_some_and(|full| full.contains("store.reserve")));
    // Reads, and whoever waits for what is durable, are served.
    assert_eq!(store.list_keys(THINGS, Page::all(9999)).unwrap().len(), kept + 1);
    super::block_on(store.write(Vec::new())).unwrap();
    let again = super::block_on(store.write(vec![put("again", "1")]));
    assert!(matches!(again, Err(StoreError::Full { .. })), "{again:?}");
    free.store(1 << 40, Ordering::Relaxed);
    // Nobody has to write for it to be known.
    while store.health().full.is_some() {
        std::thread::yield_now();
    }
    apply(&store, vec![put("later", "1")]);
    assert_eq!(store.health().full, None);
    store.carry_over().unwrap();
    drop(store);
    let store = open(folder.path());
    assert_eq!(store.list_keys(THINGS, Page::all(9999)).unwrap().len(), kept + 2);
    assert_eq!(store.get(THINGS, "again").unwrap(), None);
}

/// What is free may be enough for the journal, and not for what waits to be carried over: then nothing is taken, and
/// nobody is told otherwise.
#[test]
fn a_store_is_full_as_long_as_it_refuses_writes() {
    const RESERVE: u64 = 1 << 20;
    let folder = tempfile::tempdir().unwrap();
    let free = Arc::new(AtomicU64::new(0));
    let room = {
        let free = Arc::clone(&free);
        let answer = move || {
            let is_filler = std::thread::current().name() == Some("store-filler");
            let free = free.load(Ordering::SeqCst);
            // The filler has no room; the journal has what it wants until there is something else to be said.
            Some(if free > 0 || is_filler { free } else { 1 << 40 })
        };
        Room::with(answer, RESERVE, "here".to_owned())
    };
    let bounds = Bounds {
        memory: 4 << 20,
        ..BOUNDS
    };
    let store = SledStore::open_with(&Home::of(folder.path()), CACHE, bounds, room).unwrap();
    let write = |number: u32| super::block_on(store.write(vec![put(&format!("{number:04}"), vec![2; 200_000])]));
    let refused = (0..).find_map(|number| write(number).err()).unwrap();
    assert!(
        matches!(&refused, StoreError::Full { reason } if reason.contains("more are needed")),
        "{refused}"
    );
    free.store(RESERVE + (9 << 20), Ordering::SeqCst);
    for _ in 0..4 {
        std::thread::sleep(Duration::from_millis(400));
        assert!(store.health().full.is_some());
        assert!(store.refuses_writes());
    }
    assert!(matches!(write(9999), Err(StoreError::Full { .. })));
    free.store(1 << 40, Ordering::SeqCst);
    while store.refuses_writes() {
        std::thread::yield_now();
    }
    write(9999).unwrap();
    assert_eq!(store.health().full, None);
}

/// Something that passes stands in the way of the note: what is written and read goes on, and what waits is carried over
/// when it has passed.
#[test]
fn a_note_that_cannot_be_written_fails_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::open_hasty(folder.path());
    let in_the_way = folder.path().join("checkpoint.unfinished");
    fs::create_dir(&in_the_way).unwrap();
    apply(&store, vec![put("a", "1")]);
    std::thread::sleep(Duration::from_millis(300));
    apply(&store, vec![put("b", "2")]);
    assert_eq!(store.health().failure, None);
    assert_eq!(store.list_keys(THINGS, Page::all(9)).unwrap(), ["a", "b"]);
    fs::remove_dir(&in_the_way).unwrap();
    store.carry_over().unwrap();
    assert_eq!(store.health().failure, None);
}

/// As soon as there is room for what waits, a writer waits until it is carried over, and is not refused meanwhile.
#[test]
fn with_room_on_the_disk_again_writers_wait_for_what_is_being_carried_over() {
    const ENOUGH: u64 = 1 << 40;
    let folder = tempfile::tempdir().unwrap();
    let free = Arc::new(AtomicU64::new(ENOUGH));
    let (asked, held) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let room = {
        let (free, asked, held) = (Arc::clone(&free), Arc::clone(&asked), Arc::clone(&held));
        let answer = move || {
            let is_filler = std::thread::current().name() == Some("store-filler");
            // It asks twice before a generation, and then in the middle of it.
            while is_filler && free.load(Ordering::SeqCst) == ENOUGH && held.load(Ordering::SeqCst) {
                if asked.fetch_add(1, Ordering::SeqCst) < 2 {
                    break;
                }
                std::thread::sleep(Duration::from_millis(5));
            }
            Some(free.load(Ordering::SeqCst))
        };
        Room::with(answer, 1 << 20, "here".to_owned())
    };
    let bounds = Bounds {
        memory: 512 * 1024,
        ..BOUNDS
    };
    let store = SledStore::open_with(&Home::of(folder.path()), CACHE, bounds, room).unwrap();
    apply(&store, vec![put("early", "1")]);
    free.store(1000, Ordering::SeqCst);
    let refused = (0..).find_map(|number: u32| {
        let one = put(&format!("{number:04}"), vec![2; 8000]);
        super::block_on(store.write(vec![one])).err()
    });
    assert!(matches!(refused, Some(StoreError::Full { .. })), "{refused:?}");
    held.store(true, Ordering::SeqCst);
    free.store(ENOUGH, Ordering::SeqCst);
    while asked.load(Ordering::SeqCst) < 3 {
        std::thread::yield_now();
    }
    let mut later = store.write(vec![put("later", "1")]);
    assert!(super::is_pending(&mut later));
    std::thread::sleep(Duration::from_millis(200));
    assert!(super::is_pending(&mut later), "it is refused");
    held.store(false, Ordering::SeqCst);
    super::block_on(later).unwrap();
}
