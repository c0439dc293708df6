//! A charge point's security profile is raised by a workflow: both are let in until it comes with the new one, only that
//! from then on, and none is lowered but by an operator's word on the record.

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::credentials::{OLD, sent, upgrade, wait_history};
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::verbs::{boot, path, wait_state};
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const URL: &str = "wss://central.example.com/ocpp";

/// CP1 comes by a proxy that is believed, so that a header stands for TLS.
fn server(profile: u8) -> Server {
    let config = Config::new()
        .set("ocpp.register_unknown", false)
        .set("ocpp.trusted_proxies", json!(["127.0.0.1"]))
        .set("connection.settle_delay", "50ms")
        .set("ask.inventory", false);
    let server = Server::start(&config);
    let body = json!({"securityProfile": profile, "password": OLD});
    server.admin().register("CP1", &body);
    server
}

fn with_tls(version: &str) -> Upgrade {
    upgrade(version, OLD.as_bytes()).header("X-Forwarded-Proto", "https")
}

fn status(server: &Server, upgrade: &Upgrade) -> u16 {
    upgrade.send(server.ocpp()).status
}

fn connected(server: &Server, version: &str) -> Station {
    let mut station = Station::upgrade(server, &upgrade(version, OLD.as_bytes()));
    boot(&mut station, version);
    server.admin().wait_connected("CP1", true);
    station
}

fn profile(admin: &Admin) -> Value {
    admin.get("/api/v1/charge-points/CP1").expect(200)["securityProfile"].clone()
}

/// Answers the CALLs by which a station comes to a profile, with this word on the last of them that may be refused.
fn raise(station: &mut Station, version: &str, word: &str) {
    if version == "1.6" {
        let (id, payload) = station.expect_call("ChangeConfiguration");
        assert_eq!(payload, json!({"key": "SecurityProfile", "value": "2"}));
        station.answer(&id, &json!({"status": word}));
        return;
    }
    let (id, payload) = station.expect_call("SetNetworkProfile");
    assert_eq!(payload["configurationSlot"], 2);
    let data = &payload["connectionData"];
    assert_eq!(
        (&data["securityProfile"], &data["ocppCsmsUrl"]),
        (&json!(2), &json!(URL))
    );
    assert_eq!(data.get("ocppVersion").is_some(), version == "2.0.1");
    station.answer(&id, &json!({"status": "Accepted"}));
    let (id, payload) = station.expect_call("SetVariables");
    let asked = &payload["setVariableData"][0];
    assert_eq!(
        (&asked["variable"]["name"], &asked["attributeValue"]),
        (&json!("NetworkConfigurationPriority"), &json!("2"))
    );
    let result = json!({"attributeStatus": word, "component": asked["component"], "variable": asked["variable"]});
    station.answer(&id, &json!({"setVariableResult": [result]}));
    if word == "Accepted" {
        let (id, payload) = station.expect_call("Reset");
        assert_eq!(payload, json!({"type": "OnIdle"}));
        station.answer(&id, &json!({"status": "Scheduled"}));
    }
}

fn body() -> Value {
    json!({"profile": 2, "slot": 2, "url": URL})
}

#[test]
fn both_are_let_in_until_it_comes_with_the_new_one() {
    for version in ["1.6", "2.0.1", "2.1"] {
        let server = server(1);
        let admin = server.admin();
        let mut station = connected(&server, version);
        let command = sent(&admin, "set-security-profile", &body());
        raise(&mut station, version, "Accepted");
        wait_state(&admin, &command, "accepted");
        let shown = admin.get("/api/v1/charge-points/CP1").expect(200)["pendingCredentials"].clone();
        assert_eq!(
            (
                &shown[0]["credential"],
                &shown[0]["securityProfile"],
                &shown[0]["state"]
            ),
            (&json!("security-profile"), &json!(2), &json!("accepted"))
        );
        assert_eq!(status(&server, &upgrade(version, OLD.as_bytes())), 101);
        assert_eq!(profile(&admin), 1);
        assert_eq!(status(&server, &with_tls(version)), 101);
        assert_eq!(profile(&admin), 2);
        wait_state(&admin, &command, "in-effect");
        assert_eq!(status(&server, &upgrade(version, OLD.as_bytes())), 401);
        assert_eq!(status(&server, &with_tls(version)), 101);
        let told = [
            "security-profile pending",
            "security-profile accepted",
            "security-profile in-use",
        ];
        wait_history(&admin, &told);
        let reason = wait::until("it is told that it was refused", || {
            let told = admin.timeline("CP1").into_iter();
            let refused = told.rev().find(|event| event["kind"] == "charge-point.refused");
            refused.map(|event| event["payload"]["reason"].to_string())
        });
        assert!(reason.contains("security profile 2"), "{reason}");
    }
}

#[test]
fn the_old_one_alone_stays_where_it_is_refused() {
    for version in ["1.6", "2.0.1"] {
        let server = server(1);
        let admin = server.admin();
        let mut station = connected(&server, version);
        let command = sent(&admin, "set-security-profile", &body());
        raise(&mut station, version, "Rejected");
        wait_state(&admin, &command, "refused");
        station.expect_silence();
        assert_eq!(
            status(&server, &with_tls(version)),
            101,
            "by TLS it has profile 1 as well"
        );
        assert_eq!(profile(&admin), 1);
        assert_eq!(
            admin.get("/api/v1/charge-points/CP1").expect(200)["pendingCredentials"],
            json!([])
        );
    }
}

