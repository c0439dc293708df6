//! `plugin sign`: a component's signature, in a file beside it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::component_file::ComponentFile;
use super::failed::Failed;
use super::figures::place;
use super::private_key::PrivateKey;
use crate::cli::Exit;
use crate::plugins::signature_file;

/// What `plugin sign` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A component, or a project's folder; this folder if left out
    file: Option<PathBuf>,
    /// The private key, as `plugin key` makes it
    #[arg(long, value_name = "KEYFILE")]
    key: PathBuf,
}

impl Arguments {
    /// Writes `FILE.sig`.
    ///
    /// # Errors
    /// A file that cannot be read or written, or is no key.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let file = ComponentFile::read(self.file.as_deref())?;
        let key = PrivateKey::read(&self.key)?;
        let path = signature_file(&file.path);
        fs::write(&path, key.sign(&file.bytes) + "\n").map_err(|error| Failed::file("write", &path, &error))?;
        writeln!(output, "{}: signed with the key {}", place(&path), key.public())?;
        Ok(Exit::Done)
    }
}

/// The signature that `plugin sign` has left beside a component.
///
/// # Errors
/// A file that is there and cannot be read.
pub fn beside(component: &Path) -> Result<Option<String>, Failed> {
    let path = signature_file(component);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text.trim().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failed::file("read", &path, &error)),
    }
}
