//! What a fixture is played on: a store in memory, and the plugin as an operator would have set it up.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use futures_util::FutureExt as _;

use crate::plugins::testbench::TrialError;
use super::step_input::Asking;
use super::fixture::Fixture;
use super::outgoing::Script;
use crate::config::settings::{Grants, PluginConfig, PluginLimits, PluginSettings};
use crate::ids::PluginName;
use crate::plugins::sandbox::capabilities::{Capabilities, Wishes};
use crate::plugins::contract::state::{Error, Host as _};
use crate::plugins::component::manifest::Manifest;
use crate::plugins::decide::plugin::Plugin;
use crate::state::State;
use crate::store::{MemoryStore, Store as _, Write};

/// The store and the plugin of one fixture.
pub struct Stage {
    store: MemoryStore,
    /// With what its manifest wants granted.
    pub plugin: Plugin,
    /// Who answers its requests.
    pub script: Script,
    /// How many commands it has sent: their ids are `command-1` and so on, so that a fixture can tell
    /// what became of one.
    commands: Arc<AtomicU64>,
    /// The same plugin with the state granted, to look at and to set up.
    keeper: Plugin,
}

/// A plugin of this name that is granted what it wants, under these limits.
#[must_use]
pub fn settings(manifest: &Manifest, limits: PluginLimits, own: &serde_json::Value) -> PluginConfig {
    let wants = |capability: &str| manifest.capabilities.iter().any(|wanted| wanted == capability);
    PluginConfig {
        grants: Grants {
            state: wants("state"),
            commands: wants("commands"),
            directory: wants("directory"),
            events: wants("events"),
            http: Vec::new(),
        },
        settings: own.clone(),
        ..PluginConfig::named(&manifest.name, limits)
    }
}

impl Stage {
    /// Sets everything up that the fixture says.
    ///
    /// # Errors
    /// What the store or the capability `state` refuses.
    pub fn new(manifest: &Manifest, limits: &PluginLimits, fixture: &Fixture) -> Result<Self, TrialError> {
        let store = MemoryStore::new();
        let config = settings(manifest, limits.clone(), &fixture.settings);
        let keeping = PluginConfig {
            grants: Grants {
                state: true,
                ..Grants::default()
            },
            ..config.clone()
        };
        let state = State::new(Arc::new(store.clone()));
        let plugin = |config: PluginConfig| {
            let chain = PluginSettings {
                chain: vec![config],
                ..super::default_settings()
            };
            Plugin::new(PluginName::new(&manifest.name), &chain, state.clone())
        };
        let stage = Self {
            plugin: plugin(config),
            keeper: plugin(keeping),
            script: Script::new(&fixture.http),
            commands: Arc::default(),
            store,
        };
        fixture.directory.connect(state.sessions());
        stage.furnish(fixture)?;
        Ok(stage)
    }

    /// What the plugin may reach in a call, with the fixture's answers for the network's.
    pub fn capabilities(&self, asking: &Asking<'_>) -> Capabilities {
        let mut can = asking.capabilities(&self.plugin);
        can.http.answers = Some(self.script.answers());
        can.commands.numbered = Some(Arc::clone(&self.commands));
        can
    }

    fn furnish(&self, fixture: &Fixture) -> Result<(), TrialError> {
        let stations = fixture.steps.iter().filter_map(|step| step.input.charge_point());
        self.write(fixture.directory.writes(stations).map_err(TrialError::store)?)?;
        let refused = |key: &str, error: Error| TrialError::Fixture(format!("state {key:?}: {}", error.message));
        for (key, value) in &fixture.state {
            let mut can = self.keeper.own_capabilities();
            let put = can.state.put(key.clone(), value.clone().into_bytes(), None);
            put.map_err(|error| refused(key, error))?;
            self.use_up(can.finish())?;
        }
        Ok(())
    }

    /// Does what a call wants done whose outcome is used.
    ///
    /// # Errors
    /// What the store refuses, such as the sum of a number that is none.
    pub fn use_up(&self, wishes: Wishes) -> Result<(), TrialError> {
        self.plugin.space(None).usage.grow(wishes.grown);
        self.write(wishes.state)
    }

    /// The text under a key of the plugin's state.
    ///
    /// # Errors
    /// The capability's.
    pub fn held(&self, key: &str) -> Result<Option<String>, TrialError> {
        let refused = |error: Error| TrialError::Fixture(format!("state {key:?}: {}", error.message));
        let held = self.keeper.own_capabilities().state.get(key.to_owned());
        Ok(held
            .map_err(refused)?
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn write(&self, writes: Vec<Write>) -> Result<(), TrialError> {
        // In memory a write is done when it is first looked at.
        match self.store.write(writes).now_or_never() {
            Some(Err(error)) => Err(TrialError::store(error)),
            Some(Ok(_)) | None => Ok(()),
        }
    }
}
