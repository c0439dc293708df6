//! A reservation is the same whichever door made it: the raw ReserveNow, the version-neutral verb, a
//! plugin's command; waited for or not.

use std::fs;
use std::thread::{self, JoinHandle};

use ocpp_central_tests::admin::{Admin, Reply};
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const RESERVATIONS: &str = "/api/v1/charge-points/CP1/reservations";

/// A server with the plugin that sends what it is told to, and its station.
fn connected() -> (Server, Admin, Station) {
    let clerk = Config::new().plugin("name = \"clerk\"\ngrants = [\"state\", \"commands\", \"directory\", \"events\"]");
    let server = Server::start(&clerk);
    let admin = server.admin();
    let component = fs::read(artifacts::guest("clerk")).unwrap();
    let reply = admin.put_bytes("/api/v1/plugins/clerk", component);
    assert_eq!(reply.status, 200, "{reply:?}");
    let station = Station::connect(&server, "CP1", "1.6");
    admin.wait_connected("CP1", true);
    (server, admin, station)
}

fn reserve_now(number: i64) -> Value {
    json!({"connectorId": 1, "expiryDate": "2999-01-01T00:00:00.000Z", "idTag": "DRIVER", "reservationId": number})
}

fn later(admin: &Admin, path: &str, body: Value) -> JoinHandle<Reply> {
    let (admin, path) = (admin.clone(), path.to_owned());
    thread::spawn(move || admin.post(&path, &body))
}

/// All reservations, also those that are over.
fn listed(admin: &Admin) -> Vec<Value> {
    let list = admin.get(&format!("{RESERVATIONS}?all=true")).expect(200);
    list["items"].as_array().unwrap().clone()
}

fn state_of(admin: &Admin, number: i64) -> Value {
    let found = listed(admin).into_iter().find(|item| item["reservationId"] == number);
    found.map_or(Value::Null, |item| item["state"].clone())
}

fn wait_for(admin: &Admin, number: i64, state: &str) {
    wait::until(state, || (state_of(admin, number) == state).then_some(()));
}

/// The plugin sends a command to the station that asks it to.
fn by_plugin(station: &mut Station, action: &str, payload: &Value) {
    let wanted = json!({"action": action, "payload": payload}).to_string();
    let answer = station.call(
        "DataTransfer",
        &json!({"vendorId": "any", "messageId": "send", "data": wanted}),
    );
    assert_eq!(answer["status"], "Accepted", "{answer}");
}

#[test]
fn three_doors_make_the_same_record() {
    let (_server, admin, mut station) = connected();
    let verb = json!({"connector": 1, "idTag": "DRIVER", "expiry": "2999-01-01T00:00:00Z"});
    let asked = later(&admin, RESERVATIONS, verb);
    let (id, payload) = station.expect_call("ReserveNow");
    assert_eq!(payload, reserve_now(1));
    assert_eq!(state_of(&admin, 1), "requested", "durable before the CALL leaves");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(
        asked.join().unwrap().expect(201),
        json!({"reservationId": 1, "status": "Accepted"})
    );

    let raw = admin.command_later("CP1", "ReserveNow", reserve_now(2));
    let (id, _) = station.expect_call("ReserveNow");
    assert_eq!(state_of(&admin, 2), "requested");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(raw.join().unwrap().status, 200);
    assert_eq!(state_of(&admin, 2), "active", "durable before the answer");

    by_plugin(&mut station, "ReserveNow", &reserve_now(3));
    let (id, _) = station.expect_call("ReserveNow");
    station.answer(&id, &json!({"status": "Accepted"}));
    wait_for(&admin, 3, "active");

    let queued = admin.post(
        "/api/v1/charge-points/CP1/commands/ReserveNow?wait=false",
        &reserve_now(4),
    );
    assert_eq!(queued.status, 202, "{}", queued.body);
    let (id, _) = station.expect_call("ReserveNow");
    station.answer(&id, &json!({"status": "Accepted"}));
    wait_for(&admin, 4, "active");

    let mut records = listed(&admin);
    assert_eq!(records.len(), 4);
    for record in &mut records {
        for member in ["reservationId", "createdAt"] {
            assert!(!record.as_object_mut().unwrap().remove(member).unwrap().is_null());
        }
    }
    assert!(records.windows(2).all(|two| two[0] == two[1]), "{records:?}");
    assert_eq!(
        (&records[0]["connector"], &records[0]["idTag"]),
        (&json!(1), &json!("DRIVER"))
    );
    // The verb gives the next number that no door has taken.
    let asked = later(
        &admin,
        RESERVATIONS,
        json!({"connector": 1, "idTag": "DRIVER", "expiry": "2999-01-01T00:00:00Z"}),
    );
    let (id, payload) = station.expect_call("ReserveNow");
    assert_eq!(payload["reservationId"], 5);
    station.answer(&id, &json!({"status": "Occupied"}));
    assert_eq!(asked.join().unwrap().expect(200)["status"], "Occupied");
}

