//! Makes the checks of a start see the disk, and not what the system remembers of it.
//!
//! When a write to the disk fails, the system tells whoever syncs the file next, once, and keeps what was to be written in its
//! memory, as if it were there. A start that reads it finds all well, a later sync succeeds, and what the disk never got is let
//! go of in the journal. So whoever meets a failure leaves a mark, and the next start lets the system forget these files before
//! it looks at them. The mark is not synced: the system's memory does not outlive a loss of power either.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use rustix::fs::{Advice, fadvise};

use super::JOURNAL;
use super::files::{Home, files_of, of};

/// The mark, in the store's folder.
pub(super) const MARK: &str = "failed";

/// Leaves the mark, if it can be left.
pub(super) fn mark(folder: &Path) {
    if folder.is_dir() {
        drop(File::create(folder.join(MARK)));
    }
}

/// The store works again, on files that were read from the disk.
pub(super) fn clear(folder: &Path) {
    // If it stays, the next start reads them from the disk once more.
    fs::remove_file(folder.join(MARK)).ok();
}

/// Whether a file is to be read from the disk. The database is large, and what is read of it again costs each start as much
/// as the disk takes for all of it; so it is where a failure was met alone. sled's snapshot goes with it.
fn is_forgotten(name: &str, is_marked: bool) -> bool {
    is_marked || !(name == "db" || name.starts_with("snap."))
}

/// Syncs all files of a store, and lets the system forget what it remembers of them.
///
/// # Errors
/// A sync failed: what the system remembers is not what the disk has. The next start knows.
pub(super) fn dispel(home: &Home) -> io::Result<()> {
    let folder = home.folder();
    let is_marked = folder.join(MARK).exists();
    let mut files: Vec<_> = home.notes().into_iter().filter(|note| note.is_file()).collect();
    for folder in [folder.to_owned(), folder.join(JOURNAL)] {
        if folder.is_dir() {
            files.extend(files_of(&folder)?);
        }
    }
    for path in files {
        let file = File::open(&path).map_err(of(&path))?;
        match file.sync_data() {
            // A file system that nobody can write to has nothing to sync.
            Err(error) if !is_read_only(&error) => {
                mark(folder);
                return Err(of(&path)(error));
            }
            Ok(()) | Err(_) => {}
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if is_forgotten(name, is_marked) {
            // What it cannot forget it is believed.
            fadvise(&file, 0, None, Advice::DontNeed).ok();
        }
    }
    Ok(())
}

fn is_read_only(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, ReadOnlyFilesystem, Unsupported};
    matches!(error.kind(), ReadOnlyFilesystem | InvalidInput | Unsupported)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::io::IoSliceMut;

    use rustix::io::{Errno, ReadWriteFlags, preadv2};

    use super::*;

    /// Whether the system remembers the beginning of a file; nothing where it does not tell.
    fn is_remembered(path: &Path) -> Option<bool> {
        let file = File::open(path).unwrap();
        let mut bytes = [0; 512];
        match preadv2(&file, &mut [IoSliceMut::new(&mut bytes)], 0, ReadWriteFlags::NOWAIT) {
            Ok(_) => Some(true),
            Err(Errno::AGAIN) => Some(false),
            Err(_) => None,
        }
    }

    #[test]
    fn the_database_is_forgotten_after_a_failure_and_the_journal_always() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::of(folder.path());
        fs::create_dir(folder.path().join(JOURNAL)).unwrap();
        let names = ["db", "snap.1", "conf", "checkpoint", "journal/1.journal"];
        let paths = names.map(|name| folder.path().join(name));
        for (is_marked, wanted) in [(false, [true, true, false, false, false]), (true, [false; 5])] {
            for path in &paths {
                fs::write(path, vec![7; 1 << 16]).unwrap();
            }
            if is_marked {
                mark(folder.path());
            }
            let before: Vec<_> = paths.iter().map(|path| is_remembered(path)).collect();
            dispel(&home).unwrap();
            let after: Vec<_> = paths.iter().map(|path| is_remembered(path)).collect();
            if before == [Some(true); 5] && can_forget(folder.path()) {
                assert_eq!(after, wanted.map(Some), "{is_marked}");
            }
        }
    }

    /// Some file systems have no other place than the system's memory.
    fn can_forget(folder: &Path) -> bool {
        let path = folder.join("probe");
        fs::write(&path, [7; 4096]).unwrap();
        let file = File::open(&path).unwrap();
        file.sync_data().unwrap();
        fadvise(&file, 0, None, Advice::DontNeed).unwrap();
        is_remembered(&path) == Some(false)
    }

    #[test]
    fn which_files_are_forgotten() {
        for (name, unmarked) in [("db", false), ("snap.0A", false), ("conf", true), ("1.journal", true)] {
            assert_eq!(is_forgotten(name, false), unmarked, "{name}");
            assert!(is_forgotten(name, true), "{name}");
        }
    }

    #[test]
    fn nothing_is_made_where_nothing_is() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::below(folder.path());
        dispel(&home).unwrap();
        mark(home.folder());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
