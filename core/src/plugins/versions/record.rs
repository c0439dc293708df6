//! What is kept of a plugin's versions: which there are, which is active, which is tried. Pure.

use serde::{Deserialize, Serialize};

use crate::plugins::decide::rollout::Candidate;

/// Versions that are kept per plugin, the active one included.
const KEPT: usize = 5;

/// On which state a version is made active, or tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InitialState {
    /// On the one that it has: the state that all versions share, unless it was told otherwise before.
    #[default]
    Kept,
    /// On a copy of the active version's, which is left as it is.
    Copy,
    /// On an empty one.
    Empty,
}

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
    pub state: InitialState,
}

impl Install {
    /// As the active version, on the state that is there.
    #[must_use]
    pub fn active(source: Source) -> Self {
        Self {
            source,
            active: true,
            state: InitialState::Kept,
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
    #[serde(default, rename = "space", skip_serializing_if = "Option::is_none")]
    pub namespace: Option<u32>,
}

/// What is known of a plugin's versions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PluginVersions {
    /// The digest of the active version; none after a removal.
    pub active: Option<String>,
    /// Newest first.
    #[serde(rename = "versions")]
    pub kept: Vec<PluginVersion>,
    /// The version that is tried beside the active one.
    #[serde(default)]
    pub candidate: Option<Candidate>,
    /// What was last taken from the folder, so that the same file does not undo a later change.
    pub folder: Option<String>,
    /// So many versions got a state of their own.
    #[serde(default, rename = "spaces")]
    pub namespaces: u32,
    /// Its calls are recorded.
    #[serde(default)]
    pub recording: bool,
}

impl PluginVersions {
    /// The active version.
    #[must_use]
    pub fn active(&self) -> Option<&PluginVersion> {
        self.kept
            .iter()
            .find(|version| Some(&version.digest) == self.active.as_ref())
    }

    /// With a version installed and active; the oldest beyond five are left out.
    #[must_use]
    pub fn with(&self, mut version: PluginVersion) -> Self {
        // Given again it is what it was.
        version.namespace = self.version(&version.digest).and_then(|known| known.namespace);
        let folder = match version.source {
            Source::Folder => Some(version.digest.clone()),
            Source::Api => self.folder.clone(),
        };
        let active = Some(version.digest.clone());
        let others = self.kept.iter().filter(|other| other.digest != version.digest).cloned();
        let kept = std::iter::once(version.clone()).chain(others).take(KEPT).collect();
        Self {
            active,
            kept,
            candidate: None,
            folder,
            ..self.clone()
        }
    }

    /// With a new state for one of its versions, and that state's number.
    #[must_use]
    pub fn apart(&self, digest: &str) -> (Self, u32) {
        let mut versions = self.clone();
        versions.namespaces += 1;
        let number = versions.namespaces;
        for version in versions.kept.iter_mut().filter(|version| version.digest == digest) {
            version.namespace = Some(number);
        }
        (versions, number)
    }

    /// With a version installed beside the active one.
    #[must_use]
    pub fn uploaded(&self, version: PluginVersion) -> Self {
        let mut versions = self.with(version);
        let active = self.active().cloned();
        versions.active.clone_from(&self.active);
        versions.candidate.clone_from(&self.candidate);
        // The active one is never what falls off the end.
        if let Some(active) = active.filter(|active| !versions.kept.contains(active)) {
            versions.kept.pop();
            versions.kept.push(active);
        }
        versions
    }

    /// One of its versions, named by its digest (or how it begins, from 8 digits on) or by the author's
    /// version, of which the newest counts.
    #[must_use]
    pub fn version(&self, named: &str) -> Option<&PluginVersion> {
        let fits = |version: &&PluginVersion| {
            version.version == named || (named.len() >= 8 && version.digest.starts_with(named))
        };
        self.kept.iter().find(fits)
    }

    /// With a version that is tried, or none.
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
        let after_active = self.kept.iter().skip_while(|v| Some(&v.digest) != self.active.as_ref());
        let earlier = after_active.skip(1).map(|version| version.digest.clone()).next()?;
        Some(Self {
            active: Some(earlier),
            candidate: None,
            ..self.clone()
        })
    }

    /// With another of its versions active; see [`PluginVersions::version`].
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
            namespaces: self.namespaces,
            ..Self::default()
        }
    }
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
            namespace: None,
        }
    }

    fn versions(digests: &[&str]) -> PluginVersions {
        digests.iter().fold(PluginVersions::default(), |versions, digest| {
            versions.with(version(digest, Source::Api))
        })
    }

    #[test]
    fn five_versions_are_kept_newest_first() {
        let versions = versions(&["a", "b", "c", "d", "e", "f"]);
        let digests: Vec<_> = versions.kept.iter().map(|version| version.digest.as_str()).collect();
        assert_eq!(digests, ["f", "e", "d", "c", "b"]);
        assert_eq!(versions.active().unwrap().digest, "f");
    }

    #[test]
    fn rolling_back_goes_one_version_further_each_time() {
        let back = versions(&["a", "b", "c"]).rolled_back().unwrap();
        assert_eq!(back.active.as_deref(), Some("b"));
        let further = back.rolled_back().unwrap();
        assert_eq!(further.active.as_deref(), Some("a"));
        assert_eq!(further.rolled_back(), None);
    }

    #[test]
    fn a_removed_plugin_remembers_what_the_folder_gave() {
        let versions = versions(&["a"])
            .with(version("b", Source::Folder))
            .with(version("c", Source::Api));
        assert_eq!(versions.folder.as_deref(), Some("b"));
        assert_eq!(versions.emptied().folder.as_deref(), Some("b"));
        assert_eq!(versions.emptied().active(), None);
    }
}
