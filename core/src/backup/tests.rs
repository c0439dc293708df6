//! Backups of stores that are written to, restored and compared; files that were cut or changed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tempfile::TempDir;

use super::format::{FORMAT, Header};
use super::laying_out::UNFINISHED;
use super::writer::{End, Writer};
use super::{Fault, Item, MakeError, Reader, RestoreError, Source, Target, make, restore, verify};
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::collections::{
    AUDIT, COUNTERS, EVENTS, FILES, ID_TAGS, LOCAL_LISTS, RECORDS, RESERVATION_NUMBERS, TABLE,
};
use crate::store::{
    Acknowledged, Change, Collection, Entry, Expect, Health, Home, Limits, MemoryStore, Page, Revision, SledStore,
    Store, StoreError, Watchers, Write,
};

const LIMITS: Limits = Limits {
    cache_bytes: 1 << 20,
    reserve_bytes: 0,
};

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap()
}

fn header() -> Header {
    Header {
        format: FORMAT,
        program: "9.9.9".to_owned(),
        begun_at: "2026-01-02T03:04:05Z".to_owned(),
        collections: BTreeMap::from([(ID_TAGS.0.to_owned(), 1)]),
        files: false,
    }
}

fn end() -> End {
    End {
        revision: Revision(70_000),
        as_of: "2026-01-02T03:04:06Z".to_owned(),
        unreadable: 0,
    }
}

/// Entries, a change, and a file of two parts.
fn sample() -> Vec<u8> {
    let mut writer = Writer::begin(Vec::new(), &header()).unwrap();
    let component: Vec<u8> = (0..150_000_u32).map(|number| number.to_le_bytes()[0]).collect();
    writer.file("plugins/tariff/abc.wasm", component.as_slice()).unwrap();
    writer.entry(ID_TAGS.0, "anna", b"1").unwrap();
    writer.entry(ID_TAGS.0, "", b"").unwrap();
    writer.change(Revision(69_999), ID_TAGS.0, "anna", None).unwrap();
    writer.change(Revision(70_000), ID_TAGS.0, "bert", Some(b"2")).unwrap();
    writer.finish(end()).unwrap()
}

fn items(bytes: &[u8]) -> Result<Vec<Item>, Fault> {
    let mut reader = Reader::open(bytes)?;
    let mut items = Vec::new();
    while let Some(item) = reader.next_item()? {
        items.push(item);
    }
    assert!(reader.trailer().is_some());
    Ok(items)
}

#[test]
fn what_was_written_is_read() {
    let read = items(&sample()).unwrap();
    let parts: Vec<_> = read
        .iter()
        .filter_map(|item| match item {
            Item::Part { at, is_last, bytes, .. } => Some((*at, *is_last, bytes.len())),
            _ => None,
        })
        .collect();
    assert_eq!(parts, [(0, false, 131_072), (131_072, true, 18_928)]);
    assert_eq!(
        read.last(),
        Some(&Item::Change {
            revision: Revision(70_000),
            collection: ID_TAGS.0.to_owned(),
            key: "bert".to_owned(),
            value: Some(b"2".to_vec()),
        })
    );
    let anna = Item::Entry {
        collection: ID_TAGS.0.to_owned(),
        key: "anna".to_owned(),
        value: b"1".to_vec(),
    };
    assert!(read.contains(&anna));
}

#[test]
fn a_value_of_any_size_is_read() {
    for size in [0, 1, 262_143, 262_144, 262_145, crate::store::MAX_VALUE_BYTES] {
        let value: Vec<u8> = (0..size).map(|at| (at * 7 % 251).to_le_bytes()[0]).collect();
        let mut writer = Writer::begin(Vec::new(), &header()).unwrap();
        writer.entry(ID_TAGS.0, "before", b"1").unwrap();
        writer.entry(ID_TAGS.0, "key", &value).unwrap();
        let read = items(&writer.finish(end()).unwrap()).unwrap();
        let is_it =
            |item: &Item| matches!(item, Item::Entry { key, value: read, .. } if key == "key" && *read == value);
        assert!(read.iter().any(is_it), "{size}");
    }
}

