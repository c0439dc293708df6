//! Install, activate, roll back, remove. Each is durable before the table changes, and the table changes
//! before it is reported. Changes of one plugin wait for each other; whatever is wrong, the version
//! that was active stays. A change goes on to its end when the one who asked for it has gone.

use std::sync::Arc;

use super::Versions;
use super::error::VersionError;
use super::history::{self, Extract, Keyed};
use super::installed::Installed;
use super::library::Change;
use super::record::{InitialState, Install, PluginVersion, PluginVersions};
use super::signature::{self, Component};
use super::state::BeginState;
use crate::clock;
use crate::events;
use crate::ids::PluginName;
use crate::plugins::component::compile::LoadReason;
use crate::plugins::component::load::{self, Version};
use crate::plugins::component::name::checked;
use crate::plugins::stopping::{blocking, to_its_end};
use crate::store::Revision;

/// Which version becomes active, and on which state.
#[derive(Debug, Clone)]
pub struct Activation {
    /// A digest, how one begins (8 digits or more), or the author's version.
    pub version: String,
    /// On which state.
    pub state: InitialState,
}

/// A version that becomes the active one.
struct NewActive {
    /// Such as `install`.
    what: &'static str,
    version: Arc<Version>,
    /// With it as the active one.
    versions: PluginVersions,
}

impl Versions {
    /// Checks and compiles a component on a thread of its own, then makes it the active version, or keeps it
    /// beside that.
    ///
    /// # Errors
    /// Whatever is wrong with the name, the component or the disk; see [`VersionError`].
    pub async fn install(
        self: &Arc<Self>,
        name: &str,
        component: impl Into<Component>,
        how: Install,
    ) -> Result<PluginVersion, VersionError> {
        let name = checked(name)?;
        let component = component.into();
        load::check_size(
            name.as_str(),
            component.bytes.len(),
            self.settings.load().max_component_bytes,
        )?;
        let bytes = signature::verified(&name, component, &self.settings.load().trusted_keys).await?;
        let versions = Arc::clone(self);
        to_its_end(async move { versions.install_alone(name, bytes, how).await }).await
    }

    /// Makes the version active that was active before, with the settings that were in force then.
    ///
    /// # Errors
    /// If there is no such plugin or no earlier version, or it cannot be loaded or stored.
    pub async fn rollback(self: &Arc<Self>, name: &str) -> Result<PluginVersion, VersionError> {
        let name = checked(name)?;
        let versions = Arc::clone(self);
        to_its_end(async move { versions.rollback_alone(name).await }).await
    }

    /// Makes a version active that was installed before.
    ///
    /// # Errors
    /// If there is no such plugin or version, or it cannot be loaded or stored.
    pub async fn activate(self: &Arc<Self>, name: &str, wanted: Activation) -> Result<PluginVersion, VersionError> {
        let name = checked(name)?;
        let versions = Arc::clone(self);
        to_its_end(async move { versions.activate_alone(name, wanted).await }).await
    }

    /// Removes a plugin with its versions. Its state stays, for the day when it is installed again.
    ///
    /// # Errors
    /// If there is no such plugin, or the removal cannot be stored.
    pub async fn remove(self: &Arc<Self>, name: &str) -> Result<(), VersionError> {
        let name = checked(name)?;
        let versions = Arc::clone(self);
        to_its_end(async move { versions.remove_alone(name).await }).await
    }

    /// What was done to a plugin, the newest first, also to one that was removed; each with its key, `after`
    /// which a list goes on.
    ///
    /// # Errors
    /// If the name is none, or the store cannot be read.
    pub async fn history(
        self: &Arc<Self>,
        name: &str,
        after: Option<String>,
        limit: usize,
    ) -> Result<Vec<Keyed>, VersionError> {
        let (name, store) = (checked(name)?, Arc::clone(self.store()));
        let page = move || {
            let after = after.as_deref();
            history::entries(store.as_ref(), &name, Extract { after, limit })
        };
        blocking(page).await
    }

