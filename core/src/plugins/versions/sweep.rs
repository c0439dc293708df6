//! Counts what the state of each plugin takes, and removes what is expired or of no version any more.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Versions;
use super::error::VersionError;
use super::installed::Installed;
use super::{history, state};
use crate::clock;
use crate::ids::PluginName;
use crate::plugins::sandbox::capabilities::swept;
use crate::plugins::stopping::blocking;

impl Versions {
    /// Sweeps all plugins, one after the other.
    pub async fn sweep_all(self: &Arc<Self>) {
        for installed in self.installations.all() {
            let name = installed.plugin.name.clone();
            if let Err(error) = self.sweep(&name).await {
                // A key that is in use again is one reason; what is left is swept the next time.
                tracing::debug!(plugin.name = %name, %error, "the state of a plugin was not swept to its end");
            }
        }
    }

    async fn sweep(self: &Arc<Self>, name: &PluginName) -> Result<(), VersionError> {
        // A copy that is being made belongs to no version yet.
        let lock = self.installations.changing(name);
        let _alone = lock.lock().await;
        let Some(Installed { plugin, versions, .. }) = self.installations.get(name) else {
            return Ok(());
        };
        let own = versions.kept.iter().map(|version| version.namespace);
        let numbers: BTreeSet<_> = own.chain([None]).collect();
        for number in numbers {
            let namespace = plugin.access.namespace(number);
            let counting = move || {
                let found = swept(&namespace, clock::now())?;
                namespace.usage.set(found.bytes);
                Ok::<_, VersionError>(found.expired)
            };
            let expired = blocking(counting).await?;
            if !expired.is_empty() {
                self.store().write(expired).await?;
            }
        }
        state::forget(&plugin, &versions, self.store()).await?;
        let (store, name) = (Arc::clone(self.store()), name.clone());
        let old = blocking(move || history::outdated(store.as_ref(), &name)).await?;
        if !old.is_empty() {
            self.store().write(old).await?;
        }
        Ok(())
    }
}