#[test]
fn every_flipped_byte_is_found() {
    let whole = sample();
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        assert!(items(&flipped).is_err(), "byte {at} of {}", whole.len());
    }
}

#[test]
fn every_cut_is_found_and_so_is_what_is_added() {
    let whole = sample();
    for length in 0..whole.len() {
        assert!(items(&whole[..length]).is_err(), "{length} of {} bytes", whole.len());
    }
    let longer = [whole.as_slice(), b"x"].concat();
    assert!(matches!(items(&longer), Err(Fault::GoesOn)));
    assert!(matches!(items(b"# a configuration"), Err(Fault::NoBackup)));
}

#[test]
fn blocks_that_are_missing_or_stand_elsewhere_are_found() {
    let mut writer = Writer::begin(Vec::new(), &header()).unwrap();
    for number in 0..4 {
        // Each fills its block.
        writer
            .entry(ID_TAGS.0, &number.to_string(), &vec![number; 300_000])
            .unwrap();
    }
    let whole = writer.finish(end()).unwrap();
    let mut blocks = Vec::new();
    let mut at = 8;
    while at < whole.len() {
        let stored = u32::from_be_bytes(whole[at + 5..at + 9].try_into().unwrap());
        let next = at + 41 + usize::try_from(stored).unwrap();
        blocks.push(&whole[at..next]);
        at = next;
    }
    assert_eq!(blocks.len(), 6);
    let joined = |order: &[usize]| {
        let chosen: Vec<&[u8]> = order.iter().map(|at| blocks[*at]).collect();
        items(&[&whole[..8], &chosen.concat()].concat())
    };
    assert_eq!(joined(&[0, 1, 2, 3, 4, 5]).unwrap().len(), 4);
    for wrong in [
        &[0, 1, 3, 2, 4, 5][..],
        &[0, 1, 2, 3, 5],
        &[0, 1, 2, 2, 3, 4, 5],
        &[0, 5],
    ] {
        assert!(joined(wrong).is_err(), "{wrong:?}");
    }
}

fn put(collection: Collection, key: &str, value: &[u8]) -> Write {
    Write {
        collection,
        key: key.to_owned(),
        expect: Expect::Any,
        change: Change::Put(value.to_vec()),
    }
}

fn target(folder: &TempDir) -> Target {
    Target {
        folder: folder.path().join("data"),
        limits: LIMITS,
        force: false,
    }
}

/// A backup of a store as a file.
fn taken(store: &Arc<dyn Store>, folder: &TempDir) -> File {
    let source = Source {
        store: Arc::clone(store),
        folder: folder.path().join("source"),
        files: None,
    };
    let path = folder.path().join("backup");
    make(&source, File::create(&path).unwrap(), &runtime()).unwrap();
    File::open(path).unwrap()
}

fn keys(store: &dyn Store, collection: Collection) -> Vec<String> {
    store.list_keys(collection, Page::all(usize::MAX)).unwrap()
}

/// Takes nothing until the others have written so much.
struct Waiting {
    out: File,
    until: Option<u64>,
    written: Arc<AtomicU64>,
}

