//! A plugin by its name, whichever version is active: its configuration, its state's budget, its
//! log's rate and its record. It outlives the swap of a version.

use std::sync::Arc;
use std::sync::LazyLock;
use std::time::Duration;

use super::capabilities::{
    Capabilities, LogCapability, LogRate, SettingsCapability, StateCapability, StateGrant, Usage,
};
use super::instance::Allowance;
use super::record::Record;
use crate::clock;
use crate::config::settings::{InstancePolicy, OnFailure, PluginConfig, PluginSettings};
use crate::ids::{ChargePointId, MessageId, PluginName};
use crate::store::Store;

/// A plugin by its name.
pub struct Plugin {
    /// Its name.
    pub name: PluginName,
    /// Its place in the configuration; those without one come after all that have one.
    pub order: Option<usize>,
    /// May be asked at all.
    pub enabled: bool,
    /// Its calls and failures.
    pub record: Record,
    /// What its state takes.
    pub usage: Arc<Usage>,
    config: PluginConfig,
    state: StateGrant,
    settings: Arc<str>,
    log: Arc<LogRate>,
}

/// Above that, a fresh instance per call is too slow, and warm ones are used.
const FRESH_IS_CHEAP: Duration = Duration::from_micros(30);

/// Actions whose default is to refuse: a plugin that fails must not let anyone charge.
const AUTHORIZATIONS: [&str; 3] = ["Authorize", "StartTransaction", "TransactionEvent"];

impl Plugin {
    /// The plugin as the configuration has it. One without a `[[plugin]]` of its own comes last, is
    /// enabled, has the default limits, the state, and `{}` as settings.
    #[must_use]
    pub fn new(name: PluginName, settings: &PluginSettings, store: Arc<dyn Store>) -> Self {
        let order = settings.chain.iter().position(|config| config.name == name.as_str());
        let config = match order.and_then(|at| settings.chain.get(at)) {
            Some(config) => config.clone(),
            None => unconfigured(&name, settings),
        };
        let usage = Arc::new(Usage::default());
        let state = StateGrant {
            granted: config.grants_state,
            plugin: name.clone(),
            store,
            limit: config.limits.state_bytes,
            usage: Arc::clone(&usage),
        };
        let log = Arc::new(LogRate::new(config.limits.log_lines_per_second));
        let settings = Arc::from(config.settings.to_string());
        let (enabled, record) = (config.enabled, Record::default());
        Self {
            name,
            order,
            enabled,
            record,
            usage,
            config,
            state,
            settings,
            log,
        }
    }

    /// What a call may reach.
    #[must_use]
    pub fn capabilities(&self, charge_point: &ChargePointId, message_id: &MessageId) -> Capabilities {
        Capabilities {
            state: StateCapability::new(self.state.clone(), clock::now()),
            settings: SettingsCapability {
                text: Arc::clone(&self.settings),
            },
            log: LogCapability {
                plugin: self.name.clone(),
                charge_point: charge_point.clone(),
                message_id: message_id.clone(),
                rate: Arc::clone(&self.log),
            },
        }
    }

    /// What an instance may reach that is made to see whether it can be made.
    #[must_use]
    pub fn idle_capabilities(&self) -> Capabilities {
        static NOBODY: LazyLock<(ChargePointId, MessageId)> =
            LazyLock::new(|| (ChargePointId::new(""), MessageId::new("")));
        self.capabilities(&NOBODY.0, &NOBODY.1)
    }

    /// Whether instances serve many calls, where a fresh one takes so long.
    #[must_use]
    pub fn keeps_warm(&self, fresh: Duration) -> bool {
        match self.config.instance {
            InstancePolicy::Auto => fresh > FRESH_IS_CHEAP,
            InstancePolicy::PerCall => false,
            InstancePolicy::Warm => true,
        }
    }

    /// The limits of a call.
    #[must_use]
    pub fn allowance(&self) -> Allowance {
        let limits = &self.config.limits;
        Allowance {
            deadline: limits.deadline,
            memory_bytes: limits.memory_bytes,
        }
    }

    /// What counts when it fails on an action.
    #[must_use]
    pub fn on_failure(&self, action: &str) -> OnFailure {
        let by_action = &self.config.on_failure;
        by_action
            .get(action)
            .or_else(|| by_action.get("*"))
            .copied()
            .unwrap_or({
                if AUTHORIZATIONS.contains(&action) {
                    OnFailure::Refuse
                } else {
                    OnFailure::Keep
                }
            })
    }
}

fn unconfigured(name: &PluginName, settings: &PluginSettings) -> PluginConfig {
    PluginConfig {
        grants_state: true,
        ..PluginConfig::named(name.as_str(), settings.limits.clone())
    }
}
