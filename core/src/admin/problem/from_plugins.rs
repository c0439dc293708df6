//! Which problem a plugin's error is. What its author can mend is told in full; what is wrong on
//! this machine goes to the log.

use std::error::Error;

use actix_web::http::header::RETRY_AFTER;
use serde_json::json;

use super::{Kind, Missing, Problem, SOON, kinds};
use crate::plugins::{ComponentError, EndpointError, PluginError, SettingsViolation, VersionError};

impl From<PluginError> for Problem {
    fn from(error: PluginError) -> Self {
        match error {
            PluginError::Version(error) => error.into(),
            PluginError::Endpoint(error) => error.into(),
            PluginError::Replay { .. } => Self::new(kinds::INVALID_REQUEST, error.to_string()),
            PluginError::Store(error) => error.into(),
            PluginError::Stopping(_) => stopping(),
            PluginError::Engine(error) => ours(&error),
        }
    }
}

impl From<VersionError> for Problem {
    fn from(error: VersionError) -> Self {
        let kind = match &error {
            VersionError::Component(component) => of_component(component),
            VersionError::Signature { .. } => Some(kinds::UNTRUSTED_PLUGIN),
            VersionError::Unknown { .. } | VersionError::NoSuchVersion { .. } => Some(kinds::NOT_FOUND),
            VersionError::NoEarlierVersion { .. } => Some(kinds::NO_EARLIER_VERSION),
            VersionError::Rollout { .. } => Some(kinds::NO_TRIAL),
            VersionError::Settings { .. } | VersionError::SettingsBroken { .. } => Some(kinds::SETTINGS_REFUSED),
            VersionError::NoEarlierSettings { .. } => Some(kinds::NO_EARLIER_SETTINGS),
            VersionError::Stopping(_) => return stopping(),
            VersionError::NotReady { .. } => return not_ready(error.to_string()),
            VersionError::Changed { .. }
            | VersionError::Record { .. }
            | VersionError::Store(_)
            | VersionError::File(_) => None,
        };
        match (kind, error) {
            (Some(kind), VersionError::SettingsBroken { name, violations }) => broken(kind, name, violations),
            (Some(kind), error @ VersionError::Unknown { .. }) => {
                Self::new(kind, error.to_string()).missing(Missing::PLUGIN)
            }
            (Some(kind), error) => Self::new(kind, error.to_string()),
            (None, VersionError::Store(error)) => error.into(),
            (None, error) => ours(&error),
        }
    }
}

/// With the place of the first thing that is wrong, and each with its own.
fn broken(kind: &'static Kind, name: String, violations: Vec<SettingsViolation>) -> Problem {
    let pointer = violations.first().map(|first| first.pointer.clone());
    let errors = json!(violations);
    let error = VersionError::SettingsBroken { name, violations };
    Problem::new(kind, error.to_string())
        .with("pointer", pointer)
        .with("errors", errors)
}

impl From<EndpointError> for Problem {
    fn from(error: EndpointError) -> Self {
        match error {
            EndpointError::Unknown { .. } => Self::new(kinds::NOT_FOUND, error.to_string()).missing(Missing::PLUGIN),
            EndpointError::NoEndpoints { .. } => Self::new(kinds::NOT_FOUND, error.to_string()),
            EndpointError::NotReady { .. } => not_ready(error.to_string()),
            EndpointError::Failed { .. } => Self::new(kinds::PLUGIN_FAILED, error.to_string()),
            EndpointError::Store(error) => error.into(),
            EndpointError::Stopping(_) => stopping(),
        }
    }
}

/// What the author can mend.
fn of_component(error: &ComponentError) -> Option<&'static Kind> {
    Some(match error {
        ComponentError::Name { .. } => kinds::INVALID_REQUEST,
        ComponentError::NotWasm { .. } | ComponentError::CoreModule { .. } | ComponentError::Damaged { .. } => {
            kinds::NO_COMPONENT
        }
        ComponentError::TooLarge { .. } => kinds::TOO_LARGE,
        ComponentError::Fixtures { .. } => kinds::FIXTURE_FAILED,
        ComponentError::NoManifest { .. }
        | ComponentError::Manifest { .. }
        | ComponentError::NameMismatch { .. }
        | ComponentError::Action { .. }
        | ComponentError::Claims { .. }
        | ComponentError::Contract { .. }
        | ComponentError::Import { .. }
        | ComponentError::NoExport { .. }
        | ComponentError::Compile { .. }
        | ComponentError::Start { .. } => kinds::INVALID_PLUGIN,
        ComponentError::File(_) | ComponentError::Engine(_) => return None,
    })
}

fn not_ready(detail: String) -> Problem {
    Problem::new(kinds::PLUGIN_NOT_READY, detail).header(RETRY_AFTER, SOON)
}

fn stopping() -> Problem {
    Problem::new(kinds::STOPPING, "the server stops; nothing was changed").header(RETRY_AFTER, SOON)
}

/// What is wrong on this machine.
fn ours(error: &dyn Error) -> Problem {
    let cause = error.source().map(ToString::to_string);
    tracing::error!(%error, cause, "a plugin could not be changed");
    Problem::new(
        kinds::INTERNAL,
        "the plugin's files or records cannot be used; the server's log says why",
    )
}
