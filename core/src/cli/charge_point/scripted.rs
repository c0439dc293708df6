//! A charge point that plays a scenario.

use std::io::Write;

use ocpp_charge_point::fleet::Fleet;
use ocpp_charge_point::run::RunOptions;
use ocpp_charge_point::scenario::{Scenario, Stage, play};

use super::{interrupted, not_connected, show};
use crate::cli::Exit;
use crate::cli::failed::{Failed, unusable};

/// Plays it to its end.
pub async fn run(
    scenario: &Scenario,
    options: RunOptions,
    verbose: bool,
    output: &mut impl Write,
) -> Result<Exit, Failed> {
    let (mut stage, observer) = Stage::new(show::observer(verbose));
    let mut fleet = Fleet::new();
    let handle = fleet.add(options, observer, None).map_err(unusable)?;
    stage.enter(handle);
    let played = tokio::select! {
        biased;
        // It cannot connect; one that was switched off by the scenario's `quit` lets the scenario end first.
        Some(Err(error)) = fleet.ended() => return Err(not_connected(&error)),
        played = play(scenario, &mut stage, |_, _| {}) => Some(played),
        () = interrupted() => None,
    };
    fleet.stop().await;
    match played {
        Some(Ok(())) => {
            writeln!(output, "all {} steps happened", scenario.len())?;
            Ok(Exit::Done)
        }
        Some(Err(error)) => Err(Failed::Refused(format!("error: {error}"))),
        None => Err(Failed::Refused("error: the scenario was interrupted".to_owned())),
    }
}
