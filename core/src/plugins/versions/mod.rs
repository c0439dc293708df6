//! The versions of each plugin: how they come, become active, are tried, and go; their files, their
//! signatures, their states and what was done to them when.
//!
//! `record` is what is kept of them, `library` and `files` where, `installed` what is there now, `absent` what is not; `change`, `rollouts`,
//! `settings` and `recordings` are what operators do, `folder` does it for files that lie in the watched folder.

pub mod absent;
pub mod change;
pub mod error;
mod files;
pub mod folder;
pub mod history;
mod installed;
mod library;
mod loading;
pub mod record;
pub mod recordings;
pub mod rollouts;
pub mod settings;
pub mod signature;
mod state;
pub mod status;
mod sweep;

use std::path::PathBuf;
use std::sync::Arc;

use arc_swap::ArcSwap;

use self::absent::Refusals;
use self::error::VersionError;
use self::files::ComponentFiles;
use self::installed::Installations;
use self::library::Change;
use crate::clock;
use crate::config::settings::PluginSettings;
use crate::plugins::component::compile::Compiler;
use crate::plugins::decide::routing::Routing;
use crate::plugins::recording::Recorder;
use crate::plugins::sandbox::engine::Sandbox;
use crate::state::State;
use crate::store::Store;

/// The versions of all plugins.
pub struct Versions {
    /// As they were read last.
    settings: ArcSwap<PluginSettings>,
    sandbox: Sandbox,
    compiler: Compiler,
    files: ComponentFiles,
    state: State,
    recorder: Arc<Recorder>,
    installations: Installations,
    /// Active versions that could not be made ready.
    unready: Refusals,
    /// Files of the watched folder that were not taken.
    of_folder: Refusals,
    /// Settings that the active version refuses.
    unfit: Refusals,
}

/// What versions are made with and kept in.
pub struct VersionParts {
    /// The configuration.
    pub settings: PluginSettings,
    /// What guests run in.
    pub sandbox: Sandbox,
    /// Who compiles.
    pub compiler: Compiler,
    /// The folder of the component files.
    pub data: PathBuf,
    /// What plugins read, and where their records lie.
    pub state: State,
    /// Who writes recordings.
    pub recorder: Recorder,
    /// The table that calls read.
    pub routing: Arc<Routing>,
}

impl Versions {
    /// With no plugin loaded.
    #[must_use]
    pub fn new(parts: VersionParts) -> Self {
        Self {
            settings: ArcSwap::from_pointee(parts.settings),
            sandbox: parts.sandbox,
            compiler: parts.compiler,
            files: ComponentFiles(parts.data),
            state: parts.state,
            recorder: Arc::new(parts.recorder),
            installations: Installations::new(parts.routing),
            unready: Refusals::default(),
            of_folder: Refusals::default(),
            unfit: Refusals::default(),
        }
    }

    fn store(&self) -> &Arc<dyn Store> {
        self.state.store()
    }

    /// Makes a change durable.
    async fn keep(&self, change: Change<'_>) -> Result<(), VersionError> {
        self.store().write(change.writes(clock::now())?).await?;
        Ok(())
    }
}
