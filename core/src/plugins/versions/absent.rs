//! Plugins that are wanted and do not run, with the reason: one that the configuration names and nobody installed, one
//! that is compiled, one whose component was not taken.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::Versions;
use super::installed::Installed;
use crate::ids::PluginName;

/// A plugin that cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PluginNotRunning, examples(json!({"name": "tariff", "order": 1, "state": "compiling", "reason": "it is compiled; until it is ready, what it decides is answered by its on_failure"})))]
pub struct NotRunning {
    /// Its name.
    pub name: PluginName,
    /// Its place among the configured plugins, from 0; none if it has no `[[plugin]]`.
    pub order: Option<usize>,
    /// Why, in one word.
    pub state: WhyNot,
    /// Why, in a sentence.
    pub reason: String,
}

/// Why a plugin does not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = PluginNotRunningState)]
pub enum WhyNot {
    /// No version of it is active.
    Missing,
    /// It will run in a moment.
    Compiling,
    /// Its component was not taken.
    Refused,
}

/// What was wrong with components that nobody was told about: those of the watched folder, and those that were active
/// before the server's start.
#[derive(Debug, Default)]
pub struct Refusals(Mutex<BTreeMap<PluginName, String>>);

impl Refusals {
    /// A component was not taken.
    pub fn note(&self, name: &PluginName, reason: String) {
        self.locked().insert(name.clone(), reason);
    }

    /// One was.
    pub fn clear(&self, name: &PluginName) {
        self.locked().remove(name);
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<PluginName, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Versions {
    /// What is wanted and does not run: the configured plugins in their order, then others.
    #[must_use]
    pub fn not_running(&self) -> Vec<NotRunning> {
        let installed = self.installations.all();
        let refused = self.refusals.locked().clone();
        let settings = self.settings.load();
        let mut names: Vec<_> = settings
            .chain
            .iter()
            .map(|config| PluginName::new(&config.name))
            .collect();
        let coming = installed.iter().filter(|one| one.pending.is_some());
        let others = coming.map(|one| &one.plugin.name).chain(refused.keys());
        for name in others {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let configured = settings.chain.len();
        let described = |(place, name): (usize, PluginName)| {
            let there = installed.iter().find(|one| one.plugin.name == name);
            if there.is_some_and(|one| one.active.is_some()) {
                return None;
            }
            let (state, reason) = why_not(&name, there, refused.get(&name));
            Some(NotRunning {
                order: (place < configured).then_some(place),
                name,
                state,
                reason,
            })
        };
        names.into_iter().enumerate().filter_map(described).collect()
    }
}

fn why_not(name: &PluginName, there: Option<&Installed>, refused: Option<&String>) -> (WhyNot, String) {
    if let Some(reason) = refused {
        return (WhyNot::Refused, reason.clone());
    }
    if there.is_some_and(|one| one.pending.is_some()) {
        let reason = "it is compiled; until it is ready, what it decides is answered by its on_failure";
        return (WhyNot::Compiling, reason.to_owned());
    }
    let reason = if there.is_some_and(|one| !one.versions.kept.is_empty()) {
        "versions of it are kept, and none is active: activate one".to_owned()
    } else {
        format!("it is not installed: upload it, or put {name}.wasm into the plugin folder")
    };
    (WhyNot::Missing, reason)
}
