//! `plugin build`: a project's sources become a component that this server takes.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use super::builds;
use super::component_file::ComponentFile;
use super::failed::Failed;
use super::figures::{count, place, size, time};
use super::project::Project;
use crate::cli::Exit;
use crate::plugins::testbench::Testbench;

/// What `plugin build` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project's folder; this folder if left out
    folder: Option<PathBuf>,
    /// Leaves the project's fixtures out of the component: the server then plays none when it is uploaded
    #[arg(long)]
    without_fixtures: bool,
}

impl Arguments {
    /// Builds, loads the result as the server would, and says where it is.
    ///
    /// # Errors
    /// What a tool says, or why a server would refuse the result.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let folder = self.folder.clone().unwrap_or_else(|| PathBuf::from("."));
        let project = Project::open(&folder)?;
        let begin = Instant::now();
        let path = builds::build(&project, !self.without_fixtures)?;
        let took = begin.elapsed();
        let file = ComponentFile::read(Some(&path))?;
        let trial = Testbench::load(&project.name, file.bytes)?;
        let fixtures = match trial.brings()?.len() {
            0 => String::new(),
            some => format!(" with {}", count(some, "fixture")),
        };
        writeln!(
            output,
            "{}: {} {}, {}{fixtures}, built in {}; a server loads it in {}",
            place(&path),
            trial.manifest().name,
            trial.manifest().version,
            size(trial.size()),
            time(took),
            time(trial.loaded_in())
        )?;
        Ok(Exit::Done)
    }
}
