//! What the API and the dashboard show of a plugin.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Versions;
use super::absent::Refused;
use super::installed::Installed;
use super::record::PluginVersion;
use crate::config::settings::{OnFailure, PluginConfig, PluginLimits};
use crate::ids::PluginName;
use crate::plugins::component::counts::VersionCounts;
use crate::plugins::component::instance::Instances;
use crate::plugins::component::manifest::Manifest;
use crate::plugins::decide::failure::{Failure, FailureInBrief};
use crate::plugins::decide::rollout::RolloutStatus;
use crate::plugins::recording::RecordingStatus;

/// A plugin as it is now.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Plugin)]
pub struct PluginStatus {
    /// Its name.
    pub name: PluginName,
    /// False: installed, and never asked.
    pub enabled: bool,
    /// Its place among the configured plugins, from 0; none if it has no `[[plugin]]`.
    pub order: Option<usize>,
    /// The active version; its fields stand beside the others.
    #[serde(flatten)]
    pub active: PluginVersion,
    /// What the active version says of itself, the claimed actions among it.
    pub manifest: Manifest,
    /// What it may use beside its settings and the log, by the configuration.
    pub grants: Vec<&'static str>,
    /// The hosts that it may send HTTP requests to: `host`, `host:port` or `*.domain`.
    pub allow_http: Vec<String>,
    /// What is answered when it fails, by action, as far as the configuration says so; `*` is the rest. Where it says
    /// nothing an authorization is refused, and any other proposal kept.
    pub on_failure: BTreeMap<String, OnFailure>,
    /// How much of the machine it may take.
    pub limits: LimitsShown,
    /// The versions that can be gone back to, newest first, the active one included.
    pub versions: Vec<VersionStatus>,
    /// The version that is tried beside the active one.
    #[serde(rename = "trial")]
    pub rollout: Option<RolloutStatus>,
    /// `per-call` or `warm`.
    pub instances: &'static str,
    /// How long a fresh instance took when it was loaded, in microseconds.
    pub fresh_instance_us: f64,
    /// Since the process started.
    pub calls: u64,
    /// Since the process started.
    pub failures: u64,
    /// Since the process started: calls that were not made, because the plugin failed too often or
    /// trapped on the same input before.
    pub skipped: u64,
    /// It failed too often, and is not asked for a while.
    pub breaker_open: bool,
    /// Inputs on which it trapped twice, and is not asked again.
    pub set_aside: usize,
    /// Since the process started: uses of a capability that the operator did not grant.
    pub denials: u64,
    /// The mean time of a call in microseconds.
    pub mean_us: f64,
    /// Events that wait for it.
    pub events_waiting: u64,
    /// Events that were dropped since the process started, because too many waited.
    pub events_dropped: u64,
    /// Events that it did not take and that are kept for people (`/plugins/{name}/events-set-aside`).
    pub events_set_aside: u64,
    /// About so many bytes of keys and values.
    pub state_bytes: u64,
    /// What is recorded of its calls.
    pub recording: Option<RecordingStatus>,
    /// What its operator should know: it refuses the settings in force, or has no section in the configuration.
    pub warnings: Vec<String>,
    /// Its file in the watched folder, where that was not taken: the active version goes on.
    pub refused_file: Option<Refused>,
    /// The last failure, in few words.
    pub last_failure: Option<FailureInBrief>,
    /// At most 50, newest first. Not in the list of all plugins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_failures: Option<Vec<Failure>>,
}

/// What a plugin may take of the machine.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PluginLimits)]
pub struct LimitsShown {
    /// Processor time of a call on a message's path, in milliseconds.
    pub deadline_ms: f64,
    /// The time of a call that may wait for HTTP, or that answers no charge point, in milliseconds.
    pub long_deadline_ms: f64,
    /// Memory of an instance.
    pub memory_bytes: usize,
    /// Lines in the server's log per second.
    pub log_lines_per_second: u32,
    /// All that it keeps.
    pub state_bytes: u64,
    /// Events that may wait for it; further ones are dropped.
    pub events_waiting: u64,
    /// How often it is told an event on which it fails by itself, before the event is set aside.
    pub event_tries: u32,
    /// For how long it is told an event that it does not take because another server is away, in seconds.
    pub event_patience_seconds: u64,
}

impl From<&PluginLimits> for LimitsShown {
    fn from(limits: &PluginLimits) -> Self {
        Self {
            deadline_ms: limits.deadline.as_secs_f64() * 1e3,
            long_deadline_ms: limits.long_deadline.as_secs_f64() * 1e3,
            memory_bytes: limits.memory_bytes,
            log_lines_per_second: limits.log_lines_per_second,
            state_bytes: limits.state_bytes,
            events_waiting: limits.events_waiting,
            event_tries: limits.event_tries,
            event_patience_seconds: limits.event_patience.as_secs(),
        }
    }
}

