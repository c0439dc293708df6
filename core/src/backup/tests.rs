//! Backups of stores that are written to, restored and compared; files that were cut or changed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod numbers;
mod places;

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
use crate::store::guided::Guided;
use crate::store::{
    Acknowledged, Change, Collection, Expect, Home, Limits, MemoryStore, Page, Revision, SledStore, Store, Write,
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

/// A charge point brings a file just before the moment whose state the backup is: bytes first, then their record. The one
/// before that is removed.
fn bringing(files: std::path::PathBuf) -> impl Store {
    let brought = AtomicU64::new(0);
    Guided::new(MemoryStore::new(), move |inner: &MemoryStore, writes| {
        let number = brought.fetch_add(1, Ordering::Relaxed);
        let own = inner.write(writes);
        // At last nobody brings any.
        if number >= 6 {
            return own;
        }
        let name = |number: u64| format!("file-{number}");
        fs::write(files.join(name(number)), "bytes").unwrap();
        let before = number.checked_sub(1).map(name);
        let removed = before.clone().map(|before| Write {
            change: Change::Delete,
            ..put(FILES, &before, b"")
        });
        let list = [put(FILES, &name(number), b"1")].into_iter().chain(removed);
        let brought = inner.write(list.collect());
        let path = before.map(|before| files.join(before));
        Acknowledged::by(async move {
            brought.await?;
            if let Some(path) = path {
                fs::remove_file(path).unwrap();
            }
            own.await
        })
    })
}

#[test]
fn every_file_that_a_record_names_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    fs::create_dir(&files).unwrap();
    let store: Arc<dyn Store> = Arc::new(bringing(files.clone()));
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
