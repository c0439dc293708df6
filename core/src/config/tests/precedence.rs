//! Where a value comes from: default, file, variable, flag; and what a plugin inherits.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::super::check::check;
use super::super::settings::Secret;
use super::{from_flag, from_variable};

#[test]
fn a_flag_wins_over_a_variable_over_the_file_over_the_default() {
    let file = "[log]\nfilter = 'warn'";
    let overrides = [
        from_variable("log.filter", "debug"),
        from_flag("log.filter", "--log-filter", "trace"),
    ];
    for (text, count, expected) in [
        ("", 0, "info,actix_server=warn"),
        (file, 0, "warn"),
        (file, 1, "debug"),
        (file, 2, "trace"),
    ] {
        assert_eq!(check(text, &overrides[..count]).settings.log.filter, expected);
    }
}

#[test]
fn values_of_every_type_can_come_from_the_environment() {
    let overrides = [
        from_variable("ocpp.register_unknown", "false"),
        from_variable("ocpp.workers", "3"),
        from_variable("admin.token", "0123456789abcdef"),
        from_variable("connection.idle_timeout", "2h"),
        from_variable("connection.max_message", "64KiB"),
    ];
    let checked = check("", &overrides);
    assert_eq!(checked.problems, []);
    let settings = checked.settings;
    assert_eq!((settings.ocpp.register_unknown, settings.ocpp.workers), (false, 3));
    assert_eq!(settings.admin.token, Some(Secret("0123456789abcdef".to_owned())));
    assert_eq!(settings.connection.idle_timeout.unwrap().as_secs(), 7200);
    assert_eq!(settings.connection.max_message_bytes, 65_536);
}

#[test]
fn a_file_without_plugins_has_none() {
    assert!(check("", &[]).settings.plugins.chain.is_empty());
}

#[test]
fn a_plugin_has_the_common_limits_where_it_is_silent() {
    let text = "[plugins.limits]\nmemory = '2MiB'\nstate = '1KiB'\n[[plugin]]\nname = 'a'\nlimits.state = '3B'";
    let deadline = from_variable("plugins.limits.deadline", "7ms");
    let plugin = check(text, &[deadline]).settings.plugins.chain.remove(0);
    assert_eq!((plugin.limits.memory_bytes, plugin.limits.state_bytes), (2 << 20, 3));
    assert_eq!(plugin.limits.deadline.as_millis(), 7);
}

#[test]
fn a_plugin_gets_its_settings_as_json() {
    let text = "[[plugin]]\nname = 'a'\n[plugin.settings]\na = 0x1_0\nb = [1_0.5, true]\nc = 2026-01-01\nd.e = 'x'";
    let plugin = check(text, &[]).settings.plugins.chain.remove(0);
    let expected = serde_json::json!({"a": 16, "b": [10.5, true], "c": "2026-01-01", "d": {"e": "x"}});
    assert_eq!(plugin.settings, expected);
}
