//! Builds the guests once per test process, with the tool chain of the workspace.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

pub fn hostile() -> Vec<u8> {
    component("hostile")
}

pub fn component(name: &str) -> Vec<u8> {
    static BUILT: OnceLock<HashMap<String, PathBuf>> = OnceLock::new();
    std::fs::read(&BUILT.get_or_init(build)[name]).unwrap()
}

/// The paths of the components by target name, with hyphens.
fn build() -> HashMap<String, PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "build",
        "--target",
        "wasm32-wasip2",
        "--message-format",
        "json-render-diagnostics",
    ]);
    cargo.args(["-p", "connector-guard", "-p", "id-tag-policy", "-p", "hostile", "--lib"]);
    let output = cargo.current_dir(workspace).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "the guests do not build");
    let lines = output
        .stdout
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    let messages = lines.filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    messages.filter_map(|message| artifact(&message)).collect()
}

fn artifact(message: &Value) -> Option<(String, PathBuf)> {
    let files = message.get("filenames")?.as_array()?.iter().filter_map(Value::as_str);
    let component = files.into_iter().find(|file| file.ends_with(".wasm"))?;
    let name = message.get("target")?.get("name")?.as_str()?.replace('_', "-");
    Some((name, PathBuf::from(component)))
}

/// The same component with another digest: a custom section at its end.
pub fn variant(mut component: Vec<u8>, mark: u8) -> Vec<u8> {
    component.extend([0, 6, 4, b'm', b'a', b'r', b'k', mark]);
    component
}

/// The component with each occurrence of a text replaced by one of the same length.
pub fn patched(mut component: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<_> = component
        .windows(from.len())
        .enumerate()
        .filter(|(_, w)| *w == from.as_bytes())
        .collect();
    let places: Vec<_> = places.into_iter().map(|(place, _)| place).collect();
    assert!(!places.is_empty(), "{from} is not in the component");
    for place in places {
        component[place..place + to.len()].copy_from_slice(to.as_bytes());
    }
    component
}
