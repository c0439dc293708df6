//! What is left of a damaged store is found, of each key the last write that can be read.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::super::files::Home;
use super::super::{Limits, Salvage};
use super::{Change, Expect, Revision, SledStore, apply, entry, open, put, raw, write};

fn left(folder: &Path) -> (BTreeMap<String, Vec<u8>>, Revision) {
    let mut found = Salvage::of(&Home::of(folder)).unwrap().unwrap();
    let (mut left, above) = (BTreeMap::new(), found.above());
    found
        .entries(&mut |collection, key, value| {
            assert_eq!(collection, "things");
            assert_eq!(left.insert(key.to_owned(), value), None, "{key} comes twice");
            Ok(())
        })
        .unwrap();
    assert_eq!(found.report().readable, Some(left.len() as u64));
    (left, above)
}

/// Some in sled, some of them written again or removed in the journal.
fn subject(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let store = open(folder);
    let value = |number: usize, round: u8| vec![round; if number.is_multiple_of(2) { 20_000 } else { 90 }];
    let key = |number: usize| format!("{number:04}");
    for first in (0..600).step_by(50) {
        apply(
            &store,
            (first..first + 50)
                .map(|number| put(&key(number), value(number, 1)))
                .collect(),
        );
    }
    store.carry_over().unwrap();
    apply(
        &store,
        (0..600)
            .step_by(3)
            .map(|number| put(&key(number), value(number, 2)))
            .collect(),
    );
    apply(
        &store,
        (1..600)
            .step_by(7)
            .map(|number| write(&key(number), Expect::Any, Change::Delete))
            .collect(),
    );
    let all = (0..600).filter(|number| number % 7 != 1);
    all.map(|number| (key(number), value(number, if number % 3 == 0 { 2 } else { 1 })))
        .collect()
}

#[test]
fn all_that_is_whole_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let whole = subject(folder.path());
    assert!(
        Salvage::of(&Home::of(folder.path())).unwrap().is_none(),
        "nothing is damaged"
    );
    // Only what it is held against is gone.
    for name in ["checkpoint", "checkpoint.copy"] {
        fs::write(folder.path().join(name), "damaged").unwrap();
    }
    let (found, above) = left(folder.path());
    assert!(found == whole);
    assert!(above > Revision(1 << 32), "nobody knows how many were given");
}

#[test]
fn one_that_is_missing_takes_no_other_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut whole = subject(folder.path());
    raw(folder.path())
        .remove(entry::key(super::THINGS, "0002"))
        .unwrap()
        .unwrap();
    let (found, above) = left(folder.path());
    whole.remove("0002").unwrap();
    assert!(found == whole);
    let anew = tempfile::tempdir().unwrap();
    let limits = Limits {
        cache_bytes: super::CACHE,
        reserve_bytes: 0,
    };
    let store = SledStore::begin(&Home::of(anew.path()), limits, above).unwrap();
    assert!(apply(&store, vec![put("k", "x")]) > above);
}

#[test]
fn a_journal_without_the_database_and_a_database_without_the_journal_leave_what_they_have() {
    let folder = tempfile::tempdir().unwrap();
    let whole = subject(folder.path());
    let aside = tempfile::tempdir().unwrap();
    fs::rename(folder.path().join("db"), aside.path().join("db")).unwrap();
    let (found, _) = left(folder.path());
    assert!(
        found.len() >= 170 && found.iter().all(|(key, value)| whole[key] == *value),
        "{}",
        found.len()
    );
    fs::rename(aside.path().join("db"), folder.path().join("db")).unwrap();
    fs::remove_dir_all(folder.path().join("journal")).unwrap();
    let (found, _) = left(folder.path());
    assert_eq!(found.len(), 600);
    assert!(found.values().all(|value| value[0] == 1));
}

#[test]
fn a_journal_file_that_is_too_short_leaves_what_stands_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for number in 0..10 {
        apply(&store, vec![put(&number.to_string(), "x")]);
    }
    drop(store);
    let files = fs::read_dir(folder.path().join("journal")).unwrap();
    let names = files.map(|file| file.unwrap().path());
    let last = names
        .filter(|path| path.extension().is_some_and(|end| end == "journal"))
        .max();
    let file = fs::File::options().write(true).open(last.unwrap()).unwrap();
    file.set_len(file.metadata().unwrap().len() / 4 * 3).unwrap();
    let (found, _) = left(folder.path());
    assert_eq!(found.len(), 10);
}
