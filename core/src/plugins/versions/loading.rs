//! From files to versions that can be asked: at the start, and whenever one is wanted that is not compiled.

use std::sync::Arc;

use super::Versions;
use super::error::VersionError;
use super::installed::Installed;
use super::library;
use super::record::PluginVersions;
use crate::ids::PluginName;
use crate::plugins::component::compile::LoadReason;
use crate::plugins::component::load::{self, LoadRequest, Version};
use crate::plugins::decide::plugin::Plugin;
use crate::plugins::decide::rollout::{Candidate, Rollout, RolloutMode};
use crate::plugins::recording::RecordingPlace;
use crate::plugins::stopping::blocking;

impl Versions {
    /// Loads the active versions and those that are tried. Slow.
    ///
    /// # Errors
    /// If one cannot be loaded: a server without a plugin that it should ask would let through what the plugin
    /// refuses.
    pub fn load_active(&self) -> Result<(), VersionError> {
        for (name, versions) in library::all(self.store().as_ref())? {
            let plugin = self.plugin(&name);
            let active = match versions.active() {
                None => None,
                Some(version) => Some(self.load(&plugin, &version.digest)?),
            };
            let rollout = match versions.candidate.clone() {
                None => None,
                Some(candidate) => {
                    let version = self.load(&plugin, &candidate.digest)?;
                    Some(Arc::new(rollout(&plugin, &versions, candidate, version)))
                }
            };
            let tried = rollout.iter().map(|rollout| Arc::clone(&rollout.version));
            let compiled = active.iter().cloned().chain(tried).collect();
            if let Some(recording) = plugin.recording() {
                recording.switch(versions.recording);
            }
            self.installations.set(Installed {
                plugin,
                versions,
                active,
                rollout,
                compiled,
            });
        }
        Ok(())
    }

    /// Warns of plugins that are configured and not there.
    pub fn warn_of_absent(&self) {
        let active = |name: &str| self.installations.active(&PluginName::new(name)).is_ok();
        let chain = self.settings.chain.iter();
        for config in chain.filter(|config| config.enabled && !active(&config.name)) {
            tracing::warn!(
                plugin.name = config.name,
                "a plugin is configured and not installed: put it to /api/v1/plugins, or into the plugin folder"
            );
        }
    }

    /// The plugin of a name: the one that is there, or a new one.
    pub fn plugin(&self, name: &PluginName) -> Arc<Plugin> {
        let there = self.installations.get(name).map(|installed| installed.plugin);
        let make = || {
            let place = RecordingPlace {
                folder: self.files.recording(name),
                bytes: self.settings.recording_bytes,
            };
            Plugin::new(name.clone(), &self.settings, self.state.clone()).recorded(&self.recorder, place)
        };
        there.unwrap_or_else(|| Arc::new(make()))
    }

    /// The version of a digest: the one that is compiled already, or from its file.
    ///
    /// # Errors
    /// If the file cannot be read, or is no version any more.
    pub async fn ready(self: &Arc<Self>, plugin: &Arc<Plugin>, digest: &str) -> Result<Arc<Version>, VersionError> {
        if let Some(version) = self.installations.compiled(&plugin.name, digest) {
            return Ok(version);
        }
        let (versions, plugin, digest) = (Arc::clone(self), Arc::clone(plugin), digest.to_owned());
        blocking(move || versions.load(&plugin, &digest)).await
    }

    /// One of a plugin's versions, named as for an activation, ready to be asked.
    ///
    /// # Errors
    /// If there is no such plugin or version, or it cannot be loaded.
    pub async fn kept(self: &Arc<Self>, name: &PluginName, version: &str) -> Result<Arc<Version>, VersionError> {
        let installed = self.installations.active(name)?;
        let record = installed
            .versions
            .version(version)
            .ok_or_else(|| VersionError::no_version(name, version))?;
        self.ready(&installed.plugin, &record.digest).await
    }

    fn load(&self, plugin: &Plugin, digest: &str) -> Result<Arc<Version>, VersionError> {
        let bytes = self.files.read(&plugin.name, digest)?;
        Ok(Arc::new(self.prepare(plugin, &bytes, LoadReason::Load)?))
    }

    /// From bytes to a version that can be asked. Slow.
    ///
    /// # Errors
    /// Whatever is wrong with the component.
    pub fn prepare(&self, plugin: &Plugin, bytes: &[u8], reason: LoadReason) -> Result<Version, VersionError> {
        let wanted = LoadRequest {
            access: &plugin.access,
            instance: plugin.instance_policy(),
            bytes,
            compiler: &self.compiler,
            folder: &self.files.compiled(&plugin.name),
            reason,
        };
        Ok(load::load(&self.sandbox, wanted)?)
    }
}

/// A version that is tried: a canary has the state of its record, a shadow looks at the active version's.
pub fn rollout(plugin: &Plugin, versions: &PluginVersions, candidate: Candidate, version: Arc<Version>) -> Rollout {
    let record = match candidate.mode {
        RolloutMode::Shadow => versions.active(),
        RolloutMode::Canary { .. } => versions.version(&candidate.digest),
    };
    let namespace = plugin.access.namespace(record.and_then(|record| record.namespace));
    Rollout::new(candidate, version, namespace)
}
