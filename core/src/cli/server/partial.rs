//! A file that somebody asked for: it is written beside its place, and stands there once it is whole. Whatever fails before,
//! nothing of it is left. Whoever was kept from reading what was there before is kept from reading this, too.

use std::fs::{self, File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, fchown};
use std::path::{Path, PathBuf};

/// Who may read and write a file, as far as the user's mask has nothing against it.
pub const FOR_ALL: u32 = 0o666;
/// The same of one with secrets, or with what is known of a person.
pub const FOR_OWNER: u32 = 0o600;

use crate::cli::failed::{Failed, unusable};

/// One that is being written.
pub struct Partial {
    place: PathBuf,
    /// None: it is written where it belongs, which is no regular file, such as a pipe.
    beside: Option<PathBuf>,
}

impl Partial {
    /// Makes the file. `mode`: who may read and write it at most. To be called before anything is fetched.
    ///
    /// # Errors
    /// There can be none at this place.
    pub fn begin(place: &Path, mode: u32) -> Result<(Self, File), Failed> {
        let found = fs::metadata(place).ok();
        if found.as_ref().is_some_and(fs::Metadata::is_dir) {
            let example = place.join("FILE");
            return Err(unusable(format_args!(
                "{} is a folder: name the file in it that is to be written, such as {}",
                place.display(),
                example.display()
            )));
        }
        // What a link leads to is replaced, not the link.
        let end = fs::canonicalize(place).unwrap_or_else(|_| place.to_owned());
        let failed = |error: io::Error| Failed::file("write", place, &error);
        if found.as_ref().is_some_and(|found| !found.is_file()) {
            let file = File::options().write(true).truncate(true).open(&end).map_err(failed)?;
            return Ok((
                Self {
                    place: end,
                    beside: None,
                },
                file,
            ));
        }
        let mut beside = end.as_os_str().to_owned();
        beside.push(".partial");
        let beside = PathBuf::from(beside);
        let file = fresh(&beside, mode).map_err(|error| not_made(place, &beside, &error))?;
        let partial = Self {
            place: end,
            beside: Some(beside),
        };
        if let Some(found) = &found {
            take_after(&file, found, mode).map_err(failed)?;
        }
        Ok((partial, file))
    }

    /// It is whole.
    ///
    /// # Errors
    /// That of the disk; nothing is left then.
    pub fn keep(mut self) -> Result<(), Failed> {
        let Some(beside) = &self.beside else { return Ok(()) };
        fs::rename(beside, &self.place).map_err(|error| Failed::file("write", &self.place, &error))?;
        self.beside = None;
        Ok(())
    }

    /// What the disk said while it was written.
    pub fn failed(&self, error: &io::Error) -> Failed {
        Failed::file("write", &self.place, error)
    }
}

/// A new file, whatever a killed run left there, or somebody else put there.
fn fresh(path: &Path, mode: u32) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    File::options().write(true).create_new(true).mode(mode).open(path)
}

/// Nobody may do with a new file what he could not do with the one that it replaces.
fn take_after(file: &File, found: &Metadata, mode: u32) -> io::Result<()> {
    let group = Some(found.gid());
    let is_of_group = fchown(file, Some(found.uid()), group).is_ok() || fchown(file, None, group).is_ok();
    let most = if is_of_group { mode } else { mode & !0o070 };
    file.set_permissions(Permissions::from_mode(found.mode() & most))
}

/// Why there is no file beside a place. A folder that takes none is another than the place, which may be one to write to.
fn not_made(place: &Path, beside: &Path, error: &io::Error) -> Failed {
    match (error.kind(), beside.parent()) {
        (io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem, Some(folder)) => unusable(format_args!(
            "cannot write {}: it is written as {} until it is whole, and that cannot be made: {error}. Name a file in a folder \
             that takes new files, or let {} take them",
            place.display(),
            beside.display(),
            in_words(folder)
        )),
        _ => Failed::file("write", place, error),
    }
}

