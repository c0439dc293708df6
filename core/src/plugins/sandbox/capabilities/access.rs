//! What all calls of one plugin share: its grants, its limits, its budget, and the way to the state.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::plugins::sandbox::capabilities::LogRate;
use crate::config::settings::{Grants, PluginLimits};
use crate::ids::PluginName;
use crate::state::State;

/// What all calls of one plugin share.
pub struct Access {
    /// Whose.
    pub plugin: PluginName,
    /// What the operator allows.
    pub grants: Grants,
    /// What it may use.
    pub limits: PluginLimits,
    /// The operator's section, a JSON object.
    pub settings: String,
    /// Where everything lies.
    pub state: State,
    /// How much it logs.
    pub log_rate: LogRate,
    denials: AtomicU64,
}

impl Access {
    /// For a plugin with these grants and limits.
    #[must_use]
    pub fn new(plugin: PluginName, (grants, limits): (Grants, PluginLimits), settings: String, state: State) -> Self {
        let log_rate = LogRate::new(limits.log_lines_per_second);
        Self {
            plugin,
            grants,
            limits,
            settings,
            state,
            log_rate,
            denials: AtomicU64::new(0),
        }
    }

    /// Counts and logs that the plugin used a capability without its grant; the text for the guest.
    pub fn denied(&self, capability: &str) -> String {
        self.denials.fetch_add(1, Ordering::Relaxed);
        tracing::warn!(plugin.name = %self.plugin, capability, "a plugin uses a capability without its grant");
        format!("the operator did not grant {capability}")
    }

    /// How often a capability was used without its grant since the process started.
    #[must_use]
    pub fn denials(&self) -> u64 {
        self.denials.load(Ordering::Relaxed)
    }
}
