//! A plugin's settings at run time: set, taken back, gone back to, and those of the file read anew. What a plugin
//! refuses changes nothing.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::Versions;
use super::error::VersionError;
use super::installed::Installed;
use super::library::Change;
use super::record::PluginVersions;
use crate::config::settings::PluginSettings;
use crate::ids::PluginName;
use crate::plugins::component::load::Version;
use crate::plugins::component::name::checked;
use crate::plugins::component::settings_schema;
use crate::plugins::decide::chosen_settings::{ChosenSettings, differing};
use crate::plugins::decide::plugin::Plugin;
use crate::plugins::stopping::{blocking, to_its_end};

/// Settings that are set at run time have so many bytes of JSON text at most: each change is kept in the history.
const LARGEST: usize = 64 * 1024;

/// A plugin's settings, as the API shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PluginSettings)]
pub struct SettingsInForce {
    /// What the plugin reads.
    pub settings: Value,
    /// Where they come from.
    pub source: SettingsSource,
    /// Its section of the configuration.
    pub file_settings: Value,
}

/// Where settings come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = PluginSettingsSource)]
pub enum SettingsSource {
    /// The configuration file.
    File,
    /// They were set at run time.
    Api,
}

impl From<ChosenSettings> for SettingsInForce {
    fn from(chosen: ChosenSettings) -> Self {
        Self {
            settings: chosen.in_force().clone(),
            source: if chosen.set.is_some() {
                SettingsSource::Api
            } else {
                SettingsSource::File
            },
            file_settings: chosen.file,
        }
    }
}

/// How settings are changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewSettings {
    /// To these; a JSON object.
    Set(Value),
    /// Back to the file's.
    OfFile,
    /// Back to those before.
    Before,
}

/// Settings of the file that are other ones than before.
struct Reread {
    plugin: Arc<Plugin>,
    file: Value,
    changed: Vec<String>,
}

impl Versions {
    /// A plugin's settings.
    ///
    /// # Errors
    /// If there is no such plugin.
    pub fn settings_of(&self, name: &str) -> Result<SettingsInForce, VersionError> {
        let installed = self.installations.active(&checked(name)?)?;
        Ok(installed.plugin.settings().into())
    }

    /// Changes a plugin's settings; the next call reads them.
    ///
    /// # Errors
    /// If there is no such plugin, it refuses them, there are none before, or they cannot be stored.
    pub async fn configure(self: &Arc<Self>, name: &str, new: NewSettings) -> Result<SettingsInForce, VersionError> {
        let name = checked(name)?;
        let versions = Arc::clone(self);
        to_its_end(async move { versions.configure_alone(name, new).await }).await
    }

    async fn configure_alone(
        self: Arc<Self>,
        name: PluginName,
        new: NewSettings,
    ) -> Result<SettingsInForce, VersionError> {
        let lock = self.installations.changing(&name);
        let _alone = lock.lock().await;
        let mut installed = self.installations.active(&name)?;
        let versions = match new {
            NewSettings::Set(settings) => installed.versions.configured(Some(of_form(&name, settings)?)),
            NewSettings::OfFile => installed.versions.configured(None),
            NewSettings::Before => {
                let none = || VersionError::NoEarlierSettings { name: name.to_string() };
                installed.versions.reconfigured().ok_or_else(none)?
            }
        };
        let chosen = ChosenSettings {
            set: versions.settings.clone(),
            ..installed.plugin.settings()
        };
        check(&installed, chosen.in_force().clone()).await?;
        self.unfit.clear(&name);
        let change = Change {
            plugin: &name,
            what: "settings",
            before: &installed.versions,
            after: &versions,
            why: None,
        };
        self.keep(change).await?;
        let changed = differing(installed.plugin.settings().in_force(), chosen.in_force());
        tracing::info!(plugin.name = %name, ?changed, "the settings of a plugin were changed");
        installed.plugin.choose(versions.settings.clone());
        installed.versions = versions;
        self.installations.set(installed);
        Ok(chosen.into())
    }

    /// Takes the settings of plugins from a configuration that was read anew. All or none of them: where a plugin refuses
    /// its own, nothing changes. What is in force through the API stays in force.
    ///
    /// # Errors
    /// Which plugin refuses its settings, and why.
    pub async fn reread(self: &Arc<Self>, file: &PluginSettings) -> Result<(), VersionError> {
        let mut found = Vec::new();
        for config in &file.chain {
            let name = PluginName::new(&config.name);
            let Some(installed) = self.installations.get(&name) else {
                continue;
            };
            let before = installed.plugin.settings();
            let changed = differing(&before.file, &config.settings);
            // One that was not configured at the start has no grants either: it is told with the rest.
            if changed.is_empty() || installed.plugin.order.is_none() {
                continue;
            }
            if before.set.is_none() && installed.active.is_some() {
                check(&installed, config.settings.clone()).await?;
            }
            found.push(Reread {
                plugin: installed.plugin,
                file: config.settings.clone(),
                changed,
            });
        }
        let mut settings = self.settings.load().as_ref().clone();
        for known in &mut settings.chain {
            if let Some(new) = file.chain.iter().find(|new| new.name == known.name) {
                known.settings.clone_from(&new.settings);
            }
        }
        self.settings.store(Arc::new(settings));
        if found.is_empty() {
            tracing::info!("the settings of the plugins are as they were");
        }
        // What it refused before, it refuses still where nothing has changed: whoever asks is told again.
        let unfit = self.unfit.names().into_iter();
        let unfit: Vec<_> = unfit
            .filter(|name| !found.iter().any(|one| one.plugin.name == *name))
            .collect();
        for Reread { plugin, file, changed } in found {
            let hidden = plugin.settings().set.is_some();
            plugin.reread(file);
            if hidden {
                tracing::warn!(
                    plugin.name = %plugin.name,
                    ?changed,
                    "the file has other settings of a plugin, and those that were set at run time stay in force: DELETE \
                     /api/v1/plugins/NAME/settings goes back to the file's"
                );
            } else {
                tracing::info!(plugin.name = %plugin.name, ?changed, "the settings of a plugin were read anew");
                self.unfit.clear(&plugin.name);
            }
        }
        for installed in unfit.iter().filter_map(|name| self.installations.active(name).ok()) {
            self.judge_settings(&installed).await;
        }
        Ok(())
    }