/// The folder of a name that has none before it is this one.
fn in_words(folder: &Path) -> std::path::Display<'_> {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
    .display()
}

impl Drop for Partial {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            fs::remove_file(beside).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs;
    use std::io::{self, Write as _};
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use super::{FOR_ALL, FOR_OWNER, Partial, not_made};
    use crate::cli::failed::Failed;

    fn names(folder: &tempfile::TempDir) -> Vec<String> {
        let entries = fs::read_dir(folder.path()).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn what_is_not_kept_leaves_nothing_and_what_was_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a");
        fs::write(&place, "before").unwrap();
        let (partial, mut file) = Partial::begin(&place, 0o600).unwrap();
        file.write_all(b"half").unwrap();
        drop(partial);
        assert_eq!(
            (names(&folder), fs::read_to_string(&place).unwrap()),
            (vec!["a".to_owned()], "before".to_owned())
        );
        let (partial, mut file) = Partial::begin(&place, 0o600).unwrap();
        file.write_all(b"whole").unwrap();
        partial.keep().unwrap();
        assert_eq!(
            (names(&folder), fs::read_to_string(&place).unwrap()),
            (vec!["a".to_owned()], "whole".to_owned())
        );
        assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600);
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn nobody_may_read_more_than_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let (place, leftover) = (folder.path().join("a"), folder.path().join("a.partial"));
        for (found, asked, wanted) in [
            (0o600, FOR_ALL, 0o600),
            (0o640, FOR_ALL, 0o640),
            (0o664, FOR_ALL, 0o664),
            (0o644, FOR_OWNER, 0o600),
            (0o400, FOR_ALL, 0o400),
        ] {
            fs::write(&place, "before").unwrap();
            set_mode(&place, found);
            // Of a run that was killed.
            fs::write(&leftover, "half").unwrap();
            set_mode(&leftover, 0o666);
            let (partial, mut file) = Partial::begin(&place, asked).unwrap();
            assert_eq!(fs::metadata(&leftover).unwrap().permissions().mode() & 0o777, wanted);
            file.write_all(b"whole").unwrap();
            partial.keep().unwrap();
            let mode = fs::metadata(&place).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, wanted, "{found:o}, {asked:o}");
            assert_eq!(fs::read_to_string(&place).unwrap(), "whole");
            fs::remove_file(&place).unwrap();
        }
    }

    #[test]
    fn a_leftover_beside_a_new_place_opens_it_to_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let (place, leftover) = (folder.path().join("a"), folder.path().join("a.partial"));
        fs::write(&leftover, "half").unwrap();
        set_mode(&leftover, 0o666);
        let (partial, _file) = Partial::begin(&place, FOR_OWNER).unwrap();
        partial.keep().unwrap();
        assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_folder_that_takes_no_new_file_is_told_as_such() {
        let error = io::Error::from(io::ErrorKind::PermissionDenied);
        let told = |place: &str, beside: &str| not_made(Path::new(place), Path::new(beside), &error).text().unwrap();
        let text = told("depot/log", "depot/log.partial");
        for part in ["cannot write depot/log: ", "depot/log.partial", "let depot take them"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(told("log", "log.partial").contains("let . take them"));
    }

    #[test]
    fn a_folder_and_a_place_that_is_not_there_are_told_by_their_own_names() {
        let folder = tempfile::tempdir().unwrap();
        let told = |failed: Failed| failed.text().unwrap();
        let a_folder = told(Partial::begin(folder.path(), 0o600).err().unwrap());
        assert!(
            a_folder.contains(&format!("{} is a folder: name the file", folder.path().display())),
            "{a_folder}"
        );
        let nowhere = folder.path().join("none/depot");
        let missing = told(Partial::begin(&nowhere, 0o600).err().unwrap());
        assert!(
            missing.contains(&format!("cannot write {}: ", nowhere.display())),
            "{missing}"
        );
        assert_eq!(names(&folder), Vec::<String>::new());
    }
}
