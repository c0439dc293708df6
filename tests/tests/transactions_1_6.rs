//! Transactions of OCPP 1.6 over the wire: always answered, applied once (1.6 sections 4.8 and 4.10).

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::{Value, json};

fn connected() -> (Server, Admin, Station) {
    let server = Server::start(&Config::new().set("authorization.accept_unknown", false));
    let station = Station::connect(&server, "CP1", "1.6");
    let admin = server.admin();
    admin.set_tag("DRIVER", "Accepted");
    admin.set_tag("THIEF", "Blocked");
    (server, admin, station)
}

fn start_at(connector: u8, tag: &str, minute: u8) -> Value {
    let timestamp = format!("2026-01-01T10:{minute:02}:00Z");
    json!({"connectorId": connector, "idTag": tag, "meterStart": 1000, "timestamp": timestamp})
}

fn stop_of(transaction: impl Into<Value>) -> Value {
    let transaction: Value = transaction.into();
    json!({"transactionId": transaction, "meterStop": 8250, "timestamp": "2026-01-01T11:00:00Z", "idTag": "DRIVER"})
}

/// The transaction as the admin API shows it.
fn shown(admin: &Admin, id: &Value) -> Value {
    admin.get(&format!("/api/v1/transactions/CP1/{id}")).expect(200)
}

#[test]
fn a_session_is_kept_from_start_to_stop() {
    let (_server, admin, mut station) = connected();
    let started = station.call("StartTransaction", &start_at(1, "DRIVER", 0));
    assert_eq!(started["idTagInfo"]["status"], "Accepted");
    let id = &started["transactionId"];
    assert!(id.as_i64().unwrap() > 0, "{id}");
    assert_eq!(shown(&admin, id)["state"], "open");
    let sample = |value: &str, minute: &str| json!({"timestamp": format!("2026-01-01T10:{minute}:00Z"), "sampledValue": [{"value": value}]});
    let values =
        json!({"connectorId": 1, "transactionId": id, "meterValue": [sample("1500", "10"), sample("2500", "20")]});
    assert_eq!(station.call("MeterValues", &values), json!({}));
    let stopped = station.call("StopTransaction", &stop_of(id.clone()));
    assert_eq!(stopped["idTagInfo"]["status"], "Accepted");
    let kept = shown(&admin, id);
    for (member, value) in [
        ("chargePoint", json!("CP1")),
        ("version", json!("1.6")),
        ("connector", json!(1)),
        ("idTag", json!("DRIVER")),
        ("state", json!("closed")),
        ("meterStartWh", json!("1000")),
        ("meterStopWh", json!("8250")),
        ("energyWh", json!("7250")),
        ("stopReason", json!("Local")),
        ("complete", json!(true)),
    ] {
        assert_eq!(kept[member], value, "{member} of {kept}");
    }
    assert_eq!(kept["meterValues"].as_array().unwrap().len(), 2, "{kept}");
}

#[test]
fn a_start_without_authorization_is_answered_with_a_transaction_too() {
    let (_server, _admin, mut station) = connected();
    for (minute, tag, status) in [
        (0, "THIEF", "Blocked"),
        (1, "STRANGER", "Invalid"),
        (2, "driver", "Accepted"),
    ] {
        let answer = station.call("StartTransaction", &start_at(1, tag, minute));
        assert_eq!(answer["idTagInfo"]["status"], status, "{tag}");
        assert!(answer["transactionId"].as_i64().unwrap() > 0, "{answer}");
    }
}

#[test]
fn a_retried_start_gets_the_same_transaction() {
    let (_server, admin, mut station) = connected();
    let first = station.call("StartTransaction", &start_at(1, "DRIVER", 0));
    for _ in 0..3 {
        assert_eq!(station.call("StartTransaction", &start_at(1, "DRIVER", 0)), first);
    }
    assert_eq!(admin.transactions("CP1").len(), 1);
    // Any other connector, tag, time or register is another transaction.
    let other = station.call("StartTransaction", &start_at(2, "DRIVER", 0));
    assert_ne!(other["transactionId"], first["transactionId"]);
    assert_eq!(admin.transactions("CP1").len(), 2);
}

