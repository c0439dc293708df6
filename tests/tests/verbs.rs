//! Verbs and their life: one body for all versions; sent, accepted, seen in effect; waiting for a station that is away,
//! with its time to live, its order, the newest of a word; taken back; listed; carried out once for one key.

use std::thread::JoinHandle;

use ocpp_central_tests::admin::{Admin, Reply};
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const VERSIONS: [&str; 3] = ["1.6", "2.0.1", "2.1"];

fn boot(station: &mut Station, version: &str) {
    let payload = if version == "1.6" {
        json!({"chargePointVendor": "V", "chargePointModel": "M"})
    } else {
        json!({"reason": "PowerUp", "chargingStation": {"vendorName": "V", "model": "M"}})
    };
    assert_eq!(station.call("BootNotification", &payload)["status"], "Accepted");
}

fn server() -> Server {
    Server::start(&Config::new().set("connection.settle_delay", "50ms"))
}

fn connected(server: &Server, id: &str, version: &str) -> Station {
    let mut station = Station::connect(server, id, version);
    boot(&mut station, version);
    server.admin().wait_connected(id, true);
    station
}

fn path(id: &str, verb: &str) -> String {
    format!("/api/v1/charge-points/{id}/commands/{verb}")
}

fn later(server: &Server, path: String, body: Value) -> JoinHandle<Reply> {
    let admin = server.admin();
    std::thread::spawn(move || admin.post(&path, &body))
}

fn state_of(admin: &Admin, id: &str) -> String {
    let command = admin.get(&format!("/api/v1/commands/{id}")).expect(200);
    command["state"].as_str().unwrap_or_default().to_owned()
}

