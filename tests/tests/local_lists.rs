//! The local list of a station is known by version, whichever door sent it, and so is where it drifted.

use std::thread::{self, JoinHandle};

use ocpp_central_tests::admin::{Admin, Reply};
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const LIST: &str = "/api/v1/charge-points/CP1/local-list";
const VERSIONS: [&str; 3] = ["1.6", "2.0.1", "2.1"];

fn connected(config: &Config, version: &str) -> (Server, Admin, Station) {
    let server = Server::start(config);
    let station = Station::connect(&server, "CP1", version);
    let admin = server.admin();
    admin.wait_connected("CP1", true);
    (server, admin, station)
}

/// The name of the version's member on the wire.
fn member(version: &str) -> &'static str {
    if version == "1.6" {
        "listVersion"
    } else {
        "versionNumber"
    }
}

fn put(admin: &Admin, body: Value) -> JoinHandle<Reply> {
    let admin = admin.clone();
    thread::spawn(move || admin.put(LIST, &body))
}

/// Sends an update by the verb; the station answers it. The payload and the verb's answer.
fn update(admin: &Admin, station: &mut Station, body: Value, status: &str) -> (Value, Value) {
    let asked = put(admin, body);
    let (id, payload) = station.expect_call("SendLocalList");
    station.answer(&id, &json!({"status": status}));
    (payload, asked.join().unwrap().expect(200))
}

fn check(admin: &Admin, station: &mut Station, answer: Value) -> Value {
    let asked = {
        let admin = admin.clone();
        thread::spawn(move || admin.post(&format!("{LIST}/check"), &json!({})))
    };
    let (id, payload) = station.expect_call("GetLocalListVersion");
    assert_eq!(payload, json!({}));
    station.answer(&id, &answer);
    asked.join().unwrap().expect(200)
}

/// The version, the tags, and the drift.
fn known(admin: &Admin) -> (Value, Vec<String>, Value) {
    let list = admin.get(LIST).expect(200);
    let tags = list["entries"].as_array().unwrap().iter();
    let tags = tags.map(|entry| entry["idTag"].as_str().unwrap().to_owned()).collect();
    (list["version"].clone(), tags, list["drift"].clone())
}

fn tags(tags: &[&str]) -> Vec<String> {
    tags.iter().map(|&tag| tag.to_owned()).collect()
}

#[test]
fn the_verb_sends_full_lists_and_changes_in_every_version() {
    for version in VERSIONS {
        let (_server, admin, mut station) = connected(&Config::new(), version);
        assert_eq!(known(&admin), (json!(0), tags(&[]), json!("unknown")));
        let full = json!({"update": "full", "entries": [
            {"idTag": "A", "expiry": "2999-01-01T00:00:00Z"}, {"idTag": "B", "status": "Blocked", "parentIdTag": "G"}]});
        let (payload, answer) = update(&admin, &mut station, full, "Accepted");
        assert_eq!(answer, json!({"status": "Accepted", "version": 1}));
        assert_eq!(
            (&payload[member(version)], &payload["updateType"]),
            (&json!(1), &json!("Full"))
        );
        let list = &payload["localAuthorizationList"];
        if version == "1.6" {
            assert_eq!(
                list[1],
                json!({"idTag": "B", "idTagInfo": {"status": "Blocked", "parentIdTag": "G"}})
            );
        } else {
            assert_eq!(list[1]["idToken"], json!({"idToken": "B", "type": "Central"}));
            assert_eq!(list[1]["idTokenInfo"]["groupIdToken"]["idToken"], "G");
        }
        assert_eq!(known(&admin), (json!(1), tags(&["A", "B"]), json!("none")));

        let change = json!({"update": "differential", "entries": [{"idTag": "A", "remove": true}, {"idTag": "C"}]});
        let (payload, _) = update(&admin, &mut station, change, "Accepted");
        assert_eq!(payload["updateType"], "Differential");
        assert_eq!(known(&admin), (json!(2), tags(&["B", "C"]), json!("none")));

        let (payload, _) = update(
            &admin,
            &mut station,
            json!({"update": "full", "entries": []}),
            "Accepted",
        );
        let wiped = payload
            .get("localAuthorizationList")
            .and_then(Value::as_array)
            .is_none_or(Vec::is_empty);
        assert!(wiped, "{payload}");
        assert_eq!(known(&admin), (json!(3), tags(&[]), json!("none")));
    }
}

