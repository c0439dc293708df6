//! Plugins that are built as their authors build them: `ocpp-central plugin build` in a copy of the
//! project's folder, with the tools below `target/tools`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::artifacts;
use crate::config::ADMIN_TOKEN;
use crate::external::skipped;
use crate::process::{Ended, command, run};
use crate::server::Server;

/// Whose tools build a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tools {
    /// clang, of the system.
    C,
    /// esbuild and componentize-qjs.
    JavaScript,
    /// componentize-py.
    Python,
}

/// A built project; its folder goes with it.
pub struct Project {
    folder: TempDir,
    name: String,
}

impl Project {
    /// Builds a copy of a folder; none, and loudly so, if the tools are missing.
    ///
    /// # Panics
    /// If the build fails; if the tools are missing and `CI` is set.
    #[must_use]
    pub fn build(source: &Path, tools: Tools) -> Option<Self> {
        if !tools.are_there() {
            skipped(tools.name());
            return None;
        }
        let name = source.file_name()?.to_str()?.to_owned();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join(&name);
        copy(source, &root);
        tools.link(&root);
        let built = run(command().current_dir(&root).args(["plugin", "build"]), b"");
        assert_eq!(built.code, Some(0), "{built:?}");
        Some(Self { folder, name })
    }

    /// A project of `plugin new` in a language, with this text as its entry, not built; none, and loudly so, if the
    /// tools are missing.
    ///
    /// # Panics
    /// If it cannot be begun; if the tools are missing and `CI` is set.
    #[must_use]
    pub fn begun(language: &str, tools: Tools, entry: (&str, &str)) -> Option<Self> {
        if !tools.are_there() {
            skipped(tools.name());
            return None;
        }
        let name = "mine".to_owned();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let begun = run(
            command()
                .current_dir(folder.path())
                .args(["plugin", "new", "--lang", language, &name]),
            b"",
        );
        assert_eq!(begun.code, Some(0), "{begun:?}");
        let root = folder.path().join(&name);
        fs::write(root.join(entry.0), entry.1).expect("the entry");
        tools.link(&root);
        Some(Self { folder, name })
    }

    /// `ocpp-central plugin COMMAND` in it.
    #[must_use]
    pub fn plugin(&self, arguments: &[&str]) -> Ended {
        let root = self.folder.path().join(&self.name);
        run(command().current_dir(&root).arg("plugin").args(arguments), b"")
    }

    /// Builds it again where it is.
    ///
    /// # Panics
    /// If that fails.
    pub fn rebuild(&self) {
        let built = self.plugin(&["build"]);
        assert_eq!(built.code, Some(0), "{built:?}");
    }

    /// The component.
    #[must_use]
    pub fn component(&self) -> PathBuf {
        let build = self.folder.path().join(&self.name).join("build");
        build.join(&self.name).with_extension("wasm")
    }
}

/// Brings a component to a server with `plugin push`.
///
/// # Panics
/// If the server does not take it.
pub fn push(server: &Server, component: &Path) {
    let address = format!("http://{}", server.admin_address());
    let mut pushing = command();
    pushing
        .args(["plugin", "push"])
        .arg(component)
        .args(["--server", &address]);
    let pushed = run(pushing.env("OCPP_CENTRAL_ADMIN_TOKEN", ADMIN_TOKEN), b"");
    assert_eq!(pushed.code, Some(0), "{pushed:?}");
    assert!(pushed.out.contains("is active"), "{pushed:?}");
}

impl Tools {
    fn name(self) -> &'static str {
        match self {
            Self::C => "clang-19",
            Self::JavaScript => "componentize-qjs",
            Self::Python => "componentize-py",
        }
    }

    fn are_there(self) -> bool {
        match self {
            Self::C => Command::new("clang-19").arg("--version").output().is_ok(),
            Self::JavaScript => modules().is_dir(),
            Self::Python => environment().join("bin/componentize-py").is_file(),
        }
    }

    /// Puts the tools where the project looks for them.
    fn link(self, root: &Path) {
        let (name, tools) = match self {
            Self::C => return,
            Self::JavaScript => ("node_modules", modules()),
            Self::Python => (".venv", environment()),
        };
        std::os::unix::fs::symlink(tools, root.join(name)).expect("a link to the tools");
        if self == Self::JavaScript {
            // In the checkout a project compiles against the SDK's sources, one of one's own against its copy.
            let config = artifacts::suite_dir().join("../plugin-sdk/javascript/template/tsconfig.json");
            fs::copy(config, root.join("tsconfig.json")).expect("the compiler's configuration");
        }
    }
}

fn modules() -> PathBuf {
    artifacts::tools_dir().join("javascript/node_modules")
}

fn environment() -> PathBuf {
    artifacts::tools_dir().join("plugin-python")
}

/// The sources of a project; what its tools left there is built anew.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
    {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() && name != "build" && name != "node_modules" && name != ".venv" {
            copy(&path, &to.join(name));
        } else if path.is_file() {
            fs::copy(&path, to.join(name)).expect("a copy");
        }
    }
}
