//! The reference plugin in each language, built as its author would: `ocpp-central plugin build` in a copy
//! of the example's folder, with the tools below `target/tools`.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum;

use crate::artifacts::{suite_dir, tools_dir};
use crate::external::skipped;
use crate::process::{command, run};

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

    /// Builds `folder/doorman`; none, and loudly so, if the language's tools are not there.
    ///
    /// # Panics
    /// If it cannot be built; if its tools are missing and `CI` is set.
    #[must_use]
    pub fn build_doorman(self, folder: &Path) -> Option<PathBuf> {
        if let Some(missing) = self.missing() {
            skipped(missing);
            return None;
        }
        let project = folder.join("doorman");
        if self == Self::Rust {
            new_rust_project(&project);
        }
        copy(&self.sdk().join("examples/doorman"), &project, self == Self::Rust);
        // In the checkout the example compiles against the SDK's sources, a project of one's own against its copy.
        let config = self.sdk().join("template/tsconfig.json");
        if config.is_file() {
            fs::copy(config, project.join("tsconfig.json")).expect("the compiler's configuration");
        }
        if let Some((name, tools)) = self.tools() {
            symlink(tools, project.join(name)).expect("a link to the tools");
        }
        let built = run(command().current_dir(&project).args(["plugin", "build"]), b"");
        assert_eq!(built.code, Some(0), "{built:?}");
        Some(project.join("build/doorman.wasm"))
    }

    fn sdk(self) -> PathBuf {
        sdks().join(match self {
            Self::Rust => "rust",
            Self::TypeScript => "javascript",
            Self::Python => "python",
            Self::C => "c",
        })
    }

    /// What a project of the language links to.
    fn tools(self) -> Option<(&'static str, PathBuf)> {
        match self {
            Self::Rust | Self::C => None,
            Self::TypeScript => Some(("node_modules", tools_dir().join("javascript/node_modules"))),
            Self::Python => Some((".venv", tools_dir().join("plugin-python"))),
        }
    }

    fn missing(self) -> Option<&'static str> {
        let (what, there) = match self {
            Self::Rust => return None,
            Self::TypeScript => ("componentize-qjs", tools_dir().join("javascript/node_modules").is_dir()),
            Self::Python => (
                "componentize-py",
                tools_dir().join("plugin-python/bin/componentize-py").is_file(),
            ),
            Self::C => ("clang-19", Command::new("clang-19").arg("--version").output().is_ok()),
        };
        (!there).then_some(what)
    }
}

/// The folder of the SDKs.
#[must_use]
pub fn sdks() -> PathBuf {
    suite_dir().join("../plugin-sdk")
}

/// The template, which has the settings of a plugin that is shipped, with the versions of the checkout's
/// lock file.
fn new_rust_project(project: &Path) {
    let mut new = command();
    new.args(["plugin", "new", "--lang", "rust", "doorman", "--dir"])
        .arg(project);
    new.arg("--sdk").arg(sdks().join("rust"));
    let made = run(&mut new, b"");
    assert_eq!(made.code, Some(0), "{made:?}");
    fs::copy(suite_dir().join("../Cargo.lock"), project.join("Cargo.lock")).expect("the lock file");
}

/// The sources of a project; what its tools left there is built anew. In `sources_only`, what stands
/// beside them is the template's.
fn copy(from: &Path, to: &Path, sources_only: bool) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
    {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() && name != "build" && name != "node_modules" && name != ".venv" {
            copy(&path, &to.join(name), false);
        } else if path.is_file() && !sources_only {
            fs::copy(&path, to.join(name)).expect("a copy");
        }
    }
}