impl std::io::Write for Waiting {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = || self.written.load(Ordering::Acquire);
        // The head is written when the backup has begun to watch.
        let until = *self.until.get_or_insert_with(|| written() + 200);
        while written() < until {
            std::thread::yield_now();
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// Each list of the writer has two halves, in the first and the last collection that is read, and removes what came
/// long before; so a state between two of its writes, or with a list left out, shows.
#[test]
fn it_is_the_state_of_one_moment_while_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let writing = {
        let (store, stop, written) = (Arc::clone(&store), Arc::clone(&stop), Arc::clone(&written));
        std::thread::spawn(move || {
            let runtime = runtime();
            let mut number = 0_u64;
            while !stop.load(Ordering::Relaxed) {
                let mut list = vec![
                    put(ID_TAGS, &format!("{number:08}"), b"1"),
                    put(RECORDS, &format!("CP/{number:08}"), b"2"),
                ];
                if let Some(old) = number.checked_sub(3000) {
                    for (collection, key) in [(ID_TAGS, format!("{old:08}")), (RECORDS, format!("CP/{old:08}"))] {
                        let change = Change::Delete;
                        list.push(Write {
                            change,
                            ..put(collection, &key, b"")
                        });
                    }
                }
                runtime.block_on(store.write(list)).unwrap();
                written.store(number + 1, Ordering::Release);
                number += 1;
            }
        })
    };
    while written.load(Ordering::Acquire) < 5000 {
        std::thread::yield_now();
    }
    let before = written.load(Ordering::Acquire);
    let source = Source {
        store: Arc::clone(&store),
        folder: folder.path().join("source"),
        files: None,
    };
    let path = folder.path().join("backup");
    let waiting = Waiting {
        out: File::create(&path).unwrap(),
        until: None,
        written: Arc::clone(&written),
    };
    make(&source, waiting, &runtime()).unwrap();
    let backup = File::open(path).unwrap();
    stop.store(true, Ordering::Relaxed);
    writing.join().unwrap();

    let restored = restore(backup, &target(&folder), &runtime()).unwrap();
    assert!(restored.trailer.changes > 0, "{restored:?}");
    let store = SledStore::open(&folder.path().join("data/state"), 1 << 20).unwrap();
    let tags: Vec<u64> = keys(&store, ID_TAGS).iter().map(|key| key.parse().unwrap()).collect();
    let records: Vec<u64> = keys(&store, RECORDS)
        .iter()
        .map(|key| key[3..].parse().unwrap())
        .collect();
    assert_eq!(tags, records);
    assert_eq!(tags.len(), 3000);
    let (first, last) = (tags[0], *tags.last().unwrap());
    assert_eq!(last - first, 2999, "nothing is missing between them");
    assert!(last + 1 >= before, "{last} of {before}");
}

/// What a restore carries over is noted as what a server carries over: a loss afterwards is to know it.
#[test]
fn the_greatest_numbers_of_what_is_laid_out_are_noted() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let run = runtime();
    // More than the store's journal takes, in a collection that comes later.
    let place = |collection| TABLE.iter().position(|row| row.collection == collection);
    assert!(place(RESERVATION_NUMBERS) < place(COUNTERS));
    let bytes = vec![b'x'; 256 << 10];
    for number in 0..200 {
        let much = put(COUNTERS, &format!("much-{number:03}"), &bytes);
        run.block_on(store.write(vec![much])).unwrap();
    }
    let number = vec![put(RESERVATION_NUMBERS, "CP1", b"7")];
    run.block_on(store.write(number)).unwrap();
    let target = target(&folder);
    restore(taken(&store, &folder), &target, &run).unwrap();
    let noted = fs::read_to_string(target.folder.join("state.checkpoint")).unwrap();
    assert!(noted.contains("\"stations\":"), "{noted}");
}

/// A charge point brings a file just before the moment whose state the backup is: bytes first, then their record. The one
/// before that is removed.
struct Bringing {
    inner: MemoryStore,
    files: std::path::PathBuf,
    brought: AtomicU64,
}

impl Store for Bringing {
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
        let number = self.brought.fetch_add(1, Ordering::Relaxed);
        let own = self.inner.write(writes);
        // At last nobody brings any.
        if number >= 6 {
            return own;
        }
        let name = |number: u64| format!("file-{number}");
        fs::write(self.files.join(name(number)), "bytes").unwrap();
        let before = number.checked_sub(1).map(name);
        let removed = before.clone().map(|before| Write {
            change: Change::Delete,
            ..put(FILES, &before, b"")
        });
        let list = [put(FILES, &name(number), b"1")].into_iter().chain(removed);
        let brought = self.inner.write(list.collect());
        let path = before.map(|before| self.files.join(before));
        Acknowledged::by(async move {
            brought.await?;
            if let Some(path) = path {
                fs::remove_file(path).unwrap();
            }
            own.await
        })
    }

    fn watchers(&self) -> &Arc<Watchers> {
        self.inner.watchers()
    }

    fn health(&self) -> Health {
        self.inner.health()
    }
}

