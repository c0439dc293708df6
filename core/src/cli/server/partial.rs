//! A file that somebody asked for: it is written beside its place, and stands there once it is whole. Whatever fails before,
//! nothing of it is left.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::cli::failed::{Failed, unusable};

/// One that is being written.
pub struct Partial {
    place: PathBuf,
    /// None: it is written where it belongs, which is no regular file, such as a pipe.
    beside: Option<PathBuf>,
}

impl Partial {
    /// Makes the file. `mode`: who may read and write it. To be called before anything is fetched.
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
        let is_other = found.is_some_and(|found| !found.is_file());
        let beside = (!is_other).then(|| {
            let mut name = end.as_os_str().to_owned();
            name.push(".partial");
            PathBuf::from(name)
        });
        let opened = File::options()
            .write(true)
            .create(!is_other)
            .truncate(true)
            .mode(mode)
            .open(beside.as_ref().unwrap_or(&end));
        let file = opened.map_err(|error| Failed::file("write", place, &error))?;
        Ok((Self { place: end, beside }, file))
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
    use std::io::Write as _;
    use std::os::unix::fs::PermissionsExt as _;

    use super::Partial;
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