#[test]
fn after_kill_9_it_comes_with_whichever_it_has() {
    for answered in [true, false] {
        let mut server = server(1);
        let mut station = connected(&server, "1.6");
        let command = sent(&server.admin(), "set-security-profile", &body());
        if answered {
            raise(&mut station, "1.6", "Accepted");
            wait_state(&server.admin(), &command, "accepted");
        } else {
            let _ = station.expect_call("ChangeConfiguration");
        }
        server.crash_and_restart();
        for _ in 0..2 {
            assert_eq!(status(&server, &upgrade("1.6", OLD.as_bytes())), 101);
        }
        assert_eq!(status(&server, &with_tls("1.6")), 101);
        wait_state(&server.admin(), &command, "in-effect");
        server.crash_and_restart();
        assert_eq!(status(&server, &upgrade("1.6", OLD.as_bytes())), 401);
        assert_eq!(status(&server, &with_tls("1.6")), 101);
    }
}

#[test]
fn a_raw_command_raises_it_too() {
    let server = server(1);
    let admin = server.admin();
    let mut station = connected(&server, "1.6");
    let raw = json!({"key": "SecurityProfile", "value": "2"});
    let sending = admin.command_later("CP1", "ChangeConfiguration", raw);
    raise(&mut station, "1.6", "Accepted");
    assert_eq!(sending.join().unwrap().status, 200);
    assert_eq!(status(&server, &upgrade("1.6", OLD.as_bytes())), 101);
    assert_eq!(status(&server, &with_tls("1.6")), 101);
    assert_eq!(profile(&admin), 2);
}

#[test]
fn none_is_lowered_but_by_an_operators_word() {
    let server = server(2);
    let admin = server.admin();
    let mut station = Station::upgrade(&server, &with_tls("1.6"));
    boot(&mut station, "1.6");
    admin.wait_connected("CP1", true);
    let problem = admin
        .post(&path("CP1", "set-security-profile"), &json!({"profile": 1}))
        .expect(400);
    assert!(
        problem["detail"].as_str().unwrap().contains("only raises it"),
        "{problem}"
    );
    let sending = admin.command_later(
        "CP1",
        "ChangeConfiguration",
        json!({"key": "SecurityProfile", "value": "1"}),
    );
    let (id, _) = station.expect_call("ChangeConfiguration");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(sending.join().unwrap().status, 200);
    assert_eq!(status(&server, &upgrade("1.6", OLD.as_bytes())), 401);
    assert_eq!(profile(&admin), 2);
    admin.register("CP1", &json!({"securityProfile": 1}));
    assert_eq!(status(&server, &upgrade("1.6", OLD.as_bytes())), 101);
    let audit = admin.get("/api/v1/audit?limit=1").expect(200);
    let entry = audit["items"][0].to_string();
    assert!(
        entry.contains("\"securityProfile\":2") && entry.contains("\"securityProfile\":1"),
        "{entry}"
    );
}

#[test]
fn what_cannot_be_is_refused_before_it_is_sent() {
    let server = server(0);
    let admin = server.admin();
    admin.register("CP1", &json!({"securityProfile": 0, "password": null}));
    let mut station = connected(&server, "2.0.1");
    let refused = |body: Value, says: &str| {
        let problem = admin.post(&path("CP1", "set-security-profile"), &body).expect(400);
        assert!(problem["detail"].as_str().unwrap().contains(says), "{problem}");
    };
    refused(json!({"profile": 2}), "needs a password");
    refused(json!({"profile": 3}), "certificate");
    admin.register("CP1", &json!({"securityProfile": 0, "password": OLD}));
    refused(json!({"profile": 1}), "say `slot`");
    refused(json!({"profile": 2, "slot": 2}), "ocpp.public_url");
    refused(
        json!({"profile": 2, "slot": 2, "url": "ws://central.example.com/ocpp"}),
        "wss://",
    );
    station.expect_silence();
}

#[test]
fn a_network_profile_by_itself_is_set_and_known() {
    let server = server(1);
    let admin = server.admin();
    let mut station = connected(&server, "2.0.1");
    let body = json!({"slot": 3, "url": URL});
    let command = sent(&admin, "set-network-profile", &body);
    let (id, payload) = station.expect_call("SetNetworkProfile");
    assert_eq!(payload["connectionData"]["securityProfile"], 1);
    station.answer(&id, &json!({"status": "Accepted"}));
    let ended = wait_state(&admin, &command, "in-effect");
    assert_eq!(
        ended["response"]["steps"],
        json!([{"action": "SetNetworkProfile", "status": "Accepted"}])
    );
    let known = admin.get("/api/v1/charge-points/CP1").expect(200)["networkProfiles"].clone();
    assert_eq!(
        (&known["slots"]["3"]["url"], &known["priority"]),
        (&json!(URL), &json!([]))
    );
    let activated = sent(
        &admin,
        "set-network-profile",
        &json!({"slot": 3, "url": URL, "activate": true}),
    );
    let (id, _) = station.expect_call("SetNetworkProfile");
    station.answer(&id, &json!({"status": "Rejected"}));
    wait_state(&admin, &activated, "refused");
    station.expect_silence();
}
