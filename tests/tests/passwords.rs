//! New passwords of charge points: both are valid until the first use of the new one, whatever becomes of the CALL, of the
//! connection and of the server.

use ocpp_central_tests::credentials::{
    NEW, NEW_HEX, OLD, connected, lets_in, sent, server, shown, told, wait_history, word, would_let_in,
};
use ocpp_central_tests::verbs::wait_state;
use serde_json::{Value, json};

const VERSIONS: [&str; 3] = ["1.6", "2.0.1", "2.1"];

#[test]
fn the_old_one_is_valid_until_the_new_one_is_used() {
    for version in VERSIONS {
        let server = server();
        let admin = server.admin();
        let mut station = connected(&server, version, OLD.as_bytes());
        let command = sent(&admin, "set-password", &json!({}));
        let (id, secret) = told(&mut station, version);
        assert!(would_let_in(&server, OLD.as_bytes()), "while it is on its way");
        assert!(would_let_in(&server, &shown(version, &secret)));
        let pending = admin.get("/api/v1/charge-points/CP1").expect(200)["pendingCredentials"].clone();
        assert_eq!(pending[0]["credential"], "password", "{pending}");
        station.answer(&id, &word(version, "Accepted"));
        let new = shown(version, &secret);
        assert!(lets_in(&server, version, &new));
        assert!(
            !lets_in(&server, version, OLD.as_bytes()),
            "{version}: the old one is over"
        );
        assert!(lets_in(&server, version, &new));
        let command = wait_state(&admin, &command, "in-effect");
        assert!(!command.to_string().contains(&secret), "{command}");
        let record = admin.get("/api/v1/charge-points/CP1").expect(200);
        assert_eq!(record["pendingCredentials"], json!([]));
    }
}

#[test]
fn one_that_was_taken_is_in_effect_when_it_is_used() {
    for (version, status) in [
        ("1.6", "Accepted"),
        ("1.6", "RebootRequired"),
        ("2.0.1", "RebootRequired"),
    ] {
        let server = server();
        let admin = server.admin();
        let mut station = connected(&server, version, OLD.as_bytes());
        let command = sent(&admin, "set-password", &json!({"password": NEW}));
        let (id, secret) = told(&mut station, version);
        assert_eq!(secret, if version == "1.6" { NEW_HEX } else { NEW });
        station.answer(&id, &word(version, status));
        let accepted = wait_state(&admin, &command, "accepted");
        assert_eq!(accepted["status"], status);
        assert_eq!(accepted["response"]["rebootRequired"], status == "RebootRequired");
        station.expect_silence();
        // It may come with the old one before it restarts.
        assert!(lets_in(&server, version, OLD.as_bytes()));
        assert!(lets_in(&server, version, &shown(version, &secret)));
        wait_state(&admin, &command, "in-effect");
        assert!(!lets_in(&server, version, OLD.as_bytes()));
        wait_history(&admin, &["password pending", "password accepted", "password in-use"]);
    }
}

#[test]
fn the_old_one_stays_where_the_station_refuses() {
    for (version, status) in [
        ("1.6", "Rejected"),
        ("1.6", "NotSupported"),
        ("2.0.1", "Rejected"),
        ("2.1", "UnknownVariable"),
    ] {
        let server = server();
        let admin = server.admin();
        let mut station = connected(&server, version, OLD.as_bytes());
        let command = sent(&admin, "set-password", &json!({"password": NEW}));
        let (id, secret) = told(&mut station, version);
        station.answer(&id, &word(version, status));
        assert_eq!(wait_state(&admin, &command, "refused")["status"], status);
        station.expect_silence();
        assert!(!lets_in(&server, version, &shown(version, &secret)));
        assert!(lets_in(&server, version, OLD.as_bytes()));
        wait_history(&admin, &["password pending", "password refused"]);
    }
}

#[test]
fn without_an_answer_the_one_that_is_used_settles_it() {
    for (version, takes) in [("1.6", true), ("2.0.1", true), ("2.1", false)] {
        let server = server();
        let admin = server.admin();
        let mut station = connected(&server, version, OLD.as_bytes());
        let command = sent(&admin, "set-password", &json!({}));
        let (_, secret) = told(&mut station, version);
        station.cut();
        let open = wait_state(&admin, &command, "accepted");
        assert_eq!(
            (&open["status"], &open["error"]["code"]),
            (&json!("NotAnswered"), &json!("Lost"))
        );
        let new = shown(version, &secret);
        if takes {
            assert!(lets_in(&server, version, &new));
            wait_state(&admin, &command, "in-effect");
            assert!(!lets_in(&server, version, OLD.as_bytes()));
        } else {
            assert!(lets_in(&server, version, OLD.as_bytes()));
            let failed = wait_state(&admin, &command, "failed");
            assert!(
                failed["error"]["description"]
                    .as_str()
                    .unwrap()
                    .contains("the password before it")
            );
            // It may still have it, and use it from its next start on.
            assert!(lets_in(&server, version, &new));
        }
    }
}

