//! The folder that a backup is laid out in: nothing is in it before, and a note stands there until everything is.
//!
//! What is there is moved aside once the folder that comes in its place is made beside it, with the note and with the key of
//! its secrets. Steps, each durable before the next, and what a kill after them leaves:
//! - The new folder is made. The old one still counts: the next restore removes the new one.
//! - The old one is moved aside. The next restore gives the new one its name, and goes on.
//! - The new one has the name. The note in it says where the old one is.
//!
//! A folder that is a file system of its own, as a volume of a container is, cannot be given another name, and nothing can be made
//! beside one whose parent is somebody else's. There what is in it is moved into a folder inside. Steps as above:
//! - That folder is made. What is there still counts.
//! - The note says that all is being moved there. The next restore goes on with that, and no server starts.
//! - All is there, and the note says where it is.

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

/// The same of a folder inside, to which all was moved.
const INSIDE: &str = "What was there is in the folder in it of this name:\n";
/// The same while it is moved there.
const MOVING: &str = "What was there is being moved into the folder in it of this name:\n";

/// The name of a folder inside begins so. Those of earlier restores stay where they are.
const BEFORE: &str = "before-restore-";

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
    let beside = named(&said, ASIDE).map(|name| folder.with_file_name(name));
    let aside = beside.or_else(|| named(&said, INSIDE).map(|name| folder.join(name)));
    Ok(aside.filter(|aside| aside.is_dir()))
}

/// The name that a note has behind these words.
fn named<'a>(said: &'a [u8], words: &str) -> Option<&'a OsStr> {
    let before = [SAID, words].concat();
    let name = said.strip_prefix(before.as_bytes())?.strip_suffix(b"\n")?;
    // A name alone leads nowhere else.
    Some(OsStr::from_bytes(name)).filter(|name| Path::new(name).file_name() == Some(name))
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

/// Moves what is in a folder out of the way, so that it has nothing but the note, and the key.
pub(super) fn move_aside(folder: &Path, now: &str, key: Option<&sealed::Kept>) -> io::Result<()> {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    let digits: String = now.chars().filter(char::is_ascii_alphanumeric).collect();
    match exchange(folder, &digits, key) {
        Err(error)
            if matches!(
                error.kind(),
                ResourceBusy | CrossesDevices | PermissionDenied | ReadOnlyFilesystem
            ) =>
        {
            let inside = move_inside(folder, &digits, key);
            inside.map_err(|second| {
                let way_on = "Empty it yourself, or name another folder";
                io::Error::new(
                    second.kind(),
                    format!("it can neither be moved ({error}) nor what is in it ({second}). {way_on}"),
                )
            })
        }
        moved => moved,
    }
}

/// Moves what is in a folder into one inside.
pub(super) fn move_inside(folder: &Path, digits: &str, key: Option<&sealed::Kept>) -> io::Result<()> {
    let name = format!("{BEFORE}{digits}");
    let inside = folder.join(&name);
    fs::create_dir(&inside)?;
    synced(folder)?;
    renote(folder, MOVING, &name)?;
    if let Err(error) = move_into(folder, &inside) {
        // As it was before; where that fails as well the note stays, and the next restore tries again.
        move_back(folder, &inside)?;
        fs::remove_file(folder.join(UNFINISHED))?;
        fs::remove_dir(&inside)?;
        return Err(error);
    }
    renote(folder, INSIDE, &name)?;
    key.map_or(Ok(()), |key| key.put_into(folder))
}

/// Moves all that is not a restore's own.
fn move_into(folder: &Path, inside: &Path) -> io::Result<()> {
    // All of them first: what is moved is not to be come by again.
    let names: Vec<_> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    for name in names.iter().map(fs::DirEntry::file_name) {
        let is_own = [UNFINISHED, UNNAMED, "lost+found"]
            .map(OsStr::new)
            .contains(&name.as_os_str());
        if !is_own && !name.as_bytes().starts_with(BEFORE.as_bytes()) {
            let from = folder.join(&name);
            let moved = fs::rename(&from, inside.join(&name));
            moved.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", from.display())))?;
        }
    }
    synced(inside)?;
    synced(folder)
}

fn move_back(folder: &Path, inside: &Path) -> io::Result<()> {
    for entry in fs::read_dir(inside)? {
        let name = entry?.file_name();
        fs::rename(inside.join(&name), folder.join(&name))?;
    }
    synced(folder)
}

/// The note that is not whole yet.
const UNNAMED: &str = "restore-unfinished.new";

/// Puts another note in the place of the one that is there, if one is: at no moment is there a part of one.
fn renote(folder: &Path, words: &str, name: &str) -> io::Result<()> {
    let unnamed = folder.join(UNNAMED);
    let mut note = File::create(&unnamed)?;
    note.write_all(&[SAID.as_bytes(), words.as_bytes(), name.as_bytes(), b"\n"].concat())?;
    note.sync_all()?;
    fs::rename(unnamed, folder.join(UNFINISHED))?;
    synced(folder)
}

/// Goes on with moving what is in a folder into one inside, where a restore was killed meanwhile.
fn go_on_moving(folder: &Path) -> io::Result<()> {
    let said = match fs::read(folder.join(UNFINISHED)) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(()),
        said => said?,
    };
    let Some(name) = named(&said, MOVING).and_then(OsStr::to_str) else {
        return Ok(());
    };
    let inside = folder.join(name);
    fs::create_dir_all(&inside)?;
    move_into(folder, &inside)?;
    renote(folder, INSIDE, name)
}

/// Moves a folder out of the way, for a new one.
fn exchange(folder: &Path, digits: &str, key: Option<&sealed::Kept>) -> io::Result<()> {
    let aside = beside(folder, &format!(".{BEFORE}{digits}"))?;
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
/// What it was moving into a folder inside is moved there.
pub(super) fn settle(folder: &Path) -> io::Result<()> {
    go_on_moving(folder)?;
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