#[test]
fn every_file_that_a_record_names_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    fs::create_dir(&files).unwrap();
    let store: Arc<dyn Store> = Arc::new(Bringing {
        inner: MemoryStore::new(),
        files: files.clone(),
        brought: AtomicU64::new(0),
    });
    let source = Source {
        store,
        folder: folder.path().join("source"),
        files: Some(files),
    };
    let path = folder.path().join("backup");
    make(&source, File::create(&path).unwrap(), &runtime()).unwrap();
    restore(File::open(path).unwrap(), &target(&folder), &runtime()).unwrap();
    let data = folder.path().join("data");
    let restored = SledStore::open(&data.join("state"), 1 << 20).unwrap();
    let named = keys(&restored, FILES);
    assert_eq!(named, ["file-5"]);
    assert_eq!(fs::read_to_string(data.join("files/file-5")).unwrap(), "bytes");
}

#[test]
fn revisions_go_on_above_those_of_the_backup() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let append = |value: &[u8]| Write {
        change: Change::Append(value.to_vec()),
        ..put(EVENTS, "CP/", b"")
    };
    let run = runtime();
    for _ in 0..500 {
        run.block_on(store.write(vec![append(b"before")])).unwrap();
    }
    restore(taken(&store, &folder), &target(&folder), &run).unwrap();
    let restored = SledStore::open(&folder.path().join("data/state"), 1 << 20).unwrap();
    run.block_on(restored.write(vec![append(b"after")])).unwrap();
    let events = restored.list(EVENTS, Page::all(usize::MAX)).unwrap();
    assert_eq!(events.len(), 501);
    assert_eq!(events.last().unwrap().1.value, b"after");
}

/// The server that the backup is of went on: what it gave since is known to nobody here.
#[test]
fn numbers_that_were_given_since_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let run = runtime();
    let list =
        br#"{"version": 40, "acceptedAt": null, "entries": {}, "reported": null, "unconfirmed": [], "inDoubt": false}"#;
    let records = vec![
        put(RESERVATION_NUMBERS, "CP1", b"7"),
        put(LOCAL_LISTS, "CP2", list),
        put(AUDIT, "00000000000000000003", b"{}"),
        put(COUNTERS, "transaction-ids", b"20000"),
    ];
    run.block_on(store.write(records)).unwrap();
    let last = run.block_on(store.write(vec![put(ID_TAGS, "anna", b"1")])).unwrap();
    let mut store = store;
    let mut before = (7, 40, 3, 20_000, last.0);
    for name in ["once", "twice"] {
        let target = Target {
            folder: folder.path().join(name),
            ..target(&folder)
        };
        restore(taken(&store, &folder), &target, &run).unwrap();
        store = Arc::new(SledStore::open(&target.folder.join("state"), 1 << 20).unwrap());
        let state = State::new(Arc::clone(&store));
        let reservation = |id| state.last_reservation_number_seen(&ChargePointId::new(id)).unwrap().0;
        let sessions: i64 = state.get(COUNTERS, "transaction-ids").unwrap().unwrap();
        let revision = run.block_on(store.write(vec![put(ID_TAGS, "bert", b"1")])).unwrap();
        let (list, audit) = (state.numbers_from().unwrap(), state.next_audit_number().unwrap());
        assert!(list >= before.1 + 1_000, "{list}");
        assert!(reservation("CP1") >= before.0 + 1_000 && reservation("CP-NEW") >= list);
        assert!(
            audit > before.2 + 1_000 && sessions >= before.3 + 1_000_000,
            "{audit}, {sessions}"
        );
        assert!(revision.0 > before.4 + (1 << 20), "{revision:?}");
        before = (reservation("CP1"), list, audit - 1, sessions, revision.0);
    }
}

