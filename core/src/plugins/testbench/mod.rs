//! Tries a component out on the author's machine: loads it as the server would, plays fixtures on it
//! with the state in memory, and measures its calls.
//!
//! `fixture` and `directory` are a fixture's form; `fixture_host` is what it is played on, `step_input` a step's
//! question, `play` the steps; `compare` and `difference` hold the outcome against the fixture;
//! `bundled_fixtures` is about those that a component has in itself; `measure` and `metered` tell what a call
//! costs; `replay` makes recorded calls again.

mod bundled_fixtures;
mod compare;
mod difference;
mod directory;
mod fixture;
mod fixture_host;
mod guest_log;
mod measure;
mod metered;
mod outgoing;
mod play;
pub mod replay;
mod step_input;

pub use bundled_fixtures::{LARGEST as LARGEST_FIXTURES, SECTION as FIXTURES_SECTION};
pub use compare::{Answered, Came, body};
pub use difference::Difference;
pub use fixture::Fixture;
pub use measure::{Cost, Measured};
pub use outgoing::Sent;
pub use play::Played;

pub use bundled_fixtures::play as play_bundled;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::plugins::versions::change;
use crate::plugins::component::compile::{Compiler, Occasion};
use crate::plugins::component::load::{self, Version};
use crate::plugins::sandbox::engine::Runtime;
use crate::plugins::error::PluginError;
use crate::plugins::component::instance::{Instances, Pool};
use crate::plugins::component::manifest::{self, Manifest};
use crate::plugins::decide::plugin::Plugin;
use crate::config::settings::{InstancePolicy, PluginConfig, PluginLimits, PluginSettings, Settings};
use crate::ids::PluginName;
use crate::state::State;
use crate::store::{MemoryStore, StoreError};

/// The version of the contract that plugins are built against.
pub const CONTRACT: &str = crate::plugins::contract::OFFERED;

/// The name of the component's section with the manifest.
pub const SECTION: &str = manifest::SECTION;

/// Why a fixture cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// It says what cannot be.
    #[error("{0}")]
    Fixture(String),
    /// Whoever has it played waits no longer.
    #[error("it takes too long")]
    TooLong,
}

impl TrialError {
    fn store(error: StoreError) -> Self {
        Self::Fixture(error.to_string())
    }
}

/// Which instances the steps of a fixture get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instancing {
    /// Each step a fresh one.
    Fresh,
    /// All steps the same, as far as it lives.
    Warm,
}

/// A component that was loaded as a server would load it.
pub struct Trial {
    /// Its clock ends with it.
    _runtime: Runtime,
    version: Version,
    limits: PluginLimits,
    bytes: Vec<u8>,
    loaded_in: Duration,
    kept_warm: bool,
    /// No step begins after that.
    until: Option<Instant>,
}

/// What a server that was configured with nothing says of plugins; a test's log lines are not limited.
fn default_settings() -> PluginSettings {
    let mut settings = Settings::default().plugins;
    settings.chain.clear();
    settings.limits.log_lines_per_second = u32::MAX;
    settings
}

impl Trial {
    /// Reads, compiles, links and starts a component. `named` is what errors call it until its manifest
    /// is read.
    ///
    /// # Errors
    /// Everything that a server would refuse it for.
    pub fn load(named: &str, bytes: Vec<u8>) -> Result<Self, PluginError> {
        Self::make(named, bytes, (default_settings(), &Compiler::Here))
    }

    /// The same with code that was compiled already, for guests of at most so much memory.
    fn of_compiled(bytes: Vec<u8>, compiled: &Path, memory: usize) -> Result<Self, PluginError> {
        let mut settings = default_settings();
        settings.limits.memory_bytes = memory;
        settings.max_component_bytes = usize::MAX;
        Self::make("the component", bytes, (settings, &Compiler::Done(compiled.to_owned())))
    }

    fn make(
        named: &str,
        bytes: Vec<u8>,
        (settings, compiler): (PluginSettings, &Compiler),
    ) -> Result<Self, PluginError> {
        if bytes.len() > settings.max_component_bytes {
            let (size, limit) = (bytes.len(), settings.max_component_bytes);
            return Err(PluginError::TooLarge {
                name: named.to_owned(),
                size,
                limit,
            });
        }
        let manifest = read_manifest(named, &bytes)?;
        change::checked(&manifest.name)?;
        let limits = settings.limits.clone();
        let runtime = Runtime::start(&settings)?;
        let config = PluginConfig {
            instance: InstancePolicy::Auto,
            ..fixture_host::settings(&manifest, limits.clone(), &json!({}))
        };
        let chain = PluginSettings {
            chain: vec![config],
            ..settings
        };
        let state = State::new(Arc::new(MemoryStore::new()));
        let plugin = Plugin::new(PluginName::new(&manifest.name), &chain, state);
        let begin = Instant::now();
        let version = load::load(&runtime, &plugin, &bytes, (compiler, Path::new(""), Occasion::Load))?;
        Ok(Self {
            loaded_in: begin.elapsed(),
            kept_warm: matches!(version.prepared.instances, Instances::Warm(_)),
            _runtime: runtime,
            version,
            limits,
            bytes,
            until: None,
        })
    }

    /// What the component says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.version.manifest
    }

    /// The names of the fixtures that it brings.
    ///
    /// # Errors
    /// [`PluginError::Fixtures`] if their section cannot be read.
    pub fn brings(&self) -> Result<Vec<String>, PluginError> {
        let fixtures = bundled_fixtures::read(&self.bytes).map_err(|reason| PluginError::Fixtures {
            name: self.manifest().name.clone(),
            reason,
        })?;
        Ok(fixtures.into_keys().collect())
    }

    /// SHA-256 of its bytes, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.version.digest
    }

    /// Its size in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// How long compiling, linking and the first instances took.
    #[must_use]
    pub fn loaded_in(&self) -> Duration {
        self.loaded_in
    }

    /// How long a fresh instance takes.
    #[must_use]
    pub fn fresh(&self) -> Duration {
        self.version.fresh
    }

    /// Whether `instance = "auto"` uses instances again.
    #[must_use]
    pub fn is_kept_warm(&self) -> bool {
        self.kept_warm
    }

    /// The version that was loaded.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// New instances from now on.
    fn instances(&mut self, instancing: Instancing) {
        self.version.prepared.instances = match instancing {
            Instancing::Fresh => Instances::PerCall,
            // As many places as threads ever asked: this one always finds its own.
            Instancing::Warm => Instances::Warm(Pool::new(1)),
        };
    }
}

/// Whether a plugin may have this name.
///
/// # Errors
/// [`PluginError::Name`]
pub fn check_name(name: &str) -> Result<(), PluginError> {
    change::checked(name).map(drop)
}

/// Checks the text of a manifest section before there is a component with these exports.
///
/// # Errors
/// What a server would refuse the component for.
pub fn foresee(name: &str, section: &str, exports: &[&str]) -> Result<(), PluginError> {
    check_name(name)?;
    manifest::foresee(name, section, exports)
}

/// The manifest of a file, whatever the file is called.
///
/// # Errors
/// What a server would refuse it for without compiling.
pub fn read_manifest(named: &str, bytes: &[u8]) -> Result<Manifest, PluginError> {
    match manifest::read(named, bytes) {
        Err(PluginError::NameMismatch { manifest, .. }) => manifest::read(&manifest, bytes),
        read => read,
    }
}
