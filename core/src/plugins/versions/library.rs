//! The versions of each plugin: their files on the disk, and the pointer to the active one in the
//! store. A file is there before the pointer names it, so a crash between the two loses nothing.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::plugins::decide::rollout::Candidate;
use crate::plugins::component::load::digest;
use crate::plugins::error::PluginError;
use super::history::HistoryEntry;
use super::state::Begin;
use crate::clock::Time;
use crate::ids::PluginName;
use crate::store::{Change, Collection, Expect, Page, Store, Write};

/// The pointers, by the plugin's name.
pub const POINTERS: Collection = Collection("plugins");
/// Versions that are kept per plugin, the active one included.
const KEPT: usize = 5;

/// Where a version came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The admin API.
    Api,
    /// The watched folder.
    Folder,
}

/// How a version is installed.
#[derive(Debug, Clone, Copy)]
pub struct Install {
    /// Where it comes from.
    pub source: Source,
    /// It becomes the active version; else it is kept beside it.
    pub active: bool,
    /// On which state.
    pub begin: Begin,
}

impl Install {
    /// As the active version, on the state that is there.
    #[must_use]
    pub fn active(source: Source) -> Self {
        Self {
            source,
            active: true,
            begin: Begin::Kept,
        }
    }
}

/// One version that was installed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PluginVersion {
    /// SHA-256 of the component, in hexadecimal.
    pub digest: String,
    /// The author's version.
    pub version: String,
    /// In bytes.
    pub size: usize,
    /// Where it came from.
    pub source: Source,
    /// RFC 3339.
    pub installed_at: String,
    /// The number of the state that is its own; none: the one that all versions share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space: Option<u32>,
}

/// What is known of a plugin's versions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Shelf {
    /// The digest of the active version; none after a removal.
    pub active: Option<String>,
    /// Newest first.
    pub versions: Vec<PluginVersion>,
    /// The version that is tried beside the active one.
    #[serde(default)]
    pub candidate: Option<Candidate>,
    /// What was last taken from the folder, so that the same file does not undo a later change.
    pub folder: Option<String>,
    /// So many versions got a state of their own.
    #[serde(default)]
    pub spaces: u32,
    /// Its calls are recorded.
    #[serde(default)]
    pub recording: bool,
}

impl Shelf {
    /// The active version.
    #[must_use]
    pub fn active(&self) -> Option<&PluginVersion> {
        self.versions
            .iter()
            .find(|version| Some(&version.digest) == self.active.as_ref())
    }

    /// With a version installed and active; the oldest beyond five are left out.
    #[must_use]
    pub fn with(&self, mut version: PluginVersion) -> Self {
        // Given again it is what it was.
        version.space = self.version(&version.digest).and_then(|known| known.space);
        let folder = match version.source {
            Source::Folder => Some(version.digest.clone()),
            Source::Api => self.folder.clone(),
        };
        let active = Some(version.digest.clone());
        let others = self
            .versions
            .iter()
            .filter(|other| other.digest != version.digest)
            .cloned();
        let versions = std::iter::once(version.clone()).chain(others).take(KEPT).collect();
        Self {
            active,
            versions,
            candidate: None,
            folder,
            ..self.clone()
        }
    }

    /// With a new state for one of its versions, and that state's number.
    #[must_use]
    pub fn apart(&self, digest: &str) -> (Self, u32) {
        let mut shelf = self.clone();
        shelf.spaces += 1;
        let number = shelf.spaces;
        for version in shelf.versions.iter_mut().filter(|version| version.digest == digest) {
            version.space = Some(number);
        }
        (shelf, number)
    }

    /// With a version installed beside the active one.
    #[must_use]
    pub fn shelved(&self, version: PluginVersion) -> Self {
        let mut shelf = self.with(version);
        let active = self.active().cloned();
        shelf.active.clone_from(&self.active);
        shelf.candidate.clone_from(&self.candidate);
        // The active one is never what falls off the end.
        if let Some(active) = active.filter(|active| !shelf.versions.contains(active)) {
            shelf.versions.pop();
            shelf.versions.push(active);
        }
        shelf
    }

    /// One of its versions, named by its digest (or how it begins, from 8 digits on) or by the author's
    /// version, of which the newest counts.
    #[must_use]
    pub fn version(&self, named: &str) -> Option<&PluginVersion> {
        let fits = |version: &&PluginVersion| {
            version.version == named || (named.len() >= 8 && version.digest.starts_with(named))
        };
        self.versions.iter().find(fits)
    }

    /// With a version on trial, or none.
    #[must_use]
    pub fn trying(&self, candidate: Option<Candidate>) -> Self {
        Self {
            candidate,
            ..self.clone()
        }
    }

    /// With the version active that was installed before the active one.
    #[must_use]
    pub fn rolled_back(&self) -> Option<Self> {
        let after_active = self
            .versions
            .iter()
            .skip_while(|v| Some(&v.digest) != self.active.as_ref());
        let earlier = after_active.skip(1).map(|version| version.digest.clone()).next()?;
        Some(Self {
            active: Some(earlier),
            candidate: None,
            ..self.clone()
        })
    }

    /// With another of its versions active; see [`Shelf::version`].
    #[must_use]
    pub fn activated(&self, named: &str) -> Option<Self> {
        Some(Self {
            active: Some(self.version(named)?.digest.clone()),
            candidate: None,
            ..self.clone()
        })
    }

    /// With nothing left but what was last taken from the folder.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self {
            folder: self.folder.clone(),
            spaces: self.spaces,
            ..Self::default()
        }
    }
}

