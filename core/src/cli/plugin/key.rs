//! `plugin key`: a new private key, and what the server is told of it.

use std::io::Write;
use std::path::PathBuf;

use super::failed::Failed;
use super::private_key::PrivateKey;
use crate::cli::Exit;

/// What `plugin key` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Where the private key goes; whoever has this file can sign
    file: PathBuf,
    /// Makes nothing: prints the public key of a private key that is there
    #[arg(long)]
    show: bool,
}

impl Arguments {
    /// Makes the key, and prints the line of the configuration.
    ///
    /// # Errors
    /// If the file is there already, or cannot be written or read.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let key = if self.show {
            PrivateKey::read(&self.file)?
        } else {
            PrivateKey::make(&self.file)?
        };
        if !self.show {
            writeln!(
                output,
                "# {} is the private key: keep it, and give it to nobody.\n\
                 # For the server's configuration, below [plugins]:",
                self.file.display()
            )?;
        }
        writeln!(output, "trusted_keys = [{:?}]", key.public())?;
        Ok(Exit::Done)
    }
}
