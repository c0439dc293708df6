//! A version that is tried beside the active one, which stays: begun, ended, and ended by itself.

use std::sync::Arc;

use super::Versions;
use super::error::VersionError;
use super::library::Change;
use super::loading::rollout;
use super::record::{InitialState, PluginVersion};
use super::settings::held_against;
use super::state::BeginState;
use crate::clock;
use crate::ids::PluginName;
use crate::plugins::component::load::Version;
use crate::plugins::component::name::checked;
use crate::plugins::decide::plugin::Plugin;
use crate::plugins::decide::rollout::{Candidate, RolloutMode};
use crate::plugins::stopping::to_its_end;

/// Why a trial ended that an operator ended.
const OPERATOR: &str = "operator";

/// Which version is tried, how, and on which state.
#[derive(Debug, Clone)]
pub struct NewRollout {
    /// A digest, how one begins (8 digits or more), or the author's version.
    pub version: String,
    /// Who listens to it.
    pub mode: RolloutMode,
    /// On which state.
    pub state: InitialState,
}

impl Versions {
    /// Tries a version beside the active one, which stays; another rollout ends.
    ///
    /// # Errors
    /// If there is no such plugin or version, it is the active one, or it cannot be tried in this way.
    pub async fn begin_rollout(
        self: &Arc<Self>,
        name: &str,
        wanted: NewRollout,
    ) -> Result<PluginVersion, VersionError> {
        let name = checked(name)?;
        let versions = Arc::clone(self);
        to_its_end(async move { versions.begin_alone(name, wanted).await }).await
    }

    /// Ends a rollout; the active version decides for everybody.
    ///
    /// # Errors
    /// If there is no such plugin, no version is tried, or the end cannot be stored.
    pub async fn end_rollout(self: &Arc<Self>, name: &str) -> Result<(), VersionError> {
        let name = checked(name)?;
        self.end_trial(name, OPERATOR.to_owned()).await
    }

    async fn end_trial(self: &Arc<Self>, name: PluginName, why: String) -> Result<(), VersionError> {
        let versions = Arc::clone(self);
        to_its_end(async move { versions.end_alone(name, why).await }).await
    }

    /// A canary that failed is not asked any more; here it is taken off the record.
    pub async fn end_failed_rollouts(self: &Arc<Self>) {
        for installed in self.installations.all() {
            let Some(rollout) = installed.rollout else { continue };
            let Some(why) = rollout.over() else { continue };
            let (name, status) = (installed.plugin.name.clone(), rollout.status(false));
            tracing::error!(
                plugin.name = %name,
                plugin.version = status.version,
                plugin.digest = status.candidate.digest,
                calls = status.calls,
                failures = status.failures,
                mean_us = status.mean_us,
                %why,
                "a canary failed too often or was too slow, and is rolled back"
            );
            if let Err(error) = self.end_trial(name.clone(), why.to_string()).await {
                tracing::error!(plugin.name = %name, %error, "the end of a trial was not kept");
            }
        }
    }

    async fn begin_alone(self: Arc<Self>, name: PluginName, wanted: NewRollout) -> Result<PluginVersion, VersionError> {
        let NewRollout { version, mode, state } = wanted;
        let lock = self.installations.changing(&name);
        let _alone = lock.lock().await;
        let mut installed = self.installations.active(&name)?;
        let found = installed.versions.version(&version).cloned();
        let record = found.ok_or_else(|| VersionError::no_version(&name, &version))?;
        if installed.versions.active.as_ref() == Some(&record.digest) {
            return Err(VersionError::rollout(&name, "it is the active version"));
        }
        let version = self.ready(&installed.plugin, &record.digest).await?;
        if mode == RolloutMode::Shadow && version.waits {
            let reason = "a version that sends HTTP requests cannot be a shadow: they would leave";
            return Err(VersionError::rollout(&name, reason));
        }
        let what = if mode == RolloutMode::Shadow {
            "shadow"
        } else {
            "canary"
        };
        let candidate = Candidate {
            digest: record.digest.clone(),
            mode,
            since: clock::text(clock::now()),
        };
        let begin = BeginState {
            plugin: &installed.plugin,
            digest: &record.digest,
            state,
            active: installed.namespace(),
        };
        let trying = installed.versions.trying(Some(candidate.clone()));
        let versions = begin.begun(trying, self.store().as_ref()).await?;
        let change = Change {
            plugin: &name,
            what,
            before: &installed.versions,
            after: &versions,
            why: None,
        };
        self.keep(change).await?;
        self.warn_of_settings(&installed.plugin, &version).await;
        tracing::info!(plugin.name = %name, plugin.version = record.version, plugin.digest = record.digest, what, "a version is tried");
        installed.keep_compiled(Arc::clone(&version));
        installed.rollout = Some(Arc::new(rollout(&installed.plugin, &versions, candidate, version)));
        installed.versions = versions;
        self.installations.set(installed);
        Ok(record)
    }

    /// A canary decides for some charge points, on the settings that the active version has.
    async fn warn_of_settings(&self, plugin: &Arc<Plugin>, version: &Arc<Version>) {
        let settings = plugin.settings().in_force().clone();
        if let Err(error) = held_against(plugin, Arc::clone(version), settings).await {
            tracing::error!(
                plugin.name = %plugin.name, plugin.version = version.manifest.version, %error,
                "a version that is tried refuses the settings that are in force"
            );
        }
    }

    async fn end_alone(self: Arc<Self>, name: PluginName, why: String) -> Result<(), VersionError> {
        let lock = self.installations.changing(&name);
        let _alone = lock.lock().await;
        let mut installed = self.installations.active(&name)?;
        if installed.rollout.take().is_none() {
            return Err(VersionError::rollout(&name, "no version is being tried"));
        }
        let versions = installed.versions.trying(None);
        let change = Change {
            plugin: &name,
            what: "end-trial",
            before: &installed.versions,
            after: &versions,
            why: Some(&why),
        };
        self.keep(change).await?;
        tracing::info!(plugin.name = %name, why, "a trial has ended");
        installed.versions = versions;
        self.installations.set(installed);
        Ok(())
    }
}
