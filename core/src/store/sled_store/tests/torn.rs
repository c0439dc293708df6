//! What a power cut may leave of the end of sled's log: it may be cut off, or have holes where the disk had not
//! written yet. Up to the place in the journal that is noted in sled nothing can be missing, and what comes after it
//! is in the journal.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::cell::Cell;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;

use proptest::prelude::*;

use super::{Page, Store, THINGS, apply, entry, open, put, raw};

const WRITES: usize = 400;

/// So much of what is written may be unsynced (see `UNSYNCED_BYTES`, which counts more than sled writes as a rule).
const UNSYNCED: u64 = 500 * 1024;

fn value(number: usize) -> Vec<u8> {
    let size = if number % 20 == 7 { 25_000 } else { number * 7 };
    number.to_be_bytes().into_iter().cycle().take(size).collect()
}

pub(super) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        } else {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    }
}

/// The place in the journal that sled has noted.
fn noted(path: &Path) -> u64 {
    let noted = raw(path).get(entry::POSITION_KEY).unwrap();
    entry::number(&noted.unwrap()).unwrap()
}

fn assert_all_there(path: &Path) {
    let found = open(path).list(THINGS, Page::all(usize::MAX)).unwrap();
    assert_eq!(found.len(), WRITES);
    for (number, (key, entry)) in found.iter().enumerate() {
        assert_eq!((key, &entry.value), (&format!("{number:06}"), &value(number)));
    }
}

#[test]
fn a_torn_end_of_sled_takes_nothing() {
    let whole = tempfile::tempdir().unwrap();
    let journal = tempfile::tempdir().unwrap();
    let store = open(whole.path());
    let write = |numbers: std::ops::Range<usize>| {
        for number in numbers {
            apply(&store, vec![put(&format!("{number:06}"), value(number))]);
        }
    };
    write(0..WRITES / 2);
    store.carry_over().unwrap();
    write(WRITES / 2..WRITES);
    // As it is until sled has everything.
    copy(&whole.path().join("journal"), journal.path());
    store.carry_over().unwrap();
    drop(store);
    let length = fs::metadata(whole.path().join("db")).unwrap().len();
    // Not opened again before it is copied: opening syncs, and notes how far the log is whole.
    let config = ProptestConfig {
        cases: 40,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let untorn = tempfile::tempdir().unwrap();
    copy(whole.path(), untorn.path());
    let (lost, end) = (Cell::new(0), noted(untorn.path()));
    proptest!(config, |(back in 1..UNSYNCED, hole in proptest::option::of(1..64_usize))| {
        let torn = tempfile::tempdir().unwrap();
        copy(whole.path(), torn.path());
        fs::remove_dir_all(torn.path().join("journal")).unwrap();
        copy(journal.path(), &torn.path().join("journal"));
        let file = File::options().write(true).open(torn.path().join("db")).unwrap();
        match hole {
            None => file.set_len(length - back).unwrap(),
            Some(blocks) => {
                let at = (length - back) / 4096 * 4096;
                file.write_all_at(&vec![0; (blocks * 4096).min((length - at) as usize)], at).unwrap();
            }
        }
        lost.set(lost.get() + usize::from(noted(torn.path()) < end));
        assert_all_there(torn.path());
    });
    assert!(lost.get() > 5, "the tears must hit something");
}
