//! Which state a version begins on: the one that is there, a copy of it, or an empty one; and that a shadow
//! sees its own changes and nobody else does.

use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const PLUGIN: &str = "/api/v1/plugins/doorman";

/// The reference plugin counts the starts of each tag, and refuses the third.
fn started() -> Server {
    let server = Server::start(
        &Config::new().plugin("name = \"doorman\"\ngrants = [\"state\", \"events\"]\nsettings = { most = 2 }"),
    );
    upload(&server.admin(), 1, "");
    server
}

/// A version of the plugin with a digest of its own.
fn upload(admin: &Admin, mark: u8, query: &str) -> String {
    let component = fs::read(artifacts::guest("doorman")).unwrap();
    let reply = admin.put_bytes(&format!("{PLUGIN}{query}"), artifacts::variant(component, mark));
    reply.expect(200)["digest"].as_str().unwrap().to_owned()
}

/// A start that is not the repetition of another one.
fn start(station: &mut Station, tag: &str) -> Value {
    static METER: AtomicU32 = AtomicU32::new(0);
    let meter = METER.fetch_add(1, Ordering::Relaxed);
    let start = json!({"connectorId": 1, "idTag": tag, "meterStart": meter, "timestamp": "2026-01-01T00:00:00Z"});
    station.call("StartTransaction", &start)["idTagInfo"]["status"].clone()
}

fn starts(admin: &Admin) -> Value {
    admin.get("/plugins/doorman/starts").expect(200)
}

#[test]
fn a_version_begins_on_the_state_that_it_was_told() {
    let mut server = started();
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(start(&mut station, "ALICE"), "Accepted");
    let shared = starts(&admin);
    let sharing = upload(&admin, 2, "");
    assert_eq!(starts(&admin), shared, "the state survives a swap");
    let copy = upload(&admin, 3, "?state=copy");
    assert_eq!(starts(&admin), shared, "a copy begins with what was there");
    start(&mut station, "ALICE");
    assert_eq!(start(&mut station, "ALICE"), "ConcurrentTx");
    let copied = starts(&admin);
    assert_ne!(copied, shared);
    upload(&admin, 4, "?state=empty");
    assert_ne!(starts(&admin), shared);
    assert_eq!(start(&mut station, "ALICE"), "Accepted", "an empty state begins anew");
    drop(station);
    server.crash_and_restart();
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    start(&mut station, "ALICE");
    assert_eq!(start(&mut station, "ALICE"), "ConcurrentTx", "and outlives a restart");
    let activate = |body: &Value| admin.post(&format!("{PLUGIN}/activate"), body).expect(200);
    let own = starts(&admin);
    activate(&json!({"version": copy}));
    assert_eq!(starts(&admin), copied, "each version finds its own again");
    assert_eq!(admin.post(&format!("{PLUGIN}/rollback"), &json!({})).status, 200);
    assert_eq!(starts(&admin), own, "what was active before has its own, too");
    activate(&json!({"version": sharing}));
    assert_eq!(starts(&admin), shared, "and the others theirs, as it was");
    activate(&json!({"version": copy, "state": "kept"}));
    assert_eq!(starts(&admin), copied);
}

#[test]
fn a_shadow_counts_for_itself_alone() {
    let server = started();
    let admin = server.admin();
    let digest = upload(&admin, 2, "?activate=false");
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(start(&mut station, "ALICE"), "Accepted");
    let shadow = admin.post(&format!("{PLUGIN}/shadow"), &json!({"version": digest}));
    assert_eq!(shadow.status, 200, "{shadow:?}");
    assert_eq!(start(&mut station, "ALICE"), "Accepted");
    assert_eq!(start(&mut station, "ALICE"), "ConcurrentTx");
    for number in 0..20 {
        for expected in ["Accepted", "Accepted", "ConcurrentTx"] {
            assert_eq!(start(&mut station, &format!("TAG-{number}")), expected);
        }
    }
    let trial = wait::until("the shadow was asked", || {
        let trial = admin.get(PLUGIN).expect(200)["trial"].clone();
        (trial["calls"] == 62).then_some(trial)
    });
    // It is asked later, when the active version has counted already, and still sees what that one saw.
    assert_eq!(trial["differences"], json!({}), "{trial}");
    assert!(
        starts(&admin).to_string().contains('3'),
        "nothing was counted twice: {}",
        starts(&admin)
    );
}

#[test]
fn a_state_cannot_be_told_to_a_version_that_nobody_asks() {
    let server = started();
    let admin = server.admin();
    let component = fs::read(artifacts::guest("doorman")).unwrap();
    let reply = admin.put_bytes(&format!("{PLUGIN}?activate=false&state=copy"), component.clone());
    assert_eq!(reply.status, 400, "{reply:?}");
    let reply = admin.put_bytes(&format!("{PLUGIN}?state=other"), component);
    assert_eq!(reply.status, 400, "{reply:?}");
}