    async fn install_alone(
        self: Arc<Self>,
        name: PluginName,
        bytes: Vec<u8>,
        how: Install,
    ) -> Result<PluginVersion, VersionError> {
        let lock = self.installations.changing(&name);
        let _alone = lock.lock().await;
        let size = bytes.len();
        let version = self.take_in(&name, bytes).await?;
        let record = PluginVersion {
            digest: version.digest.clone(),
            version: version.manifest.version.clone(),
            size,
            source: how.source,
            installed_at: clock::text(clock::now()),
            namespace: None,
        };
        let empty = || Installed::empty(self.plugin(&name), PluginVersions::default());
        let old = self.installations.get(&name).unwrap_or_else(empty);
        if how.active {
            let begin = BeginState {
                plugin: &old.plugin,
                digest: &record.digest,
                state: how.state,
                active: old.namespace(),
            };
            let versions = begin
                .begun(old.versions.with(record.clone()), self.store().as_ref())
                .await?;
            let new = NewActive {
                what: "install",
                version,
                versions,
            };
            self.make_active(old, new).await?;
        } else {
            self.keep_beside(old, version, record.clone()).await?;
        }
        Ok(record)
    }

    /// Keeps a version beside the active one.
    async fn keep_beside(
        &self,
        mut installed: Installed,
        version: Arc<Version>,
        record: PluginVersion,
    ) -> Result<(), VersionError> {
        let versions = installed.versions.uploaded(record);
        let change = Change {
            plugin: &installed.plugin.name,
            what: "upload",
            before: &installed.versions,
            after: &versions,
            why: None,
        };
        self.keep(change).await?;
        self.files.tidy(change.plugin, change.before, change.after);
        installed.keep_compiled(version);
        installed.versions = versions;
        self.installations.set(installed);
        Ok(())
    }

    /// Compiles, unless the version is there already, and puts the file into the library.
    async fn take_in(self: &Arc<Self>, name: &PluginName, bytes: Vec<u8>) -> Result<Arc<Version>, VersionError> {
        let (versions, name) = (Arc::clone(self), name.clone());
        blocking(move || {
            let digest = load::digest(&bytes);
            let version = match versions.installations.compiled(&name, &digest) {
                Some(version) => version,
                None => {
                    let prepared = versions.prepare(&versions.plugin(&name), &bytes, LoadReason::Upload);
                    Arc::new(prepared.inspect_err(|_| versions.forget_code(&name, &digest))?)
                }
            };
            versions.files.keep(&name, &digest, &bytes)?;
            Ok(version)
        })
        .await
    }

    /// Removes the compiled code of a component that was refused after all.
    fn forget_code(&self, name: &PluginName, digest: &str) {
        let kept = |installed: Installed| installed.versions.version(digest).is_some();
        if !self.installations.get(name).is_some_and(kept) {
            self.files.tidy_compiled(name, digest);
        }
    }

    async fn rollback_alone(self: Arc<Self>, name: PluginName) -> Result<PluginVersion, VersionError> {
        let lock = self.installations.changing(&name);
        let _alone = lock.lock().await;
        let old = self.installations.active(&name)?;
        let none_earlier = || VersionError::NoEarlierVersion { name: name.to_string() };
        let versions = old.versions.rolled_back().ok_or_else(none_earlier)?;
        self.go_to(old, versions, "rollback").await
    }

    async fn activate_alone(
        self: Arc<Self>,
        name: PluginName,
        wanted: Activation,
    ) -> Result<PluginVersion, VersionError> {
        let lock = self.installations.changing(&name);
        let _alone = lock.lock().await;
        let old = self
            .installations
            .get(&name)
            .filter(|old| old.pending.is_none())
            .map_or_else(|| self.installations.active(&name), Ok)?;
        let no_version = || VersionError::no_version(&name, &wanted.version);
        let versions = old.versions.activated(&wanted.version).ok_or_else(no_version)?;
        let digest = versions.active.clone().unwrap_or_default();
        let begin = BeginState {
            plugin: &old.plugin,
            digest: &digest,
            state: wanted.state,
            active: old.namespace(),
        };
        let versions = begin.begun(versions, self.store().as_ref()).await?;
        self.go_to(old, versions, "activate").await
    }

