//! The folder that a backup is laid out in: nothing is in it before, and a note stands there until everything is.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Component, Path, PathBuf};

/// The folder of the store's own files, below `store.path`.
pub(super) const STATE: &str = "state";
/// The store's own file beside that folder.
const NOTE: &str = "state.checkpoint";
/// The folder of the plugins' components.
pub(super) const COMPONENTS: &str = "plugins";
/// The folder of the files of charge points.
pub(super) const FILES: &str = "files";

/// The note that a restore has not come to its end. No server starts where it is.
pub const UNFINISHED: &str = "restore-unfinished";

/// Whether a restore into a folder did not come to its end.
#[must_use]
pub fn is_unfinished(folder: &Path) -> bool {
    folder.join(UNFINISHED).exists()
}

/// What is in a folder, as far as a restore has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// It is not there, or is empty.
    Nothing,
    /// What a restore left that did not come to its end.
    Leftovers,
    Something,
}

/// Looks at a folder.
pub(super) fn look(folder: &Path) -> io::Result<Found> {
    if !folder.exists() {
        return Ok(Found::Nothing);
    }
    let mut is_empty = true;
    for entry in fs::read_dir(folder)? {
        // A file system of its own has it.
        is_empty &= entry?.file_name() == OsStr::new("lost+found");
    }
    Ok(match (is_empty, is_unfinished(folder)) {
        (true, _) => Found::Nothing,
        (false, true) => Found::Leftovers,
        (false, false) => Found::Something,
    })
}

/// Makes the folder, and the note in it, before anything else.
pub(super) fn begin(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut note = File::create(folder.join(UNFINISHED))?;
    note.write_all(b"A restore into this folder did not come to its end. Run it again.\n")?;
    note.sync_all()?;
    synced(folder)
}

/// Removes what an earlier restore laid out; its note stays.
pub(super) fn clear(folder: &Path) -> io::Result<()> {
    for name in [STATE, COMPONENTS, FILES] {
        match fs::remove_dir_all(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    match fs::remove_file(folder.join(NOTE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Everything is there: the note goes, after all else is on the disk.
pub(super) fn end(folder: &Path) -> io::Result<()> {
    synced(folder)?;
    fs::remove_file(folder.join(UNFINISHED))?;
    synced(folder)
}

/// Moves a folder out of the way; where it is then.
pub(super) fn move_aside(folder: &Path, now: &str) -> io::Result<PathBuf> {
    let name = folder.file_name().ok_or_else(|| io::Error::other("it has no name"))?;
    let digits: String = now.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut aside = name.to_owned();
    aside.push(format!(".before-restore-{digits}"));
    let aside = folder.with_file_name(aside);
    fs::rename(folder, &aside)?;
    Ok(aside)
}

/// Puts files together of their parts, below one folder.
pub(super) struct Parts<'a> {
    folder: &'a Path,
    open: Option<(String, File, u64)>,
}

impl<'a> Parts<'a> {
    pub(super) const fn of(folder: &'a Path) -> Self {
        Self { folder, open: None }
    }

    /// One part; those of a file come in a row.
    pub(super) fn put(&mut self, path: &str, at: u64, is_last: bool, bytes: &[u8]) -> io::Result<()> {
        if at == 0 {
            let target = below(self.folder, path)?;
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent)?;
            }
            self.open = Some((path.to_owned(), File::create(target)?, 0));
        }
        let Some((name, file, length)) = self.open.as_mut().filter(|(_, _, length)| *length == at) else {
            return Err(io::Error::other(format!("the parts of {path} are not in a row")));
        };
        if name != path {
            return Err(io::Error::other(format!("the parts of {name} and {path} are mixed")));
        }
        file.seek(SeekFrom::Start(at))?;
        file.write_all(bytes)?;
        *length += u64::try_from(bytes.len()).unwrap_or_default();
        if is_last {
            file.sync_all()?;
            self.open = None;
            // The names, too: of the file, and of the folders that were made for it.
            let folders = below(self.folder, path)?;
            for folder in folders
                .ancestors()
                .skip(1)
                .take_while(|folder| folder.starts_with(self.folder))
            {
                synced(folder)?;
            }
        }
        Ok(())
    }
}

/// The place of a file of a backup: one of ours, and nowhere else.
pub(super) fn below(folder: &Path, path: &str) -> io::Result<PathBuf> {
    let parts: Vec<_> = Path::new(path).components().collect();
    let is_plain = parts.iter().all(|part| matches!(part, Component::Normal(_)));
    let first = parts.first().map(|first| first.as_os_str());
    let is_ours = match parts.len() {
        2 => first == Some(OsStr::new(FILES)),
        3 => first == Some(OsStr::new(COMPONENTS)),
        _ => false,
    };
    if is_plain && is_ours {
        return Ok(folder.join(path));
    }
    Err(io::Error::other(format!("{path:?} is no file of a backup")))
}

/// Returns when the names in a folder are durable.
pub(super) fn synced(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
