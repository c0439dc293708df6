//! Python: componentize-py imports the plugin and makes a component of the interpreter after it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use super::inputs::Inputs;
use super::tool::{Tool, find, located};
use super::world::WORLD;
use crate::cli::plugin::embedded;
use crate::cli::plugin::failed::{Failed, unusable};
use crate::cli::plugin::project::{Description, Project};

const COMPONENTIZE: Tool = Tool {
    name: "componentize-py",
    install: "python3 -m venv .venv && .venv/bin/pip install 'componentize-py~=0.25.0' in the project",
    missing: &[],
};

/// Where virtual environments have their programs.
const BIN: [&str; 2] = [".venv/bin", "venv/bin"];

/// Where componentize-py puts the component.
const COMPONENT: &str = "build/plugin.component.wasm";

/// Builds the component, without its manifest.
///
/// # Errors
/// What componentize-py says, the plugin's own traceback among it.
pub fn build(project: &Project, description: &Description) -> Result<Vec<u8>, Failed> {
    let root = &project.root;
    embedded::write_all("python/src/ocpp_plugin", &root.join("build/sdk/ocpp_plugin"))?;
    let main = main_module(&description.entry, &description.manifest())?;
    embedded::write(&root.join("build/python/ocpp_plugin_main.py"), main.as_bytes())?;
    let folder = description.entry.parent().unwrap_or(Path::new(""));
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let tool = find(root, &BIN, "componentize-py");
    let mut command = Command::new(&tool);
    command.current_dir(root);
    command.args(["-q", "-d", "build/wit", "-w", WORLD, "componentize", "ocpp_plugin_main"]);
    command.args(["-p", "build/python", "-p"]).arg(folder);
    command.args(["-p", "build/sdk", "-o", COMPONENT]);
    // A backtrace of the tool itself would bury the plugin's.
    command.env_remove("RUST_BACKTRACE");
    // It takes packages from the environment that is active, or from the one that it is in.
    let environment = tool.parent().and_then(Path::parent).filter(|_| tool.is_absolute());
    if let Some(environment) = environment.filter(|_| env::var_os("VIRTUAL_ENV").is_none()) {
        command.env("VIRTUAL_ENV", environment);
    }
    let mut inputs = Inputs::of(&root.join("build/wit"), &description.manifest());
    inputs.add("main", main.as_bytes());
    inputs.folder(&root.join(folder), "py");
    inputs.folder(&root.join("build/sdk"), "py");
    inputs.add("packages", packages(&tool).as_bytes());
    inputs.made(&root.join(COMPONENT), || COMPONENTIZE.run(&mut command).map(drop))
}

/// The packages of the environment that the tool is in, with their versions: the interpreter's among them.
fn packages(tool: &Path) -> String {
    let tool = located(tool).unwrap_or_default();
    let environment = tool.parent().and_then(Path::parent).unwrap_or(Path::new(""));
    let environment = env::var_os("VIRTUAL_ENV").map_or_else(|| environment.to_owned(), PathBuf::from);
    let mut found = Vec::new();
    for python in fs::read_dir(environment.join("lib")).into_iter().flatten().flatten() {
        let packages = fs::read_dir(python.path().join("site-packages"));
        let names = packages.into_iter().flatten().flatten();
        found.extend(names.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    }
    found.sort();
    found.join("\n")
}

fn main_module(entry: &Path, manifest: &str) -> Result<String, Failed> {
    let module = entry.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if module.is_empty() || !module.chars().all(letter) {
        return Err(unusable(format_args!(
            "plugin.toml: {} is no module: name it with letters, digits and underscores",
            entry.display()
        )));
    }
    Ok(format!(
        "import ocpp_plugin._no_zones\nfrom {module} import plugin\n\
         from ocpp_plugin.component import Handler, Http, Observer, SettingsCheck, Timer, serve\n\n\
         serve(plugin, {})\n",
        json!(manifest)
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_main_module_imports_the_entry() {
        let text = main_module(Path::new("src/plugin.py"), "{\"name\": \"ä\"}").unwrap();
        assert!(text.starts_with("import ocpp_plugin._no_zones\nfrom plugin import plugin\n"));
        assert!(
            text.ends_with("serve(plugin, \"{\\\"name\\\": \\\"ä\\\"}\")\n"),
            "{text}"
        );
        assert!(main_module(Path::new("my-plugin.py"), "").is_err());
    }
}
