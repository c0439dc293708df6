//! What the wire costs: a fleet that comes back by TLS beside plainly, and messages that are compressed beside plain ones.

mod back;
mod compression;

use super::Outcome;
use super::aims;
use super::drive::Plan;
use super::figures::Figures;

/// What is run of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// A fleet that comes back.
    Back,
    /// Compression.
    Compression,
}

/// Runs the parts and prints them.
///
/// # Errors
/// A server does not start, or a run fails. Never for a number.
pub fn run(plan: &Plan, parts: &[Part]) -> Outcome<()> {
    let mut figures = Figures::open(plan.figures.clone())?;
    for part in parts {
        match part {
            Part::Back => back::run(plan, &mut figures)?,
            Part::Compression => compression::run(plan)?,
        }
    }
    aims::print_own(&figures);
    figures.save()
}
