//! Events of 2.x that are sent again, and others that only look like it.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use crate::ids::TransactionId;
use crate::state::collections::TRANSACTION_EVENTS;
use crate::state::transactions::{StoredEvent, Transaction, TransactionState};
use crate::state::{delete, put_encoded};
use crate::store::Page;

/// An event at a time of the day, with a register.
fn event(kind: &str, seq_no: i64, at: &str, wh: i64) -> Value {
    let timestamp = format!("2026-11-20T{at}");
    json!({
        "eventType": kind,
        "timestamp": timestamp,
        "triggerReason": "Trigger",
        "seqNo": seq_no,
        "transactionInfo": { "transactionId": "T1" },
        "meterValue": [{ "timestamp": timestamp, "sampledValue": [{ "value": wh }] }],
    })
}

/// The same, for another reason, of another driver, elsewhere.
fn with(mut event: Value, more: &Value) -> Value {
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

/// An event without a register that shows a card.
fn shown(kind: &str, at: &str) -> Value {
    let token = json!({ "triggerReason": "Authorized", "idToken": { "idToken": "TAG", "type": "ISO14443" } });
    let mut shown = with(event(kind, 0, at, 0), &token);
    shown.as_object_mut().unwrap().remove("meterValue");
    shown
}

async fn tell(station: &TestStation, events: &[Value]) -> Vec<Value> {
    let mut answers = Vec::new();
    for event in events {
        answers.push(station.call("TransactionEvent", event.clone()).await);
    }
    answers
}

fn sessions(station: &TestStation) -> Vec<Transaction> {
    let found = station.pipeline.state.transactions(None, None, 9).unwrap();
    found.into_iter().map(|(_, record)| record).collect()
}

fn kept(station: &TestStation) -> Vec<StoredEvent> {
    let (state, id) = (&station.pipeline.state, TransactionId::new("T1"));
    state.transaction_events(&station.charge_point, &id, 99).unwrap()
}

fn energy(session: &Transaction) -> Option<String> {
    let wh = session.energy.as_ref().and_then(|energy| energy.wh);
    wh.map(|wh| wh.normalize().to_string())
}

#[actix_web::test]
async fn events_of_one_number_and_second_are_all_taken() {
    for is_counted in [true, false] {
        let station = TestStation::new(Version::V201).await;
        let state = json!({ "triggerReason": "ChargingStateChanged",
            "transactionInfo": { "transactionId": "T1", "chargingState": "EVConnected" } });
        let mut events = [
            event("Started", 0, "09:00:00Z", 1000),
            with(event("Updated", 0, "09:00:00Z", 1000), &state),
            shown("Updated", "09:00:00Z"),
            event("Ended", 0, "09:50:00Z", 5000),
        ];
        for event in events.iter_mut().filter(|_| !is_counted) {
            event.as_object_mut().unwrap().remove("seqNo");
        }
        let answers = tell(&station, &events).await;
        assert_eq!(answers[2]["idTokenInfo"]["status"], "Accepted", "{is_counted}");
        // Each of them is known again.
        assert_eq!(tell(&station, &events).await, answers, "{is_counted}");
        assert_eq!(kept(&station).len(), 4);
        let found = sessions(&station);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].told_id_tag(), found[0].complete), (Some("TAG"), true));
        assert_eq!(energy(&found[0]).as_deref(), Some("4000"));
    }
}

#[actix_web::test]
async fn of_very_many_events_of_one_second_each_is_known_again() {
    let station = TestStation::new(Version::V201).await;
    let mut events = vec![event("Started", 0, "09:00:00Z", 1000)];
    events.extend((0..40).map(|more| event("Updated", 0, "09:10:00Z", 1100 + more)));
    for _ in 0..2 {
        tell(&station, &events).await;
        assert_eq!(kept(&station).len(), 41);
    }
}

#[actix_web::test]
async fn the_card_and_the_cable_are_one_begin() {
    let cable = |at| {
        let place = json!({ "triggerReason": "CablePluggedIn", "evse": { "id": 1, "connectorId": 1 } });
        with(event("Started", 0, at, 1000), &place)
    };
    for (begin, events) in [
        ("09:00:00Z", [shown("Started", "09:00:00Z"), cable("09:00:20Z")]),
        ("09:00:00Z", [cable("09:00:00Z"), shown("Started", "09:03:00Z")]),
        ("09:00:00Z", [cable("09:00:00Z"), shown("Started", "09:00:00Z")]),
        ("09:00:00Z", [cable("09:00:20Z"), shown("Started", "09:00:00Z")]),
    ] {
        let station = TestStation::new(Version::V201).await;
        tell(&station, &events).await;
        tell(&station, &events).await;
        tell(&station, &[event("Ended", 1, "09:50:00Z", 5000)]).await;
        let found = sessions(&station);
        assert_eq!(found.len(), 1, "{events:?}");
        let session = &found[0];
        assert_eq!(session.started_at, Some(format!("2026-11-20T{begin}")));
        assert_eq!(
            (session.told_id_tag(), session.evse, session.complete),
            (Some("TAG"), Some(1), true),
            "{:?}",
            session.doubts
        );
        assert_eq!(energy(session).as_deref(), Some("4000"));
    }
    // Too late, or after something else: the station counts anew.
    let other = event("Updated", 1, "09:00:30Z", 1100);
    for events in [
        vec![shown("Started", "09:00:00Z"), cable("09:20:00Z")],
        vec![shown("Started", "09:00:00Z"), other, cable("09:01:00Z")],
    ] {
        let station = TestStation::new(Version::V201).await;
        tell(&station, &events).await;
        assert_eq!(sessions(&station).len(), 2, "{events:?}");
    }
}