/// The writes that make a change of a shelf durable, with its entry in the history.
///
/// # Errors
/// If the record cannot be written as JSON.
pub fn writes(
    plugin: &PluginName,
    what: &'static str,
    (old, new): (&Shelf, &Shelf),
    now: Time,
) -> Result<Vec<Write>, PluginError> {
    let entry = HistoryEntry::new(what, (old, new), now);
    let reason = |error: serde_json::Error| unreadable(plugin.as_str(), &error);
    Ok(vec![
        put(POINTERS, plugin.to_string(), json(plugin, new)?),
        entry.kept(plugin, now).map_err(reason)?,
    ])
}

fn json<T: Serialize>(plugin: &PluginName, value: &T) -> Result<Vec<u8>, PluginError> {
    let reason = |error: serde_json::Error| unreadable(plugin.as_str(), &error);
    serde_json::to_vec(value).map_err(reason)
}

fn unreadable(plugin: &str, error: &serde_json::Error) -> PluginError {
    PluginError::Record {
        name: plugin.to_owned(),
        reason: error.to_string(),
    }
}

fn put(collection: Collection, key: String, value: Vec<u8>) -> Write {
    Write {
        collection,
        key,
        expect: Expect::Any,
        change: Change::Put(value),
    }
}

/// All shelves of the store, by the plugin's name.
///
/// # Errors
/// If the store or one of its records cannot be read.
pub fn shelves(store: &dyn Store) -> Result<Vec<(PluginName, Shelf)>, PluginError> {
    let mut shelves = Vec::new();
    loop {
        let last = shelves.last().map(|(name, _): &(PluginName, Shelf)| name.to_string());
        let page = Page {
            prefix: "",
            after: last.as_deref(),
            limit: 100,
        };
        let entries = store.list(POINTERS, page)?;
        if entries.is_empty() {
            return Ok(shelves);
        }
        for (name, entry) in entries {
            let shelf = serde_json::from_slice(&entry.value).map_err(|error| unreadable(&name, &error))?;
            shelves.push((PluginName::new(&name), shelf));
        }
    }
}

/// The files of all versions: `FOLDER/NAME/DIGEST.wasm`.
pub struct Files(pub PathBuf);

impl Files {
    /// The bytes of a version, as they were installed.
    ///
    /// # Errors
    /// If the file cannot be read, or is another than it was.
    pub fn read(&self, plugin: &PluginName, wanted: &str) -> Result<Vec<u8>, PluginError> {
        let path = self.path(plugin, wanted);
        let bytes = fs::read(&path).map_err(failed("read", &path))?;
        if digest(&bytes) == wanted {
            return Ok(bytes);
        }
        Err(PluginError::Changed {
            name: plugin.to_string(),
            path,
            digest: wanted.to_owned(),
        })
    }

    /// Keeps a version; it is on the disk when this returns.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn keep(&self, plugin: &PluginName, digest: &str, bytes: &[u8]) -> Result<(), PluginError> {
        let path = self.path(plugin, digest);
        let folder = self.0.join(plugin.as_str());
        fs::create_dir_all(&folder).map_err(failed("make", &folder))?;
        let part = path.with_extension("part");
        let mut file = File::create(&part).map_err(failed("make", &part))?;
        file.write_all(bytes)
            .and_then(|()| file.sync_all())
            .map_err(failed("write", &part))?;
        fs::rename(&part, &path).map_err(failed("rename", &part))?;
        let synced = File::open(&folder).and_then(|folder| folder.sync_all());
        synced.map_err(failed("write", &folder))
    }

    /// Removes the files that a shelf does not list any more. What stays behind is only space.
    pub fn tidy(&self, plugin: &PluginName, (old, new): (&Shelf, &Shelf)) {
        let gone = |version: &&PluginVersion| !new.versions.iter().any(|kept| kept.digest == version.digest);
        for version in old.versions.iter().filter(gone) {
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

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> PluginError {
    let path = path.to_owned();
    move |source| PluginError::File { doing, path, source }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn version(digest: &str, source: Source) -> PluginVersion {
        PluginVersion {
            digest: digest.to_owned(),
            version: "0.1.0".to_owned(),
            size: 1,
            source,
            installed_at: String::new(),
            space: None,
        }
    }

    fn shelf(digests: &[&str]) -> Shelf {
        digests.iter().fold(Shelf::default(), |shelf, digest| {
            shelf.with(version(digest, Source::Api))
        })
    }

    #[test]
    fn five_versions_are_kept_newest_first() {
        let shelf = shelf(&["a", "b", "c", "d", "e", "f"]);
        let digests: Vec<_> = shelf.versions.iter().map(|version| version.digest.as_str()).collect();
        assert_eq!(digests, ["f", "e", "d", "c", "b"]);
        assert_eq!(shelf.active().unwrap().digest, "f");
    }

    #[test]
    fn rolling_back_goes_one_version_further_each_time() {
        let back = shelf(&["a", "b", "c"]).rolled_back().unwrap();
        assert_eq!(back.active.as_deref(), Some("b"));
        let further = back.rolled_back().unwrap();
        assert_eq!(further.active.as_deref(), Some("a"));
        assert_eq!(further.rolled_back(), None);
    }

    #[test]
    fn a_removed_plugin_remembers_what_the_folder_gave() {
        let shelf = shelf(&["a"])
            .with(version("b", Source::Folder))
            .with(version("c", Source::Api));
        assert_eq!(shelf.folder.as_deref(), Some("b"));
        assert_eq!(shelf.emptied().folder.as_deref(), Some("b"));
        assert_eq!(shelf.emptied().active(), None);
    }
}
