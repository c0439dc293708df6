//! What a fixture is played on: a store in memory, and the plugin as an operator would have set it up.

use std::sync::Arc;

use futures_util::FutureExt as _;

use super::fixture::Fixture;
use super::outgoing::ScriptedHttp;
use super::step_input::StepInput;
use crate::config::settings::{Grants, PluginConfig, PluginLimits};
use crate::ids::PluginName;
use crate::plugins::component::manifest::Manifest;
use crate::plugins::contract::interfaces::state::{Error, Host as _};
use crate::plugins::sandbox::capabilities::{Access, Capabilities, RequestedEffects};
use crate::plugins::sandbox::script::Script;
use crate::plugins::sandbox::trace::HostTrace;
use crate::plugins::testbench::TestbenchError;
use crate::state::State;
use crate::store::{MemoryStore, Store as _, Write};

/// The store and the plugin of one fixture.
pub struct FixtureHost {
    store: MemoryStore,
    /// With what the plugin's manifest wants granted.
    pub access: Arc<Access>,
    /// Who answers its requests.
    pub http: ScriptedHttp,
    /// What stands in for the world outside.
    script: Arc<Script>,
    /// The same plugin with the state granted, to look at and to set up.
    keeper: Arc<Access>,
}

/// A plugin of this name that is granted what it wants, under these limits.
#[must_use]
pub fn settings(manifest: &Manifest, limits: PluginLimits, own: &serde_json::Value) -> PluginConfig {
    PluginConfig {
        grants: Grants::of(manifest.capabilities.iter().map(String::as_str)),
        settings: own.clone(),
        ..PluginConfig::named(&manifest.name, limits)
    }
}

impl FixtureHost {
    /// Sets everything up that the fixture says.
    ///
    /// # Errors
    /// What the store or the capability `state` refuses.
    pub fn new(manifest: &Manifest, limits: &PluginLimits, fixture: &Fixture) -> Result<Self, TestbenchError> {
        let store = MemoryStore::new();
        let config = settings(manifest, limits.clone(), &fixture.settings);
        let keeping = PluginConfig {
            grants: Grants::of(["state"]),
            ..config.clone()
        };
        let state = State::new(Arc::new(store.clone()));
        let access = |config: &PluginConfig| {
            let name = PluginName::new(&manifest.name);
            Arc::new(Access::new(name, config, state.clone()))
        };
        let http = ScriptedHttp::new(&fixture.http);
        let host = Self {
            access: access(&config),
            keeper: access(&keeping),
            script: Arc::new(Script::new(http.answers())),
            http,
            store,
        };
        fixture.directory.connect(state.sessions());
        host.set_up(fixture)?;
        Ok(host)
    }

    /// What the plugin may reach in a call, with the fixture's answers for the network's.
    pub fn capabilities(&self, asked: &StepInput<'_>) -> Capabilities {
        asked.capabilities(&self.access, HostTrace::Scripted(Arc::clone(&self.script)))
    }

    fn set_up(&self, fixture: &Fixture) -> Result<(), TestbenchError> {
        let stations = fixture.steps.iter().filter_map(|step| step.input.charge_point());
        self.write(fixture.directory.writes(stations).map_err(TestbenchError::store)?)?;
        let refused = |key: &str, error: Error| TestbenchError::Fixture(format!("state {key:?}: {}", error.message));
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
    pub fn use_up(&self, requested: RequestedEffects) -> Result<(), TestbenchError> {
        self.access.namespace(None).usage.grow(requested.grown);
        self.write(requested.state)
    }

    /// The text under a key of the plugin's state.
    ///
    /// # Errors
    /// The capability's.
    pub fn held(&self, key: &str) -> Result<Option<String>, TestbenchError> {
        let refused = |error: Error| TestbenchError::Fixture(format!("state {key:?}: {}", error.message));
        let held = self.keeper.own_capabilities().state.get(key.to_owned());
        Ok(held
            .map_err(refused)?
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn write(&self, writes: Vec<Write>) -> Result<(), TestbenchError> {
        // In memory a write is done when it is first looked at.
        match self.store.write(writes).now_or_never() {
            Some(Err(error)) => Err(TestbenchError::store(error)),
            Some(Ok(_)) | None => Ok(()),
        }
    }
}
