//! What an operator says of sessions counts, and what their stations said stays beside it: whose a session is, and of an end
//! whose start never came, what is known of that start.

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::{Value, json};

fn connected(version: &str) -> (Server, Admin, Station) {
    let server = Server::start(&Config::new().set("authorization.accept_unknown", false));
    let station = Station::connect(&server, "CP1", version);
    let admin = server.admin();
    admin.set_tag("DRIVER", "Accepted");
    (server, admin, station)
}

fn start(station: &mut Station, tag: &str) -> String {
    let start = json!({"connectorId": 1, "idTag": tag, "meterStart": 1000, "timestamp": "2026-01-01T10:00:00Z"});
    station.call("StartTransaction", &start)["transactionId"].to_string()
}

fn stop(station: &mut Station, id: &str, tag: &str) {
    let id: i64 = id.parse().unwrap();
    let stop = json!({"transactionId": id, "idTag": tag, "meterStop": 5000, "timestamp": "2026-01-01T11:00:00Z"});
    station.call("StopTransaction", &stop);
}

/// A TransactionEvent of the session with the empty id.
fn event(kind: &str, seq_no: u8, more: Value) -> Value {
    let mut event = json!({
        "eventType": kind, "timestamp": format!("2026-01-01T10:0{seq_no}:00Z"), "triggerReason": "Authorized",
        "seqNo": seq_no, "transactionInfo": {"transactionId": ""},
        "meterValue": [{"timestamp": format!("2026-01-01T10:0{seq_no}:00Z"),
            "sampledValue": [{"value": 1000 + 100 * u32::from(seq_no)}]}],
    });
    event
        .as_object_mut()
        .unwrap()
        .append(&mut more.as_object().unwrap().clone());
    event
}

fn path(rest: &str) -> String {
    format!("/api/v1/transactions/CP1/{rest}")
}

/// The ids of the sessions of a tag.
fn of_tag(admin: &Admin, tag: &str) -> Vec<Value> {
    let page = admin.get(&format!("/api/v1/transactions?idTag={tag}")).expect(200);
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].clone())
        .collect()
}

/// What waits in the inbox.
fn waiting(admin: &Admin) -> Vec<String> {
    let page = admin.get("/api/v1/charge-points/CP1/inbox").expect(200);
    let ids = page["items"].as_array().unwrap().iter();
    ids.map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_session_is_the_one_s_whom_an_operator_names() {
    let (_server, admin, mut station) = connected("1.6");
    let id = start(&mut station, "STRANGER");
    stop(&mut station, &id, "STRANGER");
    let before = admin.get(&path(&id)).expect(200);
    assert_eq!(
        (&before["doubts"], &before["assigned"]),
        (&json!(["refused-driver"]), &json!(null))
    );
    let word = json!({"idTag": "DRIVER", "note": "She called:\nanother card."});
    let after = admin.post(&path(&format!("{id}/assign")), &word).expect(200);
    for (member, value) in [
        ("idTag", json!("DRIVER")),
        ("authorization", json!(null)),
        ("doubts", json!([])),
        ("complete", json!(true)),
        ("energyWh", json!("4000")),
        ("stoppedBy", json!("STRANGER")),
    ] {
        assert_eq!(after[member], value, "{member} of {after}");
    }
    let assigned = &after["assigned"];
    assert_eq!(
        (&assigned["toldIdTag"], &assigned["toldAuthorization"]),
        (&json!("STRANGER"), &json!("Invalid"))
    );
    assert_eq!(assigned["note"], word["note"]);
    assert_eq!(
        (of_tag(&admin, "driver"), of_tag(&admin, "STRANGER")),
        (vec![json!(id)], vec![])
    );

    // Another word goes over it, and what the station said stays.
    let again = admin
        .post(&path(&format!("{id}/assign")), &json!({"idTag": "FLEET-7"}))
        .expect(200);
    assert_eq!(again["assigned"]["toldIdTag"], "STRANGER");
    assert_eq!(again["assigned"]["note"], json!(null));
    assert_eq!(
        (of_tag(&admin, "FLEET-7").len(), of_tag(&admin, "DRIVER").len()),
        (1, 0)
    );

    let columns = "idTag,energyWh,toldIdTag,toldAuthorization";
    let csv = admin
        .get(&format!("/api/v1/transactions?format=csv&columns={columns}"))
        .expect(200);
    assert_eq!(csv, format!("{columns}\r\nFLEET-7,4000,STRANGER,Invalid\r\n"));
}

#[test]
fn an_operator_s_word_is_on_the_timeline_and_in_the_audit_log() {
    let (server, admin, mut station) = connected("1.6");
    let id = start(&mut station, "STRANGER");
    let word = json!({"idTag": "DRIVER", "note": "by phone"});
    let _ = admin.post(&path(&format!("{id}/assign")), &word).expect(200);
    let events = admin.timeline("CP1");
    let told: Vec<&Value> = events
        .iter()
        .filter(|event| event["kind"] == "transaction.assigned")
        .collect();
    assert_eq!(told.len(), 1, "{events:?}");
    let payload = &told[0]["payload"];
    assert_eq!((&payload["action"], &payload["request"]), (&json!("assign"), &word));
    assert_eq!(payload["transaction"]["idTag"], "DRIVER");
    let log = admin.get("/api/v1/audit?idTag=DRIVER").expect(200);
    let entry = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["operation"] == "POST /transactions/{chargePoint}/{id}/assign");
    let entry = entry.unwrap_or_else(|| panic!("{log}"));
    assert_eq!(
        (&entry["before"]["idTag"], &entry["after"]["idTag"]),
        (&json!("STRANGER"), &json!("DRIVER"))
    );
    drop(station);
    drop(server);
}

