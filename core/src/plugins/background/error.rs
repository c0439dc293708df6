//! Why a request to a plugin's endpoints has no answer.

use crate::plugins::stopping::Stopping;
use crate::store::StoreError;

/// Why an endpoint did not answer.
#[derive(Debug, thiserror::Error)]
pub enum EndpointError {
    /// There is no such plugin.
    #[error("no plugin {name} is installed")]
    Unknown {
        /// As given.
        name: String,
    },
    /// It is being compiled.
    #[error("{name} is being made ready: try again in a moment")]
    NotReady {
        /// The plugin.
        name: String,
    },
    /// It has no endpoints.
    #[error("{name} has no HTTP endpoints: it does not export http")]
    NoEndpoints {
        /// The plugin.
        name: String,
    },
    /// Its endpoint has no answer.
    #[error("{name} did not answer: {reason}")]
    Failed {
        /// The plugin.
        name: String,
        /// Why.
        reason: String,
    },
    /// What it wants done could not be stored.
    #[error("the change could not be stored")]
    Store(#[from] StoreError),
    /// The work was cut off by the end of the process.
    #[error(transparent)]
    Stopping(#[from] Stopping),
}
