//! `plugin push`: brings a component to a running server, which makes it the active version.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::Value;

use super::component_file::ComponentFile;
use super::failed::{Failed, unusable};
use super::figures::time;
use super::server::Server;
use super::state::StateChoice;
use crate::cli::Exit;
use crate::plugins::trial;

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
    server: Server,
}

impl Arguments {
    /// For the project of a folder.
    pub fn of(folder: PathBuf, server: Server) -> Self {
        Self {
            file: Some(folder),
            name: None,
            state: StateChoice::Kept,
            server,
        }
    }

    /// Puts the component.
    ///
    /// # Errors
    /// Why the server does not take it; what was active stays active then.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let file = ComponentFile::read(self.file.as_deref())?;
        let manifest = trial::read_manifest(&file.stem(), &file.bytes)?;
        let name = self.name.clone().unwrap_or_else(|| manifest.name.clone());
        trial::check_name(&name).map_err(|error| unusable(&error))?;
        let begin = Instant::now();
        let version = self
            .server
            .put(&format!("/plugins/{name}?state={}", self.state.word()), file.bytes)?;
        let text = |member: &str| {
            version
                .get(member)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let digest = text("digest");
        writeln!(
            output,
            "{name} {} is active (digest {}), after {}",
            text("version"),
            digest.get(..12).unwrap_or(&digest),
            time(begin.elapsed())
        )?;
        Ok(Exit::Done)
    }
}
