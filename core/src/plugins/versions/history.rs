//! What was done to a plugin when: an entry for each change, written with it, readable newest first.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::change::checked;
use crate::plugins::error::PluginError;
use crate::plugins::host::{PluginHost, blocking};
use super::library::{PluginVersion, Shelf, Source};
use crate::clock::{self, Time};
use crate::ids::PluginName;
use crate::state::{delete, put_encoded};
use crate::store::{Collection, Page, Write};

/// By the plugin's name and the time, the newest first.
pub const HISTORY: Collection = Collection("plugin-history");
/// Entries that are kept of a plugin.
const KEPT: usize = 1_000;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// When: RFC 3339.
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
}

/// A version as an entry names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The entry of a change from one shelf to another.
    #[must_use]
    pub fn new(what: &str, (old, new): (&Shelf, &Shelf), now: Time) -> Self {
        let candidate = new.candidate.as_ref().map(|candidate| candidate.digest.as_str());
        let about = match what {
            "upload" => new.versions.first(),
            "shadow" | "canary" => candidate.and_then(|digest| new.version(digest)),
            _ => None,
        };
        let installed = if what == "install" { new.active() } else { about };
        Self {
            at: clock::text(now),
            what: what.to_owned(),
            version: about.map(Named::from),
            from: old.active().map(Named::from),
            to: new.active().map(Named::from),
            source: installed.map(|version| version.source),
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

impl PluginHost {
    /// What was done to a plugin, the newest first, also to one that was removed; each with its key, `after`
    /// which a list goes on.
    ///
    /// # Errors
    /// If the name is none, or the store cannot be read.
    pub async fn history(
        self: &Arc<Self>,
        name: &str,
        after: Option<String>,
        limit: usize,
    ) -> Result<Vec<(String, HistoryEntry)>, PluginError> {
        let (name, host) = (checked(name)?, Arc::clone(self));
        blocking(move || host.entries(&name, after.as_deref(), limit)).await
    }

    fn entries(
        &self,
        name: &PluginName,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, HistoryEntry)>, PluginError> {
        let prefix = format!("{name}/");
        let page = Page {
            prefix: &prefix,
            after,
            limit,
        };
        let entries = self.store.list(HISTORY, page)?.into_iter();
        let read = entries.map(|(key, entry)| {
            let unreadable = |error: serde_json::Error| PluginError::Record {
                name: name.to_string(),
                reason: error.to_string(),
            };
            Ok((key, serde_json::from_slice(&entry.value).map_err(unreadable)?))
        });
        read.collect()
    }

    /// Removes the oldest entries of a plugin.
    ///
    /// # Errors
    /// If the store cannot be read or written.
    pub async fn forget_history(self: &Arc<Self>, name: &PluginName) -> Result<(), PluginError> {
        let (plugin, host) = (name.clone(), Arc::clone(self));
        let old = blocking(move || {
            let kept = host.entries(&plugin, None, KEPT)?;
            let Some((last, _)) = kept.last().filter(|_| kept.len() == KEPT) else {
                return Ok(Vec::new());
            };
            host.entries(&plugin, Some(last), KEPT)
        });
        let removed: Vec<_> = old.await?.into_iter().map(|(key, _)| delete(HISTORY, key)).collect();
        if !removed.is_empty() {
            self.store.write(removed).await?;
        }
        Ok(())
    }
}
