//! Where the keys and values of a plugin's version lie. All versions share one namespace, so that the state
//! survives a swap; a version that was told to begin with a copy, or with nothing, has one of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::COLLECTION;
use crate::ids::PluginName;
use crate::store::{OverlayStore, Store};

/// Where one version's keys and values lie.
pub struct StateNamespace {
    /// What its keys begin with, before a slash: the plugin's name, with a number if it is not shared.
    pub name: String,
    /// Who holds them.
    pub store: Arc<dyn Store>,
    /// What they take.
    pub usage: Usage,
    /// The store, if what is written stays above the plugin's own state.
    overlay: Option<OverlayStore>,
}

impl StateNamespace {
    /// The namespace of a plugin with this number; none is the shared one.
    #[must_use]
    pub fn new(plugin: &PluginName, number: Option<u32>, store: Arc<dyn Store>) -> Self {
        Self {
            name: Self::name_of(plugin, number),
            store,
            usage: Usage::default(),
            overlay: None,
        }
    }

    /// The name of a namespace. A plugin's own name has no `#`, so no two are ever the same.
    #[must_use]
    pub fn name_of(plugin: &PluginName, number: Option<u32>) -> String {
        match number {
            None => plugin.to_string(),
            Some(number) => format!("{plugin}#{number}"),
        }
    }

    /// The same keys and values, changes of which nobody else sees.
    #[must_use]
    pub fn overlaid(&self) -> Self {
        let usage = Usage::default();
        usage.set(self.usage.bytes());
        let overlay = OverlayStore::over(Arc::clone(&self.store));
        Self {
            name: self.name.clone(),
            store: Arc::new(overlay.clone()),
            usage,
            overlay: Some(overlay),
        }
    }

    /// Whether a key has a value of its own above the plugin's own state.
    #[must_use]
    pub fn covers(&self, key: &str) -> bool {
        let key = || format!("{}/{key}", self.name);
        self.overlay
            .as_ref()
            .is_some_and(|overlay| overlay.covers(COLLECTION, &key()))
    }
}

/// How many bytes keys and values take. Approximate between two counts: a call's growth is added when its
/// outcome is used, and once more if the pipeline has to ask again.
#[derive(Debug, Default)]
pub struct Usage(AtomicU64);

impl Usage {
    /// The last count with what was added since.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Replaces the estimate by a count.
    pub fn set(&self, bytes: u64) {
        self.0.store(bytes, Ordering::Relaxed);
    }

    /// Adds what a call whose outcome is used made more or less.
    pub fn grow(&self, by: i64) {
        let grown = |old: u64| Some(old.saturating_add_signed(by));
        // The closure always gives a value.
        let _previous = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, grown);
    }
}