/// When the server is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Killed {
    BeforeTheAnswer,
    AfterTheAnswer,
    AfterTheFirstUse,
}

#[test]
fn after_kill_9_the_station_comes_back_with_whatever_it_has() {
    for version in VERSIONS {
        for killed in [
            Killed::BeforeTheAnswer,
            Killed::AfterTheAnswer,
            Killed::AfterTheFirstUse,
        ] {
            for takes in [true, false] {
                after_a_kill(version, killed, takes);
            }
        }
    }
}

fn after_a_kill(version: &str, killed: Killed, takes: bool) {
    let mut server = server();
    let mut station = connected(&server, version, OLD.as_bytes());
    let command = sent(&server.admin(), "set-password", &json!({}));
    let (id, secret) = told(&mut station, version);
    let new = shown(version, &secret);
    let has: &[u8] = if takes { &new } else { OLD.as_bytes() };
    let status = if takes { "Accepted" } else { "Rejected" };
    if killed != Killed::BeforeTheAnswer {
        station.answer(&id, &word(version, status));
        wait_state(&server.admin(), &command, if takes { "accepted" } else { "refused" });
    }
    if killed == Killed::AfterTheFirstUse {
        assert!(lets_in(&server, version, has));
    }
    server.crash_and_restart();
    let case = format!("{version}, {killed:?}, {takes}");
    for _ in 0..3 {
        assert!(lets_in(&server, version, has), "{case}");
    }
    let settled = match (takes, killed) {
        (true, _) => "in-effect",
        (false, Killed::BeforeTheAnswer) => "failed",
        (false, _) => "refused",
    };
    wait_state(&server.admin(), &command, settled);
    assert_eq!(lets_in(&server, version, OLD.as_bytes()), !takes, "{case}");
}

#[test]
fn one_that_waits_for_its_station_outlives_the_server() {
    let mut server = server();
    let path = "/api/v1/charge-points/CP1/commands/set-password?ttl=1h&wait=false";
    let taken = server.admin().post(path, &json!({"password": NEW})).expect(202);
    let command = taken["id"].as_str().unwrap().to_owned();
    server.crash_and_restart();
    let mut station = connected(&server, "2.0.1", OLD.as_bytes());
    let (id, secret) = told(&mut station, "2.0.1");
    assert_eq!(secret, NEW);
    station.answer(&id, &word("2.0.1", "Accepted"));
    wait_state(&server.admin(), &command, "accepted");
    assert!(lets_in(&server, "2.0.1", NEW.as_bytes()));
}

#[test]
fn a_station_is_brought_to_use_it_if_that_is_wanted() {
    let server = server();
    let admin = server.admin();
    let mut station = connected(&server, "1.6", OLD.as_bytes());
    let ended = sent(&admin, "set-password", &json!({"reconnect": "disconnect"}));
    let (id, secret) = told(&mut station, "1.6");
    station.answer(&id, &word("1.6", "Accepted"));
    station.expect_close();
    let mut station = connected(&server, "1.6", &shown("1.6", &secret));
    wait_state(&admin, &ended, "in-effect");
    let restarted = sent(&admin, "set-password", &json!({"reconnect": "reset"}));
    let (id, _) = told(&mut station, "1.6");
    station.answer(&id, &word("1.6", "Accepted"));
    let (id, payload) = station.expect_call("Reset");
    assert_eq!(payload, json!({"type": "Soft"}));
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(
        wait_state(&admin, &restarted, "accepted")["response"]["reset"],
        "Accepted"
    );
    let refused = sent(&admin, "set-password", &json!({"reconnect": "reset"}));
    let (id, _) = told(&mut station, "1.6");
    station.answer(&id, &word("1.6", "Rejected"));
    wait_state(&admin, &refused, "refused");
    station.expect_silence();
}

#[test]
fn what_no_station_takes_is_refused_before_it_is_sent() {
    let server = server();
    let admin = server.admin();
    let path = "/api/v1/charge-points/CP1/commands/set-password";
    for (version, unfit, says) in [
        ("1.6", "x".repeat(21), "16 to 20"),
        ("2.0.1", "x".repeat(41), "16 to 40"),
        ("2.1", "x".repeat(65), "16 to 64"),
        ("2.1", "too short".to_owned(), "16 to 64"),
    ] {
        let mut station = connected(&server, version, OLD.as_bytes());
        admin.wait_connected("CP1", true);
        let problem = admin.post(path, &json!({"password": unfit})).expect(400);
        assert!(problem["detail"].as_str().unwrap().contains(says), "{problem}");
        station.expect_silence();
    }
}

