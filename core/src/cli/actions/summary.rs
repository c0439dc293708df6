//! The actions counted by version, as the README shows them. A test holds the README against it.

use std::fmt::Write as _;

use ocpp_schemas::{Catalogue, Version};

use super::what;
use crate::ocpp::table::Table;

/// What becomes of actions, in the order of the table's lines.
const KINDS: [&str; 4] = [
    "handled",
    "validated, kept, answered",
    "sent on demand, its answer kept",
    "sent on demand",
];

/// The lines of a table: what becomes of how many actions, and which they are.
#[must_use]
pub fn markdown() -> String {
    let mut table = String::from("| | 1.6J | 2.0.1 | 2.1 |\n|---|---|---|---|\n");
    for kind in KINDS {
        let counts = Version::ALL.map(|version| names(version, kind).len());
        let [v16, v201, v21] = counts;
        // Writing to a text does not fail.
        writeln!(table, "| {} | {v16} | {v201} | {v21} |", capital(kind)).ok();
    }
    for kind in ["handled", "sent on demand, its answer kept"] {
        let mut all: Vec<_> = Version::ALL.iter().flat_map(|version| names(*version, kind)).collect();
        all.sort_unstable();
        all.dedup();
        writeln!(table, "\n{}: {}.", capital(kind), all.join(", ")).ok();
    }
    table
}

fn names(version: Version, kind: &str) -> Vec<&'static str> {
    let actions = Catalogue::of(version).actions();
    let entries = actions.filter_map(|action| Table::of(version).get(action.name()));
    entries
        .filter(|entry| what(entry.row) == kind)
        .map(|entry| entry.action.name())
        .collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::markdown;

    #[test]
    fn the_readme_shows_what_the_rows_say() {
        let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).unwrap();
        let (_, rest) = readme
            .split_once("<!-- made by `ocpp-central actions --summary` -->\n")
            .unwrap();
        let (shown, _) = rest.split_once("<!-- until here -->").unwrap();
        assert_eq!(
            shown.trim(),
            markdown().trim(),
            "put what `ocpp-central actions --summary` prints between the two comments of the README"
        );
    }
}
