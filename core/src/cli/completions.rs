//! `completions`: what a shell needs to complete commands and flags, made from the command line itself.

use std::io::{self, Write};

use clap_complete::{Shell, generate};

use super::{Exit, NAME};

/// What `completions` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// For which shell
    shell: Shell,
}

impl Arguments {
    /// Writes it.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn run(&self, mut line: clap::Command, output: &mut impl Write) -> io::Result<Exit> {
        // The generator cannot fail, so it writes into memory.
        let mut text = Vec::new();
        generate(self.shell, &mut line, NAME, &mut text);
        output.write_all(&text)?;
        Ok(Exit::Done)
    }
}
