//! `plugin dev`: on each save, builds, tests and pushes, until it is interrupted.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::failed::Failed;
use super::project::Project;
use super::server::Server;
use super::upload::Signing;
use super::{builds, push, test};
use crate::cli::{Exit, complain};

/// How often the sources are looked at.
const INTERVAL: Duration = Duration::from_millis(250);

/// What holds no sources, or is written by the build.
const LEFT_OUT: [&str; 8] = [
    "build",
    "target",
    "node_modules",
    ".git",
    ".venv",
    "__pycache__",
    "Cargo.lock",
    "package-lock.json",
];

/// What `plugin dev` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project's folder; this folder if left out
    folder: Option<PathBuf>,
    #[command(flatten)]
    signing: Signing,
    #[command(flatten)]
    server: Server,
}

/// The sources' newest change, and how many they are.
type Seen = (Option<SystemTime>, usize);

impl Arguments {
    /// Goes on until the process is ended.
    ///
    /// # Errors
    /// No project, or nobody to write for any more.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let folder = self.folder.clone().unwrap_or_else(|| PathBuf::from("."));
        Project::open(&folder)?;
        let mut built = None;
        loop {
            let seen = looked_at(&folder);
            if built != Some(seen) {
                built = Some(seen);
                self.round(&folder, output)?;
                writeln!(output, "waiting for a change; Ctrl-C ends")?;
                output.flush()?;
            }
            std::thread::sleep(INTERVAL);
        }
    }

    /// Builds, tests, pushes; what is wrong is told, and the next save is another try.
    fn round(&self, folder: &Path, output: &mut impl Write) -> Result<(), Failed> {
        if let Err(failed) = self.steps(folder, output) {
            complain(&failed.text()?);
        }
        Ok(())
    }

    fn steps(&self, folder: &Path, output: &mut impl Write) -> Result<(), Failed> {
        let project = Project::open(folder)?;
        builds::build(&project, true)?;
        if has_fixtures(folder) && test::Arguments::of(folder.to_owned()).run(output)? != Exit::Done {
            complain("not pushed: the fixtures say otherwise");
            return Ok(());
        }
        push::Arguments::of(folder.to_owned(), self.signing.clone(), self.server.clone()).run(output)?;
        Ok(())
    }
}

fn has_fixtures(folder: &Path) -> bool {
    let listed = fs::read_dir(folder.join("fixtures"));
    listed.is_ok_and(|mut files| files.any(|file| file.is_ok_and(|file| file.path().extension().is_some())))
}

/// A file that goes away while it is looked at counts as gone.
fn looked_at(folder: &Path) -> Seen {
    let mut seen = (None, 0);
    let _done: io::Result<()> = look(folder, &mut seen);
    seen
}

fn look(folder: &Path, seen: &mut Seen) -> io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        if LEFT_OUT.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_dir() {
            // Folders that cannot be read hold nothing that a tool could build.
            let _done: io::Result<()> = look(&entry.path(), seen);
        } else {
            seen.0 = seen.0.max(metadata.modified().ok());
            seen.1 += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_new_source_is_seen_and_a_built_file_is_not() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("build")).unwrap();
        fs::write(folder.path().join("plugin.toml"), "").unwrap();
        let before = looked_at(folder.path());
        fs::write(folder.path().join("build/out.wasm"), "").unwrap();
        assert_eq!(looked_at(folder.path()), before);
        fs::write(folder.path().join("new.c"), "").unwrap();
        assert_ne!(looked_at(folder.path()), before);
    }
}
