//! A plugin by its name, whichever version is active: its configuration, what its calls share, and
//! its figures. It outlives the swap of a version.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::backlog::Backlog;
use super::chosen_settings::ChosenSettings;
use super::stats::Stats;
use super::untaken::Untaken;
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
    /// How many events are set aside that it did not take.
    pub untaken: Untaken,
    /// What happens from now on is added here; what it was not told before is looked for once.
    pub news: Subscription,
    is_looked_for: AtomicBool,
    /// Its settings here are those of the start.
    config: PluginConfig,
    settings: Mutex<ChosenSettings>,
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
        let news = Subscription::unread(name.as_str());
        Self {
            access: Arc::new(Access::new(name.clone(), &config, state)),
            name,
            order,
            enabled: config.enabled,
            stats: Stats::default(),
            backlog: Backlog::new(config.limits.events_waiting),
            untaken: Untaken::default(),
            news,
            is_looked_for: AtomicBool::new(false),
            settings: Mutex::new(ChosenSettings::of_file(config.settings.clone())),
            config,
            recording: None,
        }
    }

    /// The same, with a place for recordings of its calls.
    #[must_use]
    pub fn recorded(mut self, recorder: &Arc<Recorder>, place: RecordingPlace) -> Self {
        let setup = self.setup(self.config.settings.clone());
        self.recording = Some(Arc::new(Recording::new(Arc::clone(recorder), place, setup)));
        self
    }

    fn setup(&self, settings: Value) -> Setup {
        Setup {
            plugin: self.name.to_string(),
            settings,
            grants: self.config.grants.clone(),
            state_bytes: self.config.limits.state_bytes,
        }
    }

    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> ChosenSettings {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// These are set at run time; none: the file's are in force. Calls that run keep theirs.
    pub fn choose(&self, set: Option<Value>) {
        self.change_settings(|settings| settings.set = set);
    }

    /// The file has these.
    pub fn reread(&self, file: Value) {
        self.change_settings(|settings| settings.file = file);
    }

    fn change_settings(&self, change: impl FnOnce(&mut ChosenSettings)) {
        let mut settings = self.settings.lock().unwrap_or_else(PoisonError::into_inner);
        let before = settings.in_force().clone();
        change(&mut settings);
        let now = settings.in_force();
        if *now == before {
            return;
        }
        self.access.settings.store(Arc::new(now.to_string()));
        if let Some(recording) = &self.recording {
            recording.configure(self.setup(now.clone()));
        }
    }

    /// The recording of its calls; none where nobody could want one.
    #[must_use]
    pub fn recording(&self) -> Option<&Arc<Recording>> {
        self.recording.as_ref()
    }

    /// What the configuration lets it do. Its settings here are those of the start.
    #[must_use]
    pub fn config(&self) -> &PluginConfig {
        &self.config
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
        // Twice at once does no harm: what is news already stays it.
        if !self.is_looked_for.load(Ordering::Acquire) {
            self.news.find_news(state)?;
            self.is_looked_for.store(true, Ordering::Release);
        }
        Ok(&self.news)
    }

    /// Whoever had taken what it was to be told is gone.
    pub fn look_for_news_again(&self) {
        self.is_looked_for.store(false, Ordering::Release);
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
