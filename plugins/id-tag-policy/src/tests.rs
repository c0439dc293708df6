//! The plugin as the server sees it: questions in, answers out.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use ocpp_plugin_sdk::{state, testing};
use serde_json::{Value, json};

use super::PLUGIN;

fn authorize(tag: &str) -> Value {
    let proposed = json!({"idTagInfo": {"status": "Invalid"}});
    testing::ask(&PLUGIN, ("1.6", "Authorize"), json!({"idTag": tag}), proposed)["idTagInfo"].clone()
}

fn start(tag: &str, transaction: i64) -> Value {
    let request = json!({
        "connectorId": 1, "idTag": tag, "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"
    });
    let proposed = json!({"transactionId": transaction, "idTagInfo": {"status": "Accepted"}});
    testing::ask(&PLUGIN, ("1.6", "StartTransaction"), request, proposed)["idTagInfo"]["status"].clone()
}

fn event(version: &str, token: Value, transaction: &str) -> Value {
    let request = json!({
        "eventType": "Updated", "timestamp": "2026-01-01T00:00:00Z", "triggerReason": "Authorized",
        "seqNo": 0, "transactionInfo": {"transactionId": transaction}, "idToken": token
    });
    let proposed = json!({"idTokenInfo": {"status": "Accepted"}});
    testing::ask(&PLUGIN, (version, "TransactionEvent"), request, proposed)["idTokenInfo"].clone()
}

#[test]
fn the_fixtures_come_out_as_they_say() {
    testing::play_all(&PLUGIN, "fixtures");
}

#[test]
fn a_rule_decides_with_group_and_expiry_in_every_version() {
    testing::set_settings(&json!({"rules": [{
        "match": "FLEET-*", "decision": "accept", "group": "FLEET", "expires": "2030-01-01T00:00:00Z"
    }]}));
    let expected = json!({"status": "Accepted", "parentIdTag": "FLEET", "expiryDate": "2030-01-01T00:00:00Z"});
    assert_eq!(authorize("fleet-7"), expected);
    for version in ["2.0.1", "2.1"] {
        let request = json!({"idToken": {"idToken": "FLEET-7", "type": "ISO14443"}});
        let proposed = json!({"idTokenInfo": {"status": "Invalid"}});
        let answer = testing::ask(&PLUGIN, (version, "Authorize"), request, proposed);
        let info = &answer["idTokenInfo"];
        assert_eq!(info["status"], "Accepted");
        assert_eq!(info["groupIdToken"], json!({"idToken": "FLEET", "type": "Central"}));
        assert_eq!(info["cacheExpiryDateTime"], "2030-01-01T00:00:00Z");
    }
}

#[test]
fn a_blocked_tag_may_not_start_in_any_version() {
    testing::set_settings(&json!({"rules": [{"match": "STOLEN", "decision": "block"}]}));
    assert_eq!(start("STOLEN", 1), "Blocked");
    for version in ["2.0.1", "2.1"] {
        let info = event(version, json!({"idToken": "stolen", "type": "ISO14443"}), "t");
        assert_eq!(info["status"], "Blocked");
        let free = event(version, json!({"idToken": "", "type": "NoAuthorization"}), "t");
        assert_eq!(free["status"], "Accepted");
    }
}

#[test]
fn a_tag_is_expired_when_its_uses_are_used_up() {
    testing::set_settings(&json!({"rules": [{"match": "TICKET", "decision": "accept", "max_uses": 2}]}));
    assert_eq!(authorize("TICKET")["status"], "Accepted", "asking is no use");
    assert_eq!(start("TICKET", 1), "Accepted");
    assert_eq!(
        start("TICKET", 1),
        "Accepted",
        "the same transaction again is no further use"
    );
    assert_eq!(start("ticket", 2), "Accepted");
    assert_eq!(start("TICKET", 3), "Expired");
    assert_eq!(authorize("TICKET")["status"], "Expired");
}

#[test]
fn the_events_of_a_transaction_are_one_use() {
    testing::set_settings(&json!({"count_uses": true}));
    let token = json!({"idToken": "A", "type": "ISO14443"});
    for transaction in ["t1", "t1", "t2"] {
        let _info = event("2.0.1", token.clone(), transaction);
    }
    assert_eq!(state::get("uses/a").unwrap(), Some(b"2".to_vec()));
}

#[test]
fn nothing_is_counted_unless_it_is_wanted() {
    assert_eq!(start("A", 1), "Accepted");
    assert_eq!(state::list("", None, 10).unwrap(), Vec::<String>::new());
}
