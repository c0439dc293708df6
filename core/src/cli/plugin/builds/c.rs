//! C: clang makes a core module of the plugin's and the SDK's files, which then becomes a component.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::componentize::componentize;
use super::tool::Tool;
use crate::cli::plugin::embedded;
use crate::cli::plugin::failed::Failed;
use crate::cli::plugin::project::{Description, Project};

const CLANG: Tool = Tool {
    name: "clang",
    install: "apt-get install clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32 \
              (or set OCPP_CLANG to another clang that builds for wasm32-wasi)",
    missing: &[
        "wasm-ld",
        "bits/libc-header-start.h",
        "libclang_rt.builtins",
        "'stdint.h' file not found",
    ],
};

/// Where the core module goes.
const CORE: &str = "build/plugin.core.wasm";

/// The interfaces of which the SDK has a source each.
const EXPORTS: [&str; 5] = ["handler", "observer", "timer", "http", "settings-check"];

/// Builds the component, without its manifest.
///
/// # Errors
/// What clang says, or what does not fit the world.
pub fn build(project: &Project, description: &Description) -> Result<Vec<u8>, Failed> {
    let root = &project.root;
    for part in ["include", "src", "testing"] {
        embedded::write_all(&format!("c/{part}"), &root.join("build/sdk").join(part))?;
    }
    let clang = env::var_os("OCPP_CLANG").unwrap_or_else(|| OsString::from("clang-19"));
    let mut command = Command::new(clang);
    command.current_dir(root).args(FLAGS).args(["-o", CORE]);
    command.args(sources(root, description.entry.parent().unwrap_or(Path::new("")))?);
    command.args(sources(root, Path::new("build/sdk/src"))?);
    let exports = description.exports();
    for source in sources(root, Path::new("build/sdk/src/component"))? {
        let stem = source.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if !EXPORTS.contains(&stem) || exports.contains(&stem) {
            command.arg(source);
        }
    }
    CLANG.run(&mut command)?;
    let core = root.join(CORE);
    let core = fs::read(&core).map_err(|error| Failed::file("read", &core, &error))?;
    componentize(core, &root.join("build/wit"))
}

/// Paths are relative, so that the result is the same in every folder. The stack comes first and is
/// small: running over it traps, and a fresh instance touches few pages.
const FLAGS: [&str; 14] = [
    "--target=wasm32-wasi",
    "-mexec-model=reactor",
    "-std=c11",
    "-O2",
    "-Wall",
    "-Wextra",
    "-mbulk-memory",
    "-msign-ext",
    "-mnontrapping-fptoint",
    "-Wl,--stack-first",
    "-Wl,-z,stack-size=65536",
    "-Wl,--strip-debug",
    "-I",
    "build/sdk/include",
];

/// The C files of a folder, in the order of their names, relative to the project.
fn sources(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let absolute = root.join(folder);
    let listed = fs::read_dir(&absolute).map_err(|error| Failed::file("read", &absolute, &error))?;
    let names = listed.flatten().map(|entry| folder.join(entry.file_name()));
    let mut found: Vec<_> = names
        .filter(|name| name.extension().is_some_and(|ending| ending == "c"))
        .collect();
    found.sort();
    Ok(found)
}
