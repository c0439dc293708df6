//! `plugin canary`: a version decides for some of the charge points.

use std::io::Write;

use serde_json::json;

use super::beside::{Begun, Beside};
use super::failed::Failed;
use super::state::StateChoice;
use super::trial;
use crate::cli::Exit;

/// What `plugin canary` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    beside: Beside,
    #[command(flatten)]
    whose: Whose,
    /// So many failures of it take it back
    #[arg(long, value_name = "NUMBER", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..))]
    max_failures: u64,
    /// A longer mean time of its calls takes it back, in microseconds
    #[arg(long, value_name = "MICROSECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    max_mean_us: Option<u64>,
    /// On which state
    #[arg(long, value_enum, default_value_t)]
    state: StateChoice,
}

/// For whom it decides: at least one of them.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
struct Whose {
    /// For so many per cent of the charge points, chosen by their identity: the same ones each time
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..=100))]
    percent: Option<u8>,
    /// For this charge point as well; may be given several times
    #[arg(long = "charge-point", value_name = "ID")]
    charge_points: Vec<String>,
}

impl Arguments {
    /// Begins the trial.
    ///
    /// # Errors
    /// Why the version cannot be tried; what was tried before goes on then.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let wanted = json!({
            "percent": self.whose.percent.unwrap_or(0), "chargePoints": self.whose.charge_points,
            "maxFailures": self.max_failures, "maxMeanUs": self.max_mean_us,
            "state": self.state.word(),
        });
        let whose = trial::whose(&wanted);
        let Begun { name, version, active } = self.beside.begin("canary", wanted)?;
        writeln!(
            output,
            "{name} {version} decides for {whose}, {active} for all others\n\
             `ocpp-central plugin trial {name}` shows how it does, `--end` ends it, and so does {}",
            self.limits()
        )?;
        Ok(Exit::Done)
    }

    fn limits(&self) -> String {
        let slow = |limit| format!(", or a mean time above {limit} µs");
        let failures = match self.max_failures {
            1 => "its first failure".to_owned(),
            some => format!("its failure number {some}"),
        };
        failures + &self.max_mean_us.map_or(String::new(), slow)
    }
}
