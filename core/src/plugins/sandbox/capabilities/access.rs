//! What all calls of one plugin share: its grants, its limits, its budget, and the way to the state.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwap;

use super::{CallScope, Capabilities, LogRate, StateNamespace};
use crate::clock;
use crate::config::settings::{Grants, PluginConfig, PluginLimits};
use crate::ids::{ChargePointId, MessageId, PluginName};
use crate::plugins::sandbox::limits::LONGEST_DEADLINE;
use crate::plugins::sandbox::trace::HostTrace;
use crate::state::State;

/// On the wall's clock, a call on a message's path takes at most its deadline so often.
const LONGEST_WAIT: u32 = 10;

/// What all calls of one plugin share.
pub struct Access {
    /// Whose.
    pub plugin: PluginName,
    /// What the operator allows.
    pub grants: Grants,
    /// What it may use.
    pub limits: PluginLimits,
    /// The settings in force: the text of a JSON object.
    pub settings: ArcSwap<String>,
    /// Where everything lies.
    pub state: State,
    /// How much it logs.
    pub log_rate: LogRate,
    namespaces: Mutex<BTreeMap<Option<u32>, Arc<StateNamespace>>>,
    denials: AtomicU64,
}

/// The limits of one call.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// Processor time.
    pub deadline: Duration,
    /// On the wall's clock.
    pub longest: Duration,
    /// Linear memory in bytes.
    pub memory_bytes: usize,
}

impl Access {
    /// For a plugin as it is configured.
    #[must_use]
    pub fn new(plugin: PluginName, config: &PluginConfig, state: State) -> Self {
        Self {
            plugin,
            grants: config.grants.clone(),
            log_rate: LogRate::new(config.limits.log_lines_per_second),
            limits: config.limits.clone(),
            settings: ArcSwap::from_pointee(config.settings.to_string()),
            state,
            namespaces: Mutex::default(),
            denials: AtomicU64::new(0),
        }
    }

    /// Whether a capability is granted by its name.
    ///
    /// # Errors
    /// The text for the guest if it is not: that is counted and logged.
    pub fn check(&self, capability: &str) -> Result<(), String> {
        if self.grants.allows(capability) {
            return Ok(());
        }
        Err(self.denied(capability))
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

    /// The state with this number; none is the one that all versions share.
    #[must_use]
    pub fn namespace(&self, number: Option<u32>) -> Arc<StateNamespace> {
        let mut namespaces = self.namespaces.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || {
            let store = Arc::clone(self.state.store());
            Arc::new(StateNamespace::new(&self.plugin, number, store))
        };
        Arc::clone(namespaces.entry(number).or_insert_with(make))
    }

    /// What an instance may reach that is about no charge point.
    #[must_use]
    pub fn own_capabilities(self: &Arc<Self>) -> Capabilities {
        static NOBODY: LazyLock<(ChargePointId, MessageId)> =
            LazyLock::new(|| (ChargePointId::new(""), MessageId::new("")));
        let scope = CallScope {
            charge_point: NOBODY.0.clone(),
            message_id: NOBODY.1.clone(),
            now: clock::now(),
            namespace: self.namespace(None),
            trace: HostTrace::Live,
        };
        Capabilities::new(self, scope)
    }

    /// The limits of a call that holds up its worker.
    #[must_use]
    pub fn allowance(&self) -> Allowance {
        let deadline = self.limits.deadline.min(LONGEST_DEADLINE);
        Allowance {
            deadline,
            longest: deadline * LONGEST_WAIT,
            memory_bytes: self.limits.memory_bytes,
        }
    }

    /// The limits of a call that has a thread of its own.
    #[must_use]
    pub fn long_allowance(&self) -> Allowance {
        Allowance {
            deadline: self.limits.long_deadline,
            longest: self.limits.long_deadline,
            memory_bytes: self.limits.memory_bytes,
        }
    }
}
