//! The record of each plugin's versions in the store: read at the start, written with each change.

use super::error::VersionError;
use super::history::HistoryEntry;
use super::record::PluginVersions;
use crate::clock::Time;
use crate::ids::PluginName;
use crate::state::put_encoded;
use crate::store::{Collection, Page, Store, Write};

/// By the plugin's name.
pub const POINTERS: Collection = Collection("plugins");

/// A change of what is kept of a plugin's versions.
#[derive(Clone, Copy)]
pub struct Change<'a> {
    /// Whose.
    pub plugin: &'a PluginName,
    /// Such as `install`, `rollback` or `canary`.
    pub what: &'static str,
    /// As they were.
    pub before: &'a PluginVersions,
    /// As they become.
    pub after: &'a PluginVersions,
    /// Why, where that does not go without saying.
    pub why: Option<&'a str>,
}

impl Change<'_> {
    /// The writes that make it durable, with its entry in the history.
    ///
    /// # Errors
    /// If the record cannot be written as JSON.
    pub fn writes(&self, now: Time) -> Result<Vec<Write>, VersionError> {
        let reason = |error: serde_json::Error| unreadable(self.plugin.as_str(), &error);
        let record = serde_json::to_vec(self.after).map_err(reason)?;
        let entry = HistoryEntry::new(self, now).kept(self.plugin, now);
        Ok(vec![
            put_encoded(POINTERS, self.plugin.to_string(), record),
            entry.map_err(reason)?,
        ])
    }
}

/// The record of a plugin cannot be read.
pub fn unreadable(plugin: &str, error: &serde_json::Error) -> VersionError {
    VersionError::Record {
        name: plugin.to_owned(),
        reason: error.to_string(),
    }
}

/// What is kept of all plugins, by their names.
///
/// # Errors
/// If the store or one of its records cannot be read.
pub fn all(store: &dyn Store) -> Result<Vec<(PluginName, PluginVersions)>, VersionError> {
    let mut found = Vec::new();
    loop {
        let last = found.last().map(|(name, _): &(PluginName, _)| name.to_string());
        let page = Page::all(100).after(last.as_deref());
        let entries = store.list(POINTERS, page)?;
        if entries.is_empty() {
            return Ok(found);
        }
        for (name, entry) in entries {
            let versions = serde_json::from_slice(&entry.value).map_err(|error| unreadable(&name, &error))?;
            found.push((PluginName::new(&name), versions));
        }
    }
}