#[test]
fn a_transaction_uses_what_a_raw_command_or_a_plugin_reserved() {
    let (_server, admin, mut station) = connected();
    let raw = admin.command_later("CP1", "ReserveNow", reserve_now(1));
    let (id, _) = station.expect_call("ReserveNow");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(raw.join().unwrap().status, 200);
    by_plugin(&mut station, "ReserveNow", &reserve_now(2));
    let (id, _) = station.expect_call("ReserveNow");
    station.answer(&id, &json!({"status": "Accepted"}));
    wait_for(&admin, 2, "active");
    for (number, connector) in [(1, 1), (2, 2)] {
        let start = json!({"connectorId": connector, "idTag": "DRIVER", "meterStart": 0,
            "timestamp": "2026-01-01T00:00:00Z", "reservationId": number});
        let started = station.call("StartTransaction", &start);
        let found = listed(&admin);
        let record = found.iter().find(|item| item["reservationId"] == number).unwrap();
        assert_eq!(record["state"], "used");
        assert_eq!(record["transactionId"], started["transactionId"].to_string());
    }
}

#[test]
fn a_raw_cancellation_cancels_what_the_verb_reserved() {
    for version in ["1.6", "2.0.1", "2.1"] {
        let server = Server::start(&Config::new());
        let admin = server.admin();
        let mut station = Station::connect(&server, "CP1", version);
        admin.wait_connected("CP1", true);
        let place = if version == "1.6" { "connector" } else { "evse" };
        let verb = json!({place: 1, "idTag": "DRIVER", "expiry": "2999-01-01T00:00:00Z"});
        let asked = later(&admin, RESERVATIONS, verb);
        let (id, _) = station.expect_call("ReserveNow");
        station.answer(&id, &json!({"status": "Accepted"}));
        assert_eq!(asked.join().unwrap().status, 201);
        for (answer, state) in [("Rejected", "active"), ("Accepted", "cancelled")] {
            let cancel = admin.command_later("CP1", "CancelReservation", json!({"reservationId": 1}));
            let (id, _) = station.expect_call("CancelReservation");
            station.answer(&id, &json!({"status": answer}));
            assert_eq!(cancel.join().unwrap().status, 200);
            assert_eq!(state_of(&admin, 1), state, "{version}");
        }
    }
}

#[test]
fn what_never_left_is_refused_and_what_was_lost_may_be_held() {
    let (_server, admin, mut station) = connected();
    let sent = admin.command_later("CP1", "ReserveNow", reserve_now(1));
    station.expect_call("ReserveNow");
    let waits = admin.command_later("CP1", "ReserveNow", reserve_now(2));
    wait::until("the second waits", || {
        (state_of(&admin, 2) == "requested").then_some(())
    });
    station.cut();
    assert_eq!((sent.join().unwrap().status, waits.join().unwrap().status), (503, 503));
    assert_eq!(state_of(&admin, 1), "requested");
    wait_for(&admin, 2, "refused");
}

#[test]
fn raw_commands_that_are_waited_for_are_told_to_plugins() {
    let (_server, admin, mut station) = connected();
    let raw = admin.command_later("CP1", "ReserveNow", reserve_now(1));
    let (id, _) = station.expect_call("ReserveNow");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(raw.join().unwrap().status, 200);
    let told = wait::until("the answer is told", || {
        let notes: Vec<Value> = serde_json::from_value(admin.get("/plugins/clerk/notes").expect(200)).unwrap();
        notes.into_iter().find(|note| note["kind"] == "command.answered")
    });
    assert_eq!(
        told["payload"],
        json!({"action": "ReserveNow", "response": {"status": "Accepted"}})
    );
}

/// A reservation that the station answers with a word.
fn reserve(admin: &Admin, station: &mut Station, members: Value, answer: &str) -> Value {
    let mut wanted = json!({"idTag": "DRIVER", "expiry": "2999-01-01T00:00:00Z"});
    wanted
        .as_object_mut()
        .unwrap()
        .extend(members.as_object().unwrap().clone());
    let asked = later(admin, RESERVATIONS, wanted);
    let (id, payload) = station.expect_call("ReserveNow");
    station.answer(&id, &json!({ "status": answer }));
    assert_eq!(asked.join().unwrap().body["status"], answer);
    payload
}

