//! Which problem a plugin's error is. What its author can mend is told in full; what is wrong on
//! this machine goes to the log.

use actix_web::http::header::RETRY_AFTER;

use super::{Kind, Problem, SOON, kinds};
use crate::plugins::PluginError;

impl From<PluginError> for Problem {
    fn from(error: PluginError) -> Self {
        match kind(&error) {
            Some(kind) => Self::new(kind, error.to_string()),
            None => ours(error),
        }
    }
}

/// What the caller can mend.
fn kind(error: &PluginError) -> Option<&'static Kind> {
    Some(match error {
        PluginError::Name { .. } => kinds::INVALID_REQUEST,
        PluginError::NotWasm { .. } | PluginError::CoreModule { .. } | PluginError::Damaged { .. } => {
            kinds::NO_COMPONENT
        }
        PluginError::TooLarge { .. } => kinds::TOO_LARGE,
        PluginError::Fixtures { .. } => kinds::FIXTURE_FAILED,
        PluginError::Signature { .. } => kinds::UNTRUSTED_PLUGIN,
        PluginError::NoManifest { .. }
        | PluginError::Manifest { .. }
        | PluginError::NameMismatch { .. }
        | PluginError::Action { .. }
        | PluginError::Claims { .. }
        | PluginError::Contract { .. }
        | PluginError::Import { .. }
        | PluginError::NoExport { .. }
        | PluginError::Compile { .. }
        | PluginError::Start { .. } => kinds::INVALID_PLUGIN,
        PluginError::Unknown { .. } | PluginError::NoEndpoints { .. } | PluginError::NoSuchVersion { .. } => {
            kinds::NOT_FOUND
        }
        PluginError::Endpoint { .. } => kinds::PLUGIN_FAILED,
        PluginError::Trial { .. } => kinds::NO_TRIAL,
        PluginError::Replay { .. } => kinds::INVALID_REQUEST,
        PluginError::NoEarlierVersion { .. } => kinds::NO_EARLIER_VERSION,
        PluginError::File { .. }
        | PluginError::Changed { .. }
        | PluginError::Record { .. }
        | PluginError::Store(_)
        | PluginError::Engine { .. }
        | PluginError::Stopping => return None,
    })
}

/// What is wrong on this machine.
fn ours(error: PluginError) -> Problem {
    match error {
        PluginError::Store(error) => error.into(),
        PluginError::Stopping => {
            Problem::new(kinds::STOPPING, "the server stops; nothing was changed").header(RETRY_AFTER, SOON)
        }
        error => {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            tracing::error!(%error, cause, "a plugin could not be changed");
            Problem::new(
                kinds::INTERNAL,
                "the plugin's files or records cannot be used; the server's log says why",
            )
        }
    }
}
