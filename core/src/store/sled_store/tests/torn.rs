//! What a power cut may leave of the log's end: it may be cut off, or have holes where the disk had not
//! written yet. The store opens and holds what a prefix of the writes gives.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::cell::Cell;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;

use proptest::prelude::*;

use super::{Page, Store, THINGS, apply, open, put};

const WRITES: usize = 400;

/// At most this much is ever written since the last sync (see `UNSYNCED_BYTES`).
const UNSYNCED: u64 = 500 * 1024;

fn value(number: usize) -> Vec<u8> {
    let size = if number % 20 == 7 { 25_000 } else { number * 7 };
    number.to_be_bytes().into_iter().cycle().take(size).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to.join("blobs")).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// How many of the writes are there, given that no other is.
fn prefix(path: &Path) -> usize {
    let all = Page::all(usize::MAX);
    let found = open(path).list(THINGS, all).unwrap();
    for (number, (key, entry)) in found.iter().enumerate() {
        assert_eq!((key, &entry.value), (&format!("{number:06}"), &value(number)));
    }
    found.len()
}

#[test]
fn a_torn_end_leaves_a_prefix() {
    let whole = tempfile::tempdir().unwrap();
    let store = open(whole.path());
    for number in 0..WRITES {
        apply(&store, vec![put(&format!("{number:06}"), value(number))]);
    }
    drop(store);
    let length = fs::metadata(whole.path().join("db")).unwrap().len();
    // Not opened again before it is copied: opening syncs, and notes how far the log is whole.
    let config = ProptestConfig {
        cases: 40,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let lost = Cell::new(0);
    proptest!(config, |(back in 1..UNSYNCED, hole in proptest::option::of(1..64_usize))| {
        let torn = tempfile::tempdir().unwrap();
        copy(whole.path(), torn.path());
        let file = File::options().write(true).open(torn.path().join("db")).unwrap();
        match hole {
            None => file.set_len(length - back).unwrap(),
            Some(blocks) => {
                let at = (length - back) / 4096 * 4096;
                file.write_all_at(&vec![0; (blocks * 4096).min((length - at) as usize)], at).unwrap();
            }
        }
        lost.set(lost.get() + usize::from(prefix(torn.path()) < WRITES));
    });
    assert!(lost.get() > 10, "the tears must hit something");
}
