//! A plugin by its name, whichever version is active: its configuration, what its calls share, and
//! its record. It outlives the swap of a version.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use crate::plugins::sandbox::capabilities::{Access, Capabilities, Occasion, Space};
use crate::plugins::component::instance::Allowance;
use crate::plugins::sandbox::limits::LONGEST_DEADLINE;
use crate::plugins::background::outbox::Backlog;
use super::stats::Record;
use crate::plugins::recording::{Recorder, Recording, Setup};
use crate::plugins::sandbox::trace::Tape;
use crate::clock;
use crate::config::settings::{Grants, InstancePolicy, OnFailure, PluginConfig, PluginSettings};
use crate::ids::{ChargePointId, MessageId, PluginName};
use crate::state::State;

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
    /// What its calls share.
    pub access: Arc<Access>,
    /// How many events wait for it.
    pub backlog: Backlog,
    config: PluginConfig,
    spaces: Mutex<BTreeMap<Option<u32>, Arc<Space>>>,
    recording: Option<Arc<Recording>>,
}

/// On the wall's clock, a call on a message's path takes at most its deadline so often.
const LONGEST_WAIT: u32 = 10;

/// Above that, a fresh instance per call is too slow, and warm ones are used.
const FRESH_IS_CHEAP: Duration = Duration::from_micros(30);

/// Actions whose default is to refuse: a plugin that fails must not let anyone charge.
const AUTHORIZATIONS: [&str; 3] = ["Authorize", "StartTransaction", "TransactionEvent"];

impl Plugin {
    /// The plugin as the configuration has it. One without a `[[plugin]]` of its own comes last, is
    /// enabled, has the default limits, the state, and `{}` as settings.
    #[must_use]
    pub fn new(name: PluginName, settings: &PluginSettings, state: State) -> Self {
        let order = settings.chain.iter().position(|config| config.name == name.as_str());
        let config = match order.and_then(|at| settings.chain.get(at)) {
            Some(config) => config.clone(),
            None => unconfigured(&name, settings),
        };
        let allowed = (config.grants.clone(), config.limits.clone());
        let access = Access::new(name.clone(), allowed, config.settings.to_string(), state);
        Self {
            name,
            order,
            enabled: config.enabled,
            record: Record::default(),
            backlog: Backlog::new(config.limits.events_waiting),
            access: Arc::new(access),
            config,
            spaces: Mutex::default(),
            recording: None,
        }
    }

    /// The same, with a place for recordings of its calls: a folder, and how many bytes it may take.
    #[must_use]
    pub fn recorded(mut self, recorder: &Arc<Recorder>, place: (PathBuf, u64)) -> Self {
        let setup = Setup {
            plugin: self.name.to_string(),
            settings: self.config.settings.clone(),
            grants: self.config.grants.clone(),
            state_bytes: self.config.limits.state_bytes,
        };
        self.recording = Some(Arc::new(Recording::new(Arc::clone(recorder), place, setup)));
        self
    }

    /// The recording of its calls; none where nobody could want one.
    #[must_use]
    pub fn recording(&self) -> Option<&Arc<Recording>> {
        self.recording.as_ref()
    }

    /// The state with this number; none is the one that all versions share.
    #[must_use]
    pub fn space(&self, number: Option<u32>) -> Arc<Space> {
        let mut spaces = self.spaces.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || Arc::new(Space::new(&self.name, number, Arc::clone(self.access.state.store())));
        Arc::clone(spaces.entry(number).or_insert_with(make))
    }

    /// What an instance may reach that is about no charge point.
    #[must_use]
    pub fn own_capabilities(&self) -> Capabilities {
        static NOBODY: LazyLock<(ChargePointId, MessageId)> =
            LazyLock::new(|| (ChargePointId::new(""), MessageId::new("")));
        let occasion = Occasion {
            charge_point: NOBODY.0.clone(),
            message_id: NOBODY.1.clone(),
            now: clock::now(),
            space: self.space(None),
            tape: Tape::Off,
        };
        Capabilities::new(&self.access, occasion)
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

    /// The limits of a call that holds up its worker.
    #[must_use]
    pub fn allowance(&self) -> Allowance {
        let limits = &self.config.limits;
        let deadline = limits.deadline.min(LONGEST_DEADLINE);
        Allowance {
            deadline,
            longest: deadline * LONGEST_WAIT,
            memory_bytes: limits.memory_bytes,
        }
    }

    /// The limits of a call that has a thread of its own.
    #[must_use]
    pub fn long_allowance(&self) -> Allowance {
        let limits = &self.config.limits;
        Allowance {
            deadline: limits.long_deadline,
            longest: limits.long_deadline,
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
        grants: Grants {
            state: true,
            ..Grants::default()
        },
        ..PluginConfig::named(name.as_str(), settings.limits.clone())
    }
}
