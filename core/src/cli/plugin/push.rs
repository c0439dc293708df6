//! `plugin push`: brings a component to a running server, which makes it the active version.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::Value;

use super::component_file::ComponentFile;
use super::failed::{Failed, unusable};
use super::figures::time;
use super::rollback::activated;
use super::server::Server;
use super::state::StateChoice;
use super::upload::{self, Signing};
use crate::cli::Exit;
use crate::plugins::testbench;

/// What `plugin push` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A component, or a project's folder; this folder if left out
    file: Option<PathBuf>,
    /// The plugin's name, if it is another than the component says: the server refuses that
    #[arg(long)]
    name: Option<String>,
    /// On which state
    #[arg(long, value_enum, default_value_t)]
    state: StateChoice,
    #[command(flatten)]
    signing: Signing,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// For the project of a folder.
    pub fn of(folder: PathBuf, signing: Signing, server: Server) -> Self {
        Self {
            file: Some(folder),
            name: None,
            state: StateChoice::Kept,
            signing,
            server,
        }
    }

    /// Puts the component.
    ///
    /// # Errors
    /// Why the server does not take it; what was active stays active then.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let file = ComponentFile::read(self.file.as_deref())?;
        let manifest = testbench::read_manifest(&file.stem(), &file.bytes)?;
        let name = self.name.clone().unwrap_or_else(|| manifest.name.clone());
        testbench::check_name(&name).map_err(|error| unusable(&error))?;
        let begin = Instant::now();
        let path = format!("/plugins/{name}?state={}", self.state.word());
        let version = upload::put(&self.server, &path, file, &self.signing)?;
        let took = time(begin.elapsed());
        writeln!(output, "{}, after {took}", activated(&name, &version))?;
        for warning in version.get("warnings").and_then(Value::as_array).into_iter().flatten() {
            writeln!(output, "warning: {}", warning.as_str().unwrap_or_default())?;
        }
        Ok(Exit::Done)
    }
}
