//! The table of collections against the sources: nothing is kept that the table does not name.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::state::collections::{Owner, Retention, TABLE};

/// The names in `Collection("...")` of a file, without its tests.
fn named(path: &Path, names: &mut BTreeSet<String>) {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let uses = code.split("Collection(\"").skip(1);
    names.extend(uses.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
}

fn walk(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        if matches!(stem, "tests" | "conformance" | "model") {
            continue;
        }
        if path.is_dir() {
            walk(&path, names);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            named(&path, names);
        }
    }
}

#[test]
fn every_collection_of_the_sources_has_a_row() {
    let mut names = BTreeSet::new();
    walk(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut names);
    let rows: BTreeSet<String> = TABLE.iter().map(|row| row.collection.0.to_owned()).collect();
    assert_eq!(
        names, rows,
        "a new collection needs a row in core/src/state/collections.rs"
    );
    assert_eq!(rows.len(), TABLE.len(), "two rows of one collection");
}

#[test]
fn what_is_money_and_what_was_told_stay_and_all_else_of_a_station_goes() {
    let stays: Vec<_> = TABLE
        .iter()
        .filter(|row| matches!(row.owner, Owner::Station | Owner::StationInRecord) && !row.goes_with_its_station())
        .map(|row| row.collection.0)
        .collect();
    // A number that a station was told may still be held by it.
    let may_stay = |name: &&str| name.starts_with("transaction") || *name == "reservation-numbers";
    assert!(stays.iter().all(may_stay), "{stays:?}");
    assert!(TABLE.iter().all(|row| row.form >= 1));
    let pruned = TABLE.iter().filter(|row| row.retention == Retention::Newest);
    assert_eq!(
        pruned.map(|row| row.collection.0).collect::<Vec<_>>(),
        ["records", "commands", "commands-by-station", "events"]
    );
}
