//! Versions on trial: uploaded beside the active one, in shadow, as a canary, rolled back by itself.

use std::fs;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const PLUGIN: &str = "/api/v1/plugins/decider";

fn decider() -> Config {
    Config::new()
        .plugin("name = \"decider\"")
        .set("plugins.watch_interval", "50ms")
}

/// A server with one version active and another beside it, whose digest is given.
fn started(active: &str, beside: &str) -> (Server, String) {
    let server = Server::start(&decider());
    let admin = server.admin();
    let put = |path: &str, name: &str| {
        let component = fs::read(artifacts::guest(name)).unwrap();
        admin.put_bytes(path, component).expect(200)["digest"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    put(PLUGIN, active);
    let digest = put(&format!("{PLUGIN}?activate=false"), beside);
    (server, digest)
}

fn judge(station: &mut Station, tag: &str) -> Value {
    station.call("Authorize", &json!({"idTag": tag}))["idTagInfo"]["status"].clone()
}

fn status(admin: &Admin) -> Value {
    admin.get(PLUGIN).expect(200)
}

fn post(admin: &Admin, what: &str, body: &Value) -> u16 {
    admin.post(&format!("{PLUGIN}/{what}"), body).status
}

#[test]
fn an_upload_beside_the_active_version_changes_nothing_until_it_is_activated() {
    let (server, lenient) = started("decider-strict", "decider-lenient");
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(judge(&mut station, "BLOCKED-1"), "Blocked");
    assert_eq!(status(&admin)["versions"].as_array().unwrap().len(), 2);
    assert_eq!(post(&admin, "activate", &json!({"version": lenient[..8]})), 200);
    assert_eq!(judge(&mut station, "BLOCKED-1"), "Accepted");
    assert_eq!(status(&admin)["digest"], lenient.as_str());
    assert_eq!(post(&admin, "activate", &json!({"version": "9.9.9"})), 404);
}

#[test]
fn what_was_done_is_told_newest_first() {
    let (server, lenient) = started("decider-strict", "decider-lenient");
    let admin = server.admin();
    assert_eq!(post(&admin, "shadow", &json!({"version": lenient})), 200);
    assert_eq!(post(&admin, "activate", &json!({"version": lenient})), 200);
    assert_eq!(post(&admin, "rollback", &json!({})), 200);
    let history = admin.get(&format!("{PLUGIN}/history?limit=4")).expect(200);
    let entries = history["items"].as_array().unwrap();
    let done: Vec<_> = entries.iter().map(|entry| entry["what"].as_str().unwrap()).collect();
    assert_eq!(done, ["rollback", "activate", "shadow", "upload"]);
    assert_eq!(entries[0]["from"]["digest"], lenient.as_str());
    assert_eq!(entries[0]["to"], entries[1]["from"]);
    assert_eq!(entries[2]["version"]["digest"], lenient.as_str());
    let next = history["next"].as_str().expect("there is more");
    let rest = admin.get(&format!("{PLUGIN}/history?after={next}")).expect(200);
    assert_eq!(
        (&rest["items"][0]["what"], &rest["next"]),
        (&json!("install"), &Value::Null)
    );
}

#[test]
fn a_shadow_finds_the_difference_and_changes_no_answer() {
    let (server, lenient) = started("decider-strict", "decider-lenient");
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(post(&admin, "shadow", &json!({"version": lenient})), 200);
    for tag in ["ALICE", "BLOCKED-1", "BOB"] {
        let expected = if tag == "BLOCKED-1" { "Blocked" } else { "Accepted" };
        assert_eq!(judge(&mut station, tag), expected);
    }
    let trial = wait::until("the shadow was asked", || {
        let trial = status(&admin)["trial"].clone();
        (trial["calls"] == 3).then_some(trial)
    });
    assert_eq!(
        (&trial["mode"]["mode"], &trial["failures"]),
        (&json!("shadow"), &json!(0))
    );
    assert_eq!(trial["differences"], json!({"Authorize": 1}));
    let difference = &trial["lastDifferences"][0];
    assert_eq!(difference["payload"], json!({"idTag": "BLOCKED-1"}));
    assert_eq!(difference["active"]["response"]["idTagInfo"]["status"], "Blocked");
    assert_eq!(difference["candidate"]["response"]["idTagInfo"]["status"], "Accepted");
    assert_eq!(admin.delete(&format!("{PLUGIN}/trial")).status, 204);
    assert_eq!(status(&admin)["trial"], Value::Null);
}

#[test]
fn a_canary_decides_for_its_charge_points_alone_and_outlives_a_restart() {
    let (mut server, lenient) = started("decider-strict", "decider-lenient");
    let wanted = json!({"version": lenient, "chargePoints": ["CP2"]});
    assert_eq!(post(&server.admin(), "canary", &wanted), 200);
    for _ in 0..2 {
        let mut first = Station::connect(&server, "CP1", "1.6");
        let mut second = Station::connect(&server, "CP2", "1.6");
        for _ in 0..3 {
            assert_eq!(judge(&mut first, "BLOCKED-1"), "Blocked");
            assert_eq!(judge(&mut second, "BLOCKED-1"), "Accepted");
        }
        server.crash_and_restart();
    }
    let admin = server.admin();
    assert_eq!(post(&admin, "activate", &json!({"version": lenient})), 200);
    assert_eq!(
        status(&admin)["trial"],
        Value::Null,
        "the canary became the active version"
    );
    let mut first = Station::connect(&server, "CP1", "1.6");
    assert_eq!(judge(&mut first, "BLOCKED-1"), "Accepted");
}

#[test]
fn a_canary_that_fails_harms_nobody_and_is_rolled_back_by_itself() {
    let (server, failing) = started("decider-strict", "decider-failing");
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let wanted = json!({"version": failing, "percent": 100, "maxFailures": 3});
    assert_eq!(post(&admin, "canary", &wanted), 200);
    for _ in 0..6 {
        assert_eq!(
            judge(&mut station, "BLOCKED-1"),
            "Blocked",
            "the active version stands in"
        );
        assert_eq!(judge(&mut station, "ALICE"), "Accepted");
    }
    let after = wait::until("the trial is over", || {
        Some(status(&admin)).filter(|now| now["trial"] == Value::Null)
    });
    // Three of the canary, and not one of the active version.
    assert_eq!((&after["failures"], &after["breakerOpen"]), (&json!(3), &json!(false)));
    assert_eq!(after["lastFailures"][0]["digest"], failing.as_str());
    assert!(server.log().contains("a canary failed too often"));
}

#[test]
fn what_cannot_be_tried_is_refused_with_its_reason() {
    let (server, lenient) = started("decider-strict", "decider-lenient");
    let admin = server.admin();
    let active = status(&admin)["digest"].clone();
    let problem = admin
        .post(&format!("{PLUGIN}/shadow"), &json!({"version": active}))
        .expect(409);
    assert_eq!(problem["detail"], "decider: it is the active version");
    assert_eq!(admin.delete(&format!("{PLUGIN}/trial")).status, 409);
    assert_eq!(
        post(&admin, "canary", &json!({"version": lenient, "percent": 101})),
        400
    );
    assert_eq!(post(&admin, "canary", &json!({"version": "nothing"})), 404);
    assert_eq!(status(&admin)["trial"], Value::Null);
}
