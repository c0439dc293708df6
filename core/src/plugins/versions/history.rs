//! What was done to a plugin when: an entry for each change, written with it, readable newest first.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::VersionError;
use super::library::{Change, unreadable};
use super::record::{PluginVersion, PluginVersions, Source};
use crate::clock::{self, Time};
use crate::ids::PluginName;
use crate::state::{delete, put_encoded};
use crate::store::{Collection, Page, Store, Write};

/// By the plugin's name and the time, the newest first.
pub const HISTORY: Collection = Collection("plugin-history");
/// Entries that are kept of a plugin.
const KEPT: usize = 1_000;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PluginHistoryEntry)]
pub struct HistoryEntry {
    /// When: RFC 3339.
    #[schema(format = DateTime)]
    pub at: String,
    /// Such as `install`, `rollback` or `canary`.
    pub what: String,
    /// Which version it was about, where that is not the active one.
    pub version: Option<Named>,
    /// The active version before.
    pub from: Option<Named>,
    /// The active version after it.
    pub to: Option<Named>,
    /// Where an installed version came from.
    pub source: Option<Source>,
    /// Why a trial ended: `operator`, or what it was taken back for, such as `failures: 5 of 9 calls, and 5 end a trial`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The settings, where they were changed at run time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<ChangedSettings>,
}

/// Settings that were changed at run time; none: the file's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ChangedSettings {
    /// Before.
    pub from: Option<Value>,
    /// After it.
    pub to: Option<Value>,
}

/// A version as an entry names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = NamedPluginVersion)]
pub struct Named {
    /// The author's version.
    pub version: String,
    /// Its digest.
    pub digest: String,
}

impl From<&PluginVersion> for Named {
    fn from(version: &PluginVersion) -> Self {
        Self {
            version: version.version.clone(),
            digest: version.digest.clone(),
        }
    }
}

impl HistoryEntry {
    /// The entry of a change.
    #[must_use]
    pub fn new(change: &Change<'_>, now: Time) -> Self {
        let Change {
            what,
            before,
            after,
            why,
            ..
        } = *change;
        let tried =
            |versions: &'_ PluginVersions| versions.candidate.as_ref().map(|candidate| candidate.digest.clone());
        let about = match what {
            "upload" => after.kept.first(),
            "shadow" | "canary" => tried(after).and_then(|digest| after.version(&digest)),
            "end-trial" => tried(before).and_then(|digest| before.version(&digest)),
            _ => None,
        };
        let brought = if what == "end-trial" { None } else { about };
        let installed = if what == "install" { after.active() } else { brought };
        Self {
            at: clock::text(now),
            what: what.to_owned(),
            version: about.map(Named::from),
            from: before.active().map(Named::from),
            to: after.active().map(Named::from),
            source: installed.map(|version| version.source),
            why: why.map(str::to_owned),
            settings: (before.settings != after.settings).then(|| ChangedSettings {
                from: before.settings.clone(),
                to: after.settings.clone(),
            }),
        }
    }

    /// The write that keeps it.
    ///
    /// # Errors
    /// A record without a JSON form.
    pub fn kept(&self, plugin: &PluginName, now: Time) -> serde_json::Result<Write> {
        let micros = u64::try_from(now.timestamp_micros()).unwrap_or_default();
        let key = format!("{plugin}/{:020}/{}", u64::MAX - micros, self.what);
        Ok(put_encoded(HISTORY, key, serde_json::to_vec(self)?))
    }
}

/// A page of what was done to a plugin, the newest first, each with its key, after one key.
///
/// # Errors
/// If the store or an entry cannot be read.
pub fn entries(store: &dyn Store, plugin: &PluginName, page: Extract<'_>) -> Result<Vec<Keyed>, VersionError> {
    let prefix = format!("{plugin}/");
    let page = Page::of(&prefix, page.limit).after(page.after);
    let entries = store.list(HISTORY, page)?.into_iter();
    let read = entries.map(|(key, entry)| {
        let read = serde_json::from_slice(&entry.value);
        Ok((key, read.map_err(|error| unreadable(plugin.as_str(), &error))?))
    });
    read.collect()
}

/// An entry with its key.
pub type Keyed = (String, HistoryEntry);

/// Which part of a list.
#[derive(Debug, Clone, Copy)]
pub struct Extract<'a> {
    /// The key before it.
    pub after: Option<&'a str>,
    /// So many at most.
    pub limit: usize,
}

/// The writes that remove the oldest entries of a plugin.
///
/// # Errors
/// If the store or an entry cannot be read.
pub fn outdated(store: &dyn Store, plugin: &PluginName) -> Result<Vec<Write>, VersionError> {
    let page = |after| Extract { after, limit: KEPT };
    let kept = entries(store, plugin, page(None))?;
    let Some((last, _)) = kept.last().filter(|_| kept.len() == KEPT) else {
        return Ok(Vec::new());
    };
    let old = entries(store, plugin, page(Some(last)))?;
    Ok(old.into_iter().map(|(key, _)| delete(HISTORY, key)).collect())
}
