//! The folder that a backup is laid out in: nothing is in it before, and a note stands there until everything is.
//!
//! What is there is moved aside once the folder that comes in its place is made beside it, with the note and with the key of
//! its secrets. Steps, each durable before the next, and what a kill after them leaves:
//! - The new folder is made. The old one still counts: the next restore removes the new one.
//! - The old one is moved aside. The next restore gives the new one its name, and goes on.
//! - The new one has the name. The note in it says where the old one is.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Component, Path, PathBuf};

use crate::state::sealed;

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

/// Behind the name of a folder: the one that is to come in its place.
const RESTORING: &str = ".restoring";

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

/// What the note says; behind it may stand [`ASIDE`].
const SAID: &str = "A restore into this folder did not come to its end. Run it again.\n";
/// The name of the folder that was moved aside comes behind it, to the end of the line.
const ASIDE: &str = "What was there is in the folder beside it of this name:\n";

/// Makes the folder, and the note in it, before anything else. A note that is there stays as it is.
pub(super) fn begin(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    if !is_unfinished(folder) {
        note(folder, SAID.as_bytes())?;
    }
    synced(folder)
}

fn note(folder: &Path, said: &[u8]) -> io::Result<()> {
    let mut note = File::create(folder.join(UNFINISHED))?;
    note.write_all(said)?;
    note.sync_all()
}

/// Where that is what was in a folder before a restore that did not come to its end, if it is still there.
pub(super) fn aside(folder: &Path) -> io::Result<Option<PathBuf>> {
    let said = match fs::read(folder.join(UNFINISHED)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        said => said?,
    };
    let before = [SAID, ASIDE].concat();
    let name = said.strip_prefix(before.as_bytes());
    let name = name.and_then(|rest| rest.strip_suffix(b"\n")).map(OsStr::from_bytes);
    // A name alone leads nowhere else.
    let name = name.filter(|name| Path::new(name).file_name() == Some(name));
    let aside = name.map(|name| folder.with_file_name(name));
    Ok(aside.filter(|aside| aside.is_dir()))
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

/// Moves a folder out of the way, for a new one that has nothing but the note, and the key.
pub(super) fn move_aside(folder: &Path, now: &str, key: Option<&sealed::Kept>) -> io::Result<()> {
    let digits: String = now.chars().filter(char::is_ascii_alphanumeric).collect();
    let aside = beside(folder, &format!(".before-restore-{digits}"))?;
    let anew = prepare(folder, &aside, key)?;
    if let Err(error) = fs::rename(folder, &aside) {
        fs::remove_dir_all(&anew).ok();
        return Err(error);
    }
    synced_beside(folder)?;
    fs::rename(anew, folder)?;
    synced_beside(folder)
}

/// Makes the folder that is to come in the place of another; where it is.
pub(super) fn prepare(folder: &Path, aside: &Path, key: Option<&sealed::Kept>) -> io::Result<PathBuf> {
    let anew = beside(folder, RESTORING)?;
    fs::create_dir(&anew).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", anew.display())))?;
    let made = || {
        let name = aside.file_name().unwrap_or_default().as_bytes();
        note(&anew, &[SAID.as_bytes(), ASIDE.as_bytes(), name, b"\n"].concat())?;
        if let Some(key) = key {
            key.put_into(&anew)?;
        }
        synced(&anew)
    };
    if let Err(error) = made() {
        fs::remove_dir_all(&anew).ok();
        return Err(error);
    }
    Ok(anew)
}

/// What a killed restore has left beside a folder comes in its place, if what was there is out of the way; otherwise it goes.
pub(super) fn settle(folder: &Path) -> io::Result<()> {
    let Ok(anew) = beside(folder, RESTORING) else {
        return Ok(());
    };
    // Whatever has no such note is somebody else's.
    if !is_unfinished(&anew) {
        return Ok(());
    }
    if look(folder)? == Found::Nothing && aside(&anew)?.is_some() {
        fs::rename(anew, folder)?;
    } else {
        fs::remove_dir_all(anew)?;
    }
    synced_beside(folder)
}

/// A folder beside another, of its name and something behind that.
fn beside(folder: &Path, end: &str) -> io::Result<PathBuf> {
    let name = folder.file_name().ok_or_else(|| io::Error::other("it has no name"))?;
    let mut name = name.to_owned();
    name.push(end);
    Ok(folder.with_file_name(name))
}

/// Returns when the name of a folder is durable.
fn synced_beside(folder: &Path) -> io::Result<()> {
    match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => synced(parent),
        _ => synced(Path::new(".")),
    }
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
