//! Which component a subcommand is about: a file, or what a project's folder was built to.

use std::fs;
use std::path::{Path, PathBuf};

use super::failed::{Failed, unusable};
use super::figures::place;
use super::project::Project;
use crate::config::environment;
use crate::plugins::ComponentError;
use crate::plugins::testbench::Testbench;

/// A component's file, and its bytes.
#[derive(Debug)]
pub struct ComponentFile {
    /// The file.
    pub path: PathBuf,
    /// The folder of its project, or the one that it lies in.
    pub home: PathBuf,
    /// All of it.
    pub bytes: Vec<u8>,
}

impl ComponentFile {
    /// Reads the named file, or the component of the named project; without a name, of this folder's.
    ///
    /// # Errors
    /// If it is not there.
    pub fn read(named: Option<&Path>) -> Result<Self, Failed> {
        let named = named.unwrap_or(Path::new("."));
        let (path, home) = if named.is_dir() {
            let project = Project::open(named)?;
            (project.component(), project.root)
        } else {
            (named.to_owned(), home(named))
        };
        if named.is_dir() && !path.is_file() {
            return Err(unusable(format_args!(
                "there is no {}: run `ocpp-central plugin build` first",
                place(&path)
            )));
        }
        let bytes = fs::read(&path).map_err(|error| Failed::file("read", &path, &error))?;
        Ok(Self { path, home, bytes })
    }

    /// The file's name without its ending.
    pub fn stem(&self) -> String {
        let stem = self.path.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }
}

/// Loads a component as a server would, with the compiled code that servers share where the environment says.
///
/// # Errors
/// Everything that a server would refuse it for.
pub fn load(named: &str, bytes: Vec<u8>) -> Result<Testbench, ComponentError> {
    let shared = std::env::var_os(environment::variable("plugins.compiled_cache"));
    match shared.filter(|folder| !folder.is_empty() && folder != "none") {
        Some(folder) => Testbench::load_shared(named, bytes, PathBuf::from(folder)),
        None => Testbench::load(named, bytes),
    }
}

/// The folder above `build`, or that of the file.
fn home(file: &Path) -> PathBuf {
    let folder = file.parent().unwrap_or(Path::new(""));
    if folder.file_name().is_some_and(|name| name == "build") {
        return folder.parent().unwrap_or(Path::new("")).to_owned();
    }
    folder.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_built_file_belongs_to_its_project() {
        assert_eq!(home(Path::new("p/build/p.wasm")), Path::new("p"));
        assert_eq!(home(Path::new("build/p.wasm")), Path::new(""));
        assert_eq!(home(Path::new("target/plugins/p.wasm")), Path::new("target/plugins"));
    }
}
