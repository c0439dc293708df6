//! A plugin by its name, whichever version is active: its configuration, what its calls share, and
//! its figures. It outlives the swap of a version.

use std::sync::{Arc, OnceLock};

use super::backlog::Backlog;
use super::stats::Stats;
use crate::config::settings::{Grants, InstancePolicy, OnFailure, PluginConfig, PluginSettings};
use crate::events::Subscription;
use crate::ids::PluginName;
use crate::plugins::recording::{Recorder, Recording, RecordingPlace, Setup};
use crate::plugins::sandbox::capabilities::Access;
use crate::state::State;
use crate::store::StoreError;

/// A plugin by its name.
pub struct Plugin {
    /// Its name.
    pub name: PluginName,
    /// Its place in the configuration; those without one come after all that have one.
    pub order: Option<usize>,
    /// May be asked at all.
    pub enabled: bool,
    /// Its calls and failures.
    pub stats: Stats,
    /// What its calls share.
    pub access: Arc<Access>,
    /// How many events wait for it.
    pub backlog: Backlog,
    /// What it was told, once it was looked at.
    pub subscription: OnceLock<Subscription>,
    config: PluginConfig,
    recording: Option<Arc<Recording>>,
}

impl Plugin {
    /// The plugin as the configuration has it. One without a `[[plugin]]` of its own comes last, is
    /// enabled, has the default limits, the state, and `{}` as settings.
    #[must_use]
    pub fn new(name: PluginName, settings: &PluginSettings, state: State) -> Self {
        let order = settings.chain.iter().position(|config| config.name == name.as_str());
        let config = match order.and_then(|at| settings.chain.get(at)) {
            Some(config) => config.clone(),
            None => unconfigured(&name, settings),
        };
        Self {
            access: Arc::new(Access::new(name.clone(), &config, state)),
            name,
            order,
            enabled: config.enabled,
            stats: Stats::default(),
            backlog: Backlog::new(config.limits.events_waiting),
            subscription: OnceLock::new(),
            config,
            recording: None,
        }
    }

    /// The same, with a place for recordings of its calls.
    #[must_use]
    pub fn recorded(mut self, recorder: &Arc<Recorder>, place: RecordingPlace) -> Self {
        let setup = Setup {
            plugin: self.name.to_string(),
            settings: self.config.settings.clone(),
            grants: self.config.grants.clone(),
            state_bytes: self.config.limits.state_bytes,
        };
        self.recording = Some(Arc::new(Recording::new(Arc::clone(recorder), place, setup)));
        self
    }

    /// The recording of its calls; none where nobody could want one.
    #[must_use]
    pub fn recording(&self) -> Option<&Arc<Recording>> {
        self.recording.as_ref()
    }

    /// Whether its instances are used again.
    #[must_use]
    pub fn instance_policy(&self) -> InstancePolicy {
        self.config.instance
    }

    /// What it has still to be told.
    ///
    /// # Errors
    /// The store's.
    pub fn subscription(&self, state: &State) -> Result<&Subscription, StoreError> {
        if let Some(there) = self.subscription.get() {
            return Ok(there);
        }
        let opened = Subscription::open(state, self.name.as_str())?;
        Ok(self.subscription.get_or_init(|| opened))
    }

    /// What counts when it fails on an action: its configuration's word, else the action's own.
    #[must_use]
    pub fn on_failure(&self, action: &str, standard: OnFailure) -> OnFailure {
        let by_action = &self.config.on_failure;
        by_action
            .get(action)
            .or_else(|| by_action.get("*"))
            .copied()
            .unwrap_or(standard)
    }
}

fn unconfigured(name: &PluginName, settings: &PluginSettings) -> PluginConfig {
    PluginConfig {
        grants: Grants::of(["state"]),
        ..PluginConfig::named(name.as_str(), settings.limits.clone())
    }
}
