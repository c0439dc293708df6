//! Install, roll back, remove. Each is durable before the table changes, and the table changes
//! before it is reported. Changes of one plugin wait for each other; whatever is wrong, the version
//! that was active stays. A change goes on to its end when the one who asked for it has gone.

use std::future::Future;
use std::sync::Arc;

use crate::plugins::decide::rollout::{Candidate, Mode};
use crate::plugins::component::compile::Occasion;
use crate::plugins::component::load::{self, Version};
use crate::plugins::error::PluginError;
use crate::plugins::host::{Installed, PluginHost, blocking};
use super::library::{self, Install, PluginVersion, Shelf};
use crate::plugins::decide::plugin::Plugin;
use super::signature::Component;
use super::state::Begin;
use crate::clock;
use crate::ids::PluginName;

impl PluginHost {
    /// Checks and compiles a component on a thread of its own, then makes it the active version.
    ///
    /// # Errors
    /// Whatever is wrong with the name, the component or the disk; see [`PluginError`].
    pub async fn install(
        self: &Arc<Self>,
        name: &str,
        component: impl Into<Component>,
        how: Install,
    ) -> Result<PluginVersion, PluginError> {
        let name = checked(name)?;
        let Component { bytes, signature } = component.into();
        if bytes.len() > self.settings.max_component_bytes {
            let (size, limit) = (bytes.len(), self.settings.max_component_bytes);
            return Err(PluginError::TooLarge {
                name: name.to_string(),
                size,
                limit,
            });
        }
        let bytes = self.signed(&name, bytes, signature).await?;
        let host = Arc::clone(self);
        to_its_end(async move { host.install_alone(name, bytes, how).await }).await
    }

    /// Makes the version active that was installed before the active one.
    ///
    /// # Errors
    /// If there is no such plugin or no earlier version, or it cannot be loaded or stored.
    pub async fn rollback(self: &Arc<Self>, name: &str) -> Result<PluginVersion, PluginError> {
        let name = checked(name)?;
        let host = Arc::clone(self);
        to_its_end(async move { host.rollback_alone(name).await }).await
    }

    /// Makes a version active that was installed before, named by its digest or the author's version.
    ///
    /// # Errors
    /// If there is no such plugin or version, or it cannot be loaded or stored.
    pub async fn activate(
        self: &Arc<Self>,
        name: &str,
        version: &str,
        begin: Begin,
    ) -> Result<PluginVersion, PluginError> {
        let name = checked(name)?;
        let (host, version) = (Arc::clone(self), version.to_owned());
        to_its_end(async move { host.activate_alone(name, &version, begin).await }).await
    }

    /// Tries a version beside the active one, which stays; another trial ends.
    ///
    /// # Errors
    /// If there is no such plugin or version, it is the active one, or it cannot be tried in this way.
    pub async fn try_beside(
        self: &Arc<Self>,
        name: &str,
        version: &str,
        trial: (Mode, Begin),
    ) -> Result<PluginVersion, PluginError> {
        let name = checked(name)?;
        let (host, version) = (Arc::clone(self), version.to_owned());
        to_its_end(async move { host.try_alone(name, &version, trial).await }).await
    }

    /// Ends the trial of a version; the active one decides for everybody.
    ///
    /// # Errors
    /// If there is no such plugin, no trial, or the end cannot be stored.
    pub async fn end_trial(self: &Arc<Self>, name: &str) -> Result<(), PluginError> {
        let name = checked(name)?;
        let host = Arc::clone(self);
        to_its_end(async move { host.end_trial_alone(name).await }).await
    }

    /// Removes a plugin with its versions. Its state stays, for the day when it is installed again.
    ///
    /// # Errors
    /// If there is no such plugin, or the removal cannot be stored.
    pub async fn remove(self: &Arc<Self>, name: &str) -> Result<(), PluginError> {
        let name = checked(name)?;
        let host = Arc::clone(self);
        to_its_end(async move { host.remove_alone(name).await }).await
    }

    async fn install_alone(
        self: Arc<Self>,
        name: PluginName,
        bytes: Vec<u8>,
        Install { source, active, begin }: Install,
    ) -> Result<PluginVersion, PluginError> {
        let lock = self.changing(&name);
        let _alone = lock.lock().await;
        let size = bytes.len();
        let version = self.prepare(&name, bytes).await?;
        let record = PluginVersion {
            digest: version.digest.clone(),
            version: version.manifest.version.clone(),
            size,
            source,
            installed_at: clock::text(clock::now()),
            space: None,
        };
        let old = self.get(&name);
        let before = old.as_ref().map(|old| old.shelf.clone()).unwrap_or_default();
        if active {
            let from = before.active().and_then(|active| active.space);
            let shelf = (before.with(record.clone()), from);
            let shelf = self.begun(&self.plugin(&name), shelf, (&record.digest, begin)).await?;
            self.make_active(&name, "install", (version, shelf)).await?;
        } else {
            self.shelve(&name, old, (version, before.shelved(record.clone())))
                .await?;
        }
        Ok(record)
    }

