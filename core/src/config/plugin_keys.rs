//! The table of the keys of a `[[plugin]]` section, and how those are read that only it has.

use std::collections::BTreeSet;
use std::time::Duration;

use ocpp_schemas::{Catalogue, Version};

use super::capabilities;
use super::keys::{Key, key};
use super::plugin_settings;
use super::readers::{alternatives, count, duration, map, positive, put, size, switch, word};
use super::settings::{Grants, InstancePolicy, OnFailure, PluginConfig};
use super::typed::{Reading, Typed, below};

/// The longest that one call of a plugin may take: longer would hold up the worker's other connections.
const LONGEST_DEADLINE: Duration = Duration::from_millis(20);

/// The longest that a call may take which holds up nobody but its own charge point, or nobody at all.
const LONGEST_LONG_DEADLINE: Duration = Duration::from_secs(60);

/// The longest name of a plugin, in characters.
const LONGEST_NAME: usize = 64;

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
    key("grants", |p, v| grants(&mut p.grants, v)),
    key("allow_http", |p, v| put(&mut p.grants.http, hosts(v))),
    key("instance", |p, v| put(&mut p.instance, word(v, INSTANCES))),
    key("on_failure", |p, v| put(&mut p.on_failure, map(v, on_failure))),
    key("limits.deadline", |p, v| put(&mut p.limits.deadline, deadline(v))),
    key("limits.long_deadline", |p, v| put(&mut p.limits.long_deadline, long_deadline(v))),
    key("limits.memory", |p, v| put(&mut p.limits.memory_bytes, size(v))),
    key("limits.log_lines_per_second", |p, v| put(&mut p.limits.log_lines_per_second, count(v))),
    key("limits.state", |p, v| put(&mut p.limits.state_bytes, size(v))),
    key("limits.events_waiting", |p, v| put(&mut p.limits.events_waiting, count(v))),
    key("limits.event_tries", |p, v| put(&mut p.limits.event_tries, count(v))),
    key("limits.event_patience", |p, v| put(&mut p.limits.event_patience, duration(v))),
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

/// The capabilities, each of which is a switch of the grants; the hosts have a key of their own.
fn grants(grants: &mut Grants, typed: Typed<'_>) -> Reading<()> {
    let expected = format!("a list of capabilities: {}", alternatives(capabilities::by_name()));
    let Some(list) = typed.list() else {
        return typed.wrong(expected);
    };
    let mut granted = BTreeSet::new();
    for (index, value) in list.iter().map(Typed::Toml).enumerate() {
        match capabilities::by_name().find(|known| value.text() == Some(*known)) {
            Some(known) => {
                granted.insert(known);
            }
            None => {
                return value
                    .wrong(expected)
                    .map_err(|inner| below(&format!("[{index}]"), inner));
            }
        }
    }
    grants.capabilities = granted;
    Ok(())
}

/// Hosts such as `hooks.example.com`, `127.0.0.1:8080` or `*.example.com`.
fn hosts(typed: Typed<'_>) -> Reading<Vec<String>> {
    let expected = "a list of hosts, such as \"hooks.example.com\", \"127.0.0.1:8080\" or \"*.example.com\"";
    let Some(list) = typed.list() else {
        return typed.wrong(expected);
    };
    let mut hosts = Vec::with_capacity(list.len());
    for (index, value) in list.iter().map(Typed::Toml).enumerate() {
        let good = |text: &&str| {
            let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
            let name = text.strip_prefix("*.").unwrap_or(text);
            !name.is_empty() && name.chars().all(letter)
        };
        match value.text().filter(good) {
            Some(text) => hosts.push(text.to_ascii_lowercase()),
            None => {
                return value
                    .wrong(expected)
                    .map_err(|inner| below(&format!("[{index}]"), inner));
            }
        }
    }
    Ok(hosts)
}

/// The time of a call that may wait.
pub fn long_deadline(typed: Typed<'_>) -> Reading<Duration> {
    match positive(typed)? {
        short if short <= LONGEST_LONG_DEADLINE => Ok(short),
        _ => typed.wrong(format!("at most \"{}s\"", LONGEST_LONG_DEADLINE.as_secs())),
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
