//! The files of the versions: `FOLDER/NAME/DIGEST.wasm`. A file is there before the store's record names it, so a
//! crash between the two loses nothing.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;

use super::error::VersionError;
use super::record::{PluginVersion, PluginVersions};
use crate::ids::PluginName;
use crate::plugins::component::error::FileError;
use crate::plugins::component::load::digest;

/// The files of all versions: `FOLDER/NAME/DIGEST.wasm`.
pub struct ComponentFiles(pub PathBuf);

impl ComponentFiles {
    /// The bytes of a version, as they were installed.
    ///
    /// # Errors
    /// If the file cannot be read, or is another than it was.
    pub fn read(&self, plugin: &PluginName, wanted: &str) -> Result<Vec<u8>, VersionError> {
        let path = self.path(plugin, wanted);
        let bytes = fs::read(&path).map_err(FileError::when("read", &path))?;
        if digest(&bytes) == wanted {
            return Ok(bytes);
        }
        Err(VersionError::Changed {
            name: plugin.to_string(),
            path,
            digest: wanted.to_owned(),
        })
    }

    /// Keeps a version; it is on the disk when this returns.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn keep(&self, plugin: &PluginName, digest: &str, bytes: &[u8]) -> Result<(), VersionError> {
        let path = self.path(plugin, digest);
        let folder = self.0.join(plugin.as_str());
        fs::create_dir_all(&folder).map_err(FileError::when("make", &folder))?;
        let part = path.with_extension("part");
        let mut file = File::create(&part).map_err(FileError::when("make", &part))?;
        file.write_all(bytes)
            .and_then(|()| file.sync_all())
            .map_err(FileError::when("write", &part))?;
        fs::rename(&part, &path).map_err(FileError::when("rename", &part))?;
        let synced = File::open(&folder).and_then(|folder| folder.sync_all());
        Ok(synced.map_err(FileError::when("write", &folder))?)
    }

    /// Removes the files that the versions do not list any more. What stays behind is only space.
    pub fn tidy(&self, plugin: &PluginName, old: &PluginVersions, new: &PluginVersions) {
        let gone = |version: &&PluginVersion| !new.kept.iter().any(|kept| kept.digest == version.digest);
        for version in old.kept.iter().filter(gone) {
            self.tidy_compiled(plugin, &version.digest);
            let path = self.path(plugin, &version.digest);
            if let Err(error) = fs::remove_file(&path) {
                tracing::warn!(path = %path.display(), %error, "an old version of a plugin stays on the disk");
            }
        }
    }

    /// Where the recording of a plugin's calls is.
    #[must_use]
    pub fn recording(&self, plugin: &PluginName) -> PathBuf {
        self.0.join(plugin.as_str()).join("recording")
    }

    /// Where the compiled code of a plugin's versions is.
    #[must_use]
    pub fn compiled(&self, plugin: &PluginName) -> PathBuf {
        self.0.join(plugin.as_str()).join("compiled")
    }

    /// Removes the compiled code of a version, for whichever engine it was.
    pub fn tidy_compiled(&self, plugin: &PluginName, digest: &str) {
        let Ok(entries) = fs::read_dir(self.compiled(plugin)) else {
            return;
        };
        for entry in entries.filter_map(Result::ok) {
            if entry.file_name().to_string_lossy().starts_with(digest) {
                fs::remove_file(entry.path()).ok();
            }
        }
    }

    fn path(&self, plugin: &PluginName, digest: &str) -> PathBuf {
        self.0.join(plugin.as_str()).join(format!("{digest}.wasm"))
    }
}
