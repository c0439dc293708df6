//! What is damaged or missing is told before anything is changed, or nothing is lost by it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::super::files::{Home, settle};
use super::super::raw::Raw;
use super::super::{Look, Named, Naming, Report, Salvage, check};
use super::torn::copy;
use super::{
    Change, Collection, Expect, Page, SledStore, Store as _, THINGS, Write, apply, entry, open, open_error, put, raw,
    write,
};

const OTHERS: Collection = Collection("others");

/// All that a store holds.
pub(super) type All = Vec<(String, u64, Vec<u8>)>;

pub(super) fn all(store: &SledStore) -> All {
    let lists = [THINGS, OTHERS].map(|collection| store.list(collection, Page::all(usize::MAX)).unwrap());
    let entries = lists.into_iter().flatten();
    entries
        .map(|(key, entry)| (key, entry.revision.0, entry.value))
        .collect()
}

fn number(round: usize, number: usize) -> Write {
    let size = if number % 100 == 9 { 20_000 } else { 60 + number % 200 };
    let value = [round, number].map(usize::to_be_bytes).concat();
    put(
        &format!("{number:05}"),
        value.into_iter().cycle().take(size).collect::<Vec<u8>>(),
    )
}

/// So much is written that the journal has let go of its beginning.
fn fill_journal(folder: &Path) {
    let store = open(folder);
    for round in 0..6 {
        apply(&store, vec![put("bulk", vec![round; 1_000_000])]);
    }
    apply(&store, vec![write("bulk", Expect::Any, Change::Delete)]);
    store.carry_over().unwrap();
    // What carries over has come to its end then.
    drop(store);
    assert!(!folder.join("journal").join(format!("{:020}.journal", 0)).exists());
}

/// Some entries in sled, written in several lives, and some in the journal alone.
fn subject(folder: &Path) -> All {
    fill_journal(folder);
    for round in 0..3 {
        let store = open(folder);
        for step in 0..5 {
            let first = round * 300 + step * 80;
            apply(&store, (first..first + 120).map(|at| number(round, at)).collect());
            let gone = (first..first + 120).step_by(17);
            apply(
                &store,
                gone.map(|at| write(&format!("{at:05}"), Expect::Any, Change::Delete))
                    .collect(),
            );
            store.carry_over().unwrap();
        }
    }
    let store = open(folder);
    let in_journal = (0..50).map(|at| Write {
        collection: OTHERS,
        ..number(9, at * 7)
    });
    apply(&store, in_journal.collect());
    apply(&store, (100..120).map(|at| number(9, at)).collect());
    all(&store)
}

/// The files of a folder, by their names in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(one) = folders.pop() {
        for entry in fs::read_dir(one).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Either all is there, or it is told and nothing is changed. Whether it is told.
fn assert_told_or_whole(folder: &Path, whole: &All, what: &str) -> Option<Report> {
    let before = files(folder);
    let report = check(&Home::of(folder), Look::Close).unwrap();
    match SledStore::open(folder, super::CACHE) {
        Ok(store) => {
            assert!(all(&store) == *whole, "{what}: something is lost, and nobody told");
            assert!(report.whole, "{what}: {report}");
            None
        }
        Err(error) => {
            let mut after = files(folder);
            after.retain(|name, _| before.contains_key(name));
            assert!(after == before, "{what}: a refused start has changed something");
            let text = error.to_string();
            assert!(text.contains(folder.to_str().unwrap()), "{text}");
            assert!(!report.whole, "{what}: called whole, and not opened: {text}");
            assert!(report.readable.is_some(), "{what}: nobody knows what is left: {report}");
            Some(report)
        }
    }
}

#[test]
fn sixteen_flipped_bytes_wherever_they_are_lose_nothing_without_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("original");
    let whole = subject(&original);
    let (mut told, mut flips) = (0, 0);
    for (name, bytes) in files(&original) {
        // Zeros that were set aside are nothing.
        let length = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        for number in 0..12 {
            let damaged = folder.path().join(format!("{number}"));
            copy(&original, &damaged);
            let mut bytes = bytes.clone();
            for at in 0..16 {
                // In a row, and all over the file.
                let at = if number % 2 == 0 {
                    number * length / 12 + at
                } else {
                    (at * length) / 16 + number * 131
                };
                if let Some(byte) = bytes.get_mut(at.min(length.saturating_sub(1))) {
                    *byte ^= 0x55;
                }
            }
            fs::write(damaged.join(&name), bytes).unwrap();
            let report = assert_told_or_whole(&damaged, &whole, &format!("{} {number}", name.display()));
            flips += 1;
            told += usize::from(report.is_some_and(|report| !report.whole));
            fs::remove_dir_all(&damaged).unwrap();
        }
    }
    assert!(told * 4 > flips, "{told} of {flips} were told");
}

