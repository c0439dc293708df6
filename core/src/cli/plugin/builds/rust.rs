//! Rust: cargo builds the component as it is; the SDK's macro has put the manifest into it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::tool::Tool;
use crate::cli::complain;
use crate::cli::plugin::failed::{Failed, unusable};
use crate::cli::plugin::project::Project;

const CARGO: Tool = Tool {
    name: "cargo",
    install: "install Rust from https://rustup.rs, then `rustup target add wasm32-wasip2`",
    missing: &["can't find crate for `core`", "can't find crate for `std`"],
};

/// So that the places in panics are the same on every machine: a component that is built again has the same bytes.
fn without_paths(root: &Path) -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    let root = fs::canonicalize(root).ok();
    let mapped = [(root, "."), (home, "/cargo")].into_iter().filter_map(|(path, name)| {
        let path = path?.to_str()?.to_owned();
        Some(serde_json::json!(format!("--remap-path-prefix={path}={name}")).to_string())
    });
    format!(
        "target.wasm32-wasip2.rustflags=[{}]",
        mapped.collect::<Vec<_>>().join(",")
    )
}

/// A line of cargo's messages.
#[derive(Deserialize)]
struct Message {
    reason: String,
    #[serde(default)]
    filenames: Vec<PathBuf>,
    manifest_path: Option<PathBuf>,
}

/// Builds the component.
///
/// # Errors
/// What cargo says, or a package that makes no component.
pub fn build(project: &Project) -> Result<Vec<u8>, Failed> {
    let manifest = project.root.join("Cargo.toml");
    let manifest = fs::canonicalize(&manifest).map_err(|error| Failed::file("read", &manifest, &error))?;
    complain("cargo build --profile plugin --target wasm32-wasip2");
    let mut command = Command::new("cargo");
    command.current_dir(&project.root);
    command.args(["build", "--quiet", "--lib", "--target", "wasm32-wasip2"]);
    // The template's profile; in a project that has none of this name it is the release profile.
    command.args(["--profile", "plugin", "--config", "profile.plugin.inherits=\"release\""]);
    command.arg("--message-format=json-render-diagnostics");
    command.args(["--config", &without_paths(&project.root)]);
    let wrote = CARGO.run(&mut command)?;
    let messages = wrote
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok());
    let ours = messages
        .filter(|message| message.reason == "compiler-artifact" && message.manifest_path.as_ref() == Some(&manifest));
    let mut files = ours.flat_map(|message| message.filenames);
    let component = files.find(|file| file.extension().is_some_and(|ending| ending == "wasm"));
    let component = component.ok_or_else(|| {
        unusable(format_args!(
            "{} makes no component: give it [lib] crate-type = [\"cdylib\"]",
            manifest.display()
        ))
    })?;
    fs::read(&component).map_err(|error| Failed::file("read", &component, &error))
}
