//! Python: componentize-py imports the plugin and makes a component of the interpreter after it.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use super::tool::{Tool, find};
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
    COMPONENTIZE.run(&mut command)?;
    let component = root.join(COMPONENT);
    fs::read(&component).map_err(|error| Failed::file("read", &component, &error))
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
        "from {module} import plugin\nfrom ocpp_plugin.component import Handler, Http, Observer, Timer, serve\n\n\
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
        assert!(text.starts_with("from plugin import plugin\n"));
        assert!(
            text.ends_with("serve(plugin, \"{\\\"name\\\": \\\"ä\\\"}\")\n"),
            "{text}"
        );
        assert!(main_module(Path::new("my-plugin.py"), "").is_err());
    }
}
