//! Embeds the data folders: checks each action file and writes a table of them for `src/catalogue.rs`.
//!
//! A new file in a version's folder becomes an action without any other change. A file that is not as it
//! must be stops the build with its name and the reason.

mod action_file;

use action_file::ActionFile;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// Folder of the data, variant of `Version`, prefix of the constants that are written.
const VERSIONS: [(&str, &str, &str); 3] = [("1.6", "V16", "V16"), ("2.0.1", "V201", "V201"), ("2.1", "V21", "V21")];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    if env::var_os("CARGO_FEATURE_VALIDATE").is_none() {
        return Ok(());
    }
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let mut code = String::new();
    for (folder, variant, prefix) in VERSIONS {
        let path = Path::new(&root).join(folder);
        println!("cargo::rerun-if-changed={}", path.display());
        write_version(&mut code, &path, (variant, prefix))?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("embedded.rs"), code)?;
    Ok(())
}

fn write_version(code: &mut String, folder: &Path, (variant, prefix): (&str, &str)) -> Result<(), Box<dyn Error>> {
    let types_path = folder.join("types.json");
    let types = serde_json::from_str(&fs::read_to_string(&types_path)?)?;
    let mut actions = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") && path != types_path {
            let text = fs::read_to_string(&path)?;
            let action =
                ActionFile::parse(&path, &text, &types).map_err(|reason| format!("{}: {reason}", path.display()))?;
            actions.push(action);
        }
    }
    actions.sort_by(|a, b| a.name.cmp(&b.name));
    writeln!(code, "static {prefix}_TYPES: &str = include_str!({types_path:?});")?;
    writeln!(code, "static {prefix}_ACTIONS: [Action; {}] = [", actions.len())?;
    for action in &actions {
        writeln!(code, "    {},", action.constructor(variant))?;
    }
    writeln!(code, "];")?;
    Ok(())
}