/// A backup of before, of a store that has given these numbers.
fn taken_at(as_of: &str, folder: &TempDir) -> File {
    let header = Header {
        collections: [COUNTERS, AUDIT, RESERVATION_NUMBERS]
            .map(|each| (each.0.to_owned(), 1))
            .into(),
        ..header()
    };
    let path = folder.path().join("backup");
    let mut writer = Writer::begin(File::create(&path).unwrap(), &header).unwrap();
    writer.entry(COUNTERS.0, "transaction-ids", b"20000").unwrap();
    writer.entry(RESERVATION_NUMBERS.0, "CP1", b"7").unwrap();
    let as_of = as_of.to_owned();
    writer.finish(End { as_of, ..end() }).unwrap();
    File::open(path).unwrap()
}

/// The number of the last 1.6 transaction that may have been given, of the last reservation, record of the audit log and
/// write of a restored store; with one more session's worth of each.
fn given_in(folder: &std::path::Path) -> [u64; 4] {
    let store: Arc<dyn Store> = Arc::new(
        SledStore::open_with_reserve(&Home::below(folder).noting(crate::state::given::number_in), 1 << 20, 0).unwrap(),
    );
    let run = runtime();
    let state = State::new(Arc::clone(&store));
    let more = Write {
        change: Change::Add(30_000),
        ..put(COUNTERS, "transaction-ids", b"")
    };
    let last = run.block_on(store.write(vec![more])).unwrap();
    let sessions: u64 = state.get(COUNTERS, "transaction-ids").unwrap().unwrap();
    let reservation = state
        .last_reservation_number_seen(&ChargePointId::new("CP1"))
        .unwrap()
        .0;
    [
        sessions,
        reservation.try_into().unwrap(),
        state.next_audit_number().unwrap(),
        last.0,
    ]
}

/// Two servers that go on from one backup never give the same number: the later one begins above what the other has given.
#[test]
fn a_backup_that_is_restored_again_gives_no_number_twice() {
    let folder = tempfile::tempdir().unwrap();
    let run = runtime();
    let before = crate::clock::now() - chrono::TimeDelta::minutes(10);
    let mut last = [0; 4];
    for name in ["once", "again"] {
        // As if the first one had been restored ten minutes ago.
        let as_of = if name == "once" { crate::clock::now() } else { before };
        let target = Target {
            folder: folder.path().join(name),
            ..target(&folder)
        };
        restore(taken_at(&crate::clock::text(as_of), &folder), &target, &run).unwrap();
        let now = given_in(&target.folder);
        // Its own 30,000 sessions are above all of the other's.
        assert!(now[0] - 30_000 >= last[0], "{now:?} after {last:?}");
        assert!(
            now[1..].iter().zip(&last[1..]).all(|(now, last)| now > last),
            "{now:?} after {last:?}"
        );
        last = now;
    }
}

