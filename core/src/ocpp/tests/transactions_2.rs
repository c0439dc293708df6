//! Transactions of 2.x: repetitions, any order, gaps.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use crate::ids::TransactionId;
use crate::state::transactions::{Doubt, Transaction, TransactionState};

fn event(kind: &str, seq_no: i64) -> Value {
    json!({
        "eventType": kind,
        "timestamp": format!("2026-11-20T10:{seq_no:02}:00Z"),
        "triggerReason": "Trigger",
        "seqNo": seq_no,
        "transactionInfo": { "transactionId": "T1" },
    })
}

fn with(mut event: Value, name: &str, value: Value) -> Value {
    event[name] = value;
    event
}

fn transaction(station: &TestStation) -> Transaction {
    station
        .pipeline
        .state
        .transaction(&station.charge_point, &TransactionId::new("T1"))
        .unwrap()
        .unwrap()
}

#[actix_web::test]
async fn the_events_of_a_session_add_up() {
    for version in [Version::V201, Version::V21] {
        let station = TestStation::new(version).await;
        let meter = |value: f64, context: &str| json!([{ "timestamp": "2026-11-20T10:00:00Z", "sampledValue": [{ "value": value, "context": context }] }]);
        station
            .call(
                "TransactionEvent",
                with(event("Started", 0), "meterValue", meter(100.0, "Transaction.Begin")),
            )
            .await;
        let token = json!({ "idToken": "TAG", "type": "ISO14443" });
        let authorized = with(
            with(event("Updated", 1), "idToken", token),
            "evse",
            json!({ "id": 2, "connectorId": 1 }),
        );
        let answer = station.call("TransactionEvent", authorized).await;
        assert_eq!(answer["idTokenInfo"]["status"], "Accepted");
        let answer = station
            .call(
                "TransactionEvent",
                with(event("Ended", 2), "meterValue", meter(350.5, "Transaction.End")),
            )
            .await;
        assert_eq!(answer, json!({}));

        let transaction = transaction(&station);
        assert_eq!((transaction.evse, transaction.connector), (Some(2), Some(1)));
        assert_eq!(transaction.id_tag.as_deref(), Some("TAG"));
        assert_eq!(transaction.meter_start_wh.unwrap().to_string(), "100");
        assert_eq!(transaction.meter_stop_wh.unwrap().to_string(), "350.5");
        assert_eq!(
            (transaction.state, transaction.complete),
            (TransactionState::Closed, true)
        );
    }
}

#[actix_web::test]
async fn a_repeated_event_is_answered_again_and_applied_once() {
    let station = TestStation::new(Version::V201).await;
    let token = json!({ "idToken": "TAG", "type": "ISO14443" });
    let started = with(event("Started", 0), "idToken", token);
    let first = station.call("TransactionEvent", started.clone()).await;
    assert_eq!(station.call("TransactionEvent", started).await, first);
    let events = station
        .pipeline
        .state
        .transaction_events(&station.charge_point, &TransactionId::new("T1"), 9)
        .unwrap();
    assert_eq!(events.len(), 1);
    // The same number with another time is another event: the station counts anew after a reboot.
    station
        .call(
            "TransactionEvent",
            with(event("Updated", 0), "timestamp", json!("2026-11-20T12:00:00Z")),
        )
        .await;
    let events = station
        .pipeline
        .state
        .transaction_events(&station.charge_point, &TransactionId::new("T1"), 9)
        .unwrap();
    assert_eq!(events.len(), 2);
}

#[actix_web::test]
async fn events_may_come_in_any_order_and_a_gap_is_told() {
    let station = TestStation::new(Version::V201).await;
    station.call("TransactionEvent", event("Ended", 2)).await;
    assert_eq!(
        (transaction(&station).state, transaction(&station).complete),
        (TransactionState::Closed, false)
    );
    station.call("TransactionEvent", event("Started", 0)).await;
    assert!(transaction(&station).doubts.contains(&Doubt::MissingSequenceNumbers));
    station.call("TransactionEvent", event("Updated", 1)).await;
    let whole = transaction(&station);
    assert_eq!(whole.state, TransactionState::Closed);
    assert!(
        !whole.doubts.contains(&Doubt::MissingSequenceNumbers),
        "{:?}",
        whole.doubts
    );
    assert!(
        station
            .pipeline
            .state
            .open_transactions(&station.charge_point)
            .unwrap()
            .is_empty()
    );
}

#[actix_web::test]
async fn a_token_that_needs_no_authorization_is_accepted() {
    let mut settings = crate::config::settings::Settings::default();
    settings.authorization.accept_unknown = false;
    let station = TestStation::with(Version::V201, settings).await;
    let status = |answer: Value| answer["idTokenInfo"]["status"].as_str().unwrap().to_owned();
    let none = json!({ "idToken": { "idToken": "", "type": "NoAuthorization" } });
    assert_eq!(status(station.call("Authorize", none).await), "Accepted");
    let unknown = json!({ "idToken": { "idToken": "X", "type": "ISO14443" } });
    assert_eq!(status(station.call("Authorize", unknown).await), "Invalid");
}
