//! `plugin replay`: makes recorded calls again on a component, and lists what comes out otherwise.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;

use super::comparison::{Comparison, Differing};
use super::component_file::ComponentFile;
use super::failed::{Failed, unusable};
use crate::cli::Exit;
use crate::plugins::trial::{Scene, Trial};
use crate::plugins::{Line, RecordedCall};

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
        let mut trial = Trial::load(&component.stem(), component.bytes)?;
        let mut comparison = Comparison::new(trial.manifest().version.clone(), trial.digest().to_owned());
        let mut scene = None;
        for line in BufReader::new(file).lines() {
            let line = line.map_err(|error| Failed::file("read", &self.from, &error))?;
            if line.is_empty() {
                continue;
            }
            match (serde_json::from_str(&line), &scene) {
                (Ok(Line::Setup(setup)), _) => {
                    self.same_plugin(&setup.plugin, &trial.manifest().name)?;
                    scene = Some(Scene::new(&setup));
                }
                (Ok(Line::Call(call)), Some(scene)) => self.replay(&mut trial, scene, (*call, &mut comparison)),
                // A crash cuts the last line of a file off.
                (Err(_), Some(_)) => comparison.unreadable += 1,
                (Ok(Line::Call(_)) | Err(_), None) => return Err(self.no_recording()),
            }
        }
        if scene.is_none() {
            return Err(self.no_recording());
        }
        if self.json {
            writeln!(output, "{}", comparison.as_json())?;
        } else {
            write!(output, "{comparison}")?;
        }
        Ok(if comparison.same() { Exit::Done } else { Exit::Failed })
    }

    fn replay(&self, trial: &mut Trial, scene: &Scene, (call, comparison): (RecordedCall, &mut Comparison)) {
        let replayed = trial.replay(scene, &call);
        comparison.count(&call, &replayed);
        if replayed.stands_out() && (self.json || comparison.differing.len() < self.most) {
            comparison.differing.push(Differing { call, replayed });
        }
    }

    fn no_recording(&self) -> Failed {
        unusable(format_args!(
            "{} is no recording: `ocpp-central plugin record NAME --save FILE` writes one",
            self.from.display()
        ))
    }

    fn same_plugin(&self, recorded: &str, name: &str) -> Result<(), Failed> {
        if recorded == name {
            return Ok(());
        }
        Err(unusable(format_args!(
            "{} has calls of {recorded}, and the component is {name}",
            self.from.display()
        )))
    }
}
