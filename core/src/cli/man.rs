//! `man`: manual pages, made from the command line itself, one for each subcommand.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap_mangen::{Man, generate_to};

use super::Exit;
use super::failed::Failed;

/// What `man` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder for the pages of all subcommands; without it the program's own page is written to standard output
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

impl Arguments {
    /// Writes them.
    ///
    /// # Errors
    /// What writing to `output` failed with.
    pub fn run(&self, line: clap::Command, output: &mut impl Write) -> io::Result<Exit> {
        let Some(folder) = &self.out else {
            Man::new(line).render(output)?;
            return Ok(Exit::Done);
        };
        let made = fs::create_dir_all(folder).and_then(|()| generate_to(line, folder));
        match made {
            Ok(()) => writeln!(output, "the pages are in {}", folder.display()).map(|()| Exit::Done),
            Err(error) => Failed::file("write", folder, &error).told(),
        }
    }
}
