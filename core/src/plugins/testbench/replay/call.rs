//! Makes a recorded call again, on any version: the guest is asked the same, and the host answers the
//! same, the clocks and the random numbers among it.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::config::settings::{PluginConfig, Settings};
use crate::ids::PluginName;
use crate::plugins::component::guest_call::OwnedGuestCall;
use crate::plugins::component::load::Version;
use crate::plugins::component::manifest::Manifest;
use crate::plugins::recording::{RecordedCall, Setup, outcome_json};
use crate::plugins::sandbox::capabilities::{Access, CallScope, Capabilities};
use crate::plugins::sandbox::trace::HostTrace;
use crate::state::State;
use crate::store::MemoryStore;

/// A plugin as it was set up when its calls were recorded.
pub struct Scene(Arc<Access>);

/// What came of a call that was made again.
#[derive(Debug, Clone, PartialEq)]
pub struct Replayed {
    /// How it compares.
    pub equality: Equality,
    /// What came of it now.
    pub outcome: Value,
    /// What it asked the host that the recording has no answer for.
    pub unanswered: Vec<Value>,
}

/// How two outcomes compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Equality {
    /// The same text, byte for byte.
    Identical,
    /// Other words for the same: the proposal was kept, or replaced by the same.
    Equal,
    /// Something else.
    Different,
}

impl Replayed {
    /// Whether an author wants to see it: it differs, or asked for what the recording does not have.
    #[must_use]
    pub fn stands_out(&self) -> bool {
        self.equality == Equality::Different || !self.unanswered.is_empty()
    }
}

impl Scene {
    /// As the recording says; its limits of time are those of a server that was configured with nothing.
    #[must_use]
    pub fn new(setup: &Setup) -> Self {
        let mut limits = Settings::default().plugins.limits;
        limits.state_bytes = setup.state_bytes;
        let config = PluginConfig {
            grants: setup.grants.clone(),
            settings: setup.settings.clone(),
            ..PluginConfig::named(&setup.plugin, limits)
        };
        // Nothing is read from it: the recording has the answers.
        let state = State::new(Arc::new(MemoryStore::new()));
        Self(Arc::new(Access::new(PluginName::new(&setup.plugin), &config, state)))
    }
}

/// Makes a call again on a version.
#[must_use]
pub fn replay(version: &Version, scene: &Scene, call: &RecordedCall) -> Replayed {
    if !asks(&version.manifest, &call.asked) {
        return Replayed {
            equality: equality(call, &json!({ "keep": true })),
            outcome: json!({ "notAsked": "its manifest does not list this" }),
            unanswered: Vec::new(),
        };
    }
    let trace = HostTrace::replaying(call.answers.clone());
    let about = call.asked.ask().about();
    let scope = CallScope {
        charge_point: about.charge_point,
        message_id: about.message_id,
        now: call.at,
        namespace: scene.0.namespace(None),
        trace: trace.clone(),
    };
    let can = Capabilities::new(&scene.0, scope);
    // The long limit for all: a busy machine must not make a difference.
    let allowance = scene.0.long_allowance();
    let outcome = outcome_json(&version.prepared.call(can, allowance, call.asked.ask()));
    Replayed {
        equality: equality(call, &outcome),
        outcome,
        unanswered: trace.unanswered(),
    }
}

/// Whether a server would ask a version with this manifest.
fn asks(manifest: &Manifest, asked: &OwnedGuestCall) -> bool {
    let exports = |export: &str| manifest.exports.iter().any(|known| known == export);
    match asked {
        OwnedGuestCall::Handle { context, action, .. } => manifest
            .claims()
            .any(|(version, claimed)| version.to_string() == *context.version && claimed == action),
        OwnedGuestCall::Event { kind, .. } => manifest.events.contains(kind),
        OwnedGuestCall::Tick { name, .. } => manifest.schedules.iter().any(|schedule| schedule.name == *name),
        OwnedGuestCall::Request(_) => exports("http"),
    }
}

fn equality(call: &RecordedCall, outcome: &Value) -> Equality {
    let (then, now) = (call.outcome.to_string(), outcome.to_string());
    if then == now {
        return Equality::Identical;
    }
    let OwnedGuestCall::Handle { proposed, .. } = &call.asked else {
        return Equality::Different;
    };
    if plain(&call.outcome, proposed) == plain(outcome, proposed) {
        Equality::Equal
    } else {
        Equality::Different
    }
}

/// An outcome in which the response stands as JSON, whoever made it.
fn plain(outcome: &Value, proposed: &str) -> Value {
    let mut plain = outcome.clone();
    let Some(members) = plain.as_object_mut() else {
        return plain;
    };
    let kept = members.remove("keep").map(|_| proposed.to_owned());
    let replaced = members
        .remove("replace")
        .and_then(|text| text.as_str().map(str::to_owned));
    if let Some(text) = kept.or(replaced) {
        let response = serde_json::from_str(&text).unwrap_or_else(|_| Value::from(text));
        members.insert("response".to_owned(), response);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeping_and_replacing_by_the_same_is_the_same() {
        let proposed = r#"{"status": "Accepted"}"#;
        let kept = plain(&json!({"keep": true}), proposed);
        let same = plain(&json!({"replace": "{ \"status\":\"Accepted\" }"}), proposed);
        assert_eq!(kept, same);
        assert_ne!(kept, plain(&json!({"replace": r#"{"status": "Blocked"}"#}), proposed));
        let with_state = json!({"keep": true, "state": [{"key": "k", "deleted": true}]});
        assert_ne!(kept, plain(&with_state, proposed));
    }
}