/// A session, and the same events with their times written otherwise.
const WRITTEN: [[&str; 2]; 5] = [
    ["09:00:52.5Z", "09:00:52Z"],
    ["09:00:52Z", "09:00:52.700Z"],
    ["09:00:52.123Z", "10:00:52.123+01:00"],
    ["09:00:52Z", "09:00:52.000Z"],
    ["09:00:52.5Z", "10:00:52+01:00"],
];

#[actix_web::test]
async fn a_queue_that_is_sent_again_with_its_times_written_otherwise_is_known() {
    for [first, again] in WRITTEN {
        let station = TestStation::new(Version::V201).await;
        let queue = |at: &str, hour: [&str; 2]| {
            let end = at.replacen(hour[0], hour[1], 1);
            [event("Started", 0, at, 1000), event("Ended", 1, &end, 5000)]
        };
        let answers = tell(&station, &queue(first, ["09:", "10:"])).await;
        let before = sessions(&station);
        let hour = if again.starts_with("10") {
            ["10:", "11:"]
        } else {
            ["09:", "10:"]
        };
        let waited = queue(again, hour).map(|event| with(event, &json!({ "offline": true })));
        assert_eq!(tell(&station, &waited).await, answers);
        assert_eq!(sessions(&station), before, "{first} {again}");
        assert_eq!((before.len(), kept(&station).len()), (1, 2));
        assert_eq!(
            (energy(&before[0]).as_deref(), before[0].complete),
            (Some("4000"), true)
        );
    }
}

#[actix_web::test]
async fn a_begin_that_is_sent_again_with_its_time_written_otherwise_is_known_while_it_runs() {
    for [first, again] in WRITTEN {
        let station = TestStation::new(Version::V21).await;
        tell(&station, &[event("Started", 0, first, 1000)]).await;
        tell(&station, &[event("Updated", 1, "09:10:00Z", 2000)]).await;
        let before = sessions(&station);
        let waited = with(event("Started", 0, again, 1000), &json!({ "offline": true }));
        tell(&station, &[waited]).await;
        assert_eq!(sessions(&station), before, "{first} {again}");
        assert_eq!(before[0].state, TransactionState::Open);
    }
}

#[actix_web::test]
async fn what_a_store_of_old_has_is_known() {
    for (first, again) in [
        ("09:00:52.5Z", "09:00:52.5Z"),
        ("09:00:52.5Z", "09:00:52Z"),
        ("10:00:52+01:00", "10:00:52+01:00"),
    ] {
        let station = TestStation::new(Version::V201).await;
        let queue = |at| [event("Started", 0, at, 1000), event("Updated", 1, at, 2000)];
        tell(&station, &queue(first)).await;
        // The key had the time as it was told.
        let store = station.pipeline.state.store();
        for key in store.list_keys(TRANSACTION_EVENTS, Page::all(9)).unwrap() {
            let value = store.get(TRANSACTION_EVENTS, &key).unwrap().unwrap().value;
            let old = key.replace("09:00:52Z", first);
            let old = put_encoded(TRANSACTION_EVENTS, old, value.to_vec());
            store.write(vec![delete(TRANSACTION_EVENTS, key), old]).await.unwrap();
        }
        let before = sessions(&station);
        tell(&station, &queue(again)).await;
        assert_eq!(
            (sessions(&station), kept(&station).len()),
            (before, 2),
            "{first} {again}"
        );
    }
}

#[actix_web::test]
async fn an_end_that_says_something_else_changes_nothing() {
    let station = TestStation::new(Version::V201).await;
    let queue = [
        event("Started", 0, "09:00:00Z", 1000),
        event("Ended", 1, "09:50:00Z", 5000),
    ];
    tell(&station, &queue).await;
    let before = sessions(&station);
    let other = event("Ended", 1, "09:50:00.4Z", 19_900_000);
    tell(&station, &[other.clone(), other]).await;
    assert_eq!(sessions(&station), before);
    let (state, id) = (&station.pipeline.state, TransactionId::new("T1"));
    assert_eq!(state.later_messages(&station.charge_point, &id, 9).unwrap().len(), 1);
}