    /// Keeps a version beside the active one.
    async fn shelve(
        &self,
        name: &PluginName,
        old: Option<Installed>,
        (version, shelf): (Arc<Version>, Shelf),
    ) -> Result<(), PluginError> {
        let mut installed = old.unwrap_or_else(|| Installed {
            plugin: self.plugin(name),
            shelf: Shelf::default(),
            active: None,
            trial: None,
            compiled: Vec::new(),
        });
        self.store
            .write(library::writes(
                name,
                "upload",
                (&installed.shelf, &shelf),
                clock::now(),
            )?)
            .await?;
        self.files.tidy(name, (&installed.shelf, &shelf));
        installed.compiled.retain(|other| other.digest != version.digest);
        // Behind the active one, which must stay compiled.
        let place = installed.compiled.len().min(1);
        installed.compiled.insert(place, version);
        installed.shelf = shelf;
        self.set(installed);
        Ok(())
    }

    /// Compiles, unless the version is there already, and puts the file into the library.
    async fn prepare(self: &Arc<Self>, name: &PluginName, bytes: Vec<u8>) -> Result<Arc<Version>, PluginError> {
        let (host, name) = (Arc::clone(self), name.clone());
        blocking(move || {
            let digest = load::digest(&bytes);
            let version = match host.compiled(&name, &digest) {
                Some(version) => version,
                None => {
                    let prepared = host.prepare_version(&host.plugin(&name), &bytes, Occasion::Upload);
                    Arc::new(prepared.inspect_err(|_| host.forget_code(&name, &digest))?)
                }
            };
            host.files.keep(&name, &digest, &bytes)?;
            Ok(version)
        })
        .await
    }

    /// Removes the compiled code of a component that was refused after all.
    fn forget_code(&self, name: &PluginName, digest: &str) {
        let kept = |installed: Installed| installed.shelf.version(digest).is_some();
        if !self.get(name).is_some_and(kept) {
            self.files.tidy_compiled(name, digest);
        }
    }

    async fn rollback_alone(self: Arc<Self>, name: PluginName) -> Result<PluginVersion, PluginError> {
        let lock = self.changing(&name);
        let _alone = lock.lock().await;
        let old = self.there(&name)?;
        let none_earlier = || PluginError::NoEarlierVersion { name: name.to_string() };
        let shelf = old.shelf.rolled_back().ok_or_else(none_earlier)?;
        self.go_to(&old, shelf, "rollback").await
    }

    async fn activate_alone(
        self: Arc<Self>,
        name: PluginName,
        version: &str,
        begin: Begin,
    ) -> Result<PluginVersion, PluginError> {
        let lock = self.changing(&name);
        let _alone = lock.lock().await;
        let old = self
            .get(&name)
            .ok_or_else(|| PluginError::Unknown { name: name.to_string() })?;
        let shelf = old.shelf.activated(version).ok_or_else(|| PluginError::NoSuchVersion {
            name: name.to_string(),
            version: version.to_owned(),
        })?;
        let digest = shelf.active.clone().unwrap_or_default();
        let from = old.shelf.active().and_then(|active| active.space);
        let shelf = self.begun(&old.plugin, (shelf, from), (&digest, begin)).await?;
        self.go_to(&old, shelf, "activate").await
    }

    /// Makes the active version of a shelf the one that is asked.
    async fn go_to(
        self: &Arc<Self>,
        old: &Installed,
        shelf: Shelf,
        what: &'static str,
    ) -> Result<PluginVersion, PluginError> {
        let name = &old.plugin.name;
        let record = shelf
            .active()
            .cloned()
            .ok_or_else(|| PluginError::Unknown { name: name.to_string() })?;
        let version = self.ready(&old.plugin, &record.digest).await?;
        self.make_active(name, what, (version, shelf)).await?;
        Ok(record)
    }

    /// One of a plugin's versions, named as for an activation, ready to be asked.
    ///
    /// # Errors
    /// If there is no such plugin or version, or it cannot be loaded.
    pub async fn kept(self: &Arc<Self>, name: &PluginName, version: &str) -> Result<Arc<Version>, PluginError> {
        let installed = self.there(name)?;
        let record = installed
            .shelf
            .version(version)
            .ok_or_else(|| PluginError::NoSuchVersion {
                name: name.to_string(),
                version: version.to_owned(),
            })?;
        self.ready(&installed.plugin, &record.digest).await
    }

    /// The version of a digest: the one that is compiled already, or from its file.
    async fn ready(self: &Arc<Self>, plugin: &Arc<Plugin>, digest: &str) -> Result<Arc<Version>, PluginError> {
        if let Some(version) = self.compiled(&plugin.name, digest) {
            return Ok(version);
        }
        let (host, plugin, digest) = (Arc::clone(self), Arc::clone(plugin), digest.to_owned());
        blocking(move || {
            let bytes = host.files.read(&plugin.name, &digest)?;
            Ok(Arc::new(host.prepare_version(&plugin, &bytes, Occasion::Load)?))
        })
        .await
    }

