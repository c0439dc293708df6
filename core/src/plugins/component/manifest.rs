//! What a component says of itself, read from its bytes without running it.
//!
//! The SDK puts the manifest into a custom section of the core module, which the component then
//! contains; one at the component's top level counts as well.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use ocpp_schemas::{Catalogue, Version};
use serde_json::Value;
use wasmparser::{Encoding, Parser, Payload};

use super::error::ComponentError;
use super::settings_schema;
use crate::config::capabilities;
use crate::plugins::contract;
use crate::plugins::sandbox::capabilities::is_interface;

/// The name of the custom section.
pub const SECTION: &str = "ocpp-plugin-manifest";

/// The manifest. Fields that this server does not know are ignored, so that newer SDKs may add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PluginManifest)]
pub struct Manifest {
    /// Also the name of its file and of its routes.
    pub name: String,
    /// The author's version.
    pub version: String,
    /// The language and version of the SDK, such as `rust 0.1.0`.
    #[serde(default)]
    pub sdk: String,
    /// The version of the contract that it was built against.
    pub contract: String,
    /// By OCPP version: the actions that it wants to see.
    pub actions: BTreeMap<String, Vec<String>>,
    /// The kinds of events that it wants to be told.
    #[serde(default)]
    pub events: Vec<String>,
    /// When its timer is called.
    #[serde(default)]
    pub schedules: Vec<Schedule>,
    /// What it wants beside `settings` and `log`.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// A JSON Schema of its settings, if it brings one. Not in the list of all plugins.
    #[serde(default, rename = "settingsSchema", skip_serializing_if = "Option::is_none")]
    pub settings_schema: Option<Value>,
    /// The interfaces of the contract that the component exports; not part of the section.
    #[serde(default, skip_deserializing)]
    pub exports: Vec<String>,
    /// Whether the component imports outgoing HTTP; not part of the section.
    #[serde(default, skip_deserializing)]
    pub sends_http: bool,
}

/// A timer's rhythm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PluginSchedule)]
pub struct Schedule {
    /// What the timer is told.
    pub name: String,
    /// The time between two ticks.
    pub every_seconds: u32,
}

impl Manifest {
    /// What it claims. Checked when it was read: unknown versions are not there.
    pub fn claims(&self) -> impl Iterator<Item = (Version, &str)> {
        let parsed = self
            .actions
            .iter()
            .filter_map(|(version, names)| Some((version.parse().ok()?, names)));
        parsed.flat_map(|(version, names)| names.iter().map(move |name| (version, name.as_str())))
    }
}

/// Reads and checks everything that can be known without compiling.
///
/// # Errors
/// The first of: no component, damaged, foreign contract or import, no handler, no or unreadable
/// manifest, another name, an action that no charge point sends.
pub fn read(name: &str, bytes: &[u8]) -> Result<Manifest, ComponentError> {
    let found = scan(name, bytes)?;
    for import in &found.imports {
        check_import(name, import)?;
    }
    let exports = check_exports(name, &found.exports)?;
    let no_manifest = || ComponentError::NoManifest { name: name.to_owned() };
    let unreadable = |error: serde_json::Error| ComponentError::Manifest {
        name: name.to_owned(),
        reason: error.to_string(),
    };
    let mut manifest: Manifest = serde_json::from_slice(found.manifest.ok_or_else(no_manifest)?).map_err(unreadable)?;
    manifest.exports = exports;
    manifest.sends_http = found
        .imports
        .iter()
        .any(|import| import.starts_with("wasi:http/outgoing-handler"));
    check(name, &manifest)?;
    Ok(manifest)
}

/// Checks a section's text before there is a component with these exports.
///
/// # Errors
/// As [`read`], as far as it can be known.
pub fn foresee(name: &str, section: &str, exports: &[&str]) -> Result<(), ComponentError> {
    let mut manifest: Manifest = serde_json::from_str(section).map_err(|error| ComponentError::Manifest {
        name: name.to_owned(),
        reason: error.to_string(),
    })?;
    manifest.exports = exports.iter().map(|export| (*export).to_owned()).collect();
    check(name, &manifest)
}

#[derive(Default)]
struct Found<'a> {
    imports: Vec<&'a str>,
    exports: Vec<&'a str>,
    manifest: Option<&'a [u8]>,
}

fn scan<'a>(name: &str, bytes: &'a [u8]) -> Result<Found<'a>, ComponentError> {
    let name = || name.to_owned();
    if !bytes.starts_with(b"\0asm") {
        return Err(ComponentError::NotWasm { name: name() });
    }
    let damaged = |error: wasmparser::BinaryReaderError| ComponentError::Damaged {
        name: name(),
        offset: u64::try_from(error.offset()).unwrap_or(u64::MAX),
        reason: error.message().to_owned(),
    };
    let mut found = Found::default();
    // Nested modules and components are parsed in place; only depth 0 is the component's own.
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.map_err(damaged)? {
            Payload::Version {
                encoding: Encoding::Module,
                ..
            } if depth == 0 => {
                return Err(ComponentError::CoreModule { name: name() });
            }
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 0 => {
                for import in section {
                    found.imports.push(import.map_err(damaged)?.name.name);
                }
            }
            Payload::ComponentExportSection(section) if depth == 0 => {
                for export in section {
                    found.exports.push(export.map_err(damaged)?.name.name);
                }
            }
            Payload::CustomSection(section) if section.name() == SECTION => {
                found.manifest = Some(section.data());
            }
            _ => {}
        }
    }
    Ok(found)
}