/// What is replaced tells what it gave, however short a time ago the backup was restored before.
#[test]
fn a_store_that_is_replaced_tells_what_it_gave() {
    let folder = tempfile::tempdir().unwrap();
    let as_of = crate::clock::text(crate::clock::now());
    let mut target = target(&folder);
    let mut last = [0; 4];
    for force in [false, true, true] {
        target.force = force;
        restore(taken_at(&as_of, &folder), &target, &runtime()).unwrap();
        let now = given_in(&target.folder);
        assert!(now[0] - 30_000 >= last[0], "{now:?} after {last:?}");
        assert!(
            now[1..].iter().zip(&last[1..]).all(|(now, last)| now > last),
            "{now:?} after {last:?}"
        );
        last = now;
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone_or_moved_aside() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let mut target = target(&folder);
    fs::create_dir(&target.folder).unwrap();
    fs::write(target.folder.join("mine"), "mine").unwrap();
    let refused = restore(taken(&store, &folder), &target, &runtime());
    assert!(matches!(refused, Err(RestoreError::NotEmpty(_))), "{refused:?}");
    assert_eq!(fs::read_dir(&target.folder).unwrap().count(), 1);
    target.force = true;
    let aside = restore(taken(&store, &folder), &target, &runtime())
        .unwrap()
        .aside
        .unwrap();
    assert_eq!(fs::read_to_string(aside.join("mine")).unwrap(), "mine");
    assert!(!target.folder.join(UNFINISHED).exists());
    assert!(!target.folder.join("secrets.key").exists());
    // A server works on it.
    let _server = SledStore::open(&target.folder.join("state"), 1 << 20).unwrap();
    let refused = restore(taken(&store, &folder), &target, &runtime());
    assert!(matches!(refused, Err(RestoreError::InUse(_))), "{refused:?}");
}

/// The key of secrets lies beside the store and is in no backup: without it commands that wait with theirs are lost.
#[test]
fn the_key_of_secrets_of_what_was_there_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let mut target = target(&folder);
    fs::create_dir(&target.folder).unwrap();
    let path = target.folder.join("secrets.key");
    fs::write(&path, [7; 32]).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    target.force = true;
    let refused = restore(taken(&store, &folder), &target, &runtime())
        .unwrap_err()
        .to_string();
    assert!(refused.contains("chmod 600"), "{refused}");
    assert!(path.exists(), "nothing is moved");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let restored = restore(taken(&store, &folder), &target, &runtime()).unwrap();
    assert!(restored.keeps_key);
    assert_eq!(fs::read(&path).unwrap(), [7; 32]);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(restored.aside.unwrap().join("secrets.key").exists());
    // One that is interrupted after that has it still, and so has the one after it.
    super::laying_out::begin(&target.folder).unwrap();
    let restored = restore(taken(&store, &folder), &target, &runtime()).unwrap();
    assert!(restored.keeps_key && restored.aside.is_none());
    assert_eq!(fs::read(&path).unwrap(), [7; 32]);
}

/// What is left when a restore is killed, or fails, around the moment in which what was there is moved aside.
#[test]
fn the_key_is_kept_whenever_a_restore_is_killed() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    for step in 0..4 {
        let folder = tempfile::tempdir().unwrap();
        let mut target = target(&folder);
        let (data, aside) = (target.folder.clone(), folder.path().join("data.before-restore-1"));
        fs::create_dir(&data).unwrap();
        fs::write(data.join("secrets.key"), [7; 32]).unwrap();
        fs::set_permissions(data.join("secrets.key"), fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(data.join("mine"), "mine").unwrap();
        let key = crate::state::sealed::kept(&data).unwrap();
        let anew = super::laying_out::prepare(&data, &aside, key.as_ref()).unwrap();
        if step > 0 {
            fs::rename(&data, &aside).unwrap();
        }
        if step > 1 {
            fs::rename(&anew, &data).unwrap();
        }
        if step > 2 {
            fs::remove_file(data.join("secrets.key")).unwrap();
        }
        if step == 0 {
            let refused = restore(taken(&store, &folder), &target, &runtime());
            assert!(matches!(refused, Err(RestoreError::NotEmpty(_))), "{refused:?}");
            assert_eq!(fs::read_dir(&data).unwrap().count(), 2, "it is as it was");
            super::laying_out::prepare(&data, &aside, key.as_ref()).unwrap();
            target.force = true;
        }
        let restored = restore(taken(&store, &folder), &target, &runtime()).unwrap();
        assert!(restored.keeps_key, "{step}");
        assert_eq!(fs::read(data.join("secrets.key")).unwrap(), [7; 32], "{step}");
        let told = restored.aside.unwrap();
        assert_eq!(fs::read_to_string(told.join("mine")).unwrap(), "mine", "{step}");
        assert_eq!(told == aside, step > 0, "{step}");
        assert!(!anew.exists() && !super::is_unfinished(&data), "{step}");
        assert!(!super::is_unfinished(&told), "{step}");
    }
}