#[test]
fn what_is_said_badly_changes_nothing() {
    let (_server, admin, mut station) = connected("1.6");
    let id = start(&mut station, "DRIVER");
    let before = admin.get(&path(&id)).expect(200);
    let long = "x".repeat(2001);
    for (rest, body, status) in [
        (&id, json!({"idTag": " "}), 400),
        (&id, json!({"note": "whose?"}), 400),
        (&id, json!({"idTag": "A\u{7}"}), 400),
        (&id, json!({"idTag": "A", "note": long}), 400),
        (&"4711000".to_owned(), json!({"idTag": "A"}), 404),
    ] {
        let reply = admin.post(&path(&format!("{rest}/assign")), &body);
        assert_eq!(reply.status, status, "{body}: {}", reply.body);
    }
    assert_eq!(admin.get(&path(&id)).expect(200), before);
}

#[test]
fn the_station_s_messages_are_read_by_what_it_said_itself() {
    let (_server, admin, mut station) = connected("1.6");
    let id = start(&mut station, "DRIVER");
    let _ = admin
        .post(&path(&format!("{id}/assign")), &json!({"idTag": "OTHER"}))
        .expect(200);
    // It names no session, and its token fits the one that the station began with it.
    stop(&mut station, "0", "DRIVER");
    let session = admin.get(&path(&id)).expect(200);
    assert_eq!(
        (&session["state"], &session["idTag"]),
        (&json!("closed"), &json!("OTHER"))
    );
    assert_eq!(session["matchedBy"], json!(["id-tag", "only-open"]));
    assert_eq!(session["stoppedByForeign"], false, "it was ended by who began it");
}

#[test]
fn the_session_with_the_empty_id_has_a_curve_and_an_owner() {
    let (_server, admin, mut station) = connected("2.0.1");
    station.call("TransactionEvent", &event("Started", 1, json!({"evse": {"id": 1}})));
    let assigned = admin.post(&path("/assign"), &json!({"idTag": "DRIVER"})).expect(200);
    assert_eq!((&assigned["id"], &assigned["idTag"]), (&json!(""), &json!("DRIVER")));
    let token = json!({"idToken": {"idToken": "LATE", "type": "ISO14443"}});
    station.call("TransactionEvent", &event("Updated", 2, token));
    station.call("TransactionEvent", &event("Ended", 3, json!({})));
    let session = admin.get(&path("")).expect(200);
    assert_eq!(
        (&session["idTag"], &session["energyWh"]),
        (&json!("DRIVER"), &json!("200"))
    );
    assert_eq!(session["assigned"]["toldIdTag"], "LATE");
    assert_eq!(
        session["doubts"],
        json!([]),
        "the tag that was refused is not the owner's: {session}"
    );
    let curve = admin.get(&path("/curve?points=10")).expect(200);
    assert_eq!((&curve["id"], &curve["measured"]), (&json!(""), &json!(3)));
    assert_eq!(curve["points"][2]["energyWh"], "200");
}

#[test]
fn an_end_whose_start_never_came_becomes_a_session_with_its_doubts() {
    let (_server, admin, mut station) = connected("1.6");
    stop(&mut station, "998877", "DRIVER");
    let entry = waiting(&admin).pop().unwrap();
    let make = format!("/api/v1/charge-points/CP1/inbox/{entry}/session");
    let made = admin.post(&make, &json!({})).expect(200);
    for (member, value) in [
        ("state", json!("closed")),
        ("stationTransactionId", json!("998877")),
        ("idTag", json!(null)),
        ("stoppedBy", json!("DRIVER")),
        ("connector", json!(null)),
        ("startedAt", json!(null)),
        ("stoppedAt", json!("2026-01-01T11:00:00Z")),
        ("durationSeconds", json!(null)),
        ("energyWh", json!(null)),
        ("doubts", json!(["no-start-register", "start-lost"])),
        ("complete", json!(false)),
        ("closedBy", json!("station")),
        ("matchedBy", json!(["operator"])),
    ] {
        assert_eq!(made[member], value, "{member} of {made}");
    }
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with('.'), "no station names it: {id}");
    assert_eq!(admin.get(&path(id)).expect(200)["doubts"], made["doubts"]);
    let settled = admin
        .get(&format!("/api/v1/charge-points/CP1/inbox/{entry}"))
        .expect(200);
    assert_eq!(
        (&settled["state"], &settled["transactionId"]),
        (&json!("assigned"), &json!(id))
    );
    assert_eq!(admin.post(&make, &json!({})).status, 409, "it is settled");
    // A retry of the station is the same message.
    stop(&mut station, "998877", "DRIVER");
    assert_eq!((waiting(&admin).len(), admin.transactions("CP1").len()), (0, 1));
    let events = admin.timeline("CP1");
    let told = events.iter().filter(|event| event["kind"] == "transaction.ended");
    let told: Vec<&Value> = told.map(|event| &event["payload"]["action"]).collect();
    assert_eq!(told, ["session"]);
}

