//! The table of the keys of a `[[plugin]]` section, and how those are read that only it has.

use std::time::Duration;

use ocpp_schemas::{Catalogue, Version};

use super::keys::{Key, key};
use super::plugin_settings;
use super::readers::{alternatives, count, map, positive, put, size, switch, word};
use super::settings::{InstancePolicy, OnFailure, PluginConfig};
use super::typed::{Reading, Typed, below};

/// The longest that one call of a plugin may take: longer would hold up the worker's other connections.
const LONGEST_DEADLINE: Duration = Duration::from_millis(20);

/// The longest name of a plugin, in characters.
const LONGEST_NAME: usize = 64;

/// The capabilities that a plugin may be granted; `settings` and logging need no grant.
const CAPABILITIES: [&str; 1] = ["state"];

const ON_FAILURE: &[(&str, OnFailure)] = &[("keep", OnFailure::Keep), ("refuse", OnFailure::Refuse)];

const INSTANCES: &[(&str, InstancePolicy)] = &[
    ("auto", InstancePolicy::Auto),
    ("per-call", InstancePolicy::PerCall),
    ("warm", InstancePolicy::Warm),
];

/// Every key of a `[[plugin]]` section.
#[rustfmt::skip]
pub static PLUGIN_KEYS: &[Key<PluginConfig>] = &[
    key("name", |p, v| put(&mut p.name, name(v))),
    key("enabled", |p, v| put(&mut p.enabled, switch(v))),
    key("grants", |p, v| put(&mut p.grants_state, grants_state(v))),
    key("instance", |p, v| put(&mut p.instance, word(v, INSTANCES))),
    key("on_failure", |p, v| put(&mut p.on_failure, map(v, on_failure))),
    key("limits.deadline", |p, v| put(&mut p.limits.deadline, deadline(v))),
    key("limits.memory", |p, v| put(&mut p.limits.memory_bytes, size(v))),
    key("limits.log_lines_per_second", |p, v| put(&mut p.limits.log_lines_per_second, count(v))),
    key("limits.state", |p, v| put(&mut p.limits.state_bytes, size(v))),
    key("settings", |p, v| put(&mut p.settings, plugin_settings::read(v))),
];

/// A plugin's time per call.
pub fn deadline(typed: Typed<'_>) -> Reading<Duration> {
    match positive(typed)? {
        short if short <= LONGEST_DEADLINE => Ok(short),
        _ => typed.wrong(format!("at most \"{}ms\"", LONGEST_DEADLINE.as_millis())),
    }
}

/// A name that is good as a file's name and in a URL.
fn name(typed: Typed<'_>) -> Reading<String> {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = |text: &&str| text.chars().all(letter) && (1..=LONGEST_NAME).contains(&text.len());
    let name = typed.text().filter(fits).filter(|text| !text.starts_with('-'));
    let expected = format!("a name of at most {LONGEST_NAME} lower-case letters, digits and hyphens");
    name.map_or_else(|| typed.wrong(expected), |text| Ok(text.to_owned()))
}

fn grants_state(typed: Typed<'_>) -> Reading<bool> {
    let expected = format!("a list of capabilities: {}", alternatives(CAPABILITIES.into_iter()));
    let Some(list) = typed.list() else {
        return typed.wrong(expected);
    };
    let known = |value: &Typed<'_>| value.text().is_some_and(|text| CAPABILITIES.contains(&text));
    let unknown = list
        .iter()
        .map(Typed::Toml)
        .enumerate()
        .find(|(_, value)| !known(value));
    match unknown {
        Some((index, value)) => value
            .wrong(expected)
            .map_err(|inner| below(&format!("[{index}]"), inner)),
        None => Ok(!list.is_empty()),
    }
}

/// What holds for one action, or for `*`.
fn on_failure(action: &str, typed: Typed<'_>) -> Reading<OnFailure> {
    let asked = |version| {
        Catalogue::of(version)
            .action(action)
            .is_some_and(|known| known.sent_by_charge_point())
    };
    if action != "*" && !Version::ALL.into_iter().any(asked) {
        return typed.mistake(super::problem::What::Refused(
            "no action of this name is sent by charge points; expected one such as \"Authorize\", or \"*\"".to_owned(),
        ));
    }
    word(typed, ON_FAILURE)
}
