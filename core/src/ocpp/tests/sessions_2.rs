//! Which session of 2.x an event is of: ids that come again, events of sessions that are over, EVSEs.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use crate::ids::TransactionId;
use crate::state::transactions::{ClosedBy, Transaction, TransactionState};

struct Told<'a> {
    kind: &'a str,
    id: &'a str,
    seq_no: i64,
    at: &'a str,
    evse: i64,
    register: f64,
}

const FIRST: Told<'_> = Told {
    kind: "Started",
    id: "1",
    seq_no: 0,
    at: "10:00:00",
    evse: 1,
    register: 1000.0,
};

fn event(told: &Told<'_>) -> Value {
    let timestamp = format!("2026-11-20T{}Z", told.at);
    json!({
        "eventType": told.kind,
        "timestamp": timestamp,
        "triggerReason": "Trigger",
        "seqNo": told.seq_no,
        "transactionInfo": { "transactionId": told.id },
        "evse": { "id": told.evse, "connectorId": 1 },
        "meterValue": [{ "timestamp": timestamp, "sampledValue": [{ "value": told.register }] }],
    })
}

async fn tell(station: &TestStation, told: Told<'_>) {
    station.call("TransactionEvent", event(&told)).await;
}

fn session(station: &TestStation, id: &str) -> Transaction {
    let state = &station.pipeline.state;
    state
        .transaction(&station.charge_point, &TransactionId::new(id))
        .unwrap()
        .unwrap()
}

fn registers(transaction: &Transaction) -> (String, String) {
    let text = |value: Option<rust_decimal::Decimal>| value.unwrap().normalize().to_string();
    (text(transaction.meter_start_wh), text(transaction.meter_stop_wh))
}

fn open(station: &TestStation) -> Vec<String> {
    let open = station.pipeline.state.open_transactions(&station.charge_point).unwrap();
    open.into_iter().map(|marker| marker.id.to_string()).collect()
}

#[actix_web::test]
async fn a_session_that_is_over_does_not_move() {
    let station = TestStation::new(Version::V201).await;
    tell(&station, FIRST).await;
    tell(
        &station,
        Told {
            kind: "Ended",
            seq_no: 1,
            at: "11:00:00",
            register: 5000.0,
            ..FIRST
        },
    )
    .await;
    let before = session(&station, "1");
    assert_eq!(before.ending.closed_by, Some(ClosedBy::Station));
    tell(
        &station,
        Told {
            kind: "Ended",
            seq_no: 1,
            at: "19:00:00",
            register: 19_900_000.0,
            ..FIRST
        },
    )
    .await;
    tell(
        &station,
        Told {
            kind: "Updated",
            seq_no: 7,
            at: "20:00:00",
            register: 19_900_000.0,
            ..FIRST
        },
    )
    .await;
    assert_eq!(session(&station, "1"), before);
    let (state, id) = (&station.pipeline.state, TransactionId::new("1"));
    assert_eq!(state.later_messages(&station.charge_point, &id, 9).unwrap().len(), 2);
    assert_eq!(
        state.transaction_events(&station.charge_point, &id, 9).unwrap().len(),
        2
    );
}

#[actix_web::test]
async fn an_id_that_comes_again_is_another_session() {
    let station = TestStation::new(Version::V21).await;
    let ended = |at, register| Told {
        kind: "Ended",
        seq_no: 1,
        at,
        register,
        ..FIRST
    };
    tell(&station, FIRST).await;
    tell(&station, ended("11:00:00", 6000.0)).await;
    tell(
        &station,
        Told {
            at: "12:00:00",
            register: 6000.0,
            ..FIRST
        },
    )
    .await;
    assert_eq!(open(&station), ["1~2"]);
    tell(&station, ended("13:00:00", 9000.0)).await;
    tell(
        &station,
        Told {
            at: "14:00:00",
            register: 9000.0,
            ..FIRST
        },
    )
    .await;
    assert_eq!(open(&station), ["1~3"]);
    // What came before is answered as before, also of an older session.
    tell(&station, FIRST).await;
    tell(&station, ended("11:00:00", 6000.0)).await;
    tell(
        &station,
        Told {
            at: "12:00:00",
            register: 6000.0,
            ..FIRST
        },
    )
    .await;
    assert_eq!(open(&station), ["1~3"]);
    assert_eq!(
        registers(&session(&station, "1")),
        ("1000".to_owned(), "6000".to_owned())
    );
    let second = session(&station, "1~2");
    assert_eq!(registers(&second), ("6000".to_owned(), "9000".to_owned()));
    assert_eq!((second.state, second.complete), (TransactionState::Closed, true));
    assert_eq!(second.same_id.station_id, Some(TransactionId::new("1")));
}

