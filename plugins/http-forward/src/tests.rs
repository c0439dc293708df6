//! The fixtures, and what they cannot say.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use ocpp_plugin_sdk::testing;
use ocpp_schemas::{Catalogue, Version};
use serde_json::{Value, json};

use super::PLUGIN;

#[test]
fn the_fixtures_come_out_as_they_say() {
    testing::play_all(&PLUGIN, "fixtures");
}

#[test]
fn every_action_that_a_charge_point_sends_is_claimed() {
    let claimed: Vec<_> = PLUGIN
        .routes
        .iter()
        .map(|route| (route.version, route.action))
        .collect();
    let actions = Version::ALL
        .into_iter()
        .flat_map(|version| Catalogue::of(version).actions())
        .filter(|action| action.sent_by_charge_point() && action.confirmed());
    let expected: Vec<_> = actions.map(|action| (action.version(), action.name())).collect();
    assert_eq!(claimed, expected);
}

fn authorize(settings: Value) -> Value {
    testing::set_settings(&settings);
    let proposed = json!({"idTagInfo": {"status": "Accepted"}});
    testing::ask(&PLUGIN, ("1.6", "Authorize"), json!({"idTag": "A"}), proposed)
}

#[test]
fn a_request_is_signed_over_its_body() {
    testing::answer_http(204, "");
    let kept = authorize(json!({
        "secret": "top", "headers": {"x-api-key": "k"},
        "calls": [{"actions": ["Authorize"], "url": "https://a.example/x", "timeout": "800ms"}]
    }));
    assert_eq!(kept["idTagInfo"]["status"], "Accepted");
    let request = testing::requests().remove(0);
    let header = |name: &str| {
        request
            .headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    };
    let expected = crate::sign::signature("top", "2026-01-01T00:00:00.000Z", &request.body);
    assert_eq!(header("x-ocpp-signature"), Some(expected.as_str()));
    assert_eq!(header("x-ocpp-timestamp"), Some("2026-01-01T00:00:00.000Z"));
    assert_eq!(header("idempotency-key"), Some("CP-1/1"));
    assert_eq!(header("x-api-key"), Some("k"));
    assert_eq!(request.timeout.as_millis(), 800);
}

#[test]
fn settings_that_cannot_be_meant_fail_the_call() {
    let calls = |more: Value| {
        let mut calls = json!({"actions": ["Authorize"], "url": "https://a.example"});
        calls.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"calls": [calls]})
    };
    for (settings, expected) in [
        (calls(json!({"timeout": "soon"})), "is no time"),
        (calls(json!({"timeout": "0s"})), "is no time"),
        (calls(json!({"retries": 6})), "at most 5 retries"),
        (calls(json!({"onError": "panic"})), "unknown variant"),
        (calls(json!({"send": ["password"]})), "unknown variant"),
        (calls(json!({"timeouts": "1s"})), "unknown field"),
        (json!({"call": []}), "unknown field"),
    ] {
        let failed = std::panic::catch_unwind(|| authorize(settings.clone())).unwrap_err();
        let text = failed.downcast_ref::<String>().unwrap();
        assert!(
            text.contains("settings") && text.contains(expected),
            "{settings}: {text}"
        );
    }
}
