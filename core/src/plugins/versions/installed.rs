//! The plugins that are there, by name, and the table that calls read: one is changed with the other.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::VersionError;
use super::record::PluginVersions;
use crate::ids::PluginName;
use crate::plugins::component::load::Version;
use crate::plugins::component::manifest::Manifest;
use crate::plugins::decide::pending::PendingEntry;
use crate::plugins::decide::plugin::Plugin;
use crate::plugins::decide::rollout::Rollout;
use crate::plugins::decide::routing::{ChainEntry, Routing, RoutingTable};

/// Versions of one plugin that stay compiled, so that a rollback need not compile.
const COMPILED: usize = 5;

/// A plugin and its versions.
#[derive(Clone)]
pub struct Installed {
    /// Its configuration and figures.
    pub plugin: Arc<Plugin>,
    /// What is kept of its versions.
    pub versions: PluginVersions,
    /// The one that is asked.
    pub active: Option<Arc<Version>>,
    /// What the one says of itself that will be asked when it is ready; none: there is none to wait for.
    pub pending: Option<Arc<Manifest>>,
    /// The one that is tried beside it.
    pub rollout: Option<Arc<Rollout>>,
    /// Compiled, the last used first.
    pub compiled: Vec<Arc<Version>>,
}

impl Installed {
    /// A plugin with nothing that could be asked.
    #[must_use]
    pub fn empty(plugin: Arc<Plugin>, versions: PluginVersions) -> Self {
        Self {
            plugin,
            versions,
            active: None,
            pending: None,
            rollout: None,
            compiled: Vec::new(),
        }
    }

    /// The number of the active version's state.
    #[must_use]
    pub fn namespace(&self) -> Option<u32> {
        self.versions.active().and_then(|active| active.namespace)
    }

    /// Keeps a version compiled behind the active one, which must stay so.
    pub fn keep_compiled(&mut self, version: Arc<Version>) {
        self.compiled.retain(|other| other.digest != version.digest);
        let place = self.compiled.len().min(1);
        self.compiled.insert(place, version);
    }

    fn pending_entry(&self) -> Option<PendingEntry> {
        let manifest = self.pending.clone().filter(|_| self.active.is_none())?;
        Some(PendingEntry {
            plugin: Arc::clone(&self.plugin),
            manifest,
        })
    }

    fn entry(&self) -> Option<ChainEntry> {
        let version = Arc::clone(self.active.as_ref()?);
        Some(ChainEntry {
            plugin: Arc::clone(&self.plugin),
            version,
            namespace: self.plugin.access.namespace(self.versions.active()?.namespace),
            rollout: self.rollout.clone(),
        })
    }
}

/// All plugins, also removed ones.
pub struct Installations {
    installed: Mutex<BTreeMap<PluginName, Installed>>,
    changing: Mutex<BTreeMap<PluginName, Arc<tokio::sync::Mutex<()>>>>,
    routing: Arc<Routing>,
}

impl Installations {
    /// None yet; calls read this table.
    #[must_use]
    pub fn new(routing: Arc<Routing>) -> Self {
        Self {
            installed: Mutex::default(),
            changing: Mutex::default(),
            routing,
        }
    }

    /// What is known of a plugin.
    #[must_use]
    pub fn get(&self, name: &PluginName) -> Option<Installed> {
        self.locked().get(name).cloned()
    }

    /// A plugin with an active version.
    ///
    /// # Errors
    /// [`VersionError::Unknown`], or [`VersionError::NotReady`] while it is compiled.
    pub fn active(&self, name: &PluginName) -> Result<Installed, VersionError> {
        let there = self.get(name).ok_or_else(|| VersionError::unknown(name))?;
        match (&there.active, &there.pending) {
            (Some(_), _) => Ok(there),
            (None, Some(_)) => Err(VersionError::NotReady { name: name.to_string() }),
            (None, None) => Err(VersionError::unknown(name)),
        }
    }

    /// All plugins, also removed ones.
    #[must_use]
    pub fn all(&self) -> Vec<Installed> {
        self.locked().values().cloned().collect()
    }

    /// A version that is compiled already.
    #[must_use]
    pub fn compiled(&self, name: &PluginName, digest: &str) -> Option<Arc<Version>> {
        let mut compiled = self.get(name)?.compiled.into_iter();
        compiled.find(|version| version.digest == digest)
    }

    /// Replaces what is known of a plugin, and the table. Calls that run keep theirs.
    pub fn set(&self, mut changed: Installed) {
        let kept = |digest: &str| changed.versions.kept.iter().any(|version| version.digest == digest);
        let mut compiled = std::mem::take(&mut changed.compiled);
        compiled.retain(|version| kept(&version.digest));
        compiled.truncate(COMPILED);
        changed.compiled = compiled;
        let mut installed = self.locked();
        installed.insert(changed.plugin.name.clone(), changed);
        let entries = installed.values().filter_map(Installed::entry).collect();
        // Under the lock, so that two changes cannot store their tables in the wrong order.
        let pending = installed.values().filter_map(Installed::pending_entry).collect();
        self.routing.replace(RoutingTable::new(entries, pending));
    }

    /// The lock that changes of one plugin wait for.
    #[must_use]
    pub fn changing(&self, name: &PluginName) -> Arc<tokio::sync::Mutex<()>> {
        let mut changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(changing.entry(name.clone()).or_default())
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<PluginName, Installed>> {
        self.installed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
