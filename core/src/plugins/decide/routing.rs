//! Which plugins see which action: one immutable table, replaced as a whole. A call holds the table
//! that it began with, so it ends with the versions that it began with.

use std::collections::HashMap;
use std::sync::Arc;

use arc_swap::{ArcSwap, Guard};
use ocpp_schemas::Version as OcppVersion;
use tokio::sync::watch;

use super::callee::Callee;
use super::pending::{Pending, PendingEntry};
use super::plugin::Plugin;
use super::rollout::Rollout;
use crate::plugins::component::load::Version;
use crate::plugins::sandbox::capabilities::StateNamespace;

/// The table as it is now. A look-up takes no lock.
#[derive(Default)]
pub struct Routing {
    table: ArcSwap<RoutingTable>,
    replaced: watch::Sender<()>,
}

impl Routing {
    /// The table for one look-up.
    #[must_use]
    pub fn load(&self) -> Guard<Arc<RoutingTable>> {
        self.table.load()
    }

    /// The table to be kept for longer.
    #[must_use]
    pub fn table(&self) -> Arc<RoutingTable> {
        self.table.load_full()
    }

    /// Replaces the table. Calls that run keep theirs.
    pub fn replace(&self, table: RoutingTable) {
        self.table.store(Arc::new(table));
        self.replaced.send_replace(());
    }

    /// Tells when the table was replaced, since it was last asked.
    #[must_use]
    pub fn replacements(&self) -> watch::Receiver<()> {
        self.replaced.subscribe()
    }
}

/// One plugin in a chain.
#[derive(Clone)]
pub struct ChainEntry {
    /// Its configuration and figures.
    pub plugin: Arc<Plugin>,
    /// The version that is asked.
    pub version: Arc<Version>,
    /// Where its state lies.
    pub namespace: Arc<StateNamespace>,
    /// The version that is tried beside it.
    pub rollout: Option<Arc<Rollout>>,
}

impl ChainEntry {
    /// The active version, to be asked.
    #[must_use]
    pub fn callee(&self) -> Callee<'_> {
        Callee {
            plugin: &self.plugin,
            version: &self.version,
            namespace: &self.namespace,
        }
    }

    /// Whether it may wait for HTTP when it is asked.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.version.waits || self.rollout.as_ref().is_some_and(|rollout| rollout.version.waits)
    }
}

/// The chains by OCPP version and action.
#[derive(Default)]
pub struct RoutingTable {
    v16: HashMap<String, Vec<ChainEntry>>,
    v201: HashMap<String, Vec<ChainEntry>>,
    v21: HashMap<String, Vec<ChainEntry>>,
    /// By the kind of event.
    observers: HashMap<String, Vec<ChainEntry>>,
    /// All of them, in their order.
    entries: Vec<ChainEntry>,
    /// Those that are not ready.
    pending: Pending,
}

impl RoutingTable {
    /// The table of the active versions: the configured ones in their order, then the others by name.
    #[must_use]
    pub fn new(mut entries: Vec<ChainEntry>, pending: Vec<PendingEntry>) -> Self {
        entries.retain(|entry| entry.plugin.enabled);
        entries.sort_by_cached_key(|entry| (entry.plugin.order.unwrap_or(usize::MAX), entry.plugin.name.clone()));
        let mut table = Self {
            pending: Pending::new(pending),
            ..Self::default()
        };
        for entry in &entries {
            for (version, action) in entry.version.manifest.claims() {
                let chain = table.chains_mut(version).entry(action.to_owned()).or_default();
                // A manifest may name an action twice; it is asked once.
                if !chain.iter().any(|other| Arc::ptr_eq(&other.plugin, &entry.plugin)) {
                    chain.push(entry.clone());
                }
            }
            for kind in &entry.version.manifest.events {
                table.observers.entry(kind.clone()).or_default().push(entry.clone());
            }
        }
        table.entries = entries;
        table
    }

    /// The plugins that want to be told events of a kind.
    #[must_use]
    pub fn observers(&self, kind: &str) -> &[ChainEntry] {
        self.observers.get(kind).map_or(&[], Vec::as_slice)
    }

    /// Whether any plugin observes anything, or will when it is ready.
    #[must_use]
    pub fn is_observed(&self) -> bool {
        !self.observers.is_empty() || !self.pending.is_empty()
    }

    /// Whether any plugin wants to be told events of a kind, now or when it is ready.
    #[must_use]
    pub fn observes(&self, kind: &str) -> bool {
        !self.observers(kind).is_empty() || self.pending.observes(kind)
    }

    /// The plugins that are not ready to be asked.
    #[must_use]
    pub fn pending(&self) -> &Pending {
        &self.pending
    }

    /// All enabled plugins, in their order.
    #[must_use]
    pub fn entries(&self) -> &[ChainEntry] {
        &self.entries
    }

    /// An enabled plugin by its name.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&ChainEntry> {
        self.entries.iter().find(|entry| entry.plugin.name.as_str() == name)
    }

    /// The plugins that claimed an action; empty if none.
    #[must_use]
    pub fn chain(&self, version: OcppVersion, action: &str) -> &[ChainEntry] {
        let chains = match version {
            OcppVersion::V16 => &self.v16,
            OcppVersion::V201 => &self.v201,
            OcppVersion::V21 => &self.v21,
        };
        chains.get(action).map_or(&[], Vec::as_slice)
    }

    fn chains_mut(&mut self, version: OcppVersion) -> &mut HashMap<String, Vec<ChainEntry>> {
        match version {
            OcppVersion::V16 => &mut self.v16,
            OcppVersion::V201 => &mut self.v201,
            OcppVersion::V21 => &mut self.v21,
        }
    }
}
