//! Which session of 2.x an event is of: ids that come again, events of sessions that are over, EVSEs.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use crate::config::settings::Settings;
use crate::ids::TransactionId;
use crate::state::transactions::{ClosedBy, Doubt, Transaction, TransactionState};

#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) kind: &'a str,
    pub(super) id: &'a str,
    pub(super) seq_no: i64,
    pub(super) at: &'a str,
    pub(super) evse: i64,
    pub(super) register: f64,
}

pub(super) const FIRST: Told<'_> = Told {
    kind: "Started",
    id: "1",
    seq_no: 0,
    at: "10:00:00",
    evse: 1,
    register: 1000.0,
};

impl<'a> Told<'a> {
    /// The same of another kind, number, time and register.
    pub(super) fn then(self, kind: &'a str, seq_no: i64, at: &'a str, register: f64) -> Self {
        Self {
            kind,
            seq_no,
            at,
            register,
            ..self
        }
    }

    /// The same begin at another time, with another register.
    pub(super) fn again(self, at: &'a str, register: f64) -> Self {
        self.then("Started", 0, at, register)
    }
}

pub(super) fn event(told: &Told<'_>) -> Value {
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

pub(super) async fn tell(station: &TestStation, told: Told<'_>) {
    station.call("TransactionEvent", event(&told)).await;
}

pub(super) fn session(station: &TestStation, id: &str) -> Transaction {
    let state = &station.pipeline.state;
    state
        .transaction(&station.charge_point, &TransactionId::new(id))
        .unwrap()
        .unwrap()
}

pub(super) fn registers(transaction: &Transaction) -> (String, String) {
    let text = |value: Option<rust_decimal::Decimal>| value.unwrap().normalize().to_string();
    (text(transaction.meter_start_wh), text(transaction.meter_stop_wh))
}

pub(super) fn open(station: &TestStation) -> Vec<String> {
    let open = station.pipeline.state.open_transactions(&station.charge_point).unwrap();
    open.into_iter().map(|marker| marker.id.to_string()).collect()
}

#[actix_web::test]
async fn a_session_that_is_over_does_not_move() {
    let station = TestStation::new(Version::V201).await;
    tell(&station, FIRST).await;
    tell(&station, FIRST.then("Ended", 1, "11:00:00", 5000.0)).await;
    let before = session(&station, "1");
    assert_eq!(before.ending.closed_by, Some(ClosedBy::Station));
    tell(&station, FIRST.then("Ended", 1, "19:00:00", 19_900_000.0)).await;
    tell(&station, FIRST.then("Updated", 7, "20:00:00", 19_900_000.0)).await;
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
    let ended = |at, register| FIRST.then("Ended", 1, at, register);
    tell(&station, FIRST).await;
    tell(&station, ended("11:00:00", 6000.0)).await;
    tell(&station, FIRST.again("12:00:00", 6000.0)).await;
    assert_eq!(open(&station), ["1~2"]);
    tell(&station, ended("13:00:00", 9000.0)).await;
    tell(&station, FIRST.again("14:00:00", 9000.0)).await;
    assert_eq!(open(&station), ["1~3"]);
    // What came before is answered as before, also of an older session.
    tell(&station, FIRST).await;
    tell(&station, ended("11:00:00", 6000.0)).await;
    tell(&station, FIRST.again("12:00:00", 6000.0)).await;
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
    tell(&station, FIRST.then("Updated", 1, "10:30:00", 4000.0)).await;
    tell(&station, FIRST.again("12:00:00", 4100.0)).await;
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
async fn an_id_that_is_counted_for_each_evse_is_two_sessions() {
    for other_begins in ["10:01:40", "10:00:00"] {
        let station = TestStation::new(Version::V201).await;
        let other = Told {
            evse: 2,
            at: other_begins,
            register: 700_000.0,
            ..FIRST
        };
        let events = [
            FIRST,
            other,
            FIRST.then("Updated", 1, "10:05:00", 3000.0),
            other.then("Updated", 1, "10:05:10", 702_000.0),
            FIRST.then("Ended", 2, "10:10:00", 5000.0),
            other.then("Ended", 2, "10:11:00", 704_000.0),
        ];
        for told in &events[..4] {
            tell(&station, *told).await;
        }
        assert_eq!(open(&station), ["1", "1~2"], "{other_begins}");
        // Each is known again, and so is a queue that comes once more.
        for told in events.iter().chain(&events) {
            tell(&station, *told).await;
        }
        for (id, evse, from, to) in [("1", 1, "1000", "5000"), ("1~2", 2, "700000", "704000")] {
            let session = session(&station, id);
            assert_eq!(registers(&session), (from.to_owned(), to.to_owned()));
            assert_eq!(
                (session.evse, session.complete),
                (Some(evse), true),
                "{:?}",
                session.doubts
            );
        }
        let all = station.pipeline.state.transactions(None, None, 9).unwrap();
        assert_eq!(all.len(), 2);
    }
}

#[actix_web::test]
async fn an_id_that_comes_again_at_its_evse_leaves_the_other_one_alone() {
    let station = TestStation::new(Version::V201).await;
    let other = |told| Told { evse: 2, ..told };
    tell(&station, FIRST).await;
    tell(&station, other(FIRST.again("10:01:00", 700_000.0))).await;
    tell(&station, FIRST.then("Ended", 1, "10:10:00", 5000.0)).await;
    tell(&station, FIRST.again("10:20:00", 5000.0)).await;
    assert_eq!(open(&station), ["1~2", "1~3"]);
    tell(&station, other(FIRST.then("Updated", 1, "10:25:00", 702_000.0))).await;
    // The end of the newest at its EVSE was lost.
    tell(&station, FIRST.again("10:30:00", 6000.0)).await;
    assert_eq!(open(&station), ["1~2", "1~4"]);
    assert_eq!(session(&station, "1~3").state, TransactionState::Superseded);
    tell(&station, other(FIRST.then("Ended", 2, "10:40:00", 704_000.0))).await;
    tell(&station, FIRST.then("Ended", 1, "10:50:00", 9000.0)).await;
    assert!(open(&station).is_empty());
    for (id, evse, from, to) in [
        ("1", 1, "1000", "5000"),
        ("1~2", 2, "700000", "704000"),
        ("1~4", 1, "6000", "9000"),
    ] {
        let session = session(&station, id);
        assert_eq!(registers(&session), (from.to_owned(), to.to_owned()));
        assert_eq!(
            (session.evse, session.complete),
            (Some(evse), true),
            "{id}: {:?}",
            session.doubts
        );
    }
}

#[actix_web::test]
async fn events_that_are_sent_again_as_of_off_line_are_known() {
    for is_timed in [true, false] {
        let station = TestStation::new(Version::V201).await;
        let mut events = vec![
            event(&FIRST),
            event(&FIRST.then("Updated", 1, "10:30:00", 3000.0)),
            event(&FIRST.then("Ended", 2, "11:00:00", 5000.0)),
        ];
        for event in events.iter_mut().filter(|_| !is_timed) {
            event.as_object_mut().unwrap().remove("timestamp");
        }
        for event in &events {
            station.call("TransactionEvent", event.clone()).await;
        }
        let before = session(&station, "1");
        for mut event in events {
            event["offline"] = json!(true);
            station.call("TransactionEvent", event).await;
        }
        assert_eq!(session(&station, "1"), before, "{is_timed}");
        let state = &station.pipeline.state;
        assert_eq!(state.transactions(None, None, 9).unwrap().len(), 1);
        let later = state.later_messages(&station.charge_point, &TransactionId::new("1"), 9);
        assert!(later.unwrap().is_empty());
        // With another register it is another session's.
        let mut another = event(&Told {
            register: 5000.0,
            ..FIRST
        });
        another["offline"] = json!(true);
        station.call("TransactionEvent", another).await;
        assert_eq!(open(&station), ["1~2"]);
        // And so is what came before, whichever session is the newest.
        let mut again = event(&FIRST.then("Ended", 2, "11:00:00", 5000.0));
        again["offline"] = json!(true);
        if is_timed {
            station.call("TransactionEvent", again).await;
            assert_eq!(open(&station), ["1~2"]);
        }
    }
}

#[actix_web::test]
async fn a_station_without_a_clock_says_the_same_begin_with_another_register() {
    let station = TestStation::new(Version::V201).await;
    tell(&station, FIRST).await;
    tell(&station, FIRST.then("Ended", 1, "10:00:00", 2000.0)).await;
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

/// An event at a whole timestamp.
fn at(told: &Told<'_>, timestamp: &str) -> Value {
    let mut event = event(told);
    event["timestamp"] = json!(timestamp);
    event["meterValue"][0]["timestamp"] = json!(timestamp);
    event
}

const BOOTED: &str = "1970-01-01T00:00:40Z";

#[actix_web::test]
async fn a_clock_that_is_set_back_ends_the_session_that_runs() {
    for ends_at in [BOOTED, "2026-11-20T09:55:00Z", "2020-01-01T00:00:40Z"] {
        let station = TestStation::new(Version::V201).await;
        tell(&station, FIRST.again("08:00:00", 1000.0)).await;
        tell(&station, FIRST.then("Ended", 1, "09:00:00", 6000.0)).await;
        let before = session(&station, "1").events;
        tell(&station, FIRST.again("10:00:00", 6000.0)).await;
        let sample = FIRST.then("Updated", 1, "", 7000.0);
        station.call("TransactionEvent", at(&sample, ends_at)).await;
        let end = at(&FIRST.then("Ended", 2, "", 9000.0), ends_at);
        let answer = station.call("TransactionEvent", end.clone()).await;
        assert_eq!(station.call("TransactionEvent", end).await, answer);
        assert!(open(&station).is_empty(), "{ends_at}");
        let first = session(&station, "1");
        assert!(
            first.complete && first.events == before,
            "{ends_at}: {:?}",
            first.doubts
        );
        let (state, id) = (&station.pipeline.state, TransactionId::new("1"));
        assert!(state.later_messages(&station.charge_point, &id, 9).unwrap().is_empty());
        let second = session(&station, "1~2");
        assert_eq!(registers(&second), ("6000".to_owned(), "9000".to_owned()));
        assert!(second.doubts.contains(&Doubt::ClockContradiction), "{ends_at}");
    }
}

#[actix_web::test]
async fn what_happened_while_an_older_session_of_the_id_ran_is_of_that_one() {
    let station = TestStation::new(Version::V201).await;
    tell(&station, FIRST.again("08:00:00", 1000.0)).await;
    tell(&station, FIRST.then("Ended", 2, "09:00:00", 6000.0)).await;
    tell(&station, FIRST.again("10:00:00", 6000.0)).await;
    tell(&station, FIRST.then("Updated", 1, "08:30:00", 4000.0)).await;
    assert!(session(&station, "1").complete, "its event was late");
    let (state, id) = (&station.pipeline.state, TransactionId::new("1"));
    assert_eq!(
        state.transaction_events(&station.charge_point, &id, 9).unwrap().len(),
        3
    );
    assert_eq!(open(&station), ["1~2"]);
}

#[actix_web::test]
async fn an_event_of_a_lost_clock_is_after_the_end_by_its_number() {
    let station = TestStation::new(Version::V201).await;
    tell(&station, FIRST).await;
    tell(&station, FIRST.then("Ended", 2, "11:00:00", 5000.0)).await;
    let sample = |seq_no| at(&FIRST.then("Updated", seq_no, "", 4000.0), BOOTED);
    let before = session(&station, "1");
    station.call("TransactionEvent", sample(7)).await;
    assert_eq!(session(&station, "1"), before);
    station.call("TransactionEvent", sample(1)).await;
    let doubts = session(&station, "1").doubts;
    assert!(!doubts.contains(&Doubt::MissingSequenceNumbers), "{doubts:?}");
}

#[actix_web::test]
async fn a_clock_that_was_ahead_is_in_doubt_and_keeps_no_values_away() {
    let station = TestStation::new(Version::V201).await;
    let begin = at(&FIRST, "2099-01-01T00:00:00Z");
    station.call("TransactionEvent", begin).await;
    let values = json!([{ "timestamp": "2026-11-20T10:10:00Z", "sampledValue": [{ "value": 1100 }] }]);
    station
        .call("MeterValues", json!({ "evseId": 1, "meterValue": values }))
        .await;
    let end = at(&FIRST.then("Ended", 1, "", 5000.0), "2099-01-01T01:00:00Z");
    station.call("TransactionEvent", end).await;
    let ended = session(&station, "1");
    assert!(ended.doubts.contains(&Doubt::ClockContradiction) && !ended.complete);
    assert_eq!(registers(&ended), ("1000".to_owned(), "5000".to_owned()));
    let (state, id) = (&station.pipeline.state, TransactionId::new("1"));
    assert_eq!(state.meter_values(&station.charge_point, &id, 9).unwrap().len(), 1);
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
    tell(&station, FIRST.then("Updated", 1, "10:20:00", 1500.0)).await;
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
    tell(&station, FIRST.then("Ended", 2, "11:00:00", 2000.0)).await;
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
async fn values_that_come_after_the_end_are_of_the_session() {
    let station = TestStation::new(Version::V201).await;
    let silent = |told: Told<'_>| {
        let mut event = event(&told);
        event.as_object_mut().unwrap().remove("meterValue");
        event
    };
    let measured = |at: &str, register: i64, context: &str| {
        let sample = json!({ "value": register, "context": context });
        let values = json!([{ "timestamp": format!("2026-11-20T{at}Z"), "sampledValue": [sample] }]);
        json!({ "evseId": 1, "meterValue": values })
    };
    station.call("TransactionEvent", silent(FIRST)).await;
    station
        .call("MeterValues", measured("10:00:10", 1000, "Sample.Periodic"))
        .await;
    let ended = FIRST.then("Ended", 1, "11:00:00", 0.0);
    station.call("TransactionEvent", silent(ended)).await;
    let energy = |station: &TestStation| session(station, "1").energy.and_then(|energy| energy.wh);
    assert_eq!(energy(&station), None);
    station
        .call("MeterValues", measured("11:00:00", 9000, "Transaction.End"))
        .await;
    assert_eq!(energy(&station), Some(8000.into()));
    assert_eq!(
        session(&station, "1").stopped_at.as_deref(),
        Some("2026-11-20T11:00:00Z")
    );
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
    tell(&station, FIRST.then("Ended", 1, "11:00:00", 6000.0)).await;
    assert_eq!(
        registers(&session(&station, "1")),
        ("1000".to_owned(), "6000".to_owned())
    );
}

#[actix_web::test]
async fn of_what_comes_after_the_end_the_newest_are_kept() {
    let mut settings = Settings::default();
    settings.transactions.later_messages_per_transaction = 3;
    let mut station = TestStation::with(Version::V201, settings).await;
    tell(&station, FIRST).await;
    let ended = |at| FIRST.then("Ended", 1, at, 5000.0);
    tell(&station, ended("11:00:00")).await;
    for at in ["19:00:00", "18:00:00", "17:00:00", "16:00:00", "15:00:00"] {
        station.now += chrono::TimeDelta::minutes(1);
        tell(&station, ended(at)).await;
    }
    let (state, id) = (&station.pipeline.state, TransactionId::new("1"));
    let later = state.later_messages(&station.charge_point, &id, 9).unwrap();
    let mut told: Vec<_> = later
        .iter()
        .map(|message| message.payload["timestamp"].clone())
        .collect();
    told.sort_by_key(ToString::to_string);
    assert_eq!(
        told,
        ["2026-11-20T15:00:00Z", "2026-11-20T16:00:00Z", "2026-11-20T17:00:00Z"]
    );
}
