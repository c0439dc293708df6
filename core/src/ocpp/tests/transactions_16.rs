//! Transactions of 1.6: retries, lost ends, unknown ids.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use crate::ids::TransactionId;
use crate::state::id_tags::{IdTag, IdTagStatus, put_id_tag};
use crate::state::transactions::{Transaction, TransactionState};

fn start(connector: i64, timestamp: &str) -> Value {
    json!({ "connectorId": connector, "idTag": "TAG", "meterStart": 100, "timestamp": timestamp })
}

fn stop(id: &Value) -> Value {
    json!({ "transactionId": id, "meterStop": 900, "timestamp": "2026-11-20T11:00:00Z", "idTag": "TAG" })
}

fn transaction(station: &TestStation, id: &Value) -> Transaction {
    let id = TransactionId::new(&id.to_string());
    station
        .pipeline
        .state
        .transaction(&station.charge_point, &id)
        .unwrap()
        .unwrap()
}

#[actix_web::test]
async fn a_retried_start_is_the_same_transaction() {
    let station = TestStation::new(Version::V16).await;
    let first = station.call("StartTransaction", start(1, "2026-11-20T10:00:00Z")).await;
    let again = station.call("StartTransaction", start(1, "2026-11-20T10:00:00Z")).await;
    assert_eq!(first, again);
    let other = station.call("StartTransaction", start(2, "2026-11-20T10:00:00Z")).await;
    assert_ne!(first["transactionId"], other["transactionId"]);
}

#[actix_web::test]
async fn a_repeated_stop_is_answered_again_and_changes_nothing() {
    let station = TestStation::new(Version::V16).await;
    let id = station.call("StartTransaction", start(1, "2026-11-20T10:00:00Z")).await["transactionId"].clone();
    let first = station.call("StopTransaction", stop(&id)).await;
    let before = transaction(&station, &id);
    let mut again = stop(&id);
    again["meterStop"] = json!(5000);
    assert_eq!(station.call("StopTransaction", again).await, first);
    assert_eq!(transaction(&station, &id), before);
    assert_eq!((before.state, before.complete), (TransactionState::Closed, true));
    assert_eq!(before.meter_stop_wh.unwrap().to_string(), "900");
}

#[actix_web::test]
async fn a_start_on_a_busy_connector_gives_the_older_one_up() {
    let station = TestStation::new(Version::V16).await;
    let old = station.call("StartTransaction", start(1, "2026-11-20T10:00:00Z")).await["transactionId"].clone();
    let other = station.call("StartTransaction", start(2, "2026-11-20T10:00:00Z")).await["transactionId"].clone();
    let sample = json!([{ "timestamp": "2026-11-20T10:30:00Z", "sampledValue": [{ "value": "0.4", "unit": "kWh" }] }]);
    station
        .call(
            "MeterValues",
            json!({ "connectorId": 1, "transactionId": old, "meterValue": sample }),
        )
        .await;
    station.call("StartTransaction", start(1, "2026-11-20T12:00:00Z")).await;

    let given_up = transaction(&station, &old);
    assert_eq!(
        (given_up.state, given_up.complete),
        (TransactionState::Superseded, false)
    );
    let end = given_up.energy.and_then(|energy| energy.end).unwrap();
    assert_eq!(end.wh.to_string(), "400");
    assert_eq!(transaction(&station, &other).state, TransactionState::Open);
    assert_eq!(
        station
            .pipeline
            .state
            .open_transactions(&station.charge_point)
            .unwrap()
            .len(),
        2
    );

    // The end was only late after all.
    station.call("StopTransaction", stop(&old)).await;
    assert_eq!(transaction(&station, &old).state, TransactionState::Closed);
}

#[actix_web::test]
async fn what_cannot_be_placed_is_answered_and_kept_once() {
    let station = TestStation::new(Version::V16).await;
    for id in [-1, 0, 4711] {
        station.call("StopTransaction", stop(&json!(id))).await;
        station.call("StopTransaction", stop(&json!(id))).await;
    }
    let sample = json!([{ "timestamp": "2026-11-20T10:30:00Z", "sampledValue": [{ "value": "4" }] }]);
    station
        .call(
            "MeterValues",
            json!({ "connectorId": 1, "transactionId": 4711, "meterValue": sample }),
        )
        .await;
    assert_eq!(
        station.pipeline.state.orphans(&station.charge_point, 99).unwrap().len(),
        4
    );
}

#[actix_web::test]
async fn meter_values_without_an_id_belong_to_the_open_transaction() {
    let station = TestStation::new(Version::V16).await;
    let id = station.call("StartTransaction", start(1, "2026-11-20T10:00:00Z")).await["transactionId"].clone();
    let sample = json!([{ "timestamp": "2026-11-20T10:30:00Z", "sampledValue": [{ "value": "4" }] }]);
    for connector in [1, 1, 2] {
        station
            .call("MeterValues", json!({ "connectorId": connector, "meterValue": sample }))
            .await;
    }
    let id = TransactionId::new(&id.to_string());
    assert_eq!(
        station
            .pipeline
            .state
            .meter_values(&station.charge_point, &id, 9)
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        station
            .pipeline
            .state
            .latest_meter_values(&station.charge_point)
            .unwrap()
            .len(),
        1
    );
}

#[actix_web::test]
async fn a_refused_tag_still_gets_its_transaction() {
    let station = TestStation::new(Version::V16).await;
    let tag = IdTag {
        tag: "tag".into(),
        kind: None,
        status: IdTagStatus::Blocked,
        parent: Some("GROUP".into()),
        expiry: None,
    };
    station
        .pipeline
        .state
        .store()
        .write(vec![put_id_tag(&tag).unwrap()])
        .await
        .unwrap();
    let answer = station.call("StartTransaction", start(1, "2026-11-20T10:00:00Z")).await;
    assert_eq!(
        answer["idTagInfo"],
        json!({ "status": "Blocked", "parentIdTag": "GROUP" })
    );
    assert_eq!(
        transaction(&station, &answer["transactionId"]).state,
        TransactionState::Open
    );
}

#[actix_web::test]
async fn an_expired_tag_says_since_when() {
    let station = TestStation::new(Version::V16).await;
    let expiry = Some("2026-11-20T09:00:00Z".parse().unwrap());
    let tag = IdTag {
        tag: "TAG".into(),
        kind: None,
        status: IdTagStatus::Accepted,
        parent: None,
        expiry,
    };
    station
        .pipeline
        .state
        .store()
        .write(vec![put_id_tag(&tag).unwrap()])
        .await
        .unwrap();
    let answer = station.call("Authorize", json!({ "idTag": "tag" })).await;
    assert_eq!(
        answer["idTagInfo"],
        json!({ "status": "Expired", "expiryDate": "2026-11-20T09:00:00.000Z" })
    );
}
