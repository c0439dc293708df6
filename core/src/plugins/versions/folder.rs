//! The watched folder: `NAME.wasm` is installed as NAME when it is new or changed. It is looked at
//! by time, length and digest; a file that is being written fails, is logged once, and is tried
//! again when it, or the signature beside it, has changed. A file that goes away removes nothing but the word that it
//! was refused.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::Versions;
use super::error::VersionError;
use super::record::{Install, Source};
use super::signature::{self, Component};
use crate::ids::PluginName;
use crate::plugins::component::error::FileError;
use crate::plugins::component::load::digest;
use crate::plugins::component::manifest;
use crate::plugins::stopping::blocking;

/// The folder, with what was seen of its files.
#[derive(Default)]
pub struct WatchedFolder {
    /// None: nothing is watched.
    path: Option<PathBuf>,
    /// Nothing larger is read, in bytes.
    largest: usize,
    seen: HashMap<PathBuf, Stamp>,
    /// Plugins whose files cannot be read, with the reason.
    unread: Vec<(String, String)>,
}

/// A file's time and length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// The same of the signature beside it, which may come later.
    signature: Option<(Option<SystemTime>, u64)>,
}

/// A file that is not as it was.
struct Changed {
    name: String,
    component: Component,
}

impl WatchedFolder {
    /// A folder that was never looked at.
    #[must_use]
    pub fn new(path: Option<PathBuf>, largest: usize) -> Self {
        Self {
            path,
            largest,
            seen: HashMap::new(),
            unread: Vec::new(),
        }
    }

    /// Looks at the folder once and installs what has changed.
    pub async fn scan(&mut self, versions: &Arc<Versions>) {
        let mut folder = std::mem::take(self);
        let looked = blocking(move || {
            let changed = folder.changed_files();
            Ok::<_, VersionError>((folder, changed))
        });
        let changed = match looked.await {
            Ok((folder, changed)) => {
                *self = folder;
                changed
            }
            // The process ends.
            Err(_) => return,
        };
        let changed = match changed {
            Ok(changed) => changed,
            Err(error) => return tracing::warn!(%error, "the plugin folder cannot be read"),
        };
        versions.of_folder.keep_only(&self.names());
        for (name, reason) in std::mem::take(&mut self.unread) {
            versions.of_folder.note(&PluginName::new(&name), reason);
        }
        for Changed { name, component } in changed {
            if versions.came_from_folder(&name, &component.bytes) {
                versions.of_folder.clear(&PluginName::new(&name));
                continue;
            }
            let installed = versions
                .install(&name, component, Install::active(Source::Folder))
                .await;
            match installed {
                Ok(_) => versions.of_folder.clear(&PluginName::new(&name)),
                Err(error) => {
                    let file = format!("{name}.wasm");
                    tracing::error!(file, %error, "a file of the plugin folder was not taken");
                    versions.of_folder.note(&PluginName::new(&name), error.to_string());
                }
            }
        }
    }

    /// Of which plugins there are files.
    fn names(&self) -> BTreeSet<PluginName> {
        let names = self.seen.keys().filter_map(|path| plugin_name(path));
        names.map(|name| PluginName::new(&name)).collect()
    }

    /// Looks at the folder, and says which plugins will come from it that are not there yet. Nothing is installed.
    pub async fn foresee(&mut self, versions: &Arc<Versions>) {
        let mut looking = Self::new(self.path.clone(), self.largest);
        let versions = Arc::clone(versions);
        let foreseeing = move || {
            // What cannot be read is told when it is installed.
            for Changed { name, component } in looking.changed_files().unwrap_or_default() {
                let came = versions.came_from_folder(&name, &component.bytes);
                if let (false, Ok(manifest)) = (came, manifest::read(&name, &component.bytes)) {
                    versions.foresee(manifest);
                }
            }
            Ok::<_, VersionError>(())
        };
        // Cut off by the end of the process alone.
        blocking(foreseeing).await.ok();
    }

    fn changed_files(&mut self) -> Result<Vec<Changed>, FileError> {
        let Some(folder) = self.path.clone().filter(|folder| folder.exists()) else {
            self.seen.clear();
            return Ok(Vec::new());
        };
        // One that goes and comes again is looked at again.
        self.seen.retain(|path, _| path.is_file());
        let mut changed = Vec::new();
        for entry in fs::read_dir(&folder).map_err(FileError::when("read", &folder))? {
            let path = entry.map_err(FileError::when("read", &folder))?.path();
            let Some(name) = plugin_name(&path) else { continue };
            let Some(stamp) = stamp(&path) else { continue };
            if self.seen.get(&path) == Some(&stamp) {
                continue;
            }
            // Noted before it is read: what is written while it is read gets another stamp.
            self.seen.insert(path.clone(), stamp);
            if stamp.length > u64::try_from(self.largest).unwrap_or(u64::MAX) {
                tracing::error!(path = %path.display(), bytes = stamp.length, "a file of the plugin folder is too large");
                let (bytes, largest) = (stamp.length, self.largest);
                self.unread
                    .push((name, format!("its file has {bytes} bytes, and {largest} are taken")));
                continue;
            }
            match fs::read(&path) {
                Ok(bytes) => {
                    let signature = signature::beside(&path);
                    let component = Component { bytes, signature };
                    changed.push(Changed { name, component });
                }
                Err(error) => {
                    tracing::warn!(path = %path.display(), %error, "a file of the plugin folder cannot be read");
                    self.unread.push((name, format!("its file cannot be read: {error}")));
                }
            }
        }
        changed.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(changed)
    }
}

impl Versions {
    /// Whether the folder gave exactly that before: what the operator did since then stays.
    fn came_from_folder(&self, name: &str, bytes: &[u8]) -> bool {
        let before = self
            .installations
            .get(&PluginName::new(name))
            .and_then(|installed| installed.versions.folder);
        before.is_some_and(|before| before == digest(bytes))
    }
}

fn plugin_name(path: &Path) -> Option<String> {
    let wasm = path.extension().is_some_and(|extension| extension == "wasm");
    wasm.then(|| path.file_stem()?.to_str().map(str::to_owned)).flatten()
}

fn stamp(path: &Path) -> Option<Stamp> {
    let look = |path: &Path| {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        Some((metadata.modified().ok(), metadata.len()))
    };
    let (modified, length) = look(path)?;
    Some(Stamp {
        modified,
        length,
        signature: look(&signature::file(path)),
    })
}
