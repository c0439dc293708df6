//! What is kept of a plugin's versions: which there are, which is active, which is tried. Pure.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::plugins::decide::rollout::Candidate;

/// Versions that are kept per plugin, the active one included.
const KEPT: usize = 5;
/// Points that are kept of what was active before, and of which settings were in force.
const STEPS: usize = 20;

/// On which state a version is made active, or tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = InitialPluginState)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = PluginSource)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
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
    #[schema(format = DateTime)]
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
    /// What was active before, the last of it last: where a rollback goes. None: a record of form 1, which does not say.
    #[serde(default)]
    pub before: Option<Vec<Before>>,
    /// The settings that were set at run time; none: the file's are in force.
    #[serde(default)]
    pub settings: Option<Value>,
    /// Those before them, the last last; none among them: the file's.
    #[serde(default)]
    pub settings_before: Vec<Option<Value>>,
}

/// What was active once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Which version.
    pub digest: String,
    /// The settings that were set at run time; none: the file's.
    pub settings: Option<Value>,
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
        let kept = std::iter::once(version.clone()).chain(others).collect();
        let versions = Self {
            kept,
            folder,
            ..self.clone()
        };
        versions.moved(active).trimmed()
    }

    /// With another active version; the one before is where a rollback goes.
    fn moved(&self, active: Option<String>) -> Self {
        let mut before = self.known_before();
        if let Some(left) = self.active.clone().filter(|left| active.as_ref() != Some(left)) {
            before.push(Before {
                digest: left,
                settings: self.settings.clone(),
            });
        }
        before.drain(..before.len().saturating_sub(STEPS));
        Self {
            active,
            candidate: None,
            before: Some(before),
            ..self.clone()
        }
    }

    /// What was active before. Of a record that does not say: the versions that were installed before the active one.
    fn known_before(&self) -> Vec<Before> {
        if let Some(before) = &self.before {
            return before.clone();
        }
        let from_active = self.kept.iter().skip_while(|v| Some(&v.digest) != self.active.as_ref());
        let mut before: Vec<_> = from_active
            .skip(1)
            .map(|version| Before {
                digest: version.digest.clone(),
                settings: None,
            })
            .collect();
        before.reverse();
        before
    }

    /// Without the oldest versions beyond five. The active one stays, what is tried, and what a rollback goes to.
    fn trimmed(mut self) -> Self {
        let last = self
            .before
            .iter()
            .flatten()
            .next_back()
            .map(|before| before.digest.clone());
        let tried = self.candidate.as_ref().map(|candidate| candidate.digest.clone());
        let stays = [self.active.clone(), tried, last];
        while self.kept.len() > KEPT {
            let goes = |version: &PluginVersion| !stays.contains(&Some(version.digest.clone()));
            let Some(oldest) = self.kept.iter().rposition(goes) else {
                break;
            };
            self.kept.remove(oldest);
        }
        let kept: Vec<_> = self.kept.iter().map(|version| version.digest.clone()).collect();
        if let Some(before) = &mut self.before {
            before.retain(|before| kept.contains(&before.digest));
        }
        self
    }

    /// Other settings than these are in force from now on.
    pub fn leave_settings(&mut self) {
        self.settings_before.push(self.settings.clone());
        let most = self.settings_before.len().saturating_sub(STEPS);
        self.settings_before.drain(..most);
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
        let with = self.with(version.clone());
        let kept = with.kept(&version.digest).cloned().into_iter();
        let others = self.kept.iter().filter(|other| other.digest != version.digest).cloned();
        let versions = Self {
            kept: kept.chain(others).collect(),
            folder: with.folder,
            before: Some(self.known_before()),
            ..self.clone()
        };
        versions.trimmed()
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

    fn kept(&self, digest: &str) -> Option<&PluginVersion> {
        self.kept.iter().find(|version| version.digest == digest)
    }

    /// With a version that is tried, or none.
    #[must_use]
    pub fn trying(&self, candidate: Option<Candidate>) -> Self {
        Self {
            candidate,
            ..self.clone()
        }
    }

    /// With what was active before, and the settings that were in force then.
    #[must_use]
    pub fn rolled_back(&self) -> Option<Self> {
        let mut before = self.known_before();
        let back = loop {
            let back = before.pop()?;
            if Some(&back.digest) != self.active.as_ref() && self.kept(&back.digest).is_some() {
                break back;
            }
        };
        let versions = Self {
            active: Some(back.digest),
            candidate: None,
            before: Some(before),
            ..self.clone()
        };
        Some(versions.configured(back.settings))
    }

    /// With another of its versions active; see [`PluginVersions::version`].
    #[must_use]
    pub fn activated(&self, named: &str) -> Option<Self> {
        Some(self.moved(Some(self.version(named)?.digest.clone())))
    }

    /// With nothing left but the settings, and what was last taken from the folder.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self {
            folder: self.folder.clone(),
            namespaces: self.namespaces,
            settings: self.settings.clone(),
            settings_before: self.settings_before.clone(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

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
    fn rolling_back_goes_to_what_was_active_and_not_to_what_was_installed() {
        let installed = versions(&["a", "b", "c"]);
        let activated = installed.moved(Some("a".to_owned()));
        assert_eq!(activated.active.as_deref(), Some("a"));
        let back = activated.rolled_back().unwrap();
        assert_eq!(back.active.as_deref(), Some("c"), "which was active before");
        assert_eq!(back.rolled_back().unwrap().active.as_deref(), Some("b"));
        let beside = versions(&["a"]).uploaded(version("b", Source::Api));
        let next = beside.with(version("c", Source::Api));
        assert_eq!(
            next.rolled_back().unwrap().active.as_deref(),
            Some("a"),
            "b was never active"
        );
    }

    #[test]
    fn what_a_rollback_goes_to_is_kept_however_much_is_uploaded() {
        let mut kept = versions(&["a", "b"]);
        for digest in ["c", "d", "e", "f", "g"] {
            kept = kept.uploaded(version(digest, Source::Api));
        }
        let digests: Vec<_> = kept.kept.iter().map(|version| version.digest.as_str()).collect();
        assert_eq!(digests, ["g", "f", "e", "b", "a"]);
        assert_eq!(kept.rolled_back().unwrap().active.as_deref(), Some("a"));
    }

    #[test]
    fn a_record_that_does_not_say_what_was_active_rolls_back_to_what_was_installed() {
        let old = PluginVersions {
            before: None,
            ..versions(&["a", "b", "c"])
        };
        let back = old.rolled_back().unwrap();
        assert_eq!(back.active.as_deref(), Some("b"));
        assert_eq!(back.rolled_back().unwrap().active.as_deref(), Some("a"));
        assert_eq!(back.rolled_back().unwrap().rolled_back(), None);
    }

    #[test]
    fn settings_go_back_with_their_version() {
        let (one, two) = (json!({"n": 1}), json!({"n": 2}));
        let first = versions(&["a"]).configured(Some(one.clone()));
        let second = first.with(version("b", Source::Api)).configured(Some(two.clone()));
        let back = second.rolled_back().unwrap();
        assert_eq!((back.active.as_deref(), &back.settings), (Some("a"), &Some(one)));
        let again = back.reconfigured().unwrap();
        assert_eq!(
            again.settings,
            Some(two),
            "what was in force before can be gone back to"
        );
        assert_eq!(versions(&["a"]).reconfigured(), None);
        assert_eq!(first.reconfigured().unwrap().settings, None, "the file's");
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