#[actix_web::test]
async fn an_id_that_comes_again_without_an_end_is_another_session() {
    let station = TestStation::new(Version::V201).await;
    tell(&station, FIRST).await;
    tell(
        &station,
        Told {
            kind: "Updated",
            seq_no: 1,
            at: "10:30:00",
            register: 4000.0,
            ..FIRST
        },
    )
    .await;
    tell(
        &station,
        Told {
            at: "12:00:00",
            register: 4100.0,
            ..FIRST
        },
    )
    .await;
    let lost = session(&station, "1");
    assert_eq!(lost.state, TransactionState::Superseded);
    assert_eq!(lost.stopped_at.as_deref(), Some("2026-11-20T10:30:00Z"));
    assert_eq!(open(&station), ["1~2"]);
    // The count goes on: no other session.
    tell(
        &station,
        Told {
            seq_no: 1,
            at: "12:00:09",
            register: 4100.0,
            ..FIRST
        },
    )
    .await;
    assert_eq!(open(&station), ["1~2"]);
    assert_eq!(
        session(&station, "1~2").started_at.as_deref(),
        Some("2026-11-20T12:00:00Z")
    );
}

#[actix_web::test]
async fn a_station_without_a_clock_says_the_same_begin_with_another_register() {
    let station = TestStation::new(Version::V201).await;
    tell(&station, FIRST).await;
    tell(
        &station,
        Told {
            kind: "Ended",
            seq_no: 1,
            at: "10:00:00",
            register: 2000.0,
            ..FIRST
        },
    )
    .await;
    tell(
        &station,
        Told {
            register: 2000.0,
            ..FIRST
        },
    )
    .await;
    assert_eq!(open(&station), ["1~2"]);
}

#[actix_web::test]
async fn a_second_begin_at_an_evse_gives_the_older_session_up() {
    let station = TestStation::new(Version::V201).await;
    tell(&station, FIRST).await;
    tell(
        &station,
        Told {
            id: "2",
            evse: 2,
            ..FIRST
        },
    )
    .await;
    tell(
        &station,
        Told {
            kind: "Updated",
            seq_no: 1,
            at: "10:20:00",
            register: 1500.0,
            ..FIRST
        },
    )
    .await;
    tell(
        &station,
        Told {
            id: "3",
            at: "12:00:00",
            ..FIRST
        },
    )
    .await;
    assert_eq!(open(&station), ["2", "3"]);
    let lost = session(&station, "1");
    assert_eq!(
        (lost.state, lost.ending.closed_by),
        (TransactionState::Superseded, Some(ClosedBy::Server))
    );
    assert_eq!(lost.stopped_at.as_deref(), Some("2026-11-20T10:20:00Z"));
    // Its end was late after all.
    tell(
        &station,
        Told {
            kind: "Ended",
            seq_no: 2,
            at: "11:00:00",
            register: 2000.0,
            ..FIRST
        },
    )
    .await;
    let ended = session(&station, "1");
    assert_eq!((ended.state, ended.complete), (TransactionState::Closed, true));
    // One of long ago gives no newer one up.
    tell(
        &station,
        Told {
            id: "0",
            at: "08:00:00",
            ..FIRST
        },
    )
    .await;
    assert_eq!(open(&station), ["0", "2", "3"]);
}

#[actix_web::test]
async fn what_is_measured_at_an_evse_while_a_session_runs_belongs_to_it() {
    let station = TestStation::new(Version::V201).await;
    tell(&station, FIRST).await;
    for (evse, at) in [
        (1, "10:10:00"),
        (1, "10:20:00"),
        (1, "07:00:00"),
        (2, "10:10:00"),
        (0, "10:10:00"),
    ] {
        let timestamp = format!("2026-11-20T{at}Z");
        let values = json!([{ "timestamp": timestamp, "sampledValue": [{ "value": 9000 }] }]);
        station
            .call("MeterValues", json!({ "evseId": evse, "meterValue": values }))
            .await;
    }
    let (state, id) = (&station.pipeline.state, TransactionId::new("1"));
    assert_eq!(state.meter_values(&station.charge_point, &id, 9).unwrap().len(), 2);
    assert_eq!(state.latest_meter_values(&station.charge_point).unwrap().len(), 3);
}

#[actix_web::test]
async fn an_answer_about_a_session_closes_nothing() {
    let station = TestStation::new(Version::V201).await;
    tell(&station, FIRST).await;
    let answer = json!({ "ongoingIndicator": false, "messagesInQueue": true });
    station
        .ask("GetTransactionStatus", json!({ "transactionId": "1" }), answer)
        .await;
    assert_eq!(open(&station), ["1"]);
    tell(
        &station,
        Told {
            kind: "Ended",
            seq_no: 1,
            at: "11:00:00",
            register: 6000.0,
            ..FIRST
        },
    )
    .await;
    assert_eq!(
        registers(&session(&station, "1")),
        ("1000".to_owned(), "6000".to_owned())
    );
}