#[test]
fn a_file_that_is_missing_or_cut_loses_nothing_without_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("original");
    let whole = subject(&original);
    let mut told = BTreeMap::new();
    for (name, bytes) in files(&original) {
        for part in 0..8 {
            let damaged = folder.path().join(format!("{part}"));
            copy(&original, &damaged);
            let file = damaged.join(&name);
            match part {
                0 => fs::remove_file(&file).unwrap(),
                _ => fs::write(&file, &bytes[..bytes.len() * (part - 1) / 7]).unwrap(),
            }
            let report = assert_told_or_whole(&damaged, &whole, &format!("{} {part}", name.display()));
            if part == 0 {
                told.insert(name.to_str().unwrap().to_owned(), report.is_some());
            }
            fs::remove_dir_all(&damaged).unwrap();
        }
    }
    assert!(told["db"], "{told:?}");
    assert!(!told["checkpoint"] && !told["checkpoint.copy"], "{told:?}");
    assert!(
        told.iter().any(|(name, told)| name.starts_with("journal/0") && *told),
        "{told:?}"
    );
}

/// All entries are there, and sled does not open without a page that none of them needs.
#[test]
fn what_can_be_read_is_counted_where_the_database_alone_does_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("original");
    subject(&original);
    // It must not lie where sled's log ends: there damage is more than that of one page.
    let is_refused_alone = (0..8).any(|round: u8| {
        let store = open(&original);
        apply(&store, vec![put(&format!("bulk-{round}"), vec![round; 1_000_000])]);
        store.carry_over().unwrap();
        drop(store);
        settle(&original).unwrap();
        let entries = all(&open(&original)).len() as u64;
        settle(&original).unwrap();
        let damaged = folder.path().join(round.to_string());
        copy(&original, &damaged);
        let counter = Raw::open(&damaged).unwrap().unwrap().counter().unwrap();
        let mut bytes = fs::read(damaged.join("db")).unwrap();
        bytes[usize::try_from(counter).unwrap()] ^= 0x55;
        fs::write(damaged.join("db"), bytes).unwrap();
        let report = check(&Home::of(&damaged), Look::Close).unwrap();
        assert!(!report.whole, "{round}");
        if report.trial.is_none() {
            return false;
        }
        assert_eq!(report.readable, Some(entries), "{report}");
        let found = Salvage::of(&Home::of(&damaged)).unwrap().unwrap();
        assert!(found.report().readable.is_some(), "{}", found.report());
        true
    });
    assert!(is_refused_alone);
}

#[test]
fn what_is_missing_in_sled_is_told_whoever_took_it() {
    let folder = tempfile::tempdir().unwrap();
    let whole = subject(folder.path());
    raw(folder.path()).remove(entry::key(THINGS, "00500")).unwrap().unwrap();
    settle(folder.path()).unwrap();
    let report = assert_told_or_whole(folder.path(), &whole, "one is gone").unwrap();
    assert_eq!((report.lost, report.whole), (Some(1), false), "{report}");
}

/// Whatever has a name of the store's and is something else is named, by whoever looks, and nothing is called damaged or lost.
#[test]
fn what_is_of_another_kind_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("original");
    let whole = subject(&original);
    settle(&original).unwrap();
    let spare = "journal/spare-00000000000000000099";
    let later = "journal/00000000000000999999.journal";
    for name in [
        "conf",
        "lock",
        "blobs",
        "db",
        "checkpoint",
        "checkpoint.copy",
        "snap.zzz",
        spare,
        later,
    ] {
        let changed = folder.path().join("changed");
        copy(&original, &changed);
        let path = changed.join(name);
        let before = fs::read(&path).ok();
        if path.is_dir() {
            fs::remove_dir(&path).unwrap();
            fs::write(&path, "a file").unwrap();
        } else {
            drop(fs::remove_file(&path));
            fs::create_dir(&path).unwrap();
        }
        let looked = check(&Home::of(&changed), Look::Close).unwrap_err().to_string();
        let salvaged = Salvage::of(&Home::of(&changed)).err().unwrap().to_string();
        for text in [looked, open_error(&changed), salvaged] {
            let is_told = text.contains(&format!("{}: ", path.display())) && !text.contains("damaged");
            assert!(is_told, "{name}: {text}");
        }
        if path.is_dir() {
            fs::remove_dir(&path).unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
        if let Some(bytes) = before {
            fs::write(&path, bytes).unwrap();
        }
        assert!(all(&open(&changed)) == whole, "{name}");
        settle(&changed).unwrap();
        fs::remove_dir_all(&changed).unwrap();
    }
    // A name that is nobody's stands in nobody's way.
    fs::create_dir(original.join("journal/old.journal")).unwrap();
    fs::write(original.join("journal/copy.journal"), "a copy").unwrap();
    assert!(check(&Home::of(&original), Look::Close).unwrap().whole);
    assert!(all(&open(&original)) == whole);
}

