//! What a charge point keeps over a power cut, as one JSON file: replaced as a whole, so that no half of it is read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads the file; none if there is none.
///
/// # Errors
/// It cannot be read, or holds something else.
pub fn load<T: DeserializeOwned>(path: &Path) -> io::Result<Option<T>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes the file, and waits until it is on the disk.
///
/// # Errors
/// It cannot be written.
pub fn save(path: &Path, kept: &impl Serialize) -> io::Result<()> {
    let partial = path.with_extension("partial");
    let mut file = private(&partial)?;
    file.write_all(&serde_json::to_vec(kept)?)?;
    file.sync_all()?;
    fs::rename(&partial, path)
}

/// A file for its owner alone: it may hold a password and keys.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