/// A folder that cannot be moved, as a volume cannot: what is in it is moved into a folder inside, whenever that is killed.
#[test]
fn what_is_in_a_folder_that_stays_is_moved_into_one_inside() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    for moved in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        let target = target(&folder);
        let data = target.folder.clone();
        drop(SledStore::open(&data.join("state"), 1 << 20).unwrap());
        let earlier = data.join("before-restore-0");
        fs::create_dir(&earlier).unwrap();
        fs::write(data.join("mine"), "mine").unwrap();
        fs::write(data.join("secrets.key"), [7; 32]).unwrap();
        fs::set_permissions(data.join("secrets.key"), fs::Permissions::from_mode(0o600)).unwrap();
        let key = crate::state::sealed::kept(&data).unwrap();
        let inside = data.join("before-restore-1");
        super::laying_out::move_inside(&data, "1", key.as_ref()).unwrap();
        if moved < 2 {
            // It was killed in the middle, or before anything was moved.
            let said = fs::read_to_string(data.join(UNFINISHED)).unwrap();
            fs::write(
                data.join(UNFINISHED),
                said.replace("is in the folder", "is being moved into the folder"),
            )
            .unwrap();
            fs::rename(inside.join("secrets.key"), data.join("secrets.key")).unwrap();
            for name in ["mine", "state"].iter().skip(moved) {
                fs::rename(inside.join(name), data.join(name)).unwrap();
            }
        }
        assert!(super::is_unfinished(&data), "{moved}");
        let restored = restore(taken(&store, &folder), &target, &runtime()).unwrap();
        assert_eq!(restored.aside.as_ref(), Some(&inside), "{moved}");
        assert!(restored.keeps_key && earlier.is_dir(), "{moved}");
        assert_eq!(fs::read_to_string(inside.join("mine")).unwrap(), "mine", "{moved}");
        assert!(
            inside.join("state/db").exists() && !data.join("mine").exists(),
            "{moved}"
        );
        assert_eq!(fs::read(data.join("secrets.key")).unwrap(), [7; 32], "{moved}");
        assert!(!super::is_unfinished(&data), "{moved}");
        drop(SledStore::open(&data.join("state"), 1 << 20).unwrap());
    }
}

/// What stays free of the disk for a server stays free here as well.
#[test]
fn a_restore_leaves_the_reserve() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let mut target = target(&folder);
    target.limits.reserve_bytes = u64::MAX;
    let refused = restore(taken(&store, &folder), &target, &runtime())
        .unwrap_err()
        .to_string();
    assert!(refused.contains("store.reserve"), "{refused}");
    assert!(super::is_unfinished(&target.folder));
}

/// Where there is no room for what comes in its place, nothing is moved.
#[test]
fn what_is_in_the_way_moves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let mut target = target(&folder);
    target.force = true;
    let theirs = folder.path().join("data.restoring");
    for path in [&target.folder, &theirs] {
        fs::create_dir(path).unwrap();
        fs::write(path.join("mine"), "mine").unwrap();
    }
    let refused = restore(taken(&store, &folder), &target, &runtime())
        .unwrap_err()
        .to_string();
    assert!(refused.contains("data.restoring"), "{refused}");
    for path in [&target.folder, &theirs] {
        assert_eq!(fs::read_to_string(path.join("mine")).unwrap(), "mine");
    }
}

