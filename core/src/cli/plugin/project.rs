//! A plugin's project: its folder, and what its `plugin.toml` or `Cargo.toml` says.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};

use super::failed::{Failed, unusable};

/// The file of a project that is not Rust.
pub const PLUGIN_TOML: &str = "plugin.toml";

/// A folder with a plugin's sources.
#[derive(Debug)]
pub struct Project {
    /// The folder.
    pub root: PathBuf,
    /// The plugin's name.
    pub name: String,
    /// How it is built.
    pub kind: Kind,
}

/// How a project is built.
#[derive(Debug)]
pub enum Kind {
    /// By cargo; the SDK's macro writes the manifest.
    Rust,
    /// As `plugin.toml` says.
    Described(Box<Description>),
}

/// `plugin.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// The plugin's name.
    pub name: String,
    /// The author's version.
    pub version: String,
    /// Whose tools build it.
    pub language: Language,
    /// The file to begin with, relative to the project.
    pub entry: PathBuf,
    /// What it wants beside `settings` and `log`.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// What it observes.
    #[serde(default)]
    pub events: Vec<String>,
    /// It has endpoints.
    #[serde(default)]
    pub http: bool,
    /// It says whether its settings are good.
    #[serde(default)]
    pub settings: bool,
    /// A file with a JSON Schema of its settings, relative to the project.
    #[serde(default)]
    pub settings_schema: Option<PathBuf>,
    /// What is in that file.
    #[serde(skip)]
    schema: Option<Value>,
    /// What it decides, by OCPP version.
    #[serde(default)]
    pub actions: BTreeMap<String, Vec<String>>,
    /// When its timer is called.
    #[serde(default, rename = "schedule")]
    pub schedules: Vec<Schedule>,
}

/// `[[schedule]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    name: String,
    every_seconds: u32,
}

/// A language that plugins are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Not in a `plugin.toml`: cargo builds it.
    #[serde(skip)]
    Rust,
    /// With QuickJS inside of the component.
    #[value(name = "javascript", alias = "js")]
    JavaScript,
    /// The same, with types.
    #[value(name = "typescript", alias = "ts")]
    TypeScript,
    /// With CPython inside of the component.
    Python,
    /// C11.
    C,
}

impl Language {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::JavaScript => "javascript",
            Self::TypeScript => "typescript",
            Self::Python => "python",
            Self::C => "c",
        }
    }
}

impl Project {
    /// Reads the project of a folder.
    ///
    /// # Errors
    /// If there is none, or its file cannot be read.
    pub fn open(root: &Path) -> Result<Self, Failed> {
        let described = root.join(PLUGIN_TOML);
        if described.is_file() {
            let description = Description::read(&described)?;
            return Ok(Self {
                root: root.to_owned(),
                name: description.name.clone(),
                kind: Kind::Described(Box::new(description)),
            });
        }
        let cargo = root.join("Cargo.toml");
        if cargo.is_file() {
            return Ok(Self {
                root: root.to_owned(),
                name: package_name(&cargo)?,
                kind: Kind::Rust,
            });
        }
        Err(unusable(format_args!(
            "{} has neither a plugin.toml nor a Cargo.toml: run this in a plugin's folder, \
             or begin one with `ocpp-central plugin new --lang LANGUAGE NAME`",
            shown(root)
        )))
    }

    /// Where the built component is.
    pub fn component(&self) -> PathBuf {
        self.root.join("build").join(&self.name).with_extension("wasm")
    }
}

/// A folder as people name it.
pub fn shown(root: &Path) -> String {
    match root.to_string_lossy().as_ref() {
        "" | "." => "this folder".to_owned(),
        other => other.to_owned(),
    }
}

