//! `compile-plugin`: what the server runs as its child; nobody types it.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, complain};
use crate::plugins::compile_file;

/// What is compiled.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The component
    input: PathBuf,
    /// The compiled code
    output: PathBuf,
    /// The memory that a guest may have, in bytes
    memory: usize,
}

impl Arguments {
    /// Compiles, and says on standard error why not.
    pub fn run(&self) -> Exit {
        match compile_file(&self.input, &self.output, self.memory) {
            Ok(()) => Exit::Done,
            Err(reason) => {
                complain(&reason);
                Exit::Failed
            }
        }
    }
}
