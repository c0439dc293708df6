//! What can go wrong with plugins, of whichever part of the host.

use super::background::error::EndpointError;
use super::component::error::ComponentError;
use super::sandbox::engine::EngineError;
use super::stopping::Stopping;
use super::testbench::replay::ReplayError;
use super::versions::error::VersionError;
use crate::store::StoreError;

/// An error of one of the host's parts.
#[derive(Debug, thiserror::Error)]
pub enum PluginError {
    /// A version was not taken or moved.
    #[error(transparent)]
    Version(#[from] VersionError),
    /// An endpoint did not answer.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// A recording cannot be replayed.
    #[error("the recording of {name}: {reason}")]
    Replay {
        /// The plugin.
        name: String,
        /// Why.
        reason: ReplayError,
    },
    /// The engine does not start.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The work was cut off by the end of the process.
    #[error(transparent)]
    Stopping(#[from] Stopping),
    /// The store cannot be read.
    #[error("the change could not be stored")]
    Store(#[from] StoreError),
}

impl From<ComponentError> for PluginError {
    fn from(error: ComponentError) -> Self {
        Self::Version(error.into())
    }
}
