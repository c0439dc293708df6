//! How connectors stand after their reports, in whichever order and words these come.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use crate::ocpp::Expects;

/// So many minutes after the time of the test's clock.
fn time(minutes: i64) -> String {
    let began: crate::clock::Time = "2026-11-20T10:00:00Z".parse().unwrap();
    crate::clock::text(began + chrono::TimeDelta::minutes(minutes))
}

fn statuses(station: &TestStation) -> Vec<(Option<i64>, i64, String)> {
    let known = station.pipeline.state.connectors(&station.charge_point).unwrap();
    let told = |one: crate::state::connectors::Connector| (one.evse, one.connector, one.status.into_owned());
    known.into_iter().map(told).collect()
}

fn of_16(status: &str, minutes: i64) -> Value {
    json!({ "connectorId": 1, "status": status, "errorCode": "NoError", "timestamp": time(minutes) })
}

fn of_2x(status: &str, minutes: i64) -> Value {
    json!({ "evseId": 1, "connectorId": 1, "connectorStatus": status, "timestamp": time(minutes) })
}

#[actix_web::test]
async fn a_queued_status_does_not_beat_a_newer_one() {
    for version in Version::ALL {
        let report = |newer: bool, minutes| match version {
            Version::V16 => of_16(if newer { "Charging" } else { "Preparing" }, minutes),
            _ => of_2x(if newer { "Occupied" } else { "Available" }, minutes),
        };
        let station = TestStation::new(version).await;
        station.call("StatusNotification", report(true, 0)).await;
        let before = statuses(&station);
        station.call("StatusNotification", report(false, -60)).await;
        assert_eq!(statuses(&station), before, "{version}");
        let kept = station.pipeline.state.records(&station.charge_point, None, 9).unwrap();
        assert_eq!(kept.len(), 1, "history is kept as it came");
        station.call("StatusNotification", report(false, 0)).await;
        assert_ne!(statuses(&station), before, "of the same time the later one counts");
    }
}

#[actix_web::test]
async fn a_clock_that_was_ahead_or_never_set_says_nothing_of_the_order() {
    let station = TestStation::new(Version::V16).await;
    for (status, minutes) in [("Charging", 600), ("Finishing", 0)] {
        station.call("StatusNotification", of_16(status, minutes)).await;
        assert_eq!(statuses(&station)[0].2, status);
    }
    let mut unset = of_16("Available", 0);
    unset["timestamp"] = "1970-01-01T00:00:10Z".into();
    station.call("StatusNotification", unset).await;
    assert_eq!(statuses(&station)[0].2, "Available");
}

fn event((component, evse): (&str, Value), variable: &str, value: &str, minutes: i64) -> Value {
    let mut component = json!({ "name": component });
    if !evse.is_null() {
        component["evse"] = evse;
    }
    json!({ "eventId": 1, "timestamp": time(minutes), "trigger": "Delta", "actualValue": value,
        "eventNotificationType": "HardWiredNotification", "component": component, "variable": { "name": variable } })
}

async fn notify(station: &TestStation, events: Value) {
    let payload = json!({ "generatedAt": time(0), "seqNo": 0, "eventData": events });
    station.send(Expects::Answer, "NotifyEvent", payload).await.unwrap();
}

const VARIABLE: &str = "AvailabilityState";

#[actix_web::test]
async fn the_newest_of_one_message_counts() {
    let station = TestStation::new(Version::V21).await;
    let at = ("Connector", json!({ "id": 5, "connectorId": 1 }));
    let events =
        [("Available", 0), ("Occupied", -1)].map(|(value, at_minute)| event(at.clone(), VARIABLE, value, at_minute));
    notify(&station, json!(events)).await;
    assert_eq!(statuses(&station), [(Some(5), 1, "Available".to_owned())]);
}

#[actix_web::test]
async fn states_are_read_in_any_spelling() {
    for version in [Version::V201, Version::V21] {
        for (component, variable, value, status) in [
            ("Connector", VARIABLE, "Available", "Available"),
            ("connector", "availabilitystate", "occupied", "Occupied"),
            ("CONNECTOR", VARIABLE, " Available", "Available"),
            ("Connector", VARIABLE, "Charging", "Occupied"),
        ] {
            let station = TestStation::new(version).await;
            // The connector's number is left out: it is the first one.
            for evse in [json!({ "id": 3, "connectorId": 1 }), json!({ "id": 3 })] {
                notify(&station, json!([event((component, evse), variable, value, 0)])).await;
                assert_eq!(statuses(&station), [(Some(3), 1, status.to_owned())]);
            }
        }
    }
}

#[actix_web::test]
async fn states_of_the_whole_reach_its_connectors() {
    let station = TestStation::new(Version::V21).await;
    let words = |station: &TestStation| -> Vec<String> { statuses(station).into_iter().map(|one| one.2).collect() };
    let connector = |evse: i64, connector: i64| ("Connector", json!({ "id": evse, "connectorId": connector }));
    let (evse, whole) = (
        |id: i64| ("EVSE", json!({ "id": id })),
        ("ChargingStation", Value::Null),
    );
    for (of, value, wanted) in [
        (connector(1, 1), "Available", vec!["Available"]),
        (connector(1, 2), "Available", vec!["Available", "Available"]),
        (evse(2), "Occupied", vec!["Available", "Available", "Occupied"]),
        (evse(1), "Faulted", vec!["Faulted", "Faulted", "Occupied"]),
        (evse(1), "Available", vec!["Available", "Available", "Occupied"]),
        (connector(1, 2), "Faulted", vec!["Available", "Faulted", "Occupied"]),
        (
            whole.clone(),
            "Unavailable",
            vec!["Unavailable", "Faulted", "Unavailable"],
        ),
        (whole, "Available", vec!["Available", "Faulted", "Available"]),
    ] {
        notify(&station, json!([event(of.clone(), VARIABLE, value, 0)])).await;
        assert_eq!(words(&station), wanted, "{of:?} {value}");
    }
}
