//! What can go wrong when a version comes, moves or goes, told to its author or operator.

use std::path::PathBuf;

use super::signature;
use crate::ids::PluginName;
use crate::plugins::component::error::{ComponentError, FileError};
use crate::plugins::component::settings_schema::Violation;
use crate::plugins::stopping::Stopping;
use crate::store::StoreError;

/// Why a change was not made. What was active before is still active.
#[derive(Debug, thiserror::Error)]
pub enum VersionError {
    /// The component itself.
    #[error(transparent)]
    Component(#[from] ComponentError),
    /// The configuration wants a signature, and there is no good one.
    #[error(
        "{name} was refused: {reason}. This server takes components that are signed with one of these keys \
         (plugins.trusted_keys): {trusted}. `ocpp-central plugin push --key KEYFILE` signs on the way; \
         `ocpp-central plugin sign FILE --key KEYFILE` writes FILE.sig, whose text goes into the header {}, or \
         which lies beside the component in the plugin folder",
        signature::HEADER
    )]
    Signature {
        /// The plugin.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
        /// The keys, with commas between.
        trusted: String,
    },
    /// There is no such plugin.
    #[error("no plugin {name} is installed")]
    Unknown {
        /// As given.
        name: String,
    },
    /// It is being compiled.
    #[error("{name} is being made ready: try again in a moment")]
    NotReady {
        /// The plugin.
        name: String,
    },
    /// There is nothing to go back to.
    #[error("{name} has no earlier version to go back to")]
    NoEarlierVersion {
        /// The plugin.
        name: String,
    },
    /// It has no such version.
    #[error("{name} has no version {version:?}: its versions are listed under `versions`")]
    NoSuchVersion {
        /// The plugin.
        name: String,
        /// As given.
        version: String,
    },
    /// A version cannot be tried, or none is.
    #[error("{name}: {reason}")]
    Rollout {
        /// The plugin.
        name: String,
        /// Why.
        reason: &'static str,
    },
    /// Settings that the plugin cannot work with.
    #[error("{name} refuses its settings: {reason}")]
    Settings {
        /// The plugin.
        name: String,
        /// What is wrong with them.
        reason: String,
    },
    /// Settings that break the plugin's own schema.
    #[error("{name} refuses its settings: {}", shown(.violations))]
    SettingsBroken {
        /// The plugin.
        name: String,
        /// Where, and how; at least one.
        violations: Vec<Violation>,
    },
    /// There are no settings to go back to.
    #[error("{name} has no settings before those that are in force")]
    NoEarlierSettings {
        /// The plugin.
        name: String,
    },
    /// The version's file is not what was installed.
    #[error("{} is not the version {digest} that was installed: put {name} again", path.display())]
    Changed {
        /// The plugin.
        name: String,
        /// The file.
        path: PathBuf,
        /// What it should have.
        digest: String,
    },
    /// The record of a plugin in the store cannot be read.
    #[error("the record of {name} in the store cannot be read: {reason}")]
    Record {
        /// The plugin.
        name: String,
        /// The parser's words.
        reason: String,
    },
    /// The store could not keep the pointer.
    #[error("the change could not be stored")]
    Store(#[from] StoreError),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The work was cut off by the end of the process.
    #[error(transparent)]
    Stopping(#[from] Stopping),
}

/// The first of them, and how many there are.
fn shown(violations: &[Violation]) -> String {
    let Some(first) = violations.first() else {
        return "they do not fit its schema".to_owned();
    };
    let place = if first.pointer.is_empty() {
        "the settings"
    } else {
        &first.pointer
    };
    match violations.len() {
        0 | 1 => format!("{place}: {}", first.detail),
        all => format!("{place}: {}, and {} more", first.detail, all - 1),
    }
}

impl VersionError {
    /// There is no such plugin.
    #[must_use]
    pub fn unknown(name: &PluginName) -> Self {
        Self::Unknown { name: name.to_string() }
    }

    /// The plugin has no version that is named so.
    #[must_use]
    pub fn no_version(name: &PluginName, version: &str) -> Self {
        Self::NoSuchVersion {
            name: name.to_string(),
            version: version.to_owned(),
        }
    }

    /// Why a version is not tried, or no trial ends.
    #[must_use]
    pub fn rollout(name: &PluginName, reason: &'static str) -> Self {
        let name = name.to_string();
        Self::Rollout { name, reason }
    }
}