fn package_name(path: &Path) -> Result<String, Failed> {
    #[derive(Deserialize)]
    struct Cargo {
        package: Package,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
    }
    let cargo: Cargo = read(path)?;
    Ok(cargo.package.name)
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, Failed> {
    let text = fs::read_to_string(path).map_err(|error| Failed::file("read", path, &error))?;
    toml::from_str(&text).map_err(|error| unusable(format_args!("{}: {error}", path.display())))
}

fn read_json(path: &Path) -> Result<Value, Failed> {
    let text = fs::read_to_string(path).map_err(|error| Failed::file("read", path, &error))?;
    serde_json::from_str(&text).map_err(|error| unusable(format_args!("{}: {error}", path.display())))
}

impl Description {
    fn read(path: &Path) -> Result<Self, Failed> {
        let mut found: Self = read(path)?;
        if found.exports().iter().all(|export| *export == "settings-check") {
            return Err(unusable(format_args!(
                "{}: the plugin would never be called: give it [actions] to decide, events to be told, a [[schedule]], \
                 or http = true",
                path.display()
            )));
        }
        let inside = |name: &str, given: &Path| {
            let is_outside = given.is_absolute() || given.components().any(|part| part.as_os_str() == "..");
            if !is_outside {
                return Ok(());
            }
            Err(unusable(format_args!(
                "{}: {name} is a path inside of the project",
                path.display()
            )))
        };
        inside("entry", &found.entry)?;
        if let Some(schema) = &found.settings_schema {
            inside("settings_schema", schema)?;
            found.schema = Some(read_json(&path.parent().unwrap_or(Path::new("")).join(schema))?);
        }
        Ok(found)
    }

    /// The interfaces of the contract that it exports.
    pub fn exports(&self) -> Vec<&'static str> {
        let has = [
            ("handler", self.actions.values().any(|actions| !actions.is_empty())),
            ("observer", !self.events.is_empty()),
            ("timer", !self.schedules.is_empty()),
            ("http", self.http),
            ("settings-check", self.settings),
        ];
        has.into_iter().filter_map(|(name, has)| has.then_some(name)).collect()
    }

    /// Whether it sends HTTP requests.
    pub fn sends_http(&self) -> bool {
        self.capabilities.iter().any(|wanted| wanted == "http")
    }

    /// The text of the manifest section.
    pub fn manifest(&self) -> String {
        let schedules = self.schedules.iter();
        let schedules: Vec<_> = schedules
            .map(|schedule| json!({"name": schedule.name, "everySeconds": schedule.every_seconds}))
            .collect();
        let mut manifest = json!({
            "name": self.name,
            "version": self.version,
            "sdk": format!("{} {}", self.language.name(), env!("CARGO_PKG_VERSION")),
            "contract": crate::plugins::testbench::CONTRACT,
            "actions": self.actions,
            "events": self.events,
            "schedules": schedules,
            "capabilities": self.capabilities,
        });
        if let (Some(schema), Some(members)) = (&self.schema, manifest.as_object_mut()) {
            members.insert("settingsSchema".to_owned(), schema.clone());
        }
        manifest.to_string()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    fn read_text(text: &str) -> Result<Description, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(PLUGIN_TOML);
        fs::write(&path, text).unwrap();
        Description::read(&path).map_err(|failed| match failed {
            Failed::Unusable(text) => text,
            other => format!("{other:?}"),
        })
    }

    const HEAD: &str = "name = \"a\"\nversion = \"0.1.0\"\nlanguage = \"c\"\nentry = \"src/a.c\"\n";

    #[test]
    fn exports_follow_from_what_it_lists() {
        let text = format!("{HEAD}http = true\nevents = [\"e\"]\n[[schedule]]\nname = \"s\"\nevery_seconds = 3\n");
        let found = read_text(&text).unwrap();
        assert_eq!(found.exports(), ["observer", "timer", "http"]);
        let manifest: serde_json::Value = serde_json::from_str(&found.manifest()).unwrap();
        assert_eq!(manifest["schedules"], json!([{"name": "s", "everySeconds": 3}]));
        assert_eq!(manifest["actions"], json!({}));
    }

    #[test]
    fn a_schema_of_its_settings_is_read_from_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(PLUGIN_TOML);
        fs::write(
            &path,
            format!("{HEAD}http = true\nsettings_schema = \"settings.schema.json\"\n"),
        )
        .unwrap();
        assert!(Description::read(&path).is_err(), "there is no such file");
        fs::write(folder.path().join("settings.schema.json"), "{\"type\": \"object\"}").unwrap();
        let found = Description::read(&path)
            .map_err(|failed| format!("{failed:?}"))
            .unwrap();
        let manifest: Value = serde_json::from_str(&found.manifest()).unwrap();
        assert_eq!(manifest["settingsSchema"], json!({"type": "object"}));
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        assert!(read_text(HEAD).unwrap_err().contains("would never be called"));
        let typo = read_text(&format!("{HEAD}event = []\n")).unwrap_err();
        assert!(
            typo.contains("unknown field `event`") && typo.contains("line 5"),
            "{typo}"
        );
        let outside = format!("{}http = true\n", HEAD.replace("src/a.c", "../a.c"));
        assert!(read_text(&outside).unwrap_err().contains("inside of the project"));
        let language = read_text(&HEAD.replace("\"c\"", "\"go\"")).unwrap_err();
        assert!(language.contains("unknown variant `go`"), "{language}");
    }
}
