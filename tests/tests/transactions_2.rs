//! Transactions of OCPP 2.0.1 and 2.1 over the wire: events repeated, out of order, late or missing
//! (block E).

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::{Value, json};

const VERSIONS: [&str; 2] = ["2.0.1", "2.1"];

/// Plays the test in both versions, each with a fresh server.
fn in_both(test: impl Fn(&Admin, &mut Station)) {
    for version in VERSIONS {
        let server = Server::start(&Config::new().set("authorization.accept_unknown", false));
        let admin = server.admin();
        admin.set_tag("DRIVER", "Accepted");
        admin.set_tag("THIEF", "Blocked");
        test(&admin, &mut Station::connect(&server, "CP1", version));
    }
}

/// An event of transaction T1: its kind and number.
fn event(kind: &str, number: u8) -> Value {
    let trigger = match kind {
        "Started" => "Authorized",
        "Ended" => "StopAuthorized",
        _ => "MeterValuePeriodic",
    };
    json!({
        "eventType": kind,
        "timestamp": format!("2026-01-01T10:{number:02}:00Z"),
        "triggerReason": trigger,
        "seqNo": number,
        "transactionInfo": {"transactionId": "T1"},
    })
}

fn with(mut event: Value, more: &Value) -> Value {
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

fn register(wh: u32) -> Value {
    json!({"meterValue": [{"timestamp": "2026-01-01T10:00:00Z", "sampledValue": [
        {"value": wh, "measurand": "Energy.Active.Import.Register", "unitOfMeasure": {"unit": "Wh"}},
    ]}]})
}

fn token(id: &str) -> Value {
    json!({"idToken": {"idToken": id, "type": "ISO14443"}})
}

fn shown(admin: &Admin) -> Value {
    admin.get("/api/v1/transactions/CP1/T1").expect(200)
}

#[test]
fn a_session_is_kept_from_started_to_ended() {
    in_both(|admin, station| {
        let started = with(
            with(event("Started", 0), &token("DRIVER")),
            &json!({"evse": {"id": 1, "connectorId": 2}}),
        );
        let answer = station.call("TransactionEvent", &with(started, &register(1000)));
        assert_eq!(answer["idTokenInfo"]["status"], "Accepted");
        assert_eq!(shown(admin)["state"], "open");
        let answer = station.call("TransactionEvent", &with(event("Updated", 1), &register(2500)));
        assert!(
            answer.get("idTokenInfo").is_none(),
            "no token was asked about: {answer}"
        );
        let mut ended = with(event("Ended", 2), &register(8250));
        ended["transactionInfo"]["stoppedReason"] = json!("EVDisconnected");
        station.call("TransactionEvent", &ended);
        let kept = shown(admin);
        for (member, value) in [
            ("chargePoint", json!("CP1")),
            ("id", json!("T1")),
            ("evse", json!(1)),
            ("connector", json!(2)),
            ("idTag", json!("DRIVER")),
            ("state", json!("closed")),
            ("meterStartWh", json!("1000")),
            ("meterStopWh", json!("8250")),
            ("energyWh", json!("7250")),
            ("stopReason", json!("EVDisconnected")),
            ("complete", json!(true)),
        ] {
            assert_eq!(kept[member], value, "{member} of {kept}");
        }
        assert_eq!(kept["events"].as_array().unwrap().len(), 3, "{kept}");
    });
}

#[test]
fn a_repeated_event_is_answered_again_and_applied_once() {
    in_both(|admin, station| {
        let started = with(with(event("Started", 0), &token("DRIVER")), &register(1000));
        let answer = station.call("TransactionEvent", &started);
        let kept = shown(admin);
        for _ in 0..3 {
            assert_eq!(station.call("TransactionEvent", &started), answer);
        }
        assert_eq!(shown(admin), kept);
        let ended = with(event("Ended", 1), &register(2000));
        let answer = station.call("TransactionEvent", &ended);
        let kept = shown(admin);
        assert_eq!(station.call("TransactionEvent", &ended), answer);
        assert_eq!(
            station.call("TransactionEvent", &started)["idTokenInfo"]["status"],
            "Accepted"
        );
        assert_eq!(shown(admin), kept);
        assert_eq!(kept["events"].as_array().unwrap().len(), 2, "{kept}");
    });
}

#[test]
fn a_number_that_is_used_again_for_another_event_is_not_lost() {
    in_both(|admin, station| {
        station.call("TransactionEvent", &event("Started", 0));
        station.call("TransactionEvent", &with(event("Updated", 1), &register(1000)));
        // After a reboot the station counts from the beginning again: another time, another register.
        let again = with(
            with(event("Updated", 1), &json!({"timestamp": "2026-01-01T12:00:00Z"})),
            &register(3000),
        );
        station.call("TransactionEvent", &again);
        assert_eq!(shown(admin)["meterStopWh"], "3000");
        assert_eq!(shown(admin)["events"].as_array().unwrap().len(), 3);
    });
}

#[test]
fn events_may_come_in_any_order() {
    in_both(|admin, station| {
        station.call("TransactionEvent", &with(event("Updated", 1), &register(2000)));
        assert_eq!(shown(admin)["state"], "open");
        station.call("TransactionEvent", &with(event("Ended", 3), &register(8250)));
        let kept = shown(admin);
        assert_eq!(
            (&kept["state"], &kept["complete"]),
            (&json!("closed"), &json!(false)),
            "{kept}"
        );
        station.call("TransactionEvent", &with(event("Updated", 2), &register(5000)));
        let started = with(with(event("Started", 0), &token("DRIVER")), &register(1000));
        assert_eq!(
            station.call("TransactionEvent", &started)["idTokenInfo"]["status"],
            "Accepted"
        );
        let kept = shown(admin);
        assert_eq!(
            (&kept["state"], &kept["complete"]),
            (&json!("closed"), &json!(true)),
            "{kept}"
        );
        assert_eq!(
            (&kept["idTag"], &kept["meterStopWh"]),
            (&json!("DRIVER"), &json!("8250")),
            "{kept}"
        );
    });
}

#[test]
fn sessions_that_run_beside_each_other_share_the_numbers_of_their_station() {
    in_both(|admin, station| {
        let of = |kind: &str, number: u8, evse: u8| {
            let mut event = with(event(kind, number), &register(1000 + 50 * u32::from(number)));
            event["meterValue"][0]["timestamp"] = event["timestamp"].clone();
            event["transactionInfo"]["transactionId"] = json!(format!("T{evse}"));
            with(event, &json!({"evse": {"id": evse, "connectorId": 1}}))
        };
        let complete = |evse: u8| {
            let path = format!("/api/v1/transactions/CP1/T{evse}");
            let shown = admin.get(&path).expect(200);
            let doubts = shown["doubts"].as_array().unwrap().clone();
            (
                shown["complete"] == json!(true),
                doubts.contains(&json!("missing-sequence-numbers")),
            )
        };
        station.call("TransactionEvent", &of("Started", 5, 1));
        station.call("TransactionEvent", &of("Started", 6, 2));
        // Both go on in turn, and number 20 is lost.
        for number in (7..40).filter(|number| *number != 20) {
            station.call("TransactionEvent", &of("Updated", number, 1 + number % 3 / 2));
        }
        station.call("TransactionEvent", &of("Ended", 40, 1));
        station.call("TransactionEvent", &of("Ended", 41, 2));
        assert_eq!((complete(1), complete(2)), ((false, true), (false, true)));
        // It was of the second, which is whole by it; the first is by its next message.
        station.call("TransactionEvent", &of("Updated", 20, 2));
        assert_eq!(complete(2), (true, false));
        station.call(
            "TransactionEvent",
            &with(of("Updated", 39, 1), &json!({"timestamp": "2026-01-01T10:39:30Z"})),
        );
        assert_eq!(complete(1), (true, false));
    });
}

#[test]
fn started_and_ended_are_enough() {
    in_both(|admin, station| {
        station.call("TransactionEvent", &event("Started", 0));
        station.call("TransactionEvent", &event("Ended", 1));
        let kept = shown(admin);
        assert_eq!(
            (&kept["state"], &kept["complete"]),
            (&json!("closed"), &json!(false)),
            "{kept}"
        );
        // Nobody knows its energy.
        assert_eq!(kept["doubts"], json!(["no-start-register", "no-end-register"]));
        assert_eq!(
            (&kept["evse"], &kept["idTag"], &kept["energyWh"]),
            (&Value::Null, &Value::Null, &Value::Null)
        );
    });
}

#[test]
fn what_happened_offline_is_taken_like_what_happens_now() {
    in_both(|admin, station| {
        let offline = json!({"offline": true});
        let started = with(
            with(with(event("Started", 0), &token("THIEF")), &register(1000)),
            &offline,
        );
        assert_eq!(
            station.call("TransactionEvent", &started)["idTokenInfo"]["status"],
            "Blocked"
        );
        station.call(
            "TransactionEvent",
            &with(with(event("Updated", 1), &register(2000)), &offline),
        );
        station.call(
            "TransactionEvent",
            &with(with(event("Ended", 2), &register(3000)), &offline),
        );
        let kept = shown(admin);
        assert_eq!(
            (&kept["doubts"], &kept["energyWh"]),
            (&json!(["refused-driver"]), &json!("2000")),
            "{kept}"
        );
        assert!(
            kept["startedAt"].as_str().unwrap().starts_with("2026-01-01T10:00:00"),
            "{kept}"
        );
    });
}

#[test]
fn a_session_is_of_the_first_card_that_was_accepted() {
    in_both(|admin, station| {
        let cable = json!({"triggerReason": "CablePluggedIn"});
        station.call(
            "TransactionEvent",
            &with(with(event("Started", 0), &register(1000)), &cable),
        );
        for (number, card, status) in [(1, "THIEF", "Blocked"), (2, "DRIVER", "Accepted")] {
            let card = with(
                with(event("Updated", number), &token(card)),
                &json!({"triggerReason": "Authorized"}),
            );
            assert_eq!(station.call("TransactionEvent", &card)["idTokenInfo"]["status"], status);
        }
        let ended = with(with(event("Ended", 3), &token("DRIVER")), &register(5000));
        station.call("TransactionEvent", &ended);
        let kept = shown(admin);
        for (member, value) in [
            ("idTag", json!("DRIVER")),
            ("authorization", json!("Accepted")),
            ("stoppedBy", json!("DRIVER")),
            ("stoppedByForeign", json!(false)),
            ("complete", json!(true)),
        ] {
            assert_eq!(kept[member], value, "{member} of {kept}");
        }
        let of = |tag: &str| admin.get(&format!("/api/v1/transactions?idTag={tag}")).expect(200)["items"].clone();
        assert_eq!(of("DRIVER").as_array().unwrap().len(), 1);
        assert_eq!(of("THIEF"), json!([]));
    });
}

#[test]
fn a_station_that_does_not_count_loses_no_card() {
    in_both(|admin, station| {
        let at_once = json!({"timestamp": "2026-01-01T10:00:00Z"});
        let at_the_end = "2026-01-01T10:30:00Z";
        let mut ended = with(event("Ended", 0), &register(5000));
        ended["timestamp"] = json!(at_the_end);
        ended["meterValue"][0]["timestamp"] = json!(at_the_end);
        let told = [
            with(event("Started", 0), &register(1000)),
            with(event("Updated", 0), &json!({"triggerReason": "ChargingStateChanged"})),
            with(with(event("Updated", 0), &token("DRIVER")), &at_once),
            ended,
        ];
        for is_told in [true, false] {
            for mut event in told.clone() {
                if !is_told {
                    event.as_object_mut().unwrap().remove("seqNo");
                    event["transactionInfo"]["transactionId"] = json!("T2");
                }
                let shows = event.get("idToken").is_some();
                let answer = station.call("TransactionEvent", &event);
                assert_eq!(answer.get("idTokenInfo").is_some(), shows, "{event}: {answer}");
            }
            let id = if is_told { "T1" } else { "T2" };
            let kept = admin.get(&format!("/api/v1/transactions/CP1/{id}")).expect(200);
            assert_eq!(
                (&kept["idTag"], &kept["energyWh"], &kept["complete"]),
                (&json!("DRIVER"), &json!("4000"), &json!(true)),
                "{kept}"
            );
        }
    });
}

#[test]
fn a_queue_that_is_sent_again_is_billed_once_however_its_times_are_written() {
    in_both(|admin, station| {
        let mut queue = |start: &str, end: &str, more: &Value| {
            for (kind, number, at, wh) in [("Started", 0, start, 1000), ("Ended", 1, end, 5000)] {
                let mut told = with(with(event(kind, number), &register(wh)), &token("DRIVER"));
                told["timestamp"] = json!(at);
                told["meterValue"][0]["timestamp"] = json!(at);
                station.call("TransactionEvent", &with(told, more));
            }
        };
        queue("2026-01-01T10:00:52.5Z", "2026-01-01T11:00:42.5Z", &json!({}));
        let kept = shown(admin);
        let waited = json!({"offline": true});
        queue("2026-01-01T10:00:52Z", "2026-01-01T11:00:42Z", &waited);
        queue("2026-01-01T11:00:52.5+01:00", "2026-01-01T12:00:42+01:00", &waited);
        assert_eq!(shown(admin), kept);
        assert_eq!(
            (&kept["energyWh"], &kept["complete"]),
            (&json!("4000"), &json!(true)),
            "{kept}"
        );
        let all = admin.get("/api/v1/transactions?chargePoint=CP1").expect(200);
        assert_eq!(all["items"].as_array().unwrap().len(), 1, "{all}");
    });
}

#[test]
fn tokens_are_compared_without_case_and_need_none_where_there_is_no_authorization() {
    in_both(|_admin, station| {
        for (id, kind, status) in [
            ("driver", "ISO14443", "Accepted"),
            ("THIEF", "ISO14443", "Blocked"),
            ("STRANGER", "ISO14443", "Invalid"),
            ("", "NoAuthorization", "Accepted"),
        ] {
            let token = json!({"idToken": {"idToken": id, "type": kind}});
            assert_eq!(
                station.call("Authorize", &token)["idTokenInfo"]["status"],
                status,
                "{id:?} {kind}"
            );
        }
    });
}

#[test]
fn the_same_transaction_id_at_two_stations_is_two_transactions() {
    for version in VERSIONS {
        let server = Server::start(&Config::new());
        let admin = server.admin();
        for (name, wh) in [("CP1", 1000), ("CP2", 5000)] {
            let mut station = Station::connect(&server, name, version);
            station.call("TransactionEvent", &with(event("Started", 0), &register(wh)));
        }
        let of = |name: &str| admin.get(&format!("/api/v1/transactions/{name}/T1")).expect(200)["meterStartWh"].clone();
        assert_eq!((of("CP1"), of("CP2")), (json!("1000"), json!("5000")));
    }
}
