//! Files, folders and variables as they are on a machine.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::ffi::OsString;
use std::path::Path;

use super::super::load;
use super::super::settings::Settings;

/// Loads a file of `folder` with some variables; the report names the folder `DIR`.
fn loaded(folder: &Path, text: &str, variables: &[(&str, &str)]) -> Result<Settings, String> {
    let file = folder.join("c.toml");
    std::fs::write(&file, text).unwrap();
    let variables = variables
        .iter()
        .map(|(name, value)| (OsString::from(name), OsString::from(value)));
    load(&file, variables, Vec::new()).map_err(|problems| problems.to_string().replace(folder.to_str().unwrap(), "DIR"))
}

#[test]
fn paths_are_tried_and_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let at = |rest: &str| folder.path().join(rest).display().to_string();
    let good = format!("[store]\npath = '{}'\n[plugins]\nfolder = '{}'", at("a/b/c"), at(""));
    assert!(loaded(folder.path(), &good, &[]).is_ok());
    let bad = format!(
        "[store]\npath = '{}'\n[plugins]\nfolder = '{}'",
        at("c.toml/data"),
        at("missing")
    );
    assert_eq!(
        loaded(folder.path(), &bad, &[]).unwrap_err(),
        "DIR/c.toml:2: store.path: DIR/c.toml/data cannot be reached: Not a directory (os error 20)\n\
         DIR/c.toml:4: plugins.folder: DIR/missing is not a folder that can be read: \
         No such file or directory (os error 2)"
    );
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["c.toml"]);
}

#[test]
fn a_store_in_memory_needs_no_path() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[store]\nbackend = 'memory'\npath = '/proc/nowhere'\n[plugins]\nfolder = 'none'";
    assert!(loaded(folder.path(), text, &[]).is_ok());
}

#[test]
fn unknown_variables_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[store]\nbackend = 'memory'\n[plugins]\nfolder = 'none'";
    let report = loaded(folder.path(), text, &[("OCPP_CENTRAL_STORE_PAHT", "x"), ("PATH", "y")]).unwrap_err();
    assert_eq!(
        report,
        "OCPP_CENTRAL_STORE_PAHT: unknown key; did you mean `OCPP_CENTRAL_STORE_PATH`?"
    );
}

#[test]
fn a_missing_file_is_one_problem() {
    let report = load(Path::new("/nowhere/c.toml"), std::iter::empty(), Vec::new())
        .unwrap_err()
        .to_string();
    assert_eq!(
        report,
        "/nowhere/c.toml: cannot be read: No such file or directory (os error 2)"
    );
}
