//! `plugin shadow`: a version is asked the same as the active one, and not listened to.

use std::io::Write;

use serde_json::json;

use super::beside::{Begun, Beside};
use super::failed::Failed;
use crate::cli::Exit;

/// What `plugin shadow` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    beside: Beside,
}

impl Arguments {
    /// Begins the trial.
    ///
    /// # Errors
    /// Why the version cannot be tried; what was tried before goes on then.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let Begun { name, version, active } = self.beside.begin("shadow", json!({}))?;
        writeln!(
            output,
            "{name} {version} is asked the same as {active}, and nobody is told its answers\n\
             `ocpp-central plugin trial {name}` shows where the two differ, `--end` ends it"
        )?;
        Ok(Exit::Done)
    }
}
