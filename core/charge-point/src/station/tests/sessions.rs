use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::super::{Deed, Status};
use super::{Bench, kind};

#[test]
fn a_session_of_1_6_tells_its_story_in_order() {
    let mut bench = Bench::new(Version::V16);
    bench.connect();
    assert_eq!(
        bench.actions(),
        [
            "BootNotification",
            "StatusNotification",
            "StatusNotification",
            "StatusNotification"
        ]
    );
    bench.sent.clear();
    bench.act(Deed::Plug(Some(1))).unwrap();
    bench.swipe("TAG");
    bench.pass(125);
    bench.swipe("TAG");
    bench.act(Deed::Unplug(Some(1))).unwrap();
    bench.pass(1);
    let told = [
        "StatusNotification",
        "Authorize",
        "StartTransaction",
        "StatusNotification",
        "MeterValues",
        "MeterValues",
        "StopTransaction",
        "StatusNotification",
    ];
    assert_eq!(bench.actions()[..8], told);
    let stop = bench.last("StopTransaction");
    assert_eq!(
        (&stop["transactionId"], &stop["reason"], &stop["idTag"]),
        (&json!(77), &json!("Local"), &json!("TAG"))
    );
    assert!(
        bench
            .all("MeterValues")
            .iter()
            .all(|values| values["transactionId"] == 77)
    );
    assert_eq!(bench.last("StatusNotification")["status"], "Available");
}

