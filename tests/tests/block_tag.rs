//! An id tag is blocked everywhere at once: in the server, in local lists, in caches, in its sessions by choice.

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::campaign::{accepting, begin, counts, depot, is, make, until};
use ocpp_central_tests::charger::Charger;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

/// A charger at which ALICE charges; her transaction's id.
fn charging(server: &Server) -> (Charger, String) {
    let mut station = Station::connect(server, "CP02", "1.6");
    station.call(
        "BootNotification",
        &json!({"chargePointVendor": "V", "chargePointModel": "M"}),
    );
    let start = json!({"connectorId": 1, "idTag": "ALICE", "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"});
    let id = station.call("StartTransaction", &start)["transactionId"].to_string();
    (Charger::live(station, accepting()), id)
}

/// What a list says of alice, and its version.
fn listed(admin: &Admin, id: &str) -> (Value, Value) {
    let known = admin.get(&format!("/api/v1/charge-points/{id}/local-list")).expect(200);
    let entries = known["entries"].as_array().unwrap();
    let alice = entries.iter().find(|entry| entry["idTag"] == "alice").unwrap();
    (alice["status"].clone(), known["version"].clone())
}

#[test]
fn a_tag_is_blocked_everywhere_at_once() {
    let server = Server::start(&Config::new());
    let admin = depot(&server, 4);
    admin.set_tag("ALICE", "Accepted");
    let mut chargers: Vec<Charger> = (0..2)
        .map(|number| Charger::connect(&server, &make(number), accepting()))
        .collect();
    let (charger, transaction) = charging(&server);
    chargers.push(charger);
    let list = json!({"update": "full", "entries": [{"idTag": "alice"}, {"idTag": "BOB"}]});
    let holders = json!({"chargePoints": ["CP00", "CP01", "CP03"]});
    let body = json!({"command": "local-list", "payload": list, "selection": holders});
    let id = begin(&admin, &body);
    until(&admin, &id, "who is there has the list", |campaign| {
        counts(campaign, &["inEffect", "waiting"]) == [2, 1]
    });
    chargers.push(Charger::connect(&server, &make(3), accepting()));
    until(&admin, &id, "all have the list", is("completed"));

    let block = |tag: &str, body: Value| admin.post(&format!("/api/v1/id-tags/{tag}/block"), &body).expect(200);
    let blocked = block("Alice", json!({"stopSessions": true}));
    assert_eq!(blocked["tags"][0]["status"], "Blocked");
    assert_eq!(blocked["localLists"]["chargePoints"], 3, "{blocked}");
    assert_eq!(blocked["clearCaches"]["chargePoints"], 1);
    assert_eq!(blocked["sessions"][0]["chargePoint"], "CP02");
    assert_eq!(blocked["sessions"][0]["transactionId"], transaction);
    for campaign in blocked["localLists"]["campaigns"].as_array().unwrap() {
        until(&admin, campaign.as_str().unwrap(), "the lists", is("completed"));
    }
    let sent = |action: &str| chargers.iter().map(|charger| charger.count(action)).collect::<Vec<_>>();
    wait::until("the session is stopped", || {
        (sent("RemoteStopTransaction") == [0, 0, 1, 0]).then_some(())
    });
    wait::until("the cache is cleared", || {
        (sent("ClearCache") == [0, 0, 1, 0]).then_some(())
    });
    for id in ["CP00", "CP01", "CP03"] {
        assert_eq!(listed(&admin, id), (json!("Blocked"), json!(2)), "{id}");
    }
    // Once more: nothing is left to change in the lists.
    let again = block("ALICE", json!({"clearCaches": false}));
    assert_eq!(again["localLists"], json!({"chargePoints": 0, "campaigns": []}));
    assert_eq!(again["clearCaches"], json!({"chargePoints": 0, "campaigns": []}));
}
