//! `plugin`: from an empty folder to a plugin that decides on a running server. One file per
//! subcommand.

mod bench;
mod check;
mod component_file;
mod failed;
mod figures;
mod fixtures;
mod project;
mod report;
mod test;
mod update;

use std::io::{self, Write};

use clap::Subcommand;

use super::{Exit, complain};
use failed::Failed;

/// What is done with a plugin.
#[derive(Debug, Subcommand)]
pub enum Plugin {
    /// Says whether a component fits this server, what it wants, and how it is configured
    Check(check::Arguments),
    /// Plays fixtures on a component through the server's own code
    ///
    /// Each fixture is played twice: with a fresh instance for each step, and with one warm instance.
    /// The exit code is 0 if everything came as the fixtures say, 1 if not, 2 if nothing can be played.
    Test(test::Arguments),
    /// Measures the steps of a fixture: time, memory, fuel
    Bench(bench::Arguments),
}

impl Plugin {
    /// Does it: the answer goes to `output`, complaints to standard error.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn run(&self, output: &mut impl Write) -> io::Result<Exit> {
        let done = match self {
            Self::Check(arguments) => arguments.run(output),
            Self::Test(arguments) => arguments.run(output),
            Self::Bench(arguments) => arguments.run(output),
        };
        done.or_else(|failed| {
            let exit = failed.exit();
            match failed {
                Failed::Output(error) => return Err(error),
                Failed::Refused(text) | Failed::Unusable(text) => complain(&text),
            }
            Ok(exit)
        })
    }
}
