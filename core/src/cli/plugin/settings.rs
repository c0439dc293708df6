//! `plugin settings`: what a plugin on a running server reads; set, taken back, gone back to.

use std::fs;
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::failed::{Failed, unusable};
use super::server::Server;
use crate::cli::Exit;
use crate::plugins::testbench;

/// What `plugin settings` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The plugin
    name: String,
    #[command(flatten)]
    change: Change,
    #[command(flatten)]
    server: Server,
}

/// At most one of them; without any the settings are shown.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct Change {
    /// Sets those of a file, a JSON object; - is standard input
    #[arg(long, value_name = "FILE")]
    set: Option<PathBuf>,
    /// Goes back to those of the server's configuration
    #[arg(long)]
    unset: bool,
    /// Goes back to those before
    #[arg(long)]
    rollback: bool,
}

impl Arguments {
    /// Asks the server, and writes what is in force now.
    ///
    /// # Errors
    /// The server's, with the plugin's own words where it refuses the settings.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        testbench::check_name(&self.name).map_err(|error| unusable(&error))?;
        let path = format!("/plugins/{}/settings", self.name);
        let shown = match &self.change {
            Change { set: Some(file), .. } => self.server.put_json(&path, &read(file)?)?,
            Change { unset: true, .. } => self.server.delete(&path)?,
            Change { rollback: true, .. } => self.server.post(&format!("{path}/rollback"), &json!({}))?,
            Change { .. } => self.server.get(&path)?,
        };
        let source = match shown.get("source").and_then(Value::as_str) {
            Some("api") => "set at run time",
            _ => "of the configuration",
        };
        let settings = shown.get("settings").unwrap_or(&Value::Null);
        writeln!(output, "{} has the settings {source}:\n{settings:#}", self.name)?;
        Ok(Exit::Done)
    }
}

fn read(file: &Path) -> Result<Value, Failed> {
    let mut text = String::new();
    let done = if file == Path::new("-") {
        std::io::stdin().read_to_string(&mut text).map(drop)
    } else {
        fs::read_to_string(file).map(|read| text = read)
    };
    done.map_err(|error| Failed::file("read", file, &error))?;
    serde_json::from_str(&text).map_err(|error| unusable(format_args!("{} is no JSON: {error}", file.display())))
}
