//! From files to versions that can be asked: at the start, and whenever one is wanted that is not compiled.

use std::sync::Arc;

use super::Versions;
use super::error::VersionError;
use super::installed::Installed;
use super::library;
use super::record::PluginVersions;
use super::settings::lacks_section;
use crate::ids::PluginName;
use crate::plugins::component::compile::LoadReason;
use crate::plugins::component::load::{self, LoadRequest, Version};
use crate::plugins::component::manifest::{self, Manifest};
use crate::plugins::decide::plugin::Plugin;
use crate::plugins::decide::rollout::{Candidate, Rollout, RolloutMode};
use crate::plugins::recording::RecordingPlace;
use crate::plugins::stopping::blocking;

impl Versions {
    /// Loads the active versions whose code is compiled. Of the others it is known what they claim, and
    /// [`Versions::load_pending`] makes them ready.
    ///
    /// # Errors
    /// If one cannot be read: a server without a plugin that it should ask would let through what the plugin refuses.
    pub fn load_active(&self) -> Result<(), VersionError> {
        for (name, versions) in library::all(self.store().as_ref())? {
            let plugin = self.plugin(&name);
            plugin.choose(versions.settings.clone());
            if let Some(recording) = plugin.recording() {
                recording.switch(versions.recording);
            }
            let Some(digest) = versions.active().map(|active| active.digest.clone()) else {
                self.installations.set(Installed::empty(plugin, versions));
                continue;
            };
            let bytes = self.files.read(&name, &digest)?;
            let tried = versions.candidate.as_ref().map(|candidate| &candidate.digest);
            let is_ready = self.is_compiled(&name, &digest) && tried.is_none_or(|tried| self.is_compiled(&name, tried));
            if is_ready {
                self.installations.set(self.loaded(plugin, versions)?);
            } else {
                let manifest = manifest::read(name.as_str(), &bytes)?;
                self.installations.set(Installed {
                    pending: Some(Arc::new(manifest)),
                    ..Installed::empty(plugin, versions)
                });
            }
        }
        Ok(())
    }

    /// Makes ready what [`Versions::load_active`] left, one after the other.
    ///
    /// # Errors
    /// The first one's that cannot be loaded; the others are ready.
    pub async fn load_pending(self: &Arc<Self>) -> Result<(), VersionError> {
        let mut result = Ok(());
        for installed in self.installations.all() {
            let name = installed.plugin.name.clone();
            let lock = self.installations.changing(&name);
            let _alone = lock.lock().await;
            let waiting = self.installations.get(&name);
            let waiting = waiting.filter(|found| found.pending.is_some() && found.versions.active.is_some());
            let Some(Installed { plugin, versions, .. }) = waiting else {
                continue;
            };
            let loader = Arc::clone(self);
            match blocking(move || loader.loaded(plugin, versions)).await {
                Ok(loaded) => {
                    self.installations.set(loaded.clone());
                    self.judge_settings(&loaded).await;
                }
                Err(error) => {
                    self.unready.note(&name, error.to_string());
                    tracing::error!(
                        plugin.name = %name, %error,
                        "a plugin cannot be made ready: what it decides is answered by its on_failure"
                    );
                    result = result.and(Err(error));
                }
            }
        }
        result
    }

    /// The active version and the one that is tried, compiled where they are not. Slow.
    fn loaded(&self, plugin: Arc<Plugin>, versions: PluginVersions) -> Result<Installed, VersionError> {
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
        Ok(Installed {
            plugin,
            versions,
            active,
            pending: None,
            rollout,
            compiled,
        })
    }

    fn is_compiled(&self, name: &PluginName, digest: &str) -> bool {
        self.compiler
            .has_code(&self.sandbox.engine, &self.files.compiled(name), digest)
    }

    /// A component in the watched folder will be this plugin, which is not there yet.
    pub fn foresee(&self, manifest: Manifest) {
        let name = PluginName::new(&manifest.name);
        let there = self.installations.get(&name);
        if there
            .as_ref()
            .is_some_and(|there| there.active.is_some() || there.pending.is_some())
        {
            return;
        }
        let empty = || Installed::empty(self.plugin(&name), PluginVersions::default());
        self.installations.set(Installed {
            pending: Some(Arc::new(manifest)),
            ..there.unwrap_or_else(empty)
        });
    }

    /// What was foreseen and did not come is not waited for any more.
    pub fn give_up_foreseen(&self) {
        for installed in self.installations.all() {
            if installed.pending.is_some() && installed.active.is_none() && installed.versions.active.is_none() {
                self.installations.set(Installed {
                    pending: None,
                    ..installed
                });
            }
        }
    }

    /// Warns of plugins that are configured and not there, and of those that are there and not configured: each may be a
    /// name that was mistyped.
    pub fn warn_of_absent(&self) {
        let active = |name: &str| self.installations.active(&PluginName::new(name)).is_ok();
        let settings = self.settings.load();
        for config in settings
            .chain
            .iter()
            .filter(|config| config.enabled && !active(&config.name))
        {
            tracing::warn!(
                plugin.name = config.name,
                "a plugin is configured and not installed: put it to /api/v1/plugins, or into the plugin folder{}",
                self.meant(&PluginName::new(&config.name))
            );
        }
        for installed in self.installations.all().iter().filter(|one| one.active.is_some()) {
            if let Some(lacks) = lacks_section(&installed.plugin) {
                tracing::warn!(plugin.name = %installed.plugin.name, "{lacks}");
            }
        }
    }

    /// The plugin of a name: the one that is there, or a new one.
    pub fn plugin(&self, name: &PluginName) -> Arc<Plugin> {
        let there = self.installations.get(name).map(|installed| installed.plugin);
        let make = || {
            let place = RecordingPlace {
                folder: self.files.recording(name),
                bytes: self.settings.load().recording_bytes,
            };
            Plugin::new(name.clone(), &self.settings.load(), self.state.clone()).recorded(&self.recorder, place)
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