#[test]
fn the_same_start_after_the_stop_is_another_session() {
    let (_server, admin, mut station) = connected();
    let first = station.call("StartTransaction", &start_at(1, "DRIVER", 0));
    station.call("StopTransaction", &stop_of(first["transactionId"].clone()));
    let kept = shown(&admin, &first["transactionId"]);
    // Messages of transactions come in their order: this is no retry.
    let second = station.call("StartTransaction", &start_at(1, "DRIVER", 0));
    assert_ne!(second["transactionId"], first["transactionId"]);
    assert_eq!(station.call("StartTransaction", &start_at(1, "DRIVER", 0)), second);
    assert_eq!(shown(&admin, &first["transactionId"]), kept);
    assert_eq!(shown(&admin, &second["transactionId"])["state"], "open");
    assert_eq!(admin.transactions("CP1").len(), 2);
}

#[test]
fn a_repeated_stop_is_answered_again_and_changes_nothing() {
    let (_server, admin, mut station) = connected();
    let started = station.call("StartTransaction", &start_at(1, "DRIVER", 0));
    let id = &started["transactionId"];
    let answer = station.call("StopTransaction", &stop_of(id.clone()));
    let kept = shown(&admin, id);
    assert_eq!(station.call("StopTransaction", &stop_of(id.clone())), answer);
    let mut altered = stop_of(id.clone());
    altered["meterStop"] = json!(999_999);
    altered["timestamp"] = json!("2026-01-02T00:00:00Z");
    station.call("StopTransaction", &altered);
    // It is kept beside the session, of which nothing moves.
    let mut after = shown(&admin, id);
    let later = after
        .as_object_mut()
        .unwrap()
        .insert("laterMessages".to_owned(), json!([]));
    assert_eq!(later.unwrap()[0]["payload"], altered);
    assert_eq!(after, kept);
}

#[test]
fn a_stop_of_no_known_transaction_is_answered() {
    let (_server, admin, mut station) = connected();
    for id in [-1, 0, 123_456, i64::from(i32::MAX)] {
        let answer = station.call("StopTransaction", &stop_of(id));
        assert_eq!(answer["idTagInfo"]["status"], "Accepted", "{id}: {answer}");
        let mut without_tag = stop_of(id);
        without_tag.as_object_mut().unwrap().remove("idTag");
        let answer = station.call("StopTransaction", &without_tag);
        assert!(answer.get("idTagInfo").is_none(), "nobody was named: {answer}");
    }
    assert_eq!(admin.transactions("CP1"), Vec::<Value>::new());
}

#[test]
fn another_station_s_transaction_is_not_stopped() {
    let (server, admin, mut station) = connected();
    let id = station.call("StartTransaction", &start_at(1, "DRIVER", 0))["transactionId"].clone();
    let mut other = Station::connect(&server, "CP2", "1.6");
    other.call("StopTransaction", &stop_of(id.clone()));
    assert_eq!(shown(&admin, &id)["state"], "open");
    // Numbers are unique over all stations: a RemoteStop or MeterValues names nothing else.
    let others = other.call("StartTransaction", &start_at(1, "DRIVER", 0))["transactionId"].clone();
    assert_ne!(others, id);
}

