//! The plugins by version: what they were asked, what failed, and what waits for them.

use std::collections::BTreeMap;

use super::Family;
use crate::counters::{Distribution, SECONDS};
use crate::plugins::{Fault, PluginHost, PluginStatus, RolloutMode};

/// What the builds of one version did.
struct OfVersion {
    failures: u64,
    took: Distribution,
}

pub(super) fn families(plugins: &PluginHost) -> Vec<Family> {
    let all = plugins.versions().list();
    let mut families = vec![not_ready(plugins), versions(&all)];
    families.extend(calls(&all));
    families.extend(figures(&all));
    families
}

/// How many plugins do not do what is wanted of them, by why. Each state is there, so that an alert sees the 0.
fn not_ready(plugins: &PluginHost) -> Family {
    let mut family = Family::gauge(
        "ocpp_plugins_not_ready",
        "Plugins that are being compiled, are configured and missing, were refused, or refuse their settings",
    );
    family.add([("state", "compiling")], plugins.not_ready().len());
    let faulty = plugins.versions().faulty();
    for fault in Fault::ALL {
        let number = faulty.iter().filter(|one| one.state == fault).count();
        family.add([("state", fault.word())], number);
    }
    family
}

/// Which versions are asked, and in which part.
fn versions(all: &[PluginStatus]) -> Family {
    let mut versions = Family::gauge(
        "ocpp_plugin_versions",
        "Versions of plugins that are asked: the active one, and one that is tried beside it",
    );
    for plugin in all {
        let name = ("plugin", plugin.name.as_str());
        let state = if plugin.enabled { "active" } else { "disabled" };
        versions.add([name, ("version", &plugin.active.version), ("state", state)], 1_u64);
        if let Some(trial) = &plugin.rollout {
            let state = match trial.candidate.mode {
                RolloutMode::Shadow => "shadow",
                RolloutMode::Canary { .. } => "canary",
            };
            versions.add([name, ("version", &trial.version), ("state", state)], 1_u64);
        }
    }
    versions
}

/// What each version did. An author may have given several builds one version.
fn calls(all: &[PluginStatus]) -> [Family; 2] {
    let mut failures = Family::counter(
        "ocpp_plugin_failures",
        "Calls of a plugin that had no answer in the end",
    );
    let mut seconds = Family::histogram(
        "ocpp_plugin_call_duration",
        "Calls of a plugin, with the second try of one that trapped",
    )
    .seconds();
    for plugin in all {
        let mut by_version: BTreeMap<&str, OfVersion> = BTreeMap::new();
        for status in &plugin.versions {
            let none = OfVersion {
                failures: 0,
                took: Distribution::empty(&SECONDS),
            };
            let found = by_version.entry(&status.version.version).or_insert(none);
            found.failures += status.counts.failures;
            found.took = found.took.and(&status.counts.took);
        }
        for (version, found) in by_version {
            let labels = [("plugin", plugin.name.as_str()), ("version", version)];
            failures.add(labels, found.failures);
            seconds.add(labels, found.took);
        }
    }
    [failures, seconds]
}

/// What is of a plugin, whatever its version.
fn figures(all: &[PluginStatus]) -> Vec<Family> {
    type Figure = fn(&PluginStatus) -> u64;
    let rows: [(Family, Figure); 7] = [
        (
            Family::counter(
                "ocpp_plugin_skipped",
                "Calls that were not made, because the plugin had failed",
            ),
            |plugin| plugin.skipped,
        ),
        (
            Family::counter("ocpp_plugin_denials", "Uses of a capability that was not granted"),
            |plugin| plugin.denials,
        ),
        (
            Family::gauge(
                "ocpp_plugin_breaker_open",
                "1 while a plugin that failed too often is not asked",
            ),
            |plugin| plugin.breaker_open.into(),
        ),
        (
            Family::gauge("ocpp_plugin_events_waiting", "Events that wait for a plugin"),
            |plugin| plugin.events_waiting,
        ),
        (
            Family::counter(
                "ocpp_plugin_events_dropped",
                "Events that were dropped, because too many waited",
            ),
            |plugin| plugin.events_dropped,
        ),
        (
            Family::gauge("ocpp_plugin_events_set_aside", "Events that a plugin did not take"),
            |plugin| plugin.events_set_aside,
        ),
        (
            Family::gauge("ocpp_plugin_state", "What a plugin keeps, about").bytes(),
            |plugin| plugin.state_bytes,
        ),
    ];
    let filled = rows.into_iter().map(|(mut family, figure)| {
        for plugin in all {
            family.add([("plugin", plugin.name.as_str())], figure(plugin));
        }
        family
    });
    filled.collect()
}
