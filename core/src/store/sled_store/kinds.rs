//! What has a name of the store's in its folder, and is a folder where a file belongs or the reverse.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::super::StoreError;
use super::super::journal;
use super::JOURNAL;
use super::files::{Home, failed};

/// Whether whatever has a name of the store's is what the store keeps under it: a folder or a file. Whoever opens it is told
/// otherwise, and not of which.
///
/// # Errors
/// [`StoreError::Failed`] that names what is not.
pub(super) fn are_of_their_kinds(home: &Home) -> Result<(), StoreError> {
    let folder = home.folder();
    if !folder.is_dir() {
        return Ok(());
    }
    let mut kept: Vec<_> = entries(folder)?.into_iter().filter_map(own).collect();
    let journal = folder.join(JOURNAL);
    if journal.is_dir() {
        let parts = entries(&journal)?.into_iter();
        let own = |path: &PathBuf| name_of(path).is_some_and(journal::is_own);
        kept.extend(parts.filter(own).map(|path| (path, false)));
    }
    kept.extend(
        home.notes()
            .into_iter()
            .filter(|note| note.exists())
            .map(|note| (note, false)),
    );
    for (path, is_folder) in kept {
        let found = match fs::metadata(&path) {
            // It went meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            found => found.map_err(|error| failed(&path, &error))?,
        };
        let (is_right, kind) = if is_folder {
            (found.is_dir(), "folder")
        } else {
            (found.is_file(), "file")
        };
        if !is_right {
            let cause = format!("it is no {kind}, and the store keeps one under this name. Move it away");
            return Err(failed(&path, &cause));
        }
    }
    Ok(())
}

/// What has a name of the store's, and whether that is one of a folder.
fn own(path: PathBuf) -> Option<(PathBuf, bool)> {
    let is_folder = match name_of(&path)? {
        "blobs" | JOURNAL => true,
        "db" | "conf" | "lock" => false,
        name if name.starts_with("snap.") => false,
        _ => return None,
    };
    Some((path, is_folder))
}

fn name_of(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let read = || -> io::Result<Vec<PathBuf>> { fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect() };
    read().map_err(|error| failed(folder, &error))
}
