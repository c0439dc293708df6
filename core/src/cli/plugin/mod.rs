//! `plugin`: from an empty folder to a plugin that decides on a running server. One file per
//! subcommand.

mod activate;
mod bench;
mod beside;
mod build;
mod builds;
mod canary;
mod check;
mod comparison;
mod component_file;
mod dev;
mod embedded;
mod figures;
mod fixtures;
mod history;
mod key;
mod list;
mod logs;
mod new;
mod private_key;
mod project;
mod push;
mod record;
mod replay;
mod report;
mod rollback;
mod settings;
mod shadow;
mod sign;
mod state;
mod test;
mod trial;
mod update;
mod upload;

use std::io::{self, Write};

use clap::Subcommand;

use super::failed::{self, Failed};
use super::{Exit, server};

/// What is done with a plugin.
#[derive(Debug, Subcommand)]
pub enum Plugin {
    /// Begins a project: sources, fixtures and a README that say how it goes on
    New(new::Arguments),
    /// Makes a component of a project, with the tools of its language
    Build(build::Arguments),
    /// Says whether a component fits this server, what it wants, and how it is configured
    Check(check::Arguments),
    /// Plays fixtures on a component through the server's own code
    ///
    /// Each fixture is played twice: with a fresh instance for each step, and with one warm instance.
    /// The exit code is 0 if everything came as the fixtures say, 1 if not, 2 if nothing can be played.
    Test(test::Arguments),
    /// Measures the steps of a fixture: time, memory, fuel
    Bench(bench::Arguments),
    /// Builds, tests and pushes on each save, until it is interrupted
    Dev(dev::Arguments),
    /// Brings a component to a running server, which makes it the active version
    Push(push::Arguments),
    /// Tries a version beside the active one: it is asked the same, and nobody is told its answers
    Shadow(shadow::Arguments),
    /// Tries a version beside the active one: it decides for some of the charge points
    Canary(canary::Arguments),
    /// Shows how the version on trial does and where it differs, or ends the trial
    Trial(trial::Arguments),
    /// Makes one of the versions active that a running server has kept
    Activate(activate::Arguments),
    /// Makes the version active that was active before, with the settings of then
    Rollback(rollback::Arguments),
    /// Shows what a plugin on a running server reads as its settings, or sets it
    Settings(settings::Arguments),
    /// Makes a private key for signing components, and prints the public one for a server's configuration
    Key(key::Arguments),
    /// Signs a component, for a server that takes only signed ones
    Sign(sign::Arguments),
    /// Lists the plugins of a running server, with their versions
    List(list::Arguments),
    /// Shows the last failures of a plugin on a running server, with input and traceback
    Logs(logs::Arguments),
    /// Shows what was done to a plugin on a running server, and when
    History(history::Arguments),
    /// Records a plugin's calls on a running server, with every answer that the server gives it
    Record(record::Arguments),
    /// Makes recorded calls again on a component, and lists what comes out otherwise
    ///
    /// The server's answers, the clocks and the random numbers come from the recording; nothing is sent.
    /// The exit code is 0 if every outcome is the same, 1 if not, 2 if nothing can be replayed.
    Replay(replay::Arguments),
}

impl Plugin {
    /// Does it: the answer goes to `output`, complaints to standard error.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn run(&self, output: &mut impl Write) -> io::Result<Exit> {
        let done = match self {
            Self::New(arguments) => arguments.run(output),
            Self::Build(arguments) => arguments.run(output),
            Self::Check(arguments) => arguments.run(output),
            Self::Test(arguments) => arguments.run(output),
            Self::Bench(arguments) => arguments.run(output),
            Self::Dev(arguments) => arguments.run(output),
            Self::Push(arguments) => arguments.run(output),
            Self::Shadow(arguments) => arguments.run(output),
            Self::Canary(arguments) => arguments.run(output),
            Self::Trial(arguments) => arguments.run(output),
            Self::Activate(arguments) => arguments.run(output),
            Self::Rollback(arguments) => arguments.run(output),
            Self::Settings(arguments) => arguments.run(output),
            Self::Key(arguments) => arguments.run(output),
            Self::Sign(arguments) => arguments.run(output),
            Self::List(arguments) => arguments.run(output),
            Self::Logs(arguments) => arguments.run(output),
            Self::History(arguments) => arguments.run(output),
            Self::Record(arguments) => arguments.run(output),
            Self::Replay(arguments) => arguments.run(output),
        };
        done.or_else(Failed::told)
    }
}
