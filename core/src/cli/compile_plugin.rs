//! `compile-plugin`: what the server runs as its child; nobody types it.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, complain};
use crate::plugins::{NoCode, compile_file};

/// What is compiled.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The component
    input: PathBuf,
    /// The compiled code
    output: PathBuf,
    /// The memory that a guest may have, in bytes
    memory: usize,
    /// Plays the fixtures that the component brings
    #[arg(long)]
    play_fixtures: bool,
}

impl Arguments {
    /// Compiles, and says on standard error why not.
    pub fn run(&self) -> Exit {
        let (reason, exit) = match compile_file(&self.input, &self.output, self.memory, self.play_fixtures) {
            Ok(()) => return Exit::Done,
            Err(NoCode::Compiler(reason)) => (reason, Exit::Failed),
            Err(NoCode::Fixtures(reason)) => (reason, Exit::FixturesFailed),
        };
        complain(&reason);
        exit
    }
}
