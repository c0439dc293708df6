//! Plugins that are known and not ready to be asked: they are being compiled. What they claim is answered by
//! their `on_failure`, so that nobody gets through whom they would refuse; what they observe is kept for them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use ocpp_schemas::Version as OcppVersion;

use super::plugin::Plugin;
use crate::config::settings::OnFailure;
use crate::plugins::component::manifest::Manifest;

/// A plugin that is being made ready.
#[derive(Clone)]
pub struct PendingEntry {
    /// Its configuration and figures.
    pub plugin: Arc<Plugin>,
    /// What the version says of itself that is being made ready.
    pub manifest: Arc<Manifest>,
}

/// What is claimed and observed by plugins that are not ready.
#[derive(Default)]
pub struct Pending {
    claims: HashMap<(OcppVersion, String), Vec<Arc<Plugin>>>,
    kinds: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl Pending {
    /// Of these plugins, the enabled ones.
    #[must_use]
    pub fn new(entries: Vec<PendingEntry>) -> Self {
        let mut pending = Self::default();
        for PendingEntry { plugin, manifest } in entries.into_iter().filter(|entry| entry.plugin.enabled) {
            for (version, action) in manifest.claims() {
                let claimed = pending.claims.entry((version, action.to_owned())).or_default();
                if !claimed.iter().any(|other| Arc::ptr_eq(other, &plugin)) {
                    claimed.push(Arc::clone(&plugin));
                }
            }
            pending.kinds.extend(manifest.events.iter().cloned());
            pending.names.insert(plugin.name.to_string());
        }
        pending
    }

    /// Whether there are none, which is so but for a while after the start.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Those that claimed an action.
    #[must_use]
    pub fn of(&self, version: OcppVersion, action: &str) -> &[Arc<Plugin>] {
        if self.is_empty() {
            return &[];
        }
        let claimed = self.claims.get(&(version, action.to_owned()));
        claimed.map_or(&[], Vec::as_slice)
    }

    /// Whether one of them observes a kind of event.
    #[must_use]
    pub fn observes(&self, kind: &str) -> bool {
        self.kinds.contains(kind)
    }

    /// Whether it is one of them.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// What counts for a CALL that these plugins would have been asked about: a refusal if one of them must not let anyone
/// through.
#[must_use]
pub fn rule(waited_for: &[Arc<Plugin>], action: &str, standard: OnFailure) -> OnFailure {
    let mut rule = OnFailure::Keep;
    for plugin in waited_for {
        plugin.stats.skipped();
        if plugin.on_failure(action, standard) == OnFailure::Refuse {
            rule = OnFailure::Refuse;
        }
    }
    rule
}
