//! `plugin test`: plays fixtures through the server's own code, with a fresh instance for each step and
//! with a warm one, and says what is not as expected.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use super::component_file::{self, ComponentFile};
use super::failed::Failed;
use super::fixtures::{self, FixtureFile};
use super::report::{FileReport, Report};
use super::update;
use crate::cli::Exit;
use crate::plugins::testbench::{Instancing, Testbench, TestbenchError};

/// What `plugin test` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A component, or a project's folder; this folder if left out
    file: Option<PathBuf>,
    /// The folder of the fixtures, instead of the project's fixtures/
    #[arg(long, value_name = "FOLDER")]
    fixtures: Option<PathBuf>,
    /// Writes into the fixtures what came, where it is not as expected
    #[arg(long)]
    update: bool,
    /// Answers in JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// For the project of a folder.
    pub fn of(folder: PathBuf) -> Self {
        Self {
            file: Some(folder),
            fixtures: None,
            update: false,
            json: false,
        }
    }

    /// Plays all fixtures.
    ///
    /// # Errors
    /// A component that does not load, or what is no fixture.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let component = ComponentFile::read(self.file.as_deref())?;
        let folder = self.fixtures.clone().unwrap_or_else(|| component.home.join("fixtures"));
        let files = fixtures::of_folder(&folder)?;
        let mut trial = component_file::load(&component.stem(), component.bytes)?;
        let mut report = Report::default();
        for file in files {
            report.files.push(self.play(&mut trial, file)?);
        }
        if self.json {
            writeln!(output, "{}", report.as_json())?;
        } else {
            write!(output, "{report}")?;
        }
        Ok(if report.passed() { Exit::Done } else { Exit::Failed })
    }

    fn play(&self, trial: &mut Testbench, mut file: FixtureFile) -> Result<FileReport, Failed> {
        let wrong = |file: &FixtureFile, error: TestbenchError| {
            Failed::Unusable(format!("error: {} cannot be played: {error}", file.path.display()))
        };
        let mut fresh = match trial.play(&file.fixture, Instancing::Fresh) {
            Ok(played) => played,
            Err(error) => return Err(wrong(&file, error)),
        };
        let mut updated = false;
        if self.update && fresh.iter().any(|step| !step.differences.is_empty()) {
            let text = update::updated(&file.text, &fresh).map_err(|error| Failed::Unusable(error.to_string()))?;
            updated = text != file.text;
            fs::write(&file.path, text).map_err(|error| Failed::file("write", &file.path, &error))?;
            file = FixtureFile::read(&file.path)?;
            fresh = trial
                .play(&file.fixture, Instancing::Fresh)
                .map_err(|error| wrong(&file, error))?;
        }
        let warm = trial
            .play(&file.fixture, Instancing::Warm)
            .map_err(|error| wrong(&file, error))?;
        Ok(FileReport::new(file.path, &fresh, &warm).updated(updated))
    }
}
