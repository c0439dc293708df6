//! `serve`: configuration, log, server.

use std::io;

use super::configuration::Configuration;
use super::{Exit, complain};
use crate::config::settings::Settings;
use crate::telemetry;

/// Runs the server until it is stopped.
pub fn run(configuration: &Configuration, serve: impl FnOnce(Settings) -> io::Result<()>) -> Exit {
    let settings = match configuration.load() {
        Ok(settings) => settings,
        Err(problems) => {
            complain(&problems.to_string());
            return Exit::Unusable;
        }
    };
    if let Err(error) = telemetry::start(&settings.log) {
        complain(&error.to_string());
        return Exit::Unusable;
    }
    match serve(settings) {
        Ok(()) => Exit::Done,
        Err(error) => {
            tracing::error!(%error, "the server stopped");
            Exit::Failed
        }
    }
}