/// The journal has all that a young store was given, so nothing is missing without the database; but sled's snapshot says where
/// things are in its file, and sled looks there when it is asked for them, and no sooner.
#[test]
fn a_cut_database_of_which_the_journal_has_all_is_told_and_laid_out_anew() {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("original");
    let before = folder.path().join("before");
    for life in 0..3 {
        let store = open(&original);
        apply(&store, (0..40).map(|at| number(life, life * 40 + at)).collect());
        store.carry_over().unwrap();
        if life == 0 {
            copy(&original, &before);
        }
    }
    let store = open(&original);
    let whole = all(&store);
    let killed = folder.path().join("killed");
    copy(&original, &killed);
    let length = fs::metadata(killed.join("db")).unwrap().len();
    let older = fs::read(before.join("db")).unwrap();
    let (mut told, mut marked) = (0, 0);
    for cut in [100, 4096, 524_287, 1_048_575, length] {
        let damaged = folder.path().join(format!("cut-{cut}"));
        copy(&killed, &damaged);
        let bytes = fs::read(damaged.join("db")).unwrap();
        let left = bytes.get(..usize::try_from(cut).unwrap()).unwrap_or(&bytes);
        // In the end an older one in its place.
        fs::write(damaged.join("db"), if cut == length { &older } else { left }).unwrap();
        let report = check(&Home::of(&damaged), Look::Close).unwrap();
        if report.whole {
            assert!(all(&open(&damaged)) == whole, "{cut}");
            continue;
        }
        told += 1;
        let started = folder.path().join(format!("started-{cut}"));
        copy(&damaged, &started);
        if let Err(error) = SledStore::open(&started, super::CACHE) {
            let text = error.to_string();
            assert!(
                text.contains("--accept-loss") && !text.contains("backtrace"),
                "{cut}: {text}"
            );
            // A start that failed leaves its mark, so that the next one believes nothing but the disk.
            marked += usize::from(started.join(super::super::doubt::MARK).exists());
        }
        assert!(!report.to_string().contains("backtrace"), "{report}");
        let mut left = BTreeMap::new();
        let mut take = |_: &str, key: &str, value: Vec<u8>| {
            left.insert(key.to_owned(), value);
            Ok(())
        };
        Salvage::of(&Home::of(&damaged))
            .unwrap()
            .unwrap()
            .entries(&mut take)
            .unwrap();
        assert_eq!(left.len(), whole.len(), "{cut}");
    }
    assert!(told > 0 && marked > 0, "sled finds none of it: {told}, {marked}");
}

/// Keys as they are, and a thing must be there where another's key says so.
const PLAIN: Naming = Naming {
    leads_to: |key| Some([b"things\0", key.strip_prefix(b"others\0to-")?].concat()),
    in_words: |keys| Named {
        first: keys
            .iter()
            .map(|key| String::from_utf8_lossy(key).replace('\0', "/"))
            .collect(),
        ..Named::default()
    },
};

fn named(folder: &Path) -> Report {
    let report = check(&Home::of(folder).naming(PLAIN), Look::Close).unwrap();
    let refused = SledStore::open_with_reserve(&Home::of(folder).naming(PLAIN), super::CACHE, 0);
    let text = refused.err().unwrap().to_string();
    for name in &report.named.first {
        assert!(text.contains(name.as_str()), "{text} without {name}");
    }
    report
}

#[test]
fn what_is_damaged_is_named_and_takes_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let value = |number: u32| format!("the value of {number:04} ").repeat(20);
    let store = open(folder.path());
    apply(&store, (0..300).map(|at| put(&format!("{at:04}"), value(at))).collect());
    store.carry_over().unwrap();
    let whole = all(&store);
    drop(store);
    // The journal has let go of it, and it is not the end of sled's log.
    fill_journal(folder.path());
    settle(folder.path()).unwrap();
    let mut bytes = fs::read(folder.path().join("db")).unwrap();
    let wanted = value(123).into_bytes();
    let places: Vec<_> = (0..bytes.len() - wanted.len())
        .filter(|at| bytes[*at..].starts_with(&wanted))
        .collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at + 9] ^= 0x20;
    }
    fs::write(folder.path().join("db"), bytes).unwrap();
    let report = named(folder.path());
    assert_eq!(report.named.first, ["things/0123"], "{report}");
    assert_eq!(report.lost, Some(1), "{report}");
    let mut left = BTreeMap::new();
    let mut found = Salvage::of(&Home::of(folder.path())).unwrap().unwrap();
    let mut take = |_: &str, key: &str, value: Vec<u8>| {
        left.insert(key.to_owned(), value);
        Ok(())
    };
    found.entries(&mut take).unwrap();
    let others = whole.into_iter().filter(|(key, ..)| key != "0123");
    assert!(left == others.map(|(key, _, value)| (key, value)).collect());
}