fn check_import(name: &str, import: &str) -> Result<(), ComponentError> {
    if let Some(interface) = import.strip_prefix("ocpp:plugin/") {
        return check_contract(name, interface, |base| base == "types" || is_interface(base));
    }
    if import.starts_with("wasi:") {
        return Ok(());
    }
    Err(ComponentError::Import {
        name: name.to_owned(),
        import: import.to_owned(),
    })
}

/// The exported interfaces of the contract, without their version.
fn check_exports(name: &str, exports: &[&str]) -> Result<Vec<String>, ComponentError> {
    let ours = exports.iter().filter_map(|export| export.strip_prefix("ocpp:plugin/"));
    let mut found = Vec::new();
    for interface in ours {
        check_contract(name, interface, |base| contract::EXPORTS.contains(&base))?;
        let (base, _) = interface.split_once('@').unwrap_or((interface, ""));
        found.push(base.to_owned());
    }
    if found.is_empty() {
        return Err(ComponentError::NoExport {
            name: name.to_owned(),
            offers: contract::OFFERED,
        });
    }
    Ok(found)
}

/// `interface` is such as `handler@0.1.0`. Of 0.x versions, the ones with the same x fit.
fn check_contract(name: &str, interface: &str, known: impl Fn(&str) -> bool) -> Result<(), ComponentError> {
    let (base, version) = interface.split_once('@').unwrap_or((interface, ""));
    let same_series = |offered: &str| {
        let series = |text: &str| text.rsplit_once('.').map(|(series, _)| series.to_owned());
        series(offered) == series(version)
    };
    if !same_series(contract::OFFERED) {
        return Err(ComponentError::Contract {
            name: name.to_owned(),
            needs: format!("ocpp:plugin/{interface}"),
            offers: contract::OFFERED,
            sdk: contract::SDK,
        });
    }
    if known(base) {
        return Ok(());
    }
    Err(ComponentError::Import {
        name: name.to_owned(),
        import: format!("ocpp:plugin/{interface}"),
    })
}

fn check(name: &str, manifest: &Manifest) -> Result<(), ComponentError> {
    if manifest.name != name {
        let (name, manifest) = (name.to_owned(), manifest.name.clone());
        return Err(ComponentError::NameMismatch { name, manifest });
    }
    check_claims(name, manifest)?;
    for (version, actions) in &manifest.actions {
        for action in actions {
            check_action(version, action).map_err(|reason| ComponentError::Action {
                name: name.to_owned(),
                version: version.clone(),
                action: action.clone(),
                reason,
            })?;
        }
    }
    Ok(())
}

/// What the manifest lists needs the export that does it, and each export but `http` needs something to do.
fn check_claims(name: &str, manifest: &Manifest) -> Result<(), ComponentError> {
    let claims = [
        (
            "handler",
            "action",
            manifest.actions.values().any(|actions| !actions.is_empty()),
        ),
        ("observer", "event", !manifest.events.is_empty()),
        ("timer", "schedule", !manifest.schedules.is_empty()),
    ];
    for (export, what, claimed) in claims {
        let exported = manifest.exports.iter().any(|known| known == export);
        if claimed != exported {
            return Err(ComponentError::Claims {
                name: name.to_owned(),
                export,
                what,
                exported,
            });
        }
    }
    let wrong = |reason: String| ComponentError::Manifest {
        name: name.to_owned(),
        reason,
    };
    if let Some(schema) = &manifest.settings_schema {
        settings_schema::check(schema).map_err(|reason| wrong(format!("the schema of its settings: {reason}")))?;
    }
    let mut names = BTreeSet::new();
    for schedule in &manifest.schedules {
        if schedule.every_seconds == 0 || schedule.name.is_empty() || !names.insert(&schedule.name) {
            let named = &schedule.name;
            return Err(wrong(format!(
                "schedule {named:?}: it needs a name of its own, and at least 1 second between its ticks"
            )));
        }
    }
    let unknown = |wanted: &&String| !capabilities::on_request().any(|known| known == **wanted);
    match manifest.capabilities.iter().find(unknown) {
        Some(unknown) => {
            let known: Vec<_> = capabilities::on_request().collect();
            let known = known.join(", ");
            Err(wrong(format!("there is no capability {unknown:?}; there are {known}")))
        }
        None => Ok(()),
    }
}

fn check_action(version: &str, action: &str) -> Result<(), &'static str> {
    let version: Version = version.parse().map_err(|_| "is no version that this server speaks")?;
    let action = Catalogue::of(version)
        .action(action)
        .ok_or("that version does not have")?;
    if !action.sent_by_charge_point() {
        return Err("no charge point sends");
    }
    if !action.confirmed() {
        return Err("is not answered, so there is nothing to decide");
    }
    Ok(())
}
