//! `plugin rollback`: the version that was active before decides again, with the settings of then.

use std::io::Write;

use serde_json::{Value, json};

use super::failed::{Failed, unusable};
use super::server::Server;
use crate::cli::Exit;
use crate::plugins::testbench;

/// What `plugin rollback` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The plugin
    name: String,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Moves the pointer back.
    ///
    /// # Errors
    /// The server's: no such plugin, no earlier version.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        testbench::check_name(&self.name).map_err(|error| unusable(&error))?;
        let path = format!("/plugins/{}/rollback", self.name);
        let version = self.server.post(&path, &json!({}))?;
        writeln!(output, "{}", activated(&self.name, &version))?;
        Ok(Exit::Done)
    }
}

/// What is active now.
pub fn activated(name: &str, version: &Value) -> String {
    let text = |member: &str| version.get(member).and_then(Value::as_str).unwrap_or_default();
    let digest = text("digest");
    format!(
        "{name} {} is active (digest {})",
        text("version"),
        digest.get(..12).unwrap_or(digest)
    )
}
