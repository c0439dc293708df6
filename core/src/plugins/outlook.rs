//! What the plugins of a configuration will meet at a start, as far as their files say so without being compiled: a name
//! of which there is no file, and settings that break the schema that the component brings.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::component::manifest;
use super::component::settings_schema;
use super::versions::error::VersionError;
use crate::config::nearest;
use crate::config::settings::{Backend, PluginConfig, PluginSettings, Settings};
use crate::ids::PluginName;

/// Below the folder of the store: the components of the versions that are kept.
pub const COMPONENTS: &str = "plugins";

/// What a start will find.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// The keys of settings with which a plugin fails each call, and why.
    pub refused: Vec<(String, String)>,
    /// Plugins that are not there, in a sentence each. They may come later.
    pub warnings: Vec<String>,
}

impl Outlook {
    /// Looks at the files; nothing is changed.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        let stored = (settings.store.backend == Backend::Sled).then(|| settings.store.path.join(COMPONENTS));
        Place {
            settings: &settings.plugins,
            stored,
        }
        .outlook()
    }
}

/// Where components lie.
struct Place<'a> {
    settings: &'a PluginSettings,
    /// Those of versions that were installed: `FOLDER/NAME/DIGEST.wasm`. None: nothing outlives the process.
    stored: Option<PathBuf>,
}

impl Place<'_> {
    fn outlook(&self) -> Outlook {
        let mut outlook = Outlook::default();
        for (index, config) in self.settings.chain.iter().enumerate().filter(|(_, one)| one.enabled) {
            let components = self.components(&config.name);
            if components.is_empty() {
                outlook.warnings.push(self.absent(config));
            } else if let Some(reason) = self.refused(config, &components) {
                outlook.refused.push((format!("plugin[{index}].settings"), reason));
            }
        }
        outlook
    }

    /// What may become the active version: the file of the folder, and the versions that are kept.
    fn components(&self, name: &str) -> Vec<PathBuf> {
        let file = self
            .settings
            .folder
            .iter()
            .map(|folder| folder.join(format!("{name}.wasm")));
        let kept = self.stored.iter().flat_map(|stored| wasm_files(&stored.join(name)));
        file.filter(|file| file.is_file()).chain(kept).collect()
    }

    fn absent(&self, config: &PluginConfig) -> String {
        let name = &config.name;
        let file = match &self.settings.folder {
            Some(folder) => format!("no {name}.wasm in {}", folder.display()),
            None => "no plugins.folder".to_owned(),
        };
        let kept = match &self.stored {
            Some(stored) => format!(" and no version of it in {}", stored.display()),
            None => String::new(),
        };
        let named: BTreeSet<_> = self.settings.chain.iter().map(|config| config.name.clone()).collect();
        let others = self.names().difference(&named).cloned().collect::<Vec<_>>();
        let meant = nearest::of(name, others).map(|near| format!("; did you mean {near}?"));
        format!(
            "the plugin {name} is not installed: there is {file}{kept}. Nothing asks it until it is{}",
            meant.unwrap_or_default()
        )
    }

    /// The plugins of which there are components.
    fn names(&self) -> BTreeSet<String> {
        let files = self.settings.folder.iter().flat_map(|folder| wasm_files(folder));
        let files = files.filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned()));
        let folders = self.stored.iter().flat_map(|stored| entries(stored));
        let folders = folders.filter(|folder| !wasm_files(folder).is_empty());
        let folders = folders.filter_map(|folder| Some(folder.file_name()?.to_str()?.to_owned()));
        files.chain(folders).collect()
    }

    /// Why settings are refused, if each component that may become the active version refuses them. Which one will is
    /// in the store, which a running server holds.
    fn refused(&self, config: &PluginConfig, components: &[PathBuf]) -> Option<String> {
        let mut reasons = Vec::new();
        for component in components {
            reasons.push(self.violated(config, component)?);
        }
        reasons.into_iter().next()
    }

    /// How settings break the schema of a component; none if they do not, it has none, or it cannot be read.
    fn violated(&self, config: &PluginConfig, component: &Path) -> Option<String> {
        let length = fs::metadata(component).ok()?.len();
        if length > u64::try_from(self.settings.max_component_bytes).unwrap_or(u64::MAX) {
            return None;
        }
        let manifest = manifest::read(&config.name, &fs::read(component).ok()?).ok()?;
        let violations = settings_schema::violations(&manifest.settings_schema?, &config.settings);
        let name = PluginName::new(&config.name).to_string();
        (!violations.is_empty()).then(|| {
            format!(
                "{}, by the schema in {}",
                VersionError::SettingsBroken { name, violations },
                component.display()
            )
        })
    }
}

fn wasm_files(folder: &Path) -> Vec<PathBuf> {
    let is_component = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "wasm");
    entries(folder).into_iter().filter(is_component).collect()
}

/// In a folder that cannot be read is nothing: what is wrong with it is told of its key.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;
    use crate::plugins::tests::guests;

    fn outlook(folder: &Path, chain: Vec<PluginConfig>) -> Outlook {
        let mut settings = Settings::default();
        settings.store.path = folder.join("data");
        settings.plugins.folder = Some(folder.to_owned());
        settings.plugins.chain = chain;
        Outlook::of(&settings)
    }

    fn config(name: &str, settings: serde_json::Value) -> PluginConfig {
        PluginConfig {
            settings,
            ..PluginConfig::named(name, Settings::default().plugins.limits)
        }
    }

    #[test]
    fn a_name_without_a_component_is_told_with_the_one_that_was_meant() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("id-tag-policy.wasm"), b"").unwrap();
        let kept = folder.path().join("data/plugins/tariff");
        fs::create_dir_all(&kept).unwrap();
        fs::write(kept.join("0123.wasm"), b"").unwrap();
        let off = PluginConfig {
            enabled: false,
            ..config("nobody", json!({}))
        };
        let chain = vec![config("id-tag-polcy", json!({})), config("tariff", json!({})), off];
        let found = outlook(folder.path(), chain);
        let place = folder.path().display();
        let told = format!(
            "the plugin id-tag-polcy is not installed: there is no id-tag-polcy.wasm in {place} and no version of it in \
             {place}/data/plugins. Nothing asks it until it is; did you mean id-tag-policy?"
        );
        assert_eq!((found.warnings, found.refused), (vec![told], Vec::new()));
    }

    #[test]
    fn settings_that_every_component_refuses_are_told_with_the_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("id-tag-policy.wasm");
        fs::write(&file, guests::component("id-tag-policy")).unwrap();
        let mistyped = || {
            vec![
                config("other", json!({})),
                config("id-tag-policy", json!({"deflt": "keep"})),
            ]
        };
        let found = outlook(folder.path(), mistyped());
        let reason = format!(
            "id-tag-policy refuses its settings: /deflt: this is not known here, by the schema in {}",
            file.display()
        );
        assert_eq!(found.refused, [("plugin[1].settings".to_owned(), reason)]);
        let good = vec![config("id-tag-policy", json!({"default": "keep"}))];
        assert_eq!(outlook(folder.path(), good), Outlook::default());
        // One that was installed and cannot be read may take them.
        let kept = folder.path().join("data/plugins/id-tag-policy");
        fs::create_dir_all(&kept).unwrap();
        fs::write(kept.join("0123.wasm"), b"").unwrap();
        assert!(outlook(folder.path(), mistyped()).refused.is_empty());
    }
}