#[test]
fn no_number_is_given_twice_over_a_restart_and_a_deletion() {
    for version in ["1.6", "2.0.1", "2.1"] {
        let mut server = Server::start(&Config::new());
        let admin = server.admin();
        let mut station = Station::connect(&server, "CP1", version);
        admin.wait_connected("CP1", true);
        let number = |payload: &Value| payload.get("reservationId").unwrap_or(&payload["id"]).clone();
        let first = reserve(&admin, &mut station, json!({}), "Accepted");
        let cancel = {
            let admin = admin.clone();
            thread::spawn(move || admin.delete(&format!("{RESERVATIONS}/1")))
        };
        let (id, _) = station.expect_call("CancelReservation");
        station.answer(&id, &json!({"status": "Accepted"}));
        assert_eq!(cancel.join().unwrap().status, 200);
        let second = reserve(&admin, &mut station, json!({}), "Occupied");
        assert_eq!((number(&first), number(&second)), (json!(1), json!(2)), "{version}");

        server.crash_and_restart();
        let admin = server.admin();
        let mut station = Station::connect(&server, "CP1", version);
        admin.wait_connected("CP1", true);
        let asked = reserve(&admin, &mut station, json!({"reservationId": 40}), "Accepted");
        let next = reserve(&admin, &mut station, json!({}), "Accepted");
        assert_eq!((number(&asked), number(&next)), (json!(40), json!(41)));
        let states: Vec<_> = listed(&admin).iter().map(|item| item["state"].clone()).collect();
        assert_eq!(states, ["cancelled", "refused", "active", "active"]);

        assert_eq!(admin.delete("/api/v1/charge-points/CP1").status, 204);
        let mut station = Station::connect(&server, "CP1", version);
        admin.wait_connected("CP1", true);
        let after = reserve(&admin, &mut station, json!({}), "Accepted");
        assert_eq!(number(&after), 42, "the station may hold what we do not know any more");
        assert_eq!(listed(&admin).len(), 1);
    }
}

#[test]
fn one_reservation_is_read_with_its_times() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "2.0.1");
    admin.wait_connected("CP1", true);
    let members = json!({"evse": 1, "idTagType": "ISO14443", "parentIdTag": "FLEET", "connectorType": "cCCS2"});
    let payload = reserve(&admin, &mut station, members, "Accepted");
    assert_eq!(payload["idToken"], json!({"idToken": "DRIVER", "type": "ISO14443"}));
    let one = format!("{RESERVATIONS}/1");
    let mut shown = admin.get(&one).expect(200);
    let created = shown["createdAt"].take();
    assert!(created.as_str().unwrap().starts_with("20"), "{created}");
    assert_eq!(
        shown,
        json!({"reservationId": 1, "evse": 1, "connector": null, "connectorType": "cCCS2", "idTag": "DRIVER",
            "idTagType": "ISO14443", "parentIdTag": "FLEET", "expiry": "2999-01-01T00:00:00.000Z", "createdAt": null,
            "endedAt": null, "state": "active", "reason": null, "transactionId": null})
    );
    let over = json!({"reservationId": 1, "reservationUpdateStatus": "Expired"});
    station.call("ReservationStatusUpdate", &over);
    let expired = admin.get(&one).expect(200);
    assert_eq!(
        (&expired["state"], &expired["createdAt"]),
        (&json!("expired"), &created)
    );
    let ended = expired["endedAt"].clone();
    assert!(ended.as_str() >= created.as_str(), "{expired}");
    // What has ended does not end again.
    let removed = json!({"reservationId": 1, "reservationUpdateStatus": "Removed"});
    station.call("ReservationStatusUpdate", &removed);
    assert_eq!(admin.get(&one).expect(200), expired);
    reserve(
        &admin,
        &mut station,
        json!({"expiry": "2020-01-01T00:00:00Z"}),
        "Accepted",
    );
    let past = admin.get(&format!("{RESERVATIONS}/2")).expect(200);
    assert_eq!(
        (&past["state"], &past["endedAt"]),
        (&json!("expired"), &json!("2020-01-01T00:00:00.000Z"))
    );
    for unknown in ["3", "x"] {
        assert_eq!(admin.get(&format!("{RESERVATIONS}/{unknown}")).status, 404);
    }
}