#[test]
fn a_new_start_on_the_connector_closes_the_old_one_as_incomplete() {
    let (_server, admin, mut station) = connected();
    let lost = station.call("StartTransaction", &start_at(1, "DRIVER", 0))["transactionId"].clone();
    let beside = station.call("StartTransaction", &start_at(2, "DRIVER", 1))["transactionId"].clone();
    let next = station.call("StartTransaction", &start_at(1, "DRIVER", 2));
    assert_eq!(next["idTagInfo"]["status"], "Accepted");
    let old = shown(&admin, &lost);
    assert_eq!(
        (&old["state"], &old["complete"]),
        (&json!("closed"), &json!(false)),
        "{old}"
    );
    assert_eq!(shown(&admin, &beside)["state"], "open");
    assert_eq!(shown(&admin, &next["transactionId"])["state"], "open");
    // Its stop comes late after all.
    let stop =
        json!({"transactionId": lost, "meterStop": 1050, "timestamp": "2026-01-01T10:01:30Z", "idTag": "DRIVER"});
    station.call("StopTransaction", &stop);
    let old = shown(&admin, &lost);
    assert_eq!(
        (&old["complete"], &old["meterStopWh"]),
        (&json!(true), &json!("1050")),
        "{old}"
    );
}

#[test]
fn meter_values_are_answered_whatever_they_belong_to() {
    let (_server, admin, mut station) = connected();
    let id = station.call("StartTransaction", &start_at(1, "DRIVER", 0))["transactionId"].clone();
    let values = |transaction: Value| {
        let mut body = json!({"connectorId": 1, "meterValue": [{"timestamp": "2026-01-01T10:30:00Z", "sampledValue": [{"value": "1500"}]}]});
        body["transactionId"] = transaction;
        body
    };
    for transaction in [json!(-1), json!(0), json!(777), id.clone()] {
        assert_eq!(station.call("MeterValues", &values(transaction)), json!({}));
    }
    station.call("StopTransaction", &stop_of(id.clone()));
    assert_eq!(station.call("MeterValues", &values(id.clone())), json!({}));
    let clock_aligned = json!({"connectorId": 0, "meterValue": [{"timestamp": "2026-01-01T10:30:00Z", "sampledValue": [{"value": "no number"}]}]});
    assert_eq!(station.call("MeterValues", &clock_aligned), json!({}));
    assert_eq!(shown(&admin, &id)["meterStopWh"], "8250");
}

#[test]
fn a_stop_brings_its_last_meter_values() {
    let (_server, admin, mut station) = connected();
    let id = station.call("StartTransaction", &start_at(1, "DRIVER", 0))["transactionId"].clone();
    let mut stop = stop_of(id.clone());
    stop["reason"] = json!("EVDisconnected");
    stop["transactionData"] = json!([{"timestamp": "2026-01-01T11:00:00Z", "sampledValue": [
        {"value": "8250", "context": "Transaction.End", "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
    ]}]);
    station.call("StopTransaction", &stop);
    let kept = shown(&admin, &id);
    assert_eq!(kept["stopReason"], "EVDisconnected");
    assert_eq!(kept["meterValues"].as_array().unwrap().len(), 1, "{kept}");
}

#[test]
fn parent_and_expiry_of_a_tag_go_to_the_station_each_time() {
    let (_server, admin, mut station) = connected();
    let tag = json!({"status": "Accepted", "parent": "FLEET", "expiry": "2999-12-31T00:00:00Z"});
    assert!(matches!(admin.put("/api/v1/id-tags/CARD", &tag).status, 200 | 201));
    let past = json!({"status": "Accepted", "expiry": "2020-01-01T00:00:00Z"});
    assert!(matches!(admin.put("/api/v1/id-tags/OLD", &past).status, 200 | 201));
    let info = station.call("Authorize", &json!({"idTag": "card"}))["idTagInfo"].take();
    assert_eq!(
        (&info["status"], &info["parentIdTag"]),
        (&json!("Accepted"), &json!("FLEET"))
    );
    assert_eq!(info["expiryDate"], "2999-12-31T00:00:00.000Z");
    assert_eq!(
        station.call("StartTransaction", &start_at(1, "CARD", 0))["idTagInfo"],
        info
    );
    assert_eq!(
        station.call("Authorize", &json!({"idTag": "OLD"}))["idTagInfo"]["status"],
        "Expired"
    );
}