fn wait_state(admin: &Admin, id: &str, state: &str) -> Value {
    wait::until(&format!("{id} is {state}"), || {
        let command = admin.get(&format!("/api/v1/commands/{id}")).expect(200);
        (command["state"] == state).then_some(command)
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// What one body becomes in each version; in JSON.
struct Said {
    verb: &'static str,
    body: &'static str,
    v16: (&'static str, &'static str),
    v2: (&'static str, &'static str),
    /// The word by which the station says yes.
    word: &'static str,
}

const fn said(
    verb: &'static str,
    body: &'static str,
    v16: (&'static str, &'static str),
    v2: (&'static str, &'static str),
    word: &'static str,
) -> Said {
    Said {
        verb,
        body,
        v16,
        v2,
        word,
    }
}

const TABLE: [Said; 11] = [
    said(
        "unlock",
        r#"{"connector": 2}"#,
        ("UnlockConnector", r#"{"connectorId": 2}"#),
        ("UnlockConnector", r#"{"evseId": 2, "connectorId": 1}"#),
        "Unlocked",
    ),
    said(
        "reset",
        r#"{"kind": "hard"}"#,
        ("Reset", r#"{"type": "Hard"}"#),
        ("Reset", r#"{"type": "Immediate"}"#),
        "Accepted",
    ),
    said(
        "reset",
        "{}",
        ("Reset", r#"{"type": "Soft"}"#),
        ("Reset", r#"{"type": "OnIdle"}"#),
        "Accepted",
    ),
    said(
        "availability",
        r#"{"operative": false}"#,
        ("ChangeAvailability", r#"{"connectorId": 0, "type": "Inoperative"}"#),
        ("ChangeAvailability", r#"{"operationalStatus": "Inoperative"}"#),
        "Scheduled",
    ),
    said(
        "availability",
        r#"{"operative": true, "connector": 1}"#,
        ("ChangeAvailability", r#"{"connectorId": 1, "type": "Operative"}"#),
        (
            "ChangeAvailability",
            r#"{"operationalStatus": "Operative", "evse": {"id": 1}}"#,
        ),
        "Accepted",
    ),
    said(
        "trigger",
        r#"{"message": "StatusNotification", "connector": 1}"#,
        (
            "TriggerMessage",
            r#"{"requestedMessage": "StatusNotification", "connectorId": 1}"#,
        ),
        (
            "TriggerMessage",
            r#"{"requestedMessage": "StatusNotification", "evse": {"id": 1, "connectorId": 1}}"#,
        ),
        "Accepted",
    ),
    said(
        "trigger",
        r#"{"message": "LogStatusNotification"}"#,
        (
            "ExtendedTriggerMessage",
            r#"{"requestedMessage": "LogStatusNotification"}"#,
        ),
        ("TriggerMessage", r#"{"requestedMessage": "LogStatusNotification"}"#),
        "Accepted",
    ),
    said(
        "trigger",
        r#"{"message": "StatusNotification"}"#,
        ("TriggerMessage", r#"{"requestedMessage": "StatusNotification"}"#),
        ("TriggerMessage", r#"{"requestedMessage": "StatusNotification"}"#),
        "Accepted",
    ),
    said(
        "clear-cache",
        "{}",
        ("ClearCache", "{}"),
        ("ClearCache", "{}"),
        "Accepted",
    ),
    said(
        "stop",
        r#"{"transactionId": "17"}"#,
        ("RemoteStopTransaction", r#"{"transactionId": 17}"#),
        ("RequestStopTransaction", r#"{"transactionId": "17"}"#),
        "Accepted",
    ),
    said(
        "cancel-reservation",
        r#"{"reservationId": 4}"#,
        ("CancelReservation", r#"{"reservationId": 4}"#),
        ("CancelReservation", r#"{"reservationId": 4}"#),
        "Accepted",
    ),
];

#[test]
fn one_body_says_the_same_in_every_version() {
    let server = server();
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    for version in VERSIONS {
        let name = format!("CP-{version}");
        let mut station = connected(&server, &name, version);
        for Said {
            verb,
            body,
            v16,
            v2,
            word,
        } in TABLE
        {
            let command = later(&server, path(&name, verb), json(body));
            let (action, payload) = if version == "1.6" { v16 } else { v2 };
            let (id, sent) = station.expect_call(action);
            assert_eq!(sent, json(payload), "{verb} in {version}");
            station.answer(&id, &json!({ "status": word }));
            let command = command.join().unwrap().expect(200);
            assert_eq!((&command["action"], &command["status"]), (&json!(verb), &json!(word)));
            let state = text(&command["state"]);
            assert!(["accepted", "in-effect"].contains(&state.as_str()), "{command}");
            assert_eq!(command["calls"][0]["messageId"], json!(id));
        }
    }
}

#[test]
fn a_start_is_in_effect_when_its_transaction_has_begun() {
    let server = server();
    let admin = server.admin();
    for version in VERSIONS {
        let name = format!("CP-{version}");
        let mut station = connected(&server, &name, version);
        let command = later(&server, path(&name, "start"), json!({"idTag": "ANNA", "connector": 1}));
        let action = if version == "1.6" {
            "RemoteStartTransaction"
        } else {
            "RequestStartTransaction"
        };
        let (id, sent) = station.expect_call(action);
        station.answer(&id, &json!({"status": "Accepted"}));
        let command = command.join().unwrap().expect(200);
        assert_eq!(command["state"], "accepted", "{command}");
        let id = text(&command["id"]);
        let transaction = if version == "1.6" {
            assert_eq!(sent, json!({"connectorId": 1, "idTag": "ANNA"}));
            let start =
                json!({"connectorId": 1, "idTag": "anna", "meterStart": 0, "timestamp": "2026-01-01T10:00:00Z"});
            station.call("StartTransaction", &start)["transactionId"].to_string()
        } else {
            assert_eq!(sent["evseId"], 1);
            let started = json!({
                "eventType": "Started", "timestamp": "2026-01-01T10:00:00Z", "triggerReason": "RemoteStart", "seqNo": 0,
                "transactionInfo": {"transactionId": "T-1", "remoteStartId": sent["remoteStartId"]},
                "evse": {"id": 1, "connectorId": 1}
            });
            station.call("TransactionEvent", &started);
            "T-1".to_owned()
        };
        let seen = wait_state(&admin, &id, "in-effect");
        assert_eq!(seen["effect"]["transactionId"], json!(transaction), "{seen}");

        // Nothing says which: the one that is open.
        let command = later(&server, path(&name, "stop"), json!({}));
        let action = if version == "1.6" {
            "RemoteStopTransaction"
        } else {
            "RequestStopTransaction"
        };
        let (id, sent) = station.expect_call(action);
        assert_eq!(
            text(&json!(sent["transactionId"].to_string().trim_matches('"'))),
            transaction
        );
        station.answer(&id, &json!({"status": "Accepted"}));
        let stopped = text(&command.join().unwrap().expect(200)["id"]);
        assert_eq!(state_of(&admin, &stopped), "accepted");
        if version == "1.6" {
            let stop =
                json!({"transactionId": sent["transactionId"], "meterStop": 10, "timestamp": "2026-01-01T11:00:00Z"});
            station.call("StopTransaction", &stop);
        } else {
            let ended = json!({
                "eventType": "Ended", "timestamp": "2026-01-01T11:00:00Z", "triggerReason": "RemoteStop", "seqNo": 1,
                "transactionInfo": {"transactionId": "T-1", "stoppedReason": "Remote"}
            });
            station.call("TransactionEvent", &ended);
        }
        wait_state(&admin, &stopped, "in-effect");
    }
}

#[test]
fn a_reset_is_in_effect_when_the_station_has_booted() {
    let server = server();
    let admin = server.admin();
    let mut station = connected(&server, "CP1", "1.6");
    let waiting = later(
        &server,
        format!("{}?wait=effect", path("CP1", "reset")),
        json!({"kind": "hard"}),
    );
    let (id, _) = station.expect_call("Reset");
    station.answer(&id, &json!({"status": "Accepted"}));
    let accepted = wait::until("it is accepted", || {
        let listed = admin.get("/api/v1/commands?chargePoint=CP1&state=accepted").expect(200);
        listed["items"].as_array().filter(|items| items.len() == 1).cloned()
    });
    assert!(accepted[0]["effect"]["until"].is_string());
    station.close();
    let _station = connected(&server, "CP1", "1.6");
    assert_eq!(waiting.join().unwrap().expect(200)["state"], "in-effect");
}

#[test]
fn a_refusal_is_shown_with_the_station_s_word() {
    let server = server();
    let mut station = connected(&server, "CP1", "1.6");
    let command = later(&server, path("CP1", "unlock"), json!({"connector": 1}));
    let (id, _) = station.expect_call("UnlockConnector");
    station.answer(&id, &json!({"status": "UnlockFailed"}));
    let command = command.join().unwrap().expect(200);
    assert_eq!(
        (&command["state"], &command["status"]),
        (&json!("refused"), &json!("UnlockFailed"))
    );

    let command = later(&server, path("CP1", "clear-cache"), json!({}));
    let (id, _) = station.expect_call("ClearCache");
    station.send_text(&json!([4, id, "NotSupported", "no cache here", {}]).to_string());
    let refused = command.join().unwrap();
    assert_eq!(
        (refused.status, &refused.body["error"]["code"]),
        (502, &json!("NotSupported"))
    );
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_sent() {
    let server = server();
    let admin = server.admin();
    let mut station = connected(&server, "CP1", "1.6");
    for (verb, body, detail) in [
        ("reset", json!({"kind": "gentle"}), "`kind` must be `soft` or `hard`"),
        ("start", json!({}), "`idTag` is missing"),
        (
            "start",
            json!({"idTag": "A", "conector": 1}),
            "did you mean `connector`?",
        ),
        (
            "start",
            json!({"idTag": "A", "idTagType": "Central"}),
            "has neither `idTagType`",
        ),
        ("stop", json!({}), "no transaction is open"),
        ("unlock", json!({}), "`connector` or `evse` says which one"),
        ("trigger", json!({"message": "Coffee"}), "cannot ask for Coffee"),
    ] {
        let refused = admin.post(&path("CP1", verb), &body);
        assert_eq!(refused.status, 400, "{verb}: {}", refused.body);
        assert!(
            text(&refused.body["detail"]).contains(detail),
            "{verb}: {}",
            refused.body
        );
    }
    station.expect_silence();
}

#[test]
fn commands_for_a_station_that_is_away_wait_in_their_order() {
    let mut server = server();
    let admin = server.admin();
    admin.register("CP1", &json!({"securityProfile": 0}));
    assert_eq!(admin.post(&path("CP1", "clear-cache"), &json!({})).status, 503);
    let queue = |verb: &str, query: &str, body: Value| {
        let queued = server
            .admin()
            .post(&format!("{}?ttl=1h{query}", path("CP1", verb)), &body);
        let command = queued.expect(202);
        assert_eq!(command["state"], "pending");
        text(&command["id"])
    };
    let first = queue("availability", "", json!({"operative": false}));
    let old = queue("trigger", "&coalesce=state", json!({"message": "Heartbeat"}));
    let raw = queue("ChangeConfiguration", "", json!({"key": "A", "value": "1"}));
    let newest = queue("trigger", "&coalesce=state", json!({"message": "StatusNotification"}));
    let back = queue("reset", "", json!({}));
    assert_eq!(state_of(&admin, &old), "replaced");
    assert_eq!(
        admin.delete(&format!("/api/v1/commands/{back}")).expect(200)["state"],
        "cancelled"
    );
    assert_eq!(admin.delete(&format!("/api/v1/commands/{back}")).status, 409);
    let listed = admin.get("/api/v1/commands?chargePoint=CP1&state=pending").expect(200);
    let ids: Vec<_> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| text(&item["id"]))
        .collect();
    assert_eq!(ids, [newest.clone(), raw.clone(), first.clone()]);

    server.crash_and_restart();
    let mut station = connected(&server, "CP1", "1.6");
    for (action, id) in [
        ("ChangeAvailability", &first),
        ("ChangeConfiguration", &raw),
        ("TriggerMessage", &newest),
    ] {
        let (call, payload) = station.expect_call(action);
        if action == "TriggerMessage" {
            assert_eq!(payload["requestedMessage"], "StatusNotification");
        }
        station.answer(&call, &json!({"status": "Accepted"}));
        let admin = server.admin();
        wait::until("it has its answer", || {
            (!["pending", "sent"].contains(&state_of(&admin, id).as_str())).then_some(())
        });
    }
    station.expect_silence();
}

#[test]
fn a_command_whose_time_is_over_is_not_sent() {
    let server = server();
    let admin = server.admin();
    admin.register("CP1", &json!({"securityProfile": 0}));
    let command = admin
        .post(&format!("{}?ttl=300ms", path("CP1", "clear-cache")), &json!({}))
        .expect(202);
    let expired = wait_state(&admin, &text(&command["id"]), "expired");
    assert_eq!(expired["error"]["code"], "Expired");
    let mut station = connected(&server, "CP1", "1.6");
    station.expect_silence();
}

#[test]
fn a_request_with_one_key_is_carried_out_once() {
    let server = server();
    let mut station = connected(&server, "CP1", "1.6");
    let send = |body: Value| {
        let admin = server.admin();
        let path = path("CP1", "ClearCache");
        std::thread::spawn(move || admin.post_with(&path, ("Idempotency-Key", "k-1"), &body))
    };
    let first = send(json!({}));
    let (id, _) = station.expect_call("ClearCache");
    let second = send(json!({}));
    station.answer(&id, &json!({"status": "Accepted"}));
    for reply in [first, second, send(json!({}))] {
        assert_eq!(reply.join().unwrap().expect(200), json!({"status": "Accepted"}));
    }
    let other = send(json!({"customData": 1})).join().unwrap();
    assert_eq!(other.status, 422, "{}", other.body);
    station.expect_silence();
}

#[test]
fn what_may_be_sent_twice_is_sent_again_after_a_crash_and_nothing_else() {
    let mut server = server();
    let mut station = connected(&server, "CP1", "1.6");
    let admin = server.admin();
    let begin = |verb: &str, body: Value| {
        let queued = admin.post(&format!("{}?ttl=1h&wait=false", path("CP1", verb)), &body);
        text(&queued.expect(202)["id"])
    };
    let reset = begin("reset", json!({}));
    station.expect_call("Reset");
    server.crash_and_restart();
    let admin = server.admin();
    wait_state(&admin, &reset, "lost");
    let mut station = connected(&server, "CP1", "1.6");
    let cache = text(
        &admin
            .post(&format!("{}?ttl=1h&wait=false", path("CP1", "clear-cache")), &json!({}))
            .expect(202)["id"],
    );
    station.expect_call("ClearCache");
    server.crash_and_restart();
    let mut station = connected(&server, "CP1", "1.6");
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Accepted"}));
    wait_state(&server.admin(), &cache, "in-effect");
    station.expect_silence();
}

#[test]
fn states_are_asked_for_at_each_connector_in_2_x() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "2.0.1");
    for evse in [1, 2] {
        let status = json!({"timestamp": "2026-11-20T10:00:00Z", "connectorStatus": "Available", "evseId": evse, "connectorId": 1});
        station.call("StatusNotification", &status);
    }
    wait::until("its connectors are known", || {
        let known = admin.get("/api/v1/charge-points/CP1").expect(200);
        (known["connectors"].as_array().is_some_and(|all| all.len() == 2)).then_some(())
    });
    let path = "/api/v1/charge-points/CP1/commands/trigger?wait=false";
    assert_eq!(admin.post(path, &json!({"message": "StatusNotification"})).status, 202);
    for (evse, word) in [(1, "Rejected"), (2, "Accepted")] {
        let (id, payload) = station.expect_call("TriggerMessage");
        assert_eq!(payload["evse"], json!({"id": evse, "connectorId": 1}));
        station.answer(&id, &json!({ "status": word }));
    }
    station.expect_silence();
}

#[test]
fn what_waits_comes_after_the_answer_to_the_boot() {
    let server = Server::start(&Config::new().set("connection.settle_delay", "500ms"));
    let admin = server.admin();
    admin.register("CP1", &json!({"securityProfile": 0}));
    let queue = || {
        text(
            &admin
                .post(&format!("{}?ttl=1h", path("CP1", "clear-cache")), &json!({}))
                .body["id"],
        )
    };
    let first = queue();
    let mut station = Station::connect(&server, "CP1", "1.6");
    // Twice the time to settle, and nothing comes: it has not booted.
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert_eq!(state_of(&admin, &first), "pending");
    boot(&mut station, "1.6");
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Accepted"}));
    wait_state(&admin, &first, "in-effect");
    station.close();
    // One that only connects again gets it, too, only later.
    admin.wait_connected("CP1", false);
    let second = queue();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Accepted"}));
    wait_state(&admin, &second, "in-effect");
}

#[test]
fn what_waits_for_a_station_that_is_pending_comes_when_it_is_accepted() {
    let server = server();
    let admin = server.admin();
    admin.register("CP1", &json!({"securityProfile": 0, "registration": "Pending"}));
    let queued = admin.post(&format!("{}?ttl=1h", path("CP1", "clear-cache")), &json!({}));
    let waiting = text(&queued.expect(202)["id"]);
    let payload = json!({"chargePointVendor": "V", "chargePointModel": "M"});
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(station.call("BootNotification", &payload)["status"], "Pending");
    // Long after it has settled, and nothing else will make the server look.
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert_eq!(state_of(&admin, &waiting), "pending");
    admin.register("CP1", &json!({"registration": "Accepted"}));
    assert_eq!(station.call("BootNotification", &payload)["status"], "Accepted");
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Accepted"}));
    wait_state(&admin, &waiting, "in-effect");
}
