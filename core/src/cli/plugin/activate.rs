//! `plugin activate`: one of the kept versions becomes the active one.

use std::io::Write;

use serde_json::json;

use super::failed::{Failed, unusable};
use super::rollback::activated;
use super::server::Server;
use super::state::StateChoice;
use crate::cli::Exit;
use crate::plugins::testbench;

/// What `plugin activate` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The plugin
    name: String,
    /// The version, its digest, or how that begins (8 digits or more); `plugin list` has them
    version: String,
    /// On which state
    #[arg(long, value_enum, default_value_t)]
    state: StateChoice,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Has the server activate the version.
    ///
    /// # Errors
    /// The server's: no such plugin, no such version, several that fit.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        testbench::check_name(&self.name).map_err(|error| unusable(&error))?;
        let path = format!("/plugins/{}/activate", self.name);
        let wanted = json!({"version": self.version, "state": self.state.word()});
        let version = self.server.post(&path, &wanted)?;
        writeln!(output, "{}", activated(&self.name, &version))?;
        Ok(Exit::Done)
    }
}