#[test]
fn a_list_that_was_sent_by_hand_is_known_too() {
    for version in VERSIONS {
        let (_server, admin, mut station) = connected(&Config::new(), version);
        let entry = if version == "1.6" {
            json!({"idTag": "HAND", "idTagInfo": {"status": "Accepted"}})
        } else {
            json!({"idToken": {"idToken": "HAND", "type": "ISO14443"}, "idTokenInfo": {"status": "Accepted"}})
        };
        let raw = json!({member(version): 7, "updateType": "Full", "localAuthorizationList": [entry]});
        let sent = admin.command_later("CP1", "SendLocalList", raw);
        let (id, _) = station.expect_call("SendLocalList");
        assert_eq!(
            admin.get(LIST).expect(200)["drift"],
            "unknown",
            "it may be taken at any moment"
        );
        station.answer(&id, &json!({"status": "Accepted"}));
        assert_eq!(sent.join().unwrap().status, 200);
        assert_eq!(known(&admin), (json!(7), tags(&["HAND"]), json!("none")));

        let asked = admin.command_later("CP1", "GetLocalListVersion", json!({}));
        let (id, _) = station.expect_call("GetLocalListVersion");
        station.answer(&id, &json!({member(version): 6}));
        assert_eq!(asked.join().unwrap().status, 200);
        let list = admin.get(LIST).expect(200);
        assert_eq!(
            (&list["reportedVersion"], &list["drift"]),
            (&json!(6), &json!("different"))
        );
        // The verb goes on from there.
        let (_, answer) = update(
            &admin,
            &mut station,
            json!({"update": "full", "entries": []}),
            "Accepted",
        );
        assert_eq!(answer["version"], 8);
    }
}

#[test]
fn a_mismatch_and_a_lost_answer_are_drift_until_the_station_is_asked() {
    for version in VERSIONS {
        let config = Config::new().set("connection.call_timeout", "3s");
        let (_server, admin, mut station) = connected(&config, version);
        update(
            &admin,
            &mut station,
            json!({"update": "full", "entries": [{"idTag": "A"}]}),
            "Accepted",
        );
        let change = || json!({"update": "differential", "entries": [{"idTag": "B"}]});
        let (_, answer) = update(&admin, &mut station, change(), "VersionMismatch");
        assert_eq!(answer, json!({"status": "VersionMismatch", "version": 2}));
        assert_eq!(known(&admin), (json!(1), tags(&["A"]), json!("unknown")));
        let checked = check(&admin, &mut station, json!({member(version): 1}));
        assert_eq!(checked, json!({"reportedVersion": 1, "drift": "none"}));

        let silent = put(&admin, change());
        station.expect_call("SendLocalList");
        assert_eq!(silent.join().unwrap().status, 504);
        assert_eq!(known(&admin), (json!(1), tags(&["A"]), json!("unknown")));
        let checked = check(&admin, &mut station, json!({member(version): 2}));
        assert_eq!(
            checked,
            json!({"reportedVersion": 2, "drift": "none"}),
            "it had taken it"
        );
        assert_eq!(known(&admin), (json!(2), tags(&["A", "B"]), json!("none")));
    }
}

#[test]
fn what_is_known_outlives_a_crash_also_of_an_update_under_way() {
    let (mut server, admin, mut station) = connected(&Config::new(), "1.6");
    update(
        &admin,
        &mut station,
        json!({"update": "full", "entries": [{"idTag": "A"}]}),
        "Accepted",
    );
    let change = json!({"update": "differential", "entries": [{"idTag": "B"}]});
    let asked = {
        let admin = admin.clone();
        thread::spawn(move || admin.try_send("PUT", LIST, change.to_string().into_bytes()).is_ok())
    };
    station.expect_call("SendLocalList");
    server.crash_and_restart();
    assert!(!asked.join().unwrap());
    let admin = server.admin();
    assert_eq!(known(&admin), (json!(1), tags(&["A"]), json!("unknown")));
}

#[test]
fn what_cannot_be_sent_is_a_problem() {
    let (server, admin, station) = connected(&Config::new(), "1.6");
    for body in [
        json!({"update": "some", "entries": []}),
        json!({"update": "full", "entries": [{"idTag": "A", "remove": true}]}),
        json!({"update": "full", "entries": [{"idTag": "A", "colour": "red"}]}),
        json!({"update": "full", "entries": [], "version": 0}),
        json!({"update": "full", "entries": [{"idTag": "A".repeat(21)}]}),
    ] {
        assert_eq!(admin.put(LIST, &body).status, 400, "{body}");
    }
    assert_eq!(admin.get("/api/v1/charge-points/NOBODY/local-list").status, 404);
    station.close();
    admin.wait_connected("CP1", false);
    let full = json!({"update": "full", "entries": []});
    assert_eq!(server.admin().put(LIST, &full).status, 503);
    wait::until("nothing was kept", || (known(&admin).0 == json!(0)).then_some(()));
}
