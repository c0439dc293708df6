//! JavaScript and TypeScript: esbuild makes one module, componentize-qjs puts it beside QuickJS.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::inputs::Inputs;
use super::lines;
use super::tool::{Tool, find, located};
use super::world::WORLD;
use crate::cli::plugin::embedded;
use crate::cli::plugin::failed::{Failed, unusable};
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
    refuse_intl(root)?;
    tell_lines(root)?;
    let mut engine = Command::new(find(root, &BIN, "componentize-qjs"));
    engine.current_dir(root).args(["--wit", "build/wit", "--world", WORLD]);
    // Without `--sync` it makes functions of the asynchronous ABI, which this server does not load.
    engine.args(["--js", "build/plugin.js", "--sync", "--opt-size", "-o", COMPONENT]);
    let mut inputs = Inputs::of(&root.join("build/wit"), &description.manifest());
    let bundle = root.join("build/plugin.js");
    inputs.add(
        "bundle",
        &fs::read(&bundle).map_err(|error| Failed::file("read", &bundle, &error))?,
    );
    inputs.add("engine", &version(root));
    let bytes = inputs.made(&root.join(COMPONENT), || COMPONENTIZE.run(&mut engine).map(drop))?;
    Ok(if description.sends_http() {
        renamed(bytes)
    } else {
        bytes
    })
}

/// What says which engine it is.
fn version(root: &Path) -> Vec<u8> {
    let tool = located(&find(root, &BIN, "componentize-qjs")).unwrap_or_default();
    let package = tool.ancestors().map(|folder| folder.join("package.json"));
    let package = package.take(4).find(|path| path.is_file());
    package.and_then(|path| fs::read(path).ok()).unwrap_or_default()
}

const BUNDLE: [&str; 13] = [
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
    "--sourcemap=external",
    // Wherever the global is meant, and nowhere else.
    "--define:Intl=OCPP_PLUGIN_HAS_NO_INTL",
];

/// Appends to the bundle where its lines come from. Without a map that can be read errors name the bundle's lines.
fn tell_lines(root: &Path) -> Result<(), Failed> {
    let (bundle, map) = (root.join("build/plugin.js"), root.join("build/plugin.js.map"));
    let Some(lines) = fs::read_to_string(&map).ok().and_then(|map| lines::statement(&map)) else {
        return Ok(());
    };
    let text = fs::read_to_string(&bundle).map_err(|error| Failed::file("read", &bundle, &error))?;
    embedded::write(&bundle, format!("{text}{lines}").as_bytes())
}

/// What stands for `Intl` in the bundle.
const NO_INTL: &str = "OCPP_PLUGIN_HAS_NO_INTL";

/// The engine has no `Intl`, which would be found out by the first call.
fn refuse_intl(root: &Path) -> Result<(), Failed> {
    let path = root.join("build/plugin.js");
    let bundle = fs::read_to_string(&path).map_err(|error| Failed::file("read", &path, &error))?;
    match wants_intl(&bundle) {
        None => Ok(()),
        Some(module) => Err(unusable(format_args!(
            "{module} uses Intl, which the engine of a component has not. Local time is the capability time: \
             import {{ time }} from \"@ocpp-central/plugin\"; time.local(moment, \"Europe/Berlin\")"
        ))),
    }
}

/// The module of a bundle that uses `Intl`; none does that looks first whether there is one.
fn wants_intl(bundle: &str) -> Option<&str> {
    if bundle.contains(&format!("typeof {NO_INTL}")) {
        return None;
    }
    let (before, _) = bundle.split_once(NO_INTL)?;
    // esbuild writes a comment with its path before each module.
    let mut paths = before.lines().filter_map(|line| line.strip_prefix("// "));
    paths.next_back().or(Some("the plugin"))
}

fn entry(plugin: &Path) -> String {
    let plugin = serde_json::json!(format!("../{}", plugin.display()));
    format!(
        "import plugin from {plugin};\n\
         import {{ component }} from \"@ocpp-central/plugin/component\";\n\
         export const {{ handler, observer, timer, http, settingsCheck }} = component(plugin);\n"
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
    fn a_module_that_uses_intl_is_named() {
        let bundle = format!("// node_modules/a.js\nvar a = 1;\n\n// src/plugin.ts\nnew {NO_INTL}.DateTimeFormat();\n");
        assert_eq!(wants_intl(&bundle), Some("src/plugin.ts"));
        assert_eq!(
            wants_intl(&format!("if (typeof {NO_INTL} == \"object\") {NO_INTL}.x();")),
            None
        );
        assert_eq!(wants_intl("var a = 1;"), None);
    }

    #[test]
    fn the_entry_names_the_plugin() {
        assert!(entry(Path::new("src/plugin.ts")).starts_with("import plugin from \"../src/plugin.ts\";\n"));
    }
}
