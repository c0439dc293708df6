//! The plugin as the server sees it: fixtures, and settings that fail.

use ocpp_plugin_sdk::testing;
use serde_json::json;

use super::PLUGIN;

#[test]
fn the_fixtures_come_out_as_they_say() {
    testing::play_all(&PLUGIN, "fixtures");
}

#[test]
#[should_panic(expected = "unknown field `rule`")]
fn settings_with_a_typing_error_fail_the_call() {
    testing::set_settings(&json!({"rule": []}));
    let request = json!({
        "connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"
    });
    let proposed = json!({"transactionId": 7, "idTagInfo": {"status": "Accepted"}});
    let _answer = testing::ask(&PLUGIN, ("1.6", "StartTransaction"), request, proposed);
}