#[test]
fn a_make_that_wants_text_gets_text() {
    let server = server();
    let mut station = ocpp_central_tests::station::Station::upgrade(
        &server,
        &ocpp_central_tests::credentials::upgrade("1.6", OLD.as_bytes()),
    );
    let boot = json!({"chargePointVendor": "Zaptec", "chargePointModel": "Pro"});
    station.call("BootNotification", &boot);
    let _command = sent(&server.admin(), "set-password", &json!({"password": NEW}));
    let (id, secret) = told(&mut station, "1.6");
    assert_eq!(secret, NEW);
    station.answer(&id, &word("1.6", "Accepted"));
    station.expect_silence();
    assert!(lets_in(&server, "1.6", NEW.as_bytes()));
    assert!(!lets_in(&server, "1.6", OLD.as_bytes()));
}

/// The doors by which the same CALL may leave, for 1.6 and for 2.x.
fn doors() -> Vec<(&'static str, String, Value)> {
    let key = json!({"key": "AuthorizationKey", "value": NEW_HEX});
    let data = |component: &str, variable: &str, value: &str| json!({"component": {"name": component}, "variable": {"name": variable}, "attributeValue": value});
    let variables = json!({"setVariableData": [
        data("SecurityCtrlr", "BasicAuthPassword", NEW), data("OCPPCommCtrlr", "HeartbeatInterval", "300"),
    ]});
    let values = |secret: &str| json!({"values": {"AuthorizationKey": secret}});
    vec![
        ("1.6", "ChangeConfiguration".to_owned(), key.clone()),
        ("1.6", "ChangeConfiguration?wait=false".to_owned(), key),
        ("1.6", "set-configuration?wait=false".to_owned(), values(NEW_HEX)),
        ("2.0.1", "SetVariables".to_owned(), variables.clone()),
        ("2.1", "SetVariables?wait=false".to_owned(), variables),
        ("2.0.1", "set-configuration?wait=false".to_owned(), values(NEW)),
    ]
}

#[test]
fn the_same_holds_by_whichever_door_it_was_sent() {
    for (version, door, body) in doors() {
        for takes in [true, false] {
            let server = server();
            let mut station = connected(&server, version, OLD.as_bytes());
            let admin = server.admin();
            admin.wait_connected("CP1", true);
            let path = format!("/api/v1/charge-points/CP1/commands/{door}");
            let sending = std::thread::spawn({
                let (admin, path, body) = (admin.clone(), path, body.clone());
                move || admin.post(&path, &body)
            });
            let (id, secret) = told(&mut station, version);
            assert!(would_let_in(&server, OLD.as_bytes()), "{door}");
            let mut answer = word(version, if takes { "Accepted" } else { "Rejected" });
            if body.to_string().contains("HeartbeatInterval") {
                let other = json!({"attributeStatus": if takes { "Rejected" } else { "Accepted" },
                    "component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}});
                answer["setVariableResult"].as_array_mut().unwrap().insert(0, other);
            }
            station.answer(&id, &answer);
            sending.join().unwrap();
            let said = if takes { "password accepted" } else { "password refused" };
            wait_history(&admin, &["password pending", said]);
            let new = shown(version, &secret);
            assert_eq!(lets_in(&server, version, &new), takes, "{door}, {takes}");
            assert_eq!(lets_in(&server, version, OLD.as_bytes()), !takes, "{door}, {takes}");
        }
    }
}

#[test]
fn a_campaign_gives_each_one_its_own() {
    let server = server();
    let admin = server.admin();
    admin.register("CP2", &json!({"securityProfile": 1, "password": OLD}));
    let body = json!({"command": "set-password", "payload": {}, "selection": {"chargePoints": ["CP1", "CP2"]}});
    let campaign = admin.post("/api/v1/campaigns", &body).expect(201);
    let mut station = connected(&server, "1.6", OLD.as_bytes());
    let (id, first) = told(&mut station, "1.6");
    station.answer(&id, &word("1.6", "Accepted"));
    let upgrade = ocpp_central_tests::handshake::Upgrade::to("/ocpp/CP2").offer("ocpp2.0.1");
    let mut other = ocpp_central_tests::station::Station::upgrade(&server, &upgrade.basic("CP2", OLD.as_bytes()));
    ocpp_central_tests::verbs::boot(&mut other, "2.0.1");
    let (id, second) = told(&mut other, "2.0.1");
    other.answer(&id, &word("2.0.1", "Accepted"));
    assert_eq!((first.len(), second.len()), (40, 40));
    assert_ne!(first, second);
    assert!(lets_in(&server, "1.6", &shown("1.6", &first)));
    assert!(!campaign.to_string().contains(&first));
}
