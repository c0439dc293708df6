//! The fixture files of a plugin.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::failed::{Failed, unusable};
use crate::plugins::testbench::Fixture;

/// One file, read.
#[derive(Debug)]
pub struct FixtureFile {
    /// The file.
    pub path: PathBuf,
    /// As it is written.
    pub text: String,
    /// What it says.
    pub fixture: Fixture,
}

impl FixtureFile {
    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read, or is no fixture.
    pub fn read(path: &Path) -> Result<Self, Failed> {
        let text = fs::read_to_string(path).map_err(|error| Failed::file("read", path, &error))?;
        let wrong = |reason| unusable(format_args!("{} is no fixture: {reason}", path.display()));
        Ok(Self {
            fixture: Fixture::read(&text).map_err(wrong)?,
            path: path.to_owned(),
            text,
        })
    }
}

/// The fixture files of a folder, in the order of their names.
///
/// # Errors
/// If it cannot be read.
pub fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?;
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    paths.sort();
    Ok(paths)
}

/// All of a folder, in the order of their names.
///
/// # Errors
/// If there are none, or one is no fixture.
pub fn of_folder(folder: &Path) -> Result<Vec<FixtureFile>, Failed> {
    let paths = listed(folder).map_err(|error| {
        let hint = "name the folder of the plugin's fixtures with --fixtures";
        unusable(format_args!("cannot read {}: {error}; {hint}", folder.display()))
    })?;
    if paths.is_empty() {
        return Err(unusable(format_args!("{} has no fixtures (*.json)", folder.display())));
    }
    paths.iter().map(|path| FixtureFile::read(path)).collect()
}
