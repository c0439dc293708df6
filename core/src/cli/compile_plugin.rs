//! `compile-plugin`: what the server runs as its child; nobody types it.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, complain};
use crate::plugins::{Task, compile_file, testbench};

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
    /// Compiles, plays the fixtures if that is wanted, and says on standard error why there is no code.
    pub fn run(&self) -> Exit {
        let task = Task {
            input: &self.input,
            output: &self.output,
            memory: self.memory,
            shared: self.shared_code.as_deref(),
        };
        let made = compile_file(task).map_err(|reason| (reason, Exit::Failed));
        let played = made.and_then(|()| match self.play_fixtures {
            true => testbench::play_bundled(&self.input, &self.output, self.memory)
                .map_err(|reason| (reason, Exit::FixturesFailed)),
            false => Ok(()),
        });
        let Err((reason, exit)) = played else {
            return Exit::Done;
        };
        complain(&reason);
        exit
    }
}