#[test]
fn a_cancellation_counts_by_every_door() {
    let (_server, admin, mut station) = connected();
    for number in 1..=3 {
        let raw = admin.command_later("CP1", "ReserveNow", reserve_now(number));
        let (id, _) = station.expect_call("ReserveNow");
        station.answer(&id, &json!({"status": "Accepted"}));
        assert_eq!(raw.join().unwrap().status, 200);
    }
    let path = "/api/v1/charge-points/CP1/commands/CancelReservation?wait=false";
    assert_eq!(admin.post(path, &json!({"reservationId": 1})).status, 202);
    let (id, _) = station.expect_call("CancelReservation");
    station.answer(&id, &json!({"status": "Accepted"}));
    wait_for(&admin, 1, "cancelled");
    by_plugin(&mut station, "CancelReservation", &json!({"reservationId": 2}));
    let (id, _) = station.expect_call("CancelReservation");
    station.answer(&id, &json!({"status": "Accepted"}));
    wait_for(&admin, 2, "cancelled");
    let raw = admin.command_later("CP1", "CancelReservation", json!({"reservationId": 3}));
    let (id, _) = station.expect_call("CancelReservation");
    station.send_text(&json!([4, id, "InternalError", "", {}]).to_string());
    assert_eq!(raw.join().unwrap().status, 502);
    assert_eq!(state_of(&admin, 3), "active");
}

#[test]
fn a_reservation_is_made_for_the_token_of_the_type_that_is_registered() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "2.1");
    admin.wait_connected("CP1", true);
    let type_of = |payload: Value| payload["idToken"]["type"].clone();
    assert_eq!(type_of(reserve(&admin, &mut station, json!({}), "Accepted")), "Central");
    let card = json!({"status": "Accepted", "type": "ISO14443"});
    assert_eq!(admin.put("/api/v1/id-tags/driver", &card).status, 201);
    assert_eq!(
        type_of(reserve(&admin, &mut station, json!({}), "Accepted")),
        "ISO14443"
    );
    let asked = json!({"idTagType": "KeyCode"});
    assert_eq!(type_of(reserve(&admin, &mut station, asked, "Accepted")), "KeyCode");
    let list = {
        let admin = admin.clone();
        let body = json!({"update": "full", "entries": [{"idTag": "DRIVER"}, {"idTag": "OTHER"}]});
        thread::spawn(move || admin.put("/api/v1/charge-points/CP1/local-list", &body))
    };
    let (id, sent) = station.expect_call("SendLocalList");
    let types: Vec<_> = sent["localAuthorizationList"]
        .as_array()
        .unwrap()
        .iter()
        .cloned()
        .map(type_of)
        .collect();
    assert_eq!(types, ["ISO14443", "Central"]);
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(list.join().unwrap().status, 200);
}

#[test]
fn what_a_station_says_of_a_reservation_that_nobody_here_made_is_kept() {
    for version in ["2.0.1", "2.1"] {
        let server = Server::start(&Config::new());
        let mut station = Station::connect(&server, "CP1", version);
        let expired = json!({"reservationId": 77, "reservationUpdateStatus": "Expired"});
        assert_eq!(station.call("ReservationStatusUpdate", &expired), json!({}));
        let records = server.admin().get("/api/v1/charge-points/CP1/records").expect(200);
        assert_eq!(
            (&records["items"][0]["action"], &records["items"][0]["payload"]),
            (&json!("ReservationStatusUpdate"), &expired)
        );
    }
}

#[test]
fn a_reservation_is_not_used_by_a_token_of_another_type() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "2.0.1");
    admin.wait_connected("CP1", true);
    reserve(
        &admin,
        &mut station,
        json!({"evse": 1, "idTagType": "ISO14443"}),
        "Accepted",
    );
    let started = |id: &str, kind: &str| {
        json!({"eventType": "Started", "timestamp": "2026-01-01T00:00:00Z", "triggerReason": "Authorized", "seqNo": 0,
            "transactionInfo": {"transactionId": id}, "evse": {"id": 1, "connectorId": 1}, "reservationId": 1,
            "idToken": {"idToken": "DRIVER", "type": kind}})
    };
    station.call("TransactionEvent", &started("pin", "KeyCode"));
    assert_eq!(state_of(&admin, 1), "active");
    station.call("TransactionEvent", &started("card", "ISO14443"));
    assert_eq!(state_of(&admin, 1), "used");
}
