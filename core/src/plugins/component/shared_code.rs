//! Compiled code that several servers of one user share (`plugins.compiled_cache`): taken instead of compiling,
//! given after it. Code is run as it is, so the folder must be this user's, and is closed to everybody else.
//! Whether a component is taken is never shared: each server plays the fixtures of what comes in.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The code of one component for one engine, which need not be there.
pub struct SharedCode(PathBuf);

impl SharedCode {
    /// The code called so in the folder of the setting, which is made.
    ///
    /// # Errors
    /// If the folder cannot be made or closed, or belongs to another user.
    pub fn open(file: &Path) -> io::Result<Self> {
        if let Some(folder) = file.parent() {
            private_folder(folder)?;
        }
        Ok(Self(file.to_owned()))
    }

    /// Copies the code, and says whether there was any. A copy, because a server's own code is its own: what
    /// happens to the one happens to no other.
    #[must_use]
    pub fn take(&self, to: &Path) -> bool {
        fs::copy(&self.0, to).is_ok()
    }

    /// Leaves the code. Others may look at the same time, so it comes by a rename.
    ///
    /// # Errors
    /// If there is no space, for instance.
    pub fn give(&self, code: &[u8]) -> io::Result<()> {
        let part = self.0.with_extension(format!("{}.part", std::process::id()));
        let given = fs::write(&part, code).and_then(|()| fs::rename(&part, &self.0));
        if given.is_err() {
            fs::remove_file(&part).ok();
        }
        given
    }
}

/// Makes a folder that only this user can look into: what is loaded from it is run as it is.
///
/// # Errors
/// If it cannot be made or closed, or belongs to another user, who could open it again.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
        if fs::metadata(folder)?.uid() != rustix::process::geteuid().as_raw() {
            let reason = "it belongs to another user, who could change the code in it";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, reason));
        }
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn what_is_given_is_taken_again_and_only_that() {
        let folder = tempfile::tempdir().unwrap();
        let (own, shared) = (folder.path().join("own"), folder.path().join("shared/code.cwasm"));
        let code = SharedCode::open(&shared).unwrap();
        assert!(!code.take(&own));
        code.give(b"code").unwrap();
        assert!(code.take(&own));
        assert_eq!(fs::read(&own).unwrap(), b"code");
        let there: Vec<_> = fs::read_dir(shared.parent().unwrap()).unwrap().collect();
        assert_eq!(there.len(), 1, "{there:?}");
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_is_closed_to_everybody_else() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        SharedCode::open(&folder.path().join("code.cwasm")).unwrap();
        let mode = fs::metadata(folder.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