    /// Makes the active one of these versions the one that is asked.
    async fn go_to(
        self: &Arc<Self>,
        old: Installed,
        versions: PluginVersions,
        what: &'static str,
    ) -> Result<PluginVersion, VersionError> {
        let record = versions
            .active()
            .cloned()
            .ok_or_else(|| VersionError::unknown(&old.plugin.name))?;
        let version = self.ready(&old.plugin, &record.digest).await?;
        let new = NewActive {
            what,
            version,
            versions,
        };
        self.make_active(old, new).await?;
        Ok(record)
    }

    async fn remove_alone(self: Arc<Self>, name: PluginName) -> Result<(), VersionError> {
        let lock = self.installations.changing(&name);
        let _alone = lock.lock().await;
        let old = self.installations.active(&name)?;
        let versions = old.versions.emptied();
        let change = Change {
            plugin: &name,
            what: "remove",
            before: &old.versions,
            after: &versions,
            why: None,
        };
        self.keep(change).await?;
        self.files.tidy(&name, change.before, change.after);
        if let Some(recording) = old.plugin.recording() {
            recording.switch(false);
        }
        self.installations.set(Installed::empty(old.plugin, versions));
        self.unfit.clear(&name);
        tracing::info!(plugin.name = %name, "a plugin was removed");
        Ok(())
    }

    /// A version that observes other events than the one before is told what happens from now on; what still
    /// waits for the plugin is told first.
    async fn begin_observing(&self, old: &Installed, version: &Version) -> Result<(), VersionError> {
        // One that was active at the start and is not compiled yet observes all the same.
        let waiting = old.pending.as_ref().filter(|_| old.versions.active.is_some());
        let before = old.active.as_ref().map(|active| &active.manifest.events);
        let before = before.or(waiting.map(|manifest| &manifest.events));
        let observed = &version.manifest.events;
        if observed.is_empty() || before == Some(observed) {
            return Ok(());
        }
        // Of one that observed before, what waits is in the log, also from before the server's start.
        if before.is_some_and(|kinds| !kinds.is_empty()) && old.plugin.subscription(&self.state)?.has_news() {
            return Ok(());
        }
        let Revision(now) = self.store().write(Vec::new()).await?;
        self.store()
            .write(vec![events::begin(old.plugin.name.as_str(), now)?])
            .await?;
        Ok(())
    }

    /// Makes a version active: first in the store, then for the calls.
    async fn make_active(&self, old: Installed, new: NewActive) -> Result<(), VersionError> {
        let NewActive {
            what,
            version,
            versions,
        } = new;
        let name = &old.plugin.name;
        let change = Change {
            plugin: name,
            what,
            before: &old.versions,
            after: &versions,
            why: None,
        };
        self.begin_observing(&old, &version).await?;
        self.keep(change).await?;
        self.files.tidy(name, change.before, change.after);
        let mut compiled = old.compiled;
        compiled.retain(|other| other.digest != version.digest);
        compiled.insert(0, Arc::clone(&version));
        tracing::info!(
            plugin.name = %name,
            plugin.version = version.manifest.version,
            plugin.digest = version.digest,
            fresh_us = version.fresh.as_micros(),
            what,
            "a plugin is active"
        );
        old.plugin.stats.breaker.reset(&version.digest);
        old.plugin.choose(versions.settings.clone());
        self.unready.clear(name);
        let installed = Installed {
            plugin: old.plugin,
            versions,
            active: Some(version),
            pending: None,
            rollout: None,
            compiled,
        };
        self.installations.set(installed.clone());
        self.judge_settings(&installed).await;
        Ok(())
    }
}