#[test]
fn what_is_missing_is_named_by_what_leads_to_it() {
    let folder = tempfile::tempdir().unwrap();
    subject(folder.path());
    let store = open(folder.path());
    let leading = ["to-00500", "to-00501", "to-00502"].map(|key| Write {
        collection: OTHERS,
        ..put(key, "")
    });
    apply(&store, leading.into());
    store.carry_over().unwrap();
    drop(store);
    settle(folder.path()).unwrap();
    raw(folder.path()).remove(entry::key(THINGS, "00501")).unwrap().unwrap();
    settle(folder.path()).unwrap();
    assert_eq!(named(folder.path()).named.first, ["things/00501"]);
}

#[test]
fn what_a_damaged_record_of_the_journal_has_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fill_journal(folder.path());
    let store = open(folder.path());
    for key in ["first", "second", "third"] {
        apply(&store, vec![put(key, format!("the value of the {key}"))]);
    }
    drop(store);
    let needle = b"the value of the second";
    let (name, mut bytes) = files(folder.path())
        .into_iter()
        .filter(|(name, _)| name.starts_with("journal"))
        .find(|(_, bytes)| bytes.windows(needle.len()).any(|window| window == needle))
        .unwrap();
    let at = bytes.windows(needle.len()).position(|window| window == needle).unwrap();
    bytes[at] ^= 1;
    fs::write(folder.path().join(name), bytes).unwrap();
    let report = named(folder.path());
    assert_eq!(report.named.first, ["things/second"], "{report}");
}

/// What is read without sled is what sled has, whatever was done before.
#[test]
fn sleds_file_is_read_as_sled_reads_it() {
    let config = ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let step = (any::<bool>(), 0..400_usize, 1..120_usize, 0..4000_usize, any::<bool>());
    proptest!(config, |(steps in proptest::collection::vec(step, 1..40))| {
        let folder = tempfile::tempdir().unwrap();
        let mut db = raw(folder.path());
        for (puts, first, count, size, again) in steps {
            for number in first..first + count {
                let key = format!("key/{number:04}");
                if puts {
                    db.insert(key, vec![7; size * (1 + number % 3) / 3]).unwrap();
                } else {
                    db.remove(key).unwrap();
                }
            }
            if again {
                drop(db);
                settle(folder.path()).unwrap();
                db = raw(folder.path());
            }
        }
        db.flush().unwrap();
        let wanted: Vec<_> = db.iter().map(|entry| entry.map(|(key, value)| (key.to_vec(), value.to_vec())).unwrap()).collect();
        let mut db = Some(db);
        for _ in 0..2 {
            let mut found = Vec::new();
            let read = Raw::open(folder.path()).unwrap().unwrap();
            let is_whole = read.entries(&mut |key, value| {
                found.push((key, value.to_vec()));
                true
            });
            prop_assert_eq!(is_whole.unwrap(), Ok(()));
            prop_assert!(found == wanted, "{} in place of {}", found.len(), wanted.len());
            // And once more when it was closed.
            drop(db.take());
        }
    });
}

/// What a running server meets is known to whoever watches it, however it is met.
#[test]
fn damage_that_is_met_while_it_runs_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    apply(&store, vec![put("harmed", "1"), put("whole", "2")]);
    store.carry_over().unwrap();
    assert_eq!((store.health().damaged_reads, store.health().damage), (0, None));
    let tree = store.reader().unwrap().tree();
    let key = entry::key(THINGS, "harmed");
    let mut bytes = tree.get(&key).unwrap().unwrap().to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    tree.insert(&key, bytes).unwrap();
    store.get(THINGS, "harmed").unwrap_err();
    assert_eq!(store.list(THINGS, Page::all(9)).unwrap().len(), 1);
    let condition = write("harmed", Expect::Absent, Change::Delete);
    super::block_on(store.write(vec![condition])).unwrap_err();
    let health = store.health();
    assert_eq!((health.damaged_reads, health.failure), (3, None));
    assert!(health.damage.is_some_and(|damage| damage.contains("harmed")));
    assert_eq!(store.get(THINGS, "whole").unwrap().unwrap().value, b"2");
}