    /// Asks every active version whether its settings are good; see `judge_settings`.
    pub async fn judge_all_settings(&self) {
        for installed in self.installations.all() {
            self.judge_settings(&installed).await;
        }
    }

    /// Asks the active version whether the settings in force are good, and says so where they are not. They stay in force:
    /// each call of it fails, and its `on_failure` answers. An operator should know before a driver does.
    pub(super) async fn judge_settings(&self, installed: &Installed) {
        let plugin = &installed.plugin;
        if !plugin.enabled || installed.active.is_none() {
            return self.unfit.clear(&plugin.name);
        }
        match check(installed, plugin.settings().in_force().clone()).await {
            Ok(()) => self.unfit.clear(&plugin.name),
            Err(error) => {
                tracing::error!(
                    plugin.name = %plugin.name, %error,
                    "a plugin refuses the settings that are in force: what it decides is answered by its on_failure"
                );
                self.unfit.note(&plugin.name, error.to_string());
            }
        }
    }

    /// What an operator should know of a version that was just taken: what it lacks to do its work.
    #[must_use]
    pub fn warnings(&self, name: &str) -> Vec<String> {
        let installed = checked(name).ok();
        let Some(installed) = installed.and_then(|name| self.installations.active(&name).ok()) else {
            return Vec::new();
        };
        let chosen = installed.plugin.settings();
        let is_empty = chosen.set.is_none() && chosen.file.as_object().is_some_and(serde_json::Map::is_empty);
        // Of some that is meant: it is told once, to who brings it.
        let empty = (installed.plugin.order.is_some() && is_empty)
            .then(|| format!("the [[plugin]] section of {name} has no settings: it runs with empty ones"));
        empty.into_iter().chain(self.lasting_warnings(&installed)).collect()
    }

    /// What an operator should know of a plugin for as long as it is so.
    pub(super) fn lasting_warnings(&self, installed: &Installed) -> Vec<String> {
        let refused = self.unfit.of(&installed.plugin.name).map(|refused| refused.reason);
        lacks_section(&installed.plugin).into_iter().chain(refused).collect()
    }
}

/// What a plugin has to do without which no section of the configuration names.
pub fn lacks_section(plugin: &Plugin) -> Option<String> {
    if plugin.order.is_some() {
        return None;
    }
    let settings = if plugin.settings().set.is_some() {
        "those that were set at run time"
    } else {
        "empty settings"
    };
    let name = &plugin.name;
    Some(format!(
        "the configuration has no [[plugin]] section for {name}: it runs with {settings}, and with `state` as its only \
         grant. Add the section, or set its settings by PUT /api/v1/plugins/{name}/settings"
    ))
}

/// Settings that are an object, and not too large.
fn of_form(name: &PluginName, settings: Value) -> Result<Value, VersionError> {
    let wrong = |reason: String| VersionError::Settings {
        name: name.to_string(),
        reason,
    };
    if !settings.is_object() {
        return Err(wrong("settings are a JSON object".to_owned()));
    }
    let size = settings.to_string().len();
    if size > LARGEST {
        return Err(wrong(format!(
            "they have {size} bytes, and {LARGEST} may be set at run time"
        )));
    }
    Ok(settings)
}

/// Asks the active version, if there is one, whether settings are good.
async fn check(installed: &Installed, settings: Value) -> Result<(), VersionError> {
    match installed.active.clone() {
        Some(version) => held_against(&installed.plugin, version, settings).await,
        None => Ok(()),
    }
}

/// Holds settings against a version's schema, and asks it whether they are good, as far as it has a word in it.
pub async fn held_against(plugin: &Arc<Plugin>, version: Arc<Version>, settings: Value) -> Result<(), VersionError> {
    if let Some(schema) = &version.manifest.settings_schema {
        let violations = settings_schema::violations(schema, &settings);
        if !violations.is_empty() {
            let name = plugin.name.to_string();
            return Err(VersionError::SettingsBroken { name, violations });
        }
    }
    if !version.prepared.checks_settings() {
        return Ok(());
    }
    let plugin = Arc::clone(plugin);
    let name = plugin.name.to_string();
    let asking = move || {
        let access = &plugin.access;
        let text = settings.to_string();
        let said = version
            .prepared
            .check_settings(access.own_capabilities(), access.long_allowance(), &text);
        match said {
            Ok(said) => said.map_err(|reason| VersionError::Settings { name, reason }),
            Err(failure) => Err(VersionError::Settings {
                name,
                reason: format!("its check {}", failure.cause),
            }),
        }
    };
    blocking(asking).await
}

impl PluginVersions {
    /// With these settings set at run time, or none.
    #[must_use]
    pub fn configured(&self, settings: Option<Value>) -> Self {
        let mut versions = self.clone();
        if versions.settings != settings {
            versions.leave_settings();
            versions.settings = settings;
        }
        versions
    }

    /// With the settings that were in force before; none if there are none before.
    #[must_use]
    pub fn reconfigured(&self) -> Option<Self> {
        let mut versions = self.clone();
        versions.settings = versions.settings_before.pop()?;
        Some(versions)
    }
}