#[test]
fn a_session_of_2_x_counts_its_events() {
    for version in [Version::V201, Version::V21] {
        let mut bench = Bench::charging(version);
        bench.pass(125);
        bench.act(Deed::Unplug(None)).unwrap();
        bench.pass(1);
        let events = bench.all("TransactionEvent");
        let kinds: Vec<_> = events
            .iter()
            .map(|event| event["eventType"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, ["Started", "Updated", "Updated", "Ended"]);
        let numbers: Vec<_> = events.iter().map(|event| event["seqNo"].as_u64().unwrap()).collect();
        assert_eq!(numbers, [0, 1, 2, 3]);
        assert!(events.iter().all(|event| event.get("offline").is_none()));
        let ended = events[3];
        assert_eq!(ended["transactionInfo"]["stoppedReason"], "EVDisconnected");
        assert_eq!(
            ended["transactionInfo"]["transactionId"],
            events[0]["transactionInfo"]["transactionId"]
        );
    }
}

#[test]
fn the_register_only_rises_and_says_what_was_charged() {
    let mut bench = Bench::charging(Version::V16);
    bench.pass(3600);
    let registers: Vec<f64> = bench
        .all("MeterValues")
        .iter()
        .map(|values| {
            values["meterValue"][0]["sampledValue"][0]["value"]
                .as_str()
                .unwrap()
                .parse()
                .unwrap()
        })
        .collect();
    assert_eq!(registers.len(), 60);
    assert!(registers.windows(2).all(|pair| pair[0] < pair[1]), "{registers:?}");
    bench.swipe("TAG");
    let (start, stop) = (
        bench.last("StartTransaction")["meterStart"].clone(),
        bench.last("StopTransaction").clone(),
    );
    let energy = stop["meterStop"].as_i64().unwrap() - start.as_i64().unwrap();
    assert!((7_000..=22_000).contains(&energy), "{energy}");
}

#[test]
fn a_card_first_and_a_car_in_time() {
    let mut bench = Bench::up(Version::V16);
    bench.swipe("TAG");
    assert_eq!(bench.status(1), Status::Preparing);
    bench.pass(30);
    bench.act(Deed::Plug(Some(1))).unwrap();
    assert_eq!(bench.status(1), Status::Charging);
    let mut late = Bench::up(Version::V16);
    late.swipe("TAG");
    late.pass(61);
    assert_eq!(late.status(1), Status::Available);
    late.act(Deed::Plug(Some(1))).unwrap();
    assert_eq!(late.status(1), Status::Preparing);
}

#[test]
fn who_is_refused_does_not_charge() {
    fn blocked(action: &str, payload: &Value) -> Option<Value> {
        match action {
            "Authorize" => Some(json!({"idTagInfo": {"status": "Blocked"}})),
            _ => kind(action, payload),
        }
    }
    let mut bench = Bench::up(Version::V16);
    bench.rule = blocked;
    bench.act(Deed::Plug(None)).unwrap();
    bench.swipe("THIEF");
    assert_eq!(
        (bench.status(1), bench.all("StartTransaction").len()),
        (Status::Preparing, 0)
    );
}

#[test]
fn a_start_that_the_server_does_not_take_ends_the_session() {
    fn invalid(action: &str, payload: &Value) -> Option<Value> {
        match action {
            "StartTransaction" => Some(json!({"transactionId": 5, "idTagInfo": {"status": "Invalid"}})),
            "TransactionEvent" if payload["eventType"] == "Started" => {
                Some(json!({"idTokenInfo": {"status": "Invalid"}}))
            }
            _ => kind(action, payload),
        }
    }
    for (version, last) in [(Version::V16, "StopTransaction"), (Version::V201, "TransactionEvent")] {
        let mut bench = Bench::up(version);
        bench.rule = invalid;
        bench.act(Deed::Plug(None)).unwrap();
        bench.swipe("TAG");
        bench.pass(1);
        let told = bench.last(last).to_string();
        assert!(told.contains("DeAuthorized"), "{told}");
    }
}

#[test]
fn a_full_battery_and_a_driver_who_waits_suspend() {
    let mut bench = Bench::charging(Version::V201);
    bench.act(Deed::Pause(None)).unwrap();
    assert_eq!(
        bench.last("TransactionEvent")["transactionInfo"]["chargingState"],
        "SuspendedEV"
    );
    bench.act(Deed::Resume(None)).unwrap();
    assert_eq!(
        bench.last("TransactionEvent")["transactionInfo"]["chargingState"],
        "Charging"
    );
    bench.pass(24 * 3600);
    assert_eq!(bench.status(1), Status::SuspendedEv);
    let view = bench.station.view();
    assert_eq!(
        (view.connectors[0].battery_percent, view.connectors[0].power_w),
        (Some(100.0), 0.0)
    );
}

#[test]
fn a_broken_connector_ends_its_session_and_takes_nobody() {
    let mut bench = Bench::charging(Version::V16);
    let code = Some("groundfailure".to_owned());
    bench
        .act(Deed::Fault {
            connector: Some(1),
            code,
        })
        .unwrap();
    let status = bench.last("StatusNotification");
    assert_eq!(
        (&status["status"], &status["errorCode"]),
        (&json!("Faulted"), &json!("GroundFailure"))
    );
    assert_eq!(bench.last("StopTransaction")["reason"], "Other");
    bench.act(Deed::Repair(None)).unwrap();
    assert_eq!(bench.status(1), Status::Finishing);
    let wrong = Deed::Fault {
        connector: None,
        code: Some("Fire".to_owned()),
    };
    assert!(bench.act(wrong).unwrap_err().contains("GroundFailure"));
}

#[test]
fn a_rejected_and_a_pending_boot_are_tried_again_after_the_interval() {
    fn pending(action: &str, payload: &Value) -> Option<Value> {
        match action {
            "BootNotification" => {
                Some(json!({"status": "Pending", "currentTime": "2026-01-01T12:00:00Z", "interval": 20}))
            }
            _ => kind(action, payload),
        }
    }
    let mut bench = Bench::new(Version::V16);
    bench.rule = pending;
    bench.connect();
    bench.pass(19);
    assert_eq!(bench.actions(), ["BootNotification"]);
    let refused = bench.call("RemoteStartTransaction", json!({"idTag": "TAG"}));
    assert_eq!(refused, Ok(json!({"status": "Rejected"})));
    bench
        .call("TriggerMessage", json!({"requestedMessage": "Heartbeat"}))
        .unwrap();
    assert_eq!(bench.actions(), ["BootNotification", "Heartbeat"]);
    bench.rule = kind;
    bench.pass(1);
    assert_eq!(bench.all("BootNotification").len(), 2);
    assert_eq!(bench.station.view().registration, "Accepted");
}

#[test]
fn heartbeats_follow_the_servers_interval() {
    let mut bench = Bench::up(Version::V21);
    bench.pass(900);
    assert_eq!(bench.all("Heartbeat").len(), 3);
}
