//! Verbs: one body for all versions; sent, accepted, seen in effect, refused.

use std::thread::JoinHandle;

use ocpp_central_tests::admin::Reply;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::verbs::{connected, path, server, state_of, text, wait_state};
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const VERSIONS: [&str; 3] = ["1.6", "2.0.1", "2.1"];

fn later(server: &Server, path: String, body: Value) -> JoinHandle<Reply> {
    let admin = server.admin();
    std::thread::spawn(move || admin.post(&path, &body))
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
