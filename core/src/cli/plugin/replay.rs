//! `plugin replay`: makes recorded calls again on a component, and lists what comes out otherwise.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::PathBuf;

use super::comparison::Told;
use super::component_file::{self, ComponentFile};
use super::failed::{Failed, unusable, with_causes};
use crate::cli::Exit;
use crate::plugins::testbench::replay::{self, Extent};

/// What `plugin replay` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A component, or a project's folder; this folder if left out
    file: Option<PathBuf>,
    /// The recording, as `plugin record NAME --save FILE` wrote it
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Shows so many of the calls that differ
    #[arg(long, value_name = "N", default_value_t = 20)]
    most: usize,
    /// Answers in JSON, with all calls that differ
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// Replays all calls.
    ///
    /// # Errors
    /// A component that does not load, or a file that is no recording of it.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let component = ComponentFile::read(self.file.as_deref())?;
        let file = File::open(&self.from).map_err(|error| Failed::file("read", &self.from, &error))?;
        let trial = component_file::load(&component.stem(), component.bytes)?;
        let extent = Extent {
            most: if self.json { usize::MAX } else { self.most },
            until: None,
        };
        let replayed = replay::replayed(&trial, BufReader::new(file), extent);
        let comparison =
            replayed.map_err(|error| unusable(format_args!("{}: {}", self.from.display(), with_causes(&error))))?;
        if self.json {
            writeln!(output, "{}", comparison.as_json())?;
        } else {
            write!(output, "{}", Told(&comparison))?;
        }
        Ok(if comparison.same() { Exit::Done } else { Exit::Failed })
    }
}
