//! `serve`: configuration, log, server.

use std::fmt::Display;
use std::path::PathBuf;
use std::sync::Arc;

use super::configuration::Configuration;
use super::{Exit, complain};
use crate::config::reload::Start;
use crate::telemetry;

/// What `serve` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    configuration: Configuration,
    /// Written once the server is ready: {"ocpp": ADDRESS, "admin": ADDRESS}
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
    /// Goes on with what can be read of a damaged store; the damaged one is moved aside, and nothing of it removed
    #[arg(long)]
    accept_loss: bool,
}

/// Runs the server until it is stopped.
pub fn run<E: Display>(arguments: &Arguments, serve: impl FnOnce(Start<'_>) -> Result<(), E>) -> Exit {
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
    let configuration = arguments.configuration.clone();
    let start = Start {
        settings,
        ready_file: arguments.ready_file.as_deref(),
        reload: Arc::new(move || configuration.load()),
        accepts_loss: arguments.accept_loss,
    };
    match serve(start) {
        Ok(()) => Exit::Done,
        Err(error) => {
            tracing::error!(%error, "the server stopped");
            Exit::Failed
        }
    }
}
