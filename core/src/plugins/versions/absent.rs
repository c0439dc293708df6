//! Plugins that are wanted and do not run, with the reason: one that the configuration names and nobody installed, one
//! that is compiled, one whose component was not taken. And those that run and are not as they are wanted: a newer file of
//! theirs was not taken, or they refuse their settings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::Versions;
use super::installed::Installed;
use crate::clock;
use crate::config::nearest;
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

/// A plugin that is not as the configuration or the watched folder wants it, in one word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FaultyPlugin {
    /// Its name.
    pub name: PluginName,
    /// What is wrong; `GET /plugins` has the sentence.
    pub state: Fault,
}

/// What is wrong with a plugin that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = PluginFault)]
pub enum Fault {
    /// The configuration names it, and no version of it is active.
    Missing,
    /// Its component was not taken; where another version is active, that one goes on.
    Refused,
    /// It refuses its settings: what it decides is answered by its `on_failure`.
    Misconfigured,
}

impl Fault {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Missing, Self::Refused, Self::Misconfigured];

    /// As the API has it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Refused => "refused",
            Self::Misconfigured => "misconfigured",
        }
    }
}

/// What was refused, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PluginRefusal)]
pub struct Refused {
    /// Why.
    pub reason: String,
    /// RFC 3339.
    #[schema(format = DateTime)]
    pub at: String,
}

/// What was refused without anybody there to be told, by the plugin's name: a file of the watched folder, a version that
/// was active before the server's start, settings.
#[derive(Debug, Default)]
pub struct Refusals(Mutex<BTreeMap<PluginName, Refused>>);

impl Refusals {
    /// It was refused.
    pub fn note(&self, name: &PluginName, reason: String) {
        let at = clock::text(clock::now());
        self.locked().insert(name.clone(), Refused { reason, at });
    }

    /// It was taken, or is not there any more.
    pub fn clear(&self, name: &PluginName) {
        self.locked().remove(name);
    }

    /// What is not there any more is not refused either.
    pub fn keep_only(&self, there: &BTreeSet<PluginName>) {
        self.locked().retain(|name, _| there.contains(name));
    }

    /// What was refused of a plugin.
    #[must_use]
    pub fn of(&self, name: &PluginName) -> Option<Refused> {
        self.locked().get(name).cloned()
    }

    /// Of which plugins something was refused.
    #[must_use]
    pub fn names(&self) -> Vec<PluginName> {
        self.locked().keys().cloned().collect()
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<PluginName, Refused>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Versions {
    /// What is wanted and does not run: the configured plugins in their order, then others.
    #[must_use]
    pub fn not_running(&self) -> Vec<NotRunning> {
        let installed = self.installations.all();
        let refused = self.not_taken();
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
            let (state, reason) = match refused.get(&name) {
                Some(reason) => (WhyNot::Refused, reason.clone()),
                None => why_not(&name, there, || self.meant(&name)),
            };
            Some(NotRunning {
                order: (place < configured).then_some(place),
                name,
                state,
                reason,
            })
        };
        names.into_iter().enumerate().filter_map(described).collect()
    }

    /// The plugins that are not as they are wanted, by their names. One that is switched off is not wanted.
    #[must_use]
    pub fn faulty(&self) -> Vec<FaultyPlugin> {
        let settings = self.settings.load();
        let is_off = |name: &PluginName| {
            let mut chain = settings.chain.iter();
            chain.any(|config| config.name == name.as_str() && !config.enabled)
        };
        let of_start = self.not_running().into_iter().filter_map(|one| match one.state {
            WhyNot::Missing => (!is_off(&one.name)).then_some((one.name, Fault::Missing)),
            WhyNot::Refused => Some((one.name, Fault::Refused)),
            WhyNot::Compiling => None,
        });
        let refused = self.of_folder.names().into_iter().map(|name| (name, Fault::Refused));
        let unfit = self.unfit.names().into_iter().map(|name| (name, Fault::Misconfigured));
        let found: BTreeSet<_> = of_start.chain(refused).chain(unfit).collect();
        found
            .into_iter()
            .map(|(name, state)| FaultyPlugin { name, state })
            .collect()
    }

    /// By plugin, why its component was not taken.
    fn not_taken(&self) -> BTreeMap<PluginName, String> {
        let of_start = self.unready.locked().clone().into_iter();
        let all = of_start.chain(self.of_folder.locked().clone());
        all.map(|(name, refused)| (name, refused.reason)).collect()
    }

    /// `; did you mean ...?`, if an installed plugin that no section names is called nearly so.
    pub(super) fn meant(&self, name: &PluginName) -> String {
        let installed = self.installations.all().into_iter();
        let unnamed = installed.filter(|one| one.plugin.order.is_none() && one.active.is_some());
        nearest::of(name.as_str(), unnamed.map(|one| one.plugin.name.to_string()))
            .map(|near| format!("; did you mean {near}, which is installed and has no [[plugin]] section?"))
            .unwrap_or_default()
    }
}

fn why_not(name: &PluginName, there: Option<&Installed>, meant: impl Fn() -> String) -> (WhyNot, String) {
    if there.is_some_and(|one| one.pending.is_some()) {
        let reason = "it is compiled; until it is ready, what it decides is answered by its on_failure";
        return (WhyNot::Compiling, reason.to_owned());
    }
    let reason = if there.is_some_and(|one| !one.versions.kept.is_empty()) {
        "versions of it are kept, and none is active: activate one".to_owned()
    } else {
        format!(
            "it is not installed: upload it, or put {name}.wasm into the plugin folder{}",
            meant()
        )
    };
    (WhyNot::Missing, reason)
}
