//! `build/wit`: the contract, and the world `plugin` with exactly what `plugin.toml` implies.

use std::path::Path;

use crate::cli::plugin::embedded;
use crate::cli::plugin::failed::{Failed, unusable};
use crate::cli::plugin::project::{Description, Language};

/// The name of the world.
pub const WORLD: &str = "plugin";

/// Writes the folder anew.
///
/// # Errors
/// What the disk refuses, or a wish that the language's SDK cannot fulfil.
pub fn write(folder: &Path, description: &Description) -> Result<(), Failed> {
    embedded::clear(folder)?;
    embedded::write_all("wit", folder)?;
    let mut imports = Vec::new();
    if description.sends_http() {
        match description.language {
            Language::Python => {
                embedded::write_all("python/wit/deps", &folder.join("deps"))?;
                imports = vec!["wasi:http/outgoing-handler@0.2.4", "wasi:clocks/monotonic-clock@0.2.4"];
            }
            // `wasx` becomes `wasi` in the component; plugin-sdk/javascript/wit/README.md says why.
            Language::JavaScript | Language::TypeScript => {
                let files = embedded::of("javascript/wit").filter(|(name, _)| name.ends_with(".wit"));
                for (name, bytes) in files {
                    embedded::write(&folder.join("deps").join(name), bytes)?;
                }
                imports = vec!["wasx:http/outgoing-handler@0.2.6"];
            }
            Language::C | Language::Rust => {
                return Err(unusable(
                    "plugin.toml: the C SDK has no outgoing HTTP: leave \"http\" out of the capabilities, \
                     or write the plugin in another language",
                ));
            }
        }
    }
    let text = text(&imports, &description.exports());
    embedded::write(&folder.join("plugin.wit"), text.as_bytes())
}

fn text(imports: &[&str], exports: &[&str]) -> String {
    let imports = imports.iter().map(|import| format!("  import {import};\n"));
    let exports = exports.iter().map(|export| format!("  export {export};\n"));
    let lines: String = imports.chain(exports).collect();
    format!("world {WORLD} {{\n  include imports;\n{lines}}}\n")
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn the_world_has_what_is_named() {
        let expected = "world plugin {\n  include imports;\n  import a:b/c@1.0.0;\n  export handler;\n}\n";
        assert_eq!(text(&["a:b/c@1.0.0"], &["handler"]), expected);
    }
}
