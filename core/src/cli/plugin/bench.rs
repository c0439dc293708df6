//! `plugin bench`: what the steps of a fixture cost, and what an instance takes.

use std::io::Write;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::component_file::{self, ComponentFile};
use super::failed::{Failed, unusable};
use super::figures::{size, time};
use super::fixtures::FixtureFile;
use crate::cli::Exit;
use crate::plugins::testbench::{Cost, Measured, Testbench};

/// What `plugin bench` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A component, or a project's folder; this folder if left out
    file: Option<PathBuf>,
    /// The fixture whose steps are measured
    #[arg(long, value_name = "FILE")]
    fixture: PathBuf,
    /// How often each step is called, with fresh instances and with a warm one
    #[arg(long, value_name = "NUMBER", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    calls: u32,
    /// Answers in JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// Measures, and writes the figures.
    ///
    /// # Errors
    /// A component that does not load, or a step that fails.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let component = ComponentFile::read(self.file.as_deref())?;
        let file = FixtureFile::read(&self.fixture)?;
        let mut trial = component_file::load(&component.stem(), component.bytes)?;
        let calls = usize::try_from(self.calls).unwrap_or(usize::MAX);
        let measured = trial
            .measure(&file.fixture, calls)
            .map_err(|error| unusable(format_args!("{}: {error}", self.fixture.display())))?;
        if self.json {
            writeln!(output, "{}", as_json(&trial, &measured, self.calls))?;
        } else {
            write!(output, "{}", as_text(&trial, &measured))?;
        }
        Ok(Exit::Done)
    }
}

fn as_json(trial: &Testbench, measured: &[Measured], calls: u32) -> Value {
    let micros = |cost: &Cost| {
        let [p50, p99, mean] = [cost.p50, cost.p99, cost.mean].map(|time| time.as_secs_f64() * 1e6);
        json!({"p50Us": p50, "p99Us": p99, "meanUs": mean})
    };
    let step = |step: &Measured| {
        json!({
            "step": step.step, "title": step.title, "fresh": micros(&step.fresh), "warm": micros(&step.warm),
            "memoryBytes": step.memory_bytes, "fuel": step.fuel,
        })
    };
    json!({
        "plugin": trial.manifest().name,
        "version": trial.manifest().version,
        "size": trial.size(),
        "loadedInMs": trial.loaded_in().as_secs_f64() * 1e3,
        "freshInstanceUs": trial.fresh().as_secs_f64() * 1e6,
        "calls": calls,
        "steps": measured.iter().map(step).collect::<Vec<_>>(),
    })
}

fn as_text(trial: &Testbench, measured: &[Measured]) -> String {
    let manifest = trial.manifest();
    let mut text = format!(
        "{} {}: {}, loads in {}, a fresh instance takes {}\n\n",
        manifest.name,
        manifest.version,
        size(trial.size()),
        time(trial.loaded_in()),
        time(trial.fresh())
    );
    let width = measured
        .iter()
        .map(|step| step.title.chars().count())
        .max()
        .unwrap_or(0);
    text += &format!(
        "      {:width$} {:^28} {:^28}\n",
        "", "with a fresh instance", "with a warm one"
    );
    let [p50, p99, mean] = ["p50", "p99", "mean"];
    text += &format!(
        "step  {:width$} {p50:>9}{p99:>9}{mean:>9}  {p50:>9}{p99:>9}{mean:>9} {:>9} {:>11}\n",
        "", "memory", "fuel"
    );
    for step in measured {
        let cells = |cost: &Cost| {
            [cost.p50, cost.p99, cost.mean]
                .map(|cell| format!("{:>9}", time(cell)))
                .concat()
        };
        text += &format!(
            "{:>4}  {:width$} {}  {} {:>9} {:>11}\n",
            step.step,
            step.title,
            cells(&step.fresh),
            cells(&step.warm),
            size(step.memory_bytes),
            step.fuel
        );
    }
    text
}
