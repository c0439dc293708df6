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

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::config::settings::{InstancePolicy, PluginConfig, PluginLimits, PluginSettings, Settings};
use crate::plugins::component::compile::{Compiler, LoadReason};
use crate::plugins::component::error::ComponentError;
use crate::plugins::component::instance::{Instances, Pool};
use crate::plugins::component::load::{self, LoadRequest, Version};
use crate::plugins::component::manifest::{self, Manifest};
use crate::plugins::component::name::checked;
use crate::plugins::sandbox::capabilities::Access;
use crate::plugins::sandbox::engine::Sandbox;
use crate::state::State;
use crate::store::{MemoryStore, StoreError};

/// The version of the contract that plugins are built against.
pub const CONTRACT: &str = crate::plugins::contract::OFFERED;

/// The name of the component's section with the manifest.
pub const SECTION: &str = manifest::SECTION;

/// Why a fixture cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum TestbenchError {
    /// It says what cannot be.
    #[error("{0}")]
    Fixture(String),
    /// Whoever has it played waits no longer.
    #[error("it takes too long")]
    TooLong,
}

impl TestbenchError {
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
pub struct Testbench {
    /// Its clock ends with it.
    _sandbox: Sandbox,
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

impl Testbench {
    /// Reads, compiles, links and starts a component. `named` is what errors call it until its manifest
    /// is read.
    ///
    /// # Errors
    /// Everything that a server would refuse it for.
    pub fn load(named: &str, bytes: Vec<u8>) -> Result<Self, ComponentError> {
        Self::make(named, bytes, default_settings(), &Compiler::Here)
    }

    /// The same with the compiled code that servers share in a folder.
    ///
    /// # Errors
    /// Everything that a server would refuse it for, and a folder that cannot be used.
    pub fn load_shared(named: &str, bytes: Vec<u8>, folder: PathBuf) -> Result<Self, ComponentError> {
        Self::make(named, bytes, default_settings(), &Compiler::Shared(folder))
    }

    /// The same with code that was compiled already, for guests of at most so much memory.
    fn of_compiled(bytes: Vec<u8>, compiled: &Path, memory: usize) -> Result<Self, ComponentError> {
        let mut settings = default_settings();
        settings.limits.memory_bytes = memory;
        settings.max_component_bytes = usize::MAX;
        Self::make("the component", bytes, settings, &Compiler::Done(compiled.to_owned()))
    }

    fn make(
        named: &str,
        bytes: Vec<u8>,
        settings: PluginSettings,
        compiler: &Compiler,
    ) -> Result<Self, ComponentError> {
        load::check_size(named, bytes.len(), settings.max_component_bytes)?;
        let manifest = read_manifest(named, &bytes)?;
        let name = checked(&manifest.name)?;
        let config = PluginConfig {
            instance: InstancePolicy::Auto,
            ..fixture_host::settings(&manifest, settings.limits.clone(), &json!({}))
        };
        let sandbox = Sandbox::start(&PluginSettings {
            chain: vec![config.clone()],
            ..settings
        })?;
        let state = State::new(Arc::new(MemoryStore::new()));
        let begin = Instant::now();
        let wanted = LoadRequest {
            access: &Arc::new(Access::new(name, &config, state)),
            instance: config.instance,
            bytes: &bytes,
            compiler,
            folder: Path::new(""),
            reason: LoadReason::Load,
        };
        let version = load::load(&sandbox, wanted)?;
        Ok(Self {
            loaded_in: begin.elapsed(),
            kept_warm: matches!(version.prepared.instances, Instances::Warm(_)),
            _sandbox: sandbox,
            version,
            limits: config.limits,
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
    /// [`ComponentError::Fixtures`] if their section cannot be read.
    pub fn brings(&self) -> Result<Vec<String>, ComponentError> {
        let fixtures = bundled_fixtures::read(&self.bytes).map_err(|reason| ComponentError::Fixtures {
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
/// [`ComponentError::Name`]
pub fn check_name(name: &str) -> Result<(), ComponentError> {
    checked(name).map(drop)
}

/// Checks the text of a manifest section before there is a component with these exports.
///
/// # Errors
/// What a server would refuse the component for.
pub fn foresee(name: &str, section: &str, exports: &[&str]) -> Result<(), ComponentError> {
    check_name(name)?;
    manifest::foresee(name, section, exports)
}

/// The manifest of a file, whatever the file is called.
///
/// # Errors
/// What a server would refuse it for without compiling.
pub fn read_manifest(named: &str, bytes: &[u8]) -> Result<Manifest, ComponentError> {
    match manifest::read(named, bytes) {
        Err(ComponentError::NameMismatch { manifest, .. }) => manifest::read(&manifest, bytes),
        read => read,
    }
}