    async fn try_alone(
        self: Arc<Self>,
        name: PluginName,
        version: &str,
        (mode, begin): (Mode, Begin),
    ) -> Result<PluginVersion, PluginError> {
        let lock = self.changing(&name);
        let _alone = lock.lock().await;
        let mut installed = self.there(&name)?;
        let found = installed.shelf.version(version).cloned();
        let record = found.ok_or_else(|| PluginError::NoSuchVersion {
            name: name.to_string(),
            version: version.to_owned(),
        })?;
        let refused = |reason: &'static str| PluginError::Trial {
            name: name.to_string(),
            reason,
        };
        if installed.shelf.active.as_ref() == Some(&record.digest) {
            return Err(refused("it is the active version"));
        }
        let version = self.ready(&installed.plugin, &record.digest).await?;
        if mode == Mode::Shadow && version.waits {
            return Err(refused(
                "a version that sends HTTP requests cannot be a shadow: they would leave",
            ));
        }
        let what = if mode == Mode::Shadow { "shadow" } else { "canary" };
        let candidate = Candidate {
            digest: record.digest.clone(),
            mode,
            since: clock::text(clock::now()),
        };
        let from = installed.shelf.active().and_then(|active| active.space);
        let shelf = (installed.shelf.trying(Some(candidate.clone())), from);
        let shelf = self.begun(&installed.plugin, shelf, (&record.digest, begin)).await?;
        self.store
            .write(library::writes(&name, what, (&installed.shelf, &shelf), clock::now())?)
            .await?;
        tracing::info!(plugin.name = %name, plugin.version = record.version, plugin.digest = record.digest, what, "a version is tried");
        installed.compiled.retain(|other| other.digest != version.digest);
        let place = installed.compiled.len().min(1);
        installed.compiled.insert(place, Arc::clone(&version));
        installed.trial = Some(self.trial(&installed.plugin, (&shelf, candidate), version));
        installed.shelf = shelf;
        self.set(installed);
        Ok(record)
    }

    async fn end_trial_alone(self: Arc<Self>, name: PluginName) -> Result<(), PluginError> {
        let lock = self.changing(&name);
        let _alone = lock.lock().await;
        let mut installed = self.there(&name)?;
        if installed.trial.take().is_none() {
            return Err(PluginError::Trial {
                name: name.to_string(),
                reason: "no version is being tried",
            });
        }
        let shelf = installed.shelf.trying(None);
        self.store
            .write(library::writes(
                &name,
                "end-trial",
                (&installed.shelf, &shelf),
                clock::now(),
            )?)
            .await?;
        tracing::info!(plugin.name = %name, "a trial has ended");
        installed.shelf = shelf;
        self.set(installed);
        Ok(())
    }

    async fn remove_alone(self: Arc<Self>, name: PluginName) -> Result<(), PluginError> {
        let lock = self.changing(&name);
        let _alone = lock.lock().await;
        let old = self.there(&name)?;
        let shelf = old.shelf.emptied();
        self.store
            .write(library::writes(&name, "remove", (&old.shelf, &shelf), clock::now())?)
            .await?;
        self.files.tidy(&name, (&old.shelf, &shelf));
        if let Some(recording) = old.plugin.recording() {
            recording.switch(false);
        }
        self.set(Installed {
            plugin: old.plugin,
            shelf,
            active: None,
            trial: None,
            compiled: Vec::new(),
        });
        tracing::info!(plugin.name = %name, "a plugin was removed");
        Ok(())
    }

    /// Makes a version active: first in the store, then for the calls.
    async fn make_active(
        &self,
        name: &PluginName,
        what: &'static str,
        (version, shelf): (Arc<Version>, Shelf),
    ) -> Result<(), PluginError> {
        let plugin = self.plugin(name);
        let (before, mut compiled) = match self.get(name) {
            Some(old) => (old.shelf, old.compiled),
            None => (Shelf::default(), Vec::new()),
        };
        self.store
            .write(library::writes(name, what, (&before, &shelf), clock::now())?)
            .await?;
        self.files.tidy(name, (&before, &shelf));
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
        plugin.record.breaker.reset(&version.digest);
        self.set(Installed {
            plugin,
            shelf,
            active: Some(version),
            trial: None,
            compiled,
        });
        Ok(())
    }

    fn compiled(&self, name: &PluginName, digest: &str) -> Option<Arc<Version>> {
        self.get(name)?
            .compiled
            .into_iter()
            .find(|version| version.digest == digest)
    }

    pub fn there(&self, name: &PluginName) -> Result<Installed, PluginError> {
        let there = self.get(name).filter(|installed| installed.active.is_some());
        there.ok_or_else(|| PluginError::Unknown { name: name.to_string() })
    }
}

/// Runs a change apart from the request that asked for it, which may be dropped between two steps.
pub async fn to_its_end<T: Send + 'static>(
    change: impl Future<Output = Result<T, PluginError>> + Send + 'static,
) -> Result<T, PluginError> {
    tokio::spawn(change).await.unwrap_or(Err(PluginError::Stopping))
}

/// The name, if it is good as a file's and a key's.
pub fn checked(name: &str) -> Result<PluginName, PluginError> {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=64).contains(&name.len()) && name.bytes().all(letter) {
        return Ok(PluginName::new(name));
    }
    Err(PluginError::Name { name: name.to_owned() })
}
