//! A charge point that plays a scenario.

use std::io::Write;

use ocpp_charge_point::fleet::Fleet;
use ocpp_charge_point::run::RunOptions;
use ocpp_charge_point::scenario::{Scenario, ScenarioError, Stage, play};

use super::{interrupted, not_connected, show, undelivered};
use crate::cli::Exit;
use crate::cli::failed::{Failed, unusable};

/// Plays it to its end, and until the server has what it left to tell.
pub async fn run(
    scenario: &Scenario,
    options: RunOptions,
    verbose: bool,
    output: &mut impl Write,
) -> Result<Exit, Failed> {
    let (mut stage, observer) = Stage::new(show::observer(verbose));
    let mut fleet = Fleet::new();
    let memory = options.memory.clone();
    let handle = fleet.add(options, observer, None).map_err(unusable)?;
    stage.enter(handle);
    let playing = async {
        play(scenario, &mut stage, |_, _| {}).await?;
        Ok(stage.delivered().await)
    };
    let played = tokio::select! {
        biased;
        // It cannot connect; one that was switched off by the scenario's `quit` lets the scenario end first.
        Some(Err(error)) = fleet.ended() => return Err(not_connected(&error)),
        played = playing => Some(played),
        () = interrupted() => None,
    };
    fleet.stop().await;
    let standing = match played {
        Some(Ok(standing)) => standing,
        Some(Err::<_, ScenarioError>(error)) => return Err(Failed::Refused(format!("error: {error}"))),
        None => return Err(Failed::Refused("error: the scenario was interrupted".to_owned())),
    };
    let wanted = |action: &str| scenario.wants_failure_of(action);
    let left = standing.and_then(|standing| undelivered::told(&standing, wanted, memory.as_deref()));
    let steps = scenario.len();
    match left {
        Some(left) => Err(Failed::Refused(format!(
            "error: all {steps} steps happened, but {left}"
        ))),
        None => {
            writeln!(output, "all {steps} steps happened")?;
            Ok(Exit::Done)
        }
    }
}