#[test]
fn what_an_interrupted_restore_left_is_laid_out_anew() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let run = runtime();
    run.block_on(store.write(vec![put(ID_TAGS, "anna", b"1")])).unwrap();
    let target = target(&folder);
    super::laying_out::begin(&target.folder).unwrap();
    let half = SledStore::begin(&Home::below(&target.folder), LIMITS, Revision(9)).unwrap();
    run.block_on(half.write(vec![put(ID_TAGS, "nobody", b"1")])).unwrap();
    drop(half);
    assert!(super::is_unfinished(&target.folder));
    restore(taken(&store, &folder), &target, &run).unwrap();
    assert!(!super::is_unfinished(&target.folder));
    let restored = SledStore::open(&target.folder.join("state"), 1 << 20).unwrap();
    assert_eq!(keys(&restored, ID_TAGS), ["anna"]);
}

#[test]
fn nothing_is_written_of_a_backup_that_is_damaged_or_of_a_later_version() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup");
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    drop(taken(&store, &folder));
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let target = target(&folder);
    let refused = restore(File::open(&path).unwrap(), &target, &runtime());
    assert!(
        matches!(refused, Err(RestoreError::Fault(Fault::Damaged { .. }))),
        "{refused:?}"
    );
    for (name, form) in [("id-tags", 99), ("of-tomorrow", 1)] {
        let later = Header {
            collections: BTreeMap::from([(name.to_owned(), form)]),
            ..header()
        };
        let writer = Writer::begin(File::create(&path).unwrap(), &later).unwrap();
        writer.finish(end()).unwrap();
        let refused = verify(File::open(&path).unwrap()).unwrap_err();
        assert!(
            matches!(&refused, RestoreError::Newer { program, .. } if program == "9.9.9"),
            "{refused}"
        );
    }
    // Nothing leads out of the folder.
    let mut writer = Writer::begin(File::create(&path).unwrap(), &header()).unwrap();
    writer.file("plugins/../../evil.wasm", &b"x"[..]).unwrap();
    writer.finish(end()).unwrap();
    let refused = restore(File::open(&path).unwrap(), &target, &runtime());
    assert!(
        matches!(refused, Err(RestoreError::Fault(Fault::Foreign(_)))),
        "{refused:?}"
    );
    assert!(!target.folder.exists());
}

#[test]
fn whoever_takes_no_more_is_told_as_such() {
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let source = Source {
        store: Arc::new(MemoryStore::new()),
        folder: folder.path().to_owned(),
        files: None,
    };
    let refused = make(&source, Full(20), &runtime());
    assert!(matches!(refused, Err(MakeError::Output(_))));
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        0,
        "what is taken down has no name"
    );
}

/// Prints; asserts nothing about time.
#[test]
#[ignore = "a measurement"]
fn cost_of_many_records() {
    let folder = tempfile::tempdir().unwrap();
    let run = runtime();
    let source = SledStore::open(&folder.path().join("source/state"), 64 << 20).unwrap();
    let records: u32 = 300_000;
    for begin in (0..records).step_by(1000) {
        let text = |number: u32| {
            format!(
                "{{\"at\":\"2026-01-02T03:04:05.678Z\",\"n\":{number},\"x\":\"{}\"}}",
                "y".repeat(300)
            )
        };
        let list = (begin..begin + 1000).map(|number| {
            put(
                RECORDS,
                &format!("CP{}/{number:010}", number % 500),
                text(number).as_bytes(),
            )
        });
        run.block_on(source.write(list.collect())).unwrap();
    }
    let memory = || {
        let status = fs::read_to_string("/proc/self/status").unwrap();
        status
            .lines()
            .find(|line| line.starts_with("VmHWM"))
            .unwrap_or_default()
            .to_owned()
    };
    println!("before: {}", memory());
    let store: Arc<dyn Store> = Arc::new(source);
    let begun = std::time::Instant::now();
    let backup = taken(&store, &folder);
    println!(
        "{records} records taken in {:?}: {} bytes, {}",
        begun.elapsed(),
        backup.metadata().unwrap().len(),
        memory()
    );
    let begun = std::time::Instant::now();
    restore(backup, &target(&folder), &run).unwrap();
    println!("restored in {:?}, {}", begun.elapsed(), memory());
}
