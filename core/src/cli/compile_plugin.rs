//! `compile-plugin`: what the server runs as its child; nobody types it.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, complain};
use crate::plugins::{NoCode, Task, compile_file};

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
    /// The compiled code as it is shared with other servers, which need not be there
    #[arg(long)]
    shared_code: Option<PathBuf>,
}

impl Arguments {
    /// Compiles, and says on standard error why not.
    pub fn run(&self) -> Exit {
        let task = Task {
            input: &self.input,
            output: &self.output,
            memory: self.memory,
            play: self.play_fixtures,
            shared: self.shared_code.as_deref(),
        };
        let (reason, exit) = match compile_file(task) {
            Ok(()) => return Exit::Done,
            Err(NoCode::Compiler(reason)) => (reason, Exit::Failed),
            Err(NoCode::Fixtures(reason)) => (reason, Exit::FixturesFailed),
        };
        complain(&reason);
        exit
    }
}
