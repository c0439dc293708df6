//! `serve`: configuration, log, server.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use super::configuration::Configuration;
use super::{Exit, complain};
use crate::config::settings::Settings;
use crate::telemetry;

/// What `serve` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    configuration: Configuration,
    /// Written once the server is ready: {"ocpp": ADDRESS, "admin": ADDRESS}
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
}

/// Runs the server until it is stopped.
pub fn run<E: Display>(arguments: &Arguments, serve: impl FnOnce(Settings, Option<&Path>) -> Result<(), E>) -> Exit {
    let settings = match arguments.configuration.load() {
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
    match serve(settings, arguments.ready_file.as_deref()) {
        Ok(()) => Exit::Done,
        Err(error) => {
            tracing::error!(%error, "the server stopped");
            Exit::Failed
        }
    }
}
