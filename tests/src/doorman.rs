//! The reference plugin as a component of each language, built as its author would build it.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::artifacts::suite_dir;
use crate::process::{command, run};
use crate::project::{Project, Tools};

/// A language with an SDK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// By cargo for `wasm32-wasip2`.
    Rust,
    /// By esbuild and componentize-qjs.
    #[value(name = "typescript")]
    TypeScript,
    /// By componentize-py.
    Python,
    /// By clang.
    C,
}

impl Language {
    /// The name in tables.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Rust => "Rust",
            Self::TypeScript => "TypeScript",
            Self::Python => "Python",
            Self::C => "C",
        }
    }

    /// The component; none, and loudly so, if the language's tools are not there.
    ///
    /// # Panics
    /// If it cannot be built; if its tools are missing and `CI` is set.
    #[must_use]
    pub fn doorman(self) -> Option<Vec<u8>> {
        let (folder, tools) = match self {
            Self::Rust => return Some(in_rust()),
            Self::TypeScript => ("javascript", Tools::JavaScript),
            Self::Python => ("python", Tools::Python),
            Self::C => ("c", Tools::C),
        };
        let project = Project::build(&sdk(folder).join("examples/doorman"), tools)?;
        Some(fs::read(project.component()).expect("the component"))
    }
}

fn sdk(folder: &str) -> PathBuf {
    suite_dir().join("../plugin-sdk").join(folder)
}

/// The example's sources in a project of their own, which has the template's settings for a plugin that is
/// shipped, and the checkout's versions of what it depends on.
fn in_rust() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let project = folder.path().join("doorman");
    done(
        &["plugin", "new", "--lang", "rust", "doorman", "--sdk"],
        &sdk("rust"),
        folder.path(),
    );
    fs::copy(suite_dir().join("../Cargo.lock"), project.join("Cargo.lock")).expect("the lock file");
    let sources = sdk("rust").join("examples/doorman/src");
    for entry in fs::read_dir(&sources).expect("the sources") {
        let source = entry.expect("an entry").path();
        let name = source.file_name().expect("a name");
        fs::copy(&source, project.join("src").join(name)).expect("a copy");
    }
    // The template's fixtures are about the template.
    done(&["plugin", "build", "--without-fixtures"], &project, folder.path());
    fs::read(project.join("build/doorman.wasm")).expect("the component")
}

/// Runs the command in a folder, with a path as its last argument.
fn done(arguments: &[&str], last: &Path, folder: &Path) {
    let ended = run(command().current_dir(folder).args(arguments).arg(last), b"");
    assert_eq!(ended.code, Some(0), "{ended:?}");
}
