//! JavaScript and TypeScript: esbuild makes one module, componentize-qjs puts it beside QuickJS.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::tool::{Tool, find};
use super::world::WORLD;
use crate::cli::plugin::embedded;
use crate::cli::plugin::failed::Failed;
use crate::cli::plugin::project::{Description, Project};

const ESBUILD: Tool = Tool {
    name: "esbuild",
    install: "run `npm install` in the project (`npm install --save-dev esbuild` if its package.json does not name it)",
    missing: &[],
};

const COMPONENTIZE: Tool = Tool {
    name: "componentize-qjs",
    install: "run `npm install` in the project (`npm install --save-dev componentize-qjs` if its package.json does not \
              name it)",
    missing: &[],
};

/// Where npm puts programs.
const BIN: [&str; 1] = ["node_modules/.bin"];

/// Where componentize-qjs puts the component.
const COMPONENT: &str = "build/plugin.component.wasm";

/// Builds the component, without its manifest.
///
/// # Errors
/// What esbuild or componentize-qjs say.
pub fn build(project: &Project, description: &Description) -> Result<Vec<u8>, Failed> {
    let root = &project.root;
    let sdk = root.join("build/sdk");
    embedded::write_all("javascript/src", &sdk.join("src"))?;
    if let Some(package) = embedded::file("javascript/package.json") {
        embedded::write(&sdk.join("package.json"), package)?;
    }
    embedded::write(&root.join("build/entry.js"), entry(&description.entry).as_bytes())?;
    let mut bundle = Command::new(find(root, &BIN, "esbuild"));
    bundle.current_dir(root).args(BUNDLE);
    ESBUILD.run(&mut bundle)?;
    let mut engine = Command::new(find(root, &BIN, "componentize-qjs"));
    engine.current_dir(root).args(["--wit", "build/wit", "--world", WORLD]);
    // Without `--sync` it makes functions of the asynchronous ABI, which this server does not load.
    engine.args(["--js", "build/plugin.js", "--sync", "--opt-size", "-o", COMPONENT]);
    COMPONENTIZE.run(&mut engine)?;
    let component = root.join(COMPONENT);
    let bytes = fs::read(&component).map_err(|error| Failed::file("read", &component, &error))?;
    Ok(if description.sends_http() {
        renamed(bytes)
    } else {
        bytes
    })
}

const BUNDLE: [&str; 11] = [
    "build/entry.js",
    "--bundle",
    "--format=esm",
    "--platform=neutral",
    "--main-fields=module,main",
    "--target=es2023",
    "--conditions=ocpp-component",
    "--external:ocpp:*",
    "--external:wasx:*",
    "--outfile=build/plugin.js",
    "--log-level=warning",
];

fn entry(plugin: &Path) -> String {
    let plugin = serde_json::json!(format!("../{}", plugin.display()));
    format!(
        "import plugin from {plugin};\n\
         import {{ component }} from \"@ocpp-central/plugin/component\";\n\
         export const {{ handler, observer, timer, http }} = component(plugin);\n"
    )
}

/// With `wasi:` for every `wasx:`, the name under which the tool does not touch outgoing HTTP.
fn renamed(mut bytes: Vec<u8>) -> Vec<u8> {
    const OLD: &[u8] = b"wasx:";
    let mut from = 0;
    while let Some(at) = bytes
        .get(from..)
        .and_then(|rest| rest.windows(OLD.len()).position(|window| window == OLD))
    {
        let at = from + at;
        if let Some(letter) = bytes.get_mut(at + 3) {
            *letter = b'i';
        }
        from = at + OLD.len();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_http_is_put_right_everywhere() {
        assert_eq!(renamed(b"wasx:http wasx wasx:io".to_vec()), b"wasi:http wasx wasi:io");
    }

    #[test]
    fn the_entry_names_the_plugin() {
        assert!(entry(Path::new("src/plugin.ts")).starts_with("import plugin from \"../src/plugin.ts\";\n"));
    }
}