/// How much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// What is looked at every few seconds.
    Brief,
    /// With each failure and each difference of a trial that is kept, which may be megabytes.
    Whole,
}

/// One of a plugin's versions.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = KeptPluginVersion)]
pub struct VersionStatus {
    /// What is kept of it.
    #[serde(flatten)]
    pub version: PluginVersion,
    /// What it did since it was loaded; none of one that is not loaded.
    #[serde(flatten)]
    pub counts: VersionCounts,
    /// A rollback would go to it.
    #[serde(rename = "rollbackTarget")]
    pub rollback_target: bool,
}

/// The kept versions with what they did.
fn of_versions(installed: &Installed) -> Vec<VersionStatus> {
    let back = installed.versions.rolled_back().and_then(|back| back.active);
    let counts = |version: &PluginVersion| {
        let mut loaded = installed.compiled.iter();
        let loaded = loaded.find(|loaded| loaded.digest == version.digest);
        loaded.map(|loaded| loaded.counts.now()).unwrap_or_default()
    };
    let shown = |version: &PluginVersion| VersionStatus {
        version: version.clone(),
        counts: counts(version),
        rollback_target: back.as_ref() == Some(&version.digest),
    };
    installed.versions.kept.iter().map(shown).collect()
}

impl Versions {
    /// All installed plugins, in the order in which they are asked, without what failed and differed.
    #[must_use]
    pub fn list(&self) -> Vec<PluginStatus> {
        let brief = |installed| self.shown(installed, Detail::Brief);
        let mut found: Vec<_> = self.installations.all().into_iter().filter_map(brief).collect();
        found.sort_by_key(|plugin| plugin.order.unwrap_or(usize::MAX));
        found
    }

    /// One plugin; none if it is not installed.
    #[must_use]
    pub fn status(&self, name: &str) -> Option<PluginStatus> {
        let installed = self.installations.get(&PluginName::new(name))?;
        self.shown(installed, Detail::Whole)
    }

    fn shown(&self, installed: Installed, detail: Detail) -> Option<PluginStatus> {
        let warnings = self.lasting_warnings(&installed);
        let refused_file = self.of_folder.of(&installed.plugin.name);
        Some(PluginStatus {
            warnings,
            refused_file,
            ..status(installed, detail)?
        })
    }
}

/// As far as the plugin itself tells.
fn status(installed: Installed, detail: Detail) -> Option<PluginStatus> {
    let versions = of_versions(&installed);
    let version = installed.active?;
    let (plugin, stats) = (&installed.plugin, &installed.plugin.stats);
    let active = installed.versions.active()?.clone();
    let is_whole = detail == Detail::Whole;
    let PluginConfig {
        grants,
        on_failure,
        limits,
        ..
    } = plugin.config();
    Some(PluginStatus {
        name: plugin.name.clone(),
        enabled: plugin.enabled,
        order: plugin.order,
        state_bytes: plugin.access.namespace(active.namespace).usage.bytes(),
        active,
        manifest: Manifest {
            settings_schema: version.manifest.settings_schema.clone().filter(|_| is_whole),
            ..version.manifest.clone()
        },
        grants: grants.capabilities.iter().copied().collect(),
        allow_http: grants.http.clone(),
        on_failure: on_failure.clone(),
        limits: limits.into(),
        versions,
        rollout: installed.rollout.map(|rollout| rollout.status(is_whole)),
        instances: match version.prepared.instances {
            Instances::PerCall => "per-call",
            Instances::Warm(_) => "warm",
        },
        fresh_instance_us: version.fresh.as_secs_f64() * 1e6,
        calls: stats.calls(),
        failures: stats.failures(),
        skipped: stats.skips(),
        breaker_open: stats.breaker.open_until().is_some(),
        set_aside: stats.quarantine.len(),
        denials: plugin.access.denials(),
        mean_us: stats.mean_us(),
        events_waiting: plugin.backlog.waiting(),
        events_dropped: plugin.backlog.dropped(),
        // A store that cannot be read says so by every other answer.
        events_set_aside: plugin
            .untaken
            .number(&plugin.access.state, &plugin.name)
            .unwrap_or_default(),
        recording: plugin.recording().map(|recording| recording.status()),
        warnings: Vec::new(),
        refused_file: None,
        last_failure: stats.last_failure(),
        last_failures: is_whole.then(|| stats.last_failures()),
    })
}