#[test]
fn what_is_known_of_a_start_that_never_came_counts() {
    let (_server, admin, mut station) = connected("1.6");
    let sample = |minute: u8, value: &str| json!({"timestamp": format!("2026-01-01T10:{minute}:00Z"), "sampledValue": [{"value": value}]});
    station.call(
        "StopTransaction",
        &json!({"transactionId": 31, "meterStop": 5000, "timestamp": "2026-01-01T11:00:00Z",
            "transactionData": [sample(20, "2500"), sample(40, "4000")]}),
    );
    let entry = waiting(&admin).pop().unwrap();
    let make = format!("/api/v1/charge-points/CP1/inbox/{entry}/session");
    for bad in [
        json!({"connector": 0}),
        json!({"idTag": ""}),
        json!({"meterStartWh": "-1"}),
        json!({"startedAt": "2999-01-01T00:00:00Z"}),
        json!({"startedAt": "yesterday"}),
        json!({"meter": 1}),
    ] {
        assert_eq!(admin.post(&make, &bad).status, 400, "{bad}");
    }
    let start =
        json!({"connector": 2, "idTag": "DRIVER", "startedAt": "2026-01-01T10:00:00Z", "meterStartWh": "1000.5"});
    let made = admin.post(&make, &start).expect(200);
    for (member, value) in [
        ("connector", json!(2)),
        ("idTag", json!("DRIVER")),
        ("durationSeconds", json!(3600)),
        ("energyWh", json!("3999.5")),
        ("energySource", json!("operator")),
        ("doubts", json!([])),
        ("complete", json!(true)),
    ] {
        assert_eq!(made[member], value, "{member} of {made}");
    }
    assert_eq!(made["assigned"]["toldIdTag"], json!(null), "the station told none");
    assert_eq!(of_tag(&admin, "DRIVER"), [made["id"].clone()]);
    let kept = admin.get(&path(made["id"].as_str().unwrap())).expect(200);
    assert_eq!(kept["meterValues"].as_array().unwrap().len(), 2, "{kept}");
}

#[test]
fn a_session_that_an_operator_closes_is_not_complete() {
    let (_server, admin, mut station) = connected("1.6");
    let id = start(&mut station, "DRIVER");
    let close = path(&format!("{id}/close"));
    for impossible in [json!("999"), json!("99999999999"), json!("-1")] {
        let refused = admin.post(&close, &json!({"meterStopWh": impossible}));
        assert_eq!(refused.status, 400, "{impossible}");
        assert!(
            refused.body["detail"].as_str().unwrap().contains("`meterStopWh`"),
            "{impossible}"
        );
    }
    let closed = admin.post(&close, &json!({"meterStopWh": "1800"})).expect(200);
    for (member, value) in [
        ("energyWh", json!("800")),
        ("energySource", json!("operator")),
        ("closedBy", json!("operator")),
        ("doubts", json!(["end-lost"])),
        ("complete", json!(false)),
    ] {
        assert_eq!(closed[member], value, "{member} of {closed}");
    }
}

#[test]
fn without_a_start_register_the_first_reading_stands_for_it_and_is_in_doubt() {
    let (_server, admin, mut station) = connected("1.6");
    let sample = json!({"timestamp": "2026-01-01T10:20:00Z", "sampledValue": [{"value": "2500"}]});
    station.call(
        "StopTransaction",
        &json!({"transactionId": 31, "meterStop": 5000, "timestamp": "2026-01-01T11:00:00Z", "transactionData": [sample]}),
    );
    let values = json!({"connectorId": 3, "transactionId": 32, "meterValue": [sample]});
    station.call("MeterValues", &values);
    for entry in waiting(&admin) {
        let reply = admin.post(&format!("/api/v1/charge-points/CP1/inbox/{entry}/session"), &json!({}));
        if entry.starts_with("MeterValues") {
            assert_eq!(reply.status, 400, "readings alone are no session: {}", reply.body);
        } else {
            let made = reply.expect(200);
            assert_eq!(
                (&made["energyWh"], &made["energySource"]),
                (&json!("2500"), &json!("readings"))
            );
            assert_eq!(made["doubts"], json!(["no-start-register", "start-lost"]));
        }
    }
    assert_eq!(waiting(&admin).len(), 1, "what is no end still waits");
}
