//! The committed types are what the generator makes of the data.
#![cfg(feature = "codegen")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use ocpp_schemas::{Version, codegen};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn the_committed_types_are_those_of_the_data() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/types/generated");
    let mut expected = BTreeSet::new();
    for file in Version::ALL
        .into_iter()
        .flat_map(|version| codegen::files(version).unwrap())
    {
        let path = root.join(&file.path);
        let committed = fs::read_to_string(&path).unwrap_or_default();
        let advice = "run `cargo run -p ocpp-schemas --features codegen --bin generate-types`";
        assert!(
            committed == file.text,
            "{} is not what the data says: {advice}",
            file.path
        );
        expected.insert(path);
    }
    let folders = fs::read_dir(&root).unwrap();
    let present = folders.flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap());
    let present: BTreeSet<_> = present.map(|file| file.unwrap().path()).collect();
    assert_eq!(present, expected);
}
