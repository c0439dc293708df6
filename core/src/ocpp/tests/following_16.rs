//! Sessions of 1.6 that follow one another on a connector: numbers of the one before, lost ends, messages that waited.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use super::transactions_16::{stop_of, transaction};
use crate::ids::TransactionId;
use crate::state::transactions::{Doubt, MatchedBy, Transaction, TransactionState};

/// A start with its tag and register.
fn start_of(tag: &str, register: i64, timestamp: &str) -> Value {
    json!({ "connectorId": 1, "idTag": tag, "meterStart": register, "timestamp": timestamp })
}

fn wh(transaction: &Transaction) -> Option<rust_decimal::Decimal> {
    transaction.energy.as_ref().and_then(|energy| energy.wh)
}

#[actix_web::test]
async fn a_stop_with_the_number_of_the_session_before_ends_the_one_that_runs() {
    // The end of the first was lost, or told.
    for first_end in [None, Some(("A", 4000, "2026-11-20T07:59:00Z"))] {
        let station = TestStation::new(Version::V16).await;
        let first = station
            .call("StartTransaction", start_of("A", 1000, "2026-11-20T07:00:00Z"))
            .await["transactionId"]
            .clone();
        if let Some((tag, register, at)) = first_end {
            station
                .call("StopTransaction", stop_of(&first, tag, register, at))
                .await;
        }
        let second = station
            .call("StartTransaction", start_of("B", 4000, "2026-11-20T08:00:00Z"))
            .await["transactionId"]
            .clone();
        let before = transaction(&station, &first);
        let stale = stop_of(&first, "B", 6000, "2026-11-20T09:59:00Z");
        let answer = station.call("StopTransaction", stale.clone()).await;
        let ended = transaction(&station, &second);
        assert_eq!((ended.state, wh(&ended)), (TransactionState::Closed, Some(2000.into())));
        let by = [MatchedBy::Connector, MatchedBy::IdTag, MatchedBy::OnlyOpen];
        assert_eq!(ended.ending.matched_by, by);
        // A retry ends neither the first one nor the third.
        let third = station
            .call("StartTransaction", start_of("B", 6000, "2026-11-20T09:59:30Z"))
            .await["transactionId"]
            .clone();
        assert_eq!(station.call("StopTransaction", stale).await, answer);
        assert_eq!(transaction(&station, &first), before);
        assert_eq!(wh(&before), Some(3000.into()));
        assert_eq!(transaction(&station, &second), ended);
        assert_eq!(transaction(&station, &third).state, TransactionState::Open);
    }
}

#[actix_web::test]
async fn a_stop_of_neither_the_session_that_it_names_nor_the_one_that_runs_waits_in_the_inbox() {
    let station = TestStation::new(Version::V16).await;
    let first = station
        .call("StartTransaction", start_of("A", 1000, "2026-11-20T07:00:00Z"))
        .await["transactionId"]
        .clone();
    station
        .call("StopTransaction", stop_of(&first, "A", 4000, "2026-11-20T07:59:00Z"))
        .await;
    let before = transaction(&station, &first);
    let second = station
        .call("StartTransaction", start_of("B", 4000, "2026-11-20T08:00:00Z"))
        .await["transactionId"]
        .clone();
    // The end of the first once more, with another time, says nothing about the second.
    for at in ["2026-11-20T07:59:00Z", "2026-11-20T09:00:00Z", "2026-11-20T09:00:00Z"] {
        station.call("StopTransaction", stop_of(&first, "A", 4000, at)).await;
    }
    let inbox = |station: &TestStation| {
        station
            .pipeline
            .state
            .inbox(&station.charge_point, None, 9)
            .unwrap()
            .len()
    };
    assert_eq!(inbox(&station), 0);
    for _ in 0..2 {
        station
            .call(
                "StopTransaction",
                stop_of(&first, "STRANGER", 6000, "2026-11-20T09:59:00Z"),
            )
            .await;
    }
    assert_eq!(inbox(&station), 1);
    assert_eq!(transaction(&station, &first), before);
    assert_eq!(transaction(&station, &second).state, TransactionState::Open);
}

#[actix_web::test]
async fn an_end_beyond_the_next_start_is_in_doubt() {
    for (register, at, doubts) in [
        (4000, "2026-11-20T07:59:00Z", &[][..]),
        (4100, "2026-11-20T08:01:00Z", &[][..]),
        (6000, "2026-11-20T07:59:00Z", &[Doubt::RegistersContradict][..]),
        (4000, "2026-11-20T09:59:00Z", &[Doubt::ClockContradiction][..]),
    ] {
        let station = TestStation::new(Version::V16).await;
        let first = station
            .call("StartTransaction", start_of("A", 1000, "2026-11-20T07:00:00Z"))
            .await["transactionId"]
            .clone();
        station
            .call("StartTransaction", start_of("A", 4000, "2026-11-20T08:00:00Z"))
            .await;
        station
            .call("StopTransaction", stop_of(&first, "A", register, at))
            .await;
        let ended = transaction(&station, &first);
        assert_eq!(ended.doubts, doubts.iter().copied().collect(), "{register} {at}");
        assert_eq!(
            (ended.state, ended.complete),
            (TransactionState::Closed, doubts.is_empty())
        );
    }
}

/// Values of connector 1 with a number, or none.
async fn measure(station: &TestStation, number: Option<&Value>, samples: &[(&str, &str, &str)]) {
    let element = |(at, value, context): &(&str, &str, &str)| {
        let sample = json!({ "value": value, "context": context });
        json!({ "timestamp": format!("2026-11-20T{at}Z"), "sampledValue": [sample] })
    };
    let elements: Vec<Value> = samples.iter().map(element).collect();
    let mut values = json!({ "connectorId": 1, "meterValue": elements });
    if let Some(number) = number {
        values["transactionId"] = number.clone();
    }
    station.call("MeterValues", values).await;
}

async fn begin(station: &TestStation, tag: &str, register: i64, at: &str) -> Value {
    let start = start_of(tag, register, &format!("2026-11-20T{at}Z"));
    station.call("StartTransaction", start).await["transactionId"].clone()
}

async fn end(station: &TestStation, id: &Value, tag: &str, (register, at): (i64, &str)) {
    let stop = stop_of(id, tag, register, &format!("2026-11-20T{at}Z"));
    station.call("StopTransaction", stop).await;
}

fn sets(station: &TestStation, id: &Value) -> usize {
    let id = TransactionId::new(&id.to_string());
    let sets = station.pipeline.state.meter_values(&station.charge_point, &id, 99);
    sets.unwrap().len()
}

#[actix_web::test]
async fn values_with_the_number_of_the_session_before_are_of_the_one_that_runs() {
    for has_end in [false, true] {
        let station = TestStation::new(Version::V16).await;
        let first = begin(&station, "A", 1000, "07:00:00").await;
        measure(&station, Some(&first), &[("07:30:00", "2000", "Sample.Periodic")]).await;
        if has_end {
            end(&station, &first, "A", (4000, "07:59:00")).await;
        }
        let second = begin(&station, "B", 4000, "08:00:00").await;
        let before = transaction(&station, &first);
        measure(&station, Some(&first), &[("09:00:00", "5500", "Sample.Periodic")]).await;
        assert_eq!((sets(&station, &first), sets(&station, &second)), (1, 1), "{has_end}");
        assert_eq!(transaction(&station, &first), before);
        // What is of within the first one is its own.
        measure(&station, Some(&first), &[("07:40:00", "3000", "Sample.Periodic")]).await;
        assert_eq!((sets(&station, &first), sets(&station, &second)), (2, 1), "{has_end}");
        end(&station, &second, "B", (6000, "09:59:00")).await;
        assert_eq!(wh(&transaction(&station, &second)), Some(2000.into()));
    }
}

#[actix_web::test]
async fn a_session_that_was_given_up_does_not_go_on_into_the_next_one() {
    let mut station = TestStation::new(Version::V16).await;
    let first = begin(&station, "A", 1000, "07:00:00").await;
    let samples = [
        ("07:30:00", "2000", "Sample.Periodic"),
        ("07:50:00", "3000", "Sample.Periodic"),
    ];
    measure(&station, Some(&first), &samples[..1]).await;
    measure(&station, Some(&first), &[("08:30:00", "4500", "Sample.Periodic")]).await;
    // The start of the next one waited longer than the values of after it.
    let second = begin(&station, "B", 4000, "08:00:00").await;
    let given_up = |station: &TestStation| transaction(station, &first).stopped_at.unwrap();
    assert_eq!(given_up(&station), "2026-11-20T07:30:00Z");
    end(&station, &second, "B", (6000, "09:00:00")).await;
    station.now += chrono::TimeDelta::minutes(1);
    measure(&station, Some(&first), &[("08:40:00", "4600", "Sample.Periodic")]).await;
    assert_eq!(given_up(&station), "2026-11-20T07:30:00Z");
    measure(&station, Some(&first), &samples[1..]).await;
    assert_eq!(given_up(&station), "2026-11-20T07:50:00Z");
    assert_eq!(wh(&transaction(&station, &first)), Some(2000.into()));
}

#[actix_web::test]
async fn values_without_a_number_that_come_after_the_end_are_of_the_session() {
    let station = TestStation::new(Version::V16).await;
    let id = begin(&station, "A", 1000, "09:00:00").await;
    end(&station, &id, "A", (0, "09:59:00")).await;
    assert_eq!(wh(&transaction(&station, &id)), None);
    // What does not say so is of no session, and so is what was read long after it.
    measure(&station, None, &[("09:59:30", "2000", "Sample.Clock")]).await;
    measure(&station, None, &[("10:01:00", "2000", "Transaction.End")]).await;
    assert_eq!(sets(&station, &id), 0);
    let samples = [
        ("09:58:00", "1900", "Sample.Periodic"),
        ("09:59:00", "2000", "Transaction.End"),
    ];
    // The next one may have begun meanwhile.
    begin(&station, "A", 2000, "09:59:10").await;
    measure(&station, None, &samples).await;
    let over = transaction(&station, &id);
    assert_eq!((sets(&station, &id), wh(&over)), (1, Some(1000.into())));
    assert_eq!(over.stopped_at.as_deref(), Some("2026-11-20T09:59:00Z"));
}

#[actix_web::test]
async fn values_without_a_number_change_no_session_that_is_complete() {
    let station = TestStation::new(Version::V16).await;
    let id = begin(&station, "A", 1000, "09:00:00").await;
    end(&station, &id, "A", (2000, "09:59:00")).await;
    let before = transaction(&station, &id);
    assert!(before.complete);
    measure(&station, None, &[("09:59:00", "2001", "Transaction.End")]).await;
    assert_eq!((transaction(&station, &id), sets(&station, &id)), (before, 0));
}

#[actix_web::test]
async fn a_start_that_waited_ends_where_the_next_one_began() {
    let station = TestStation::new(Version::V16).await;
    let live = begin(&station, "B", 2000, "09:50:00").await;
    let waited = begin(&station, "A", 1000, "08:00:00").await;
    // Its end may wait, too, and so may its values.
    for id in [&waited, &live] {
        assert_eq!(transaction(&station, id).state, TransactionState::Open);
    }
    measure(&station, None, &[("08:30:00", "1500", "Sample.Periodic")]).await;
    assert_eq!((sets(&station, &waited), sets(&station, &live)), (1, 0));
    end(&station, &live, "B", (5000, "09:59:00")).await;
    begin(&station, "C", 5000, "09:59:30").await;
    assert_eq!(wh(&transaction(&station, &live)), Some(3000.into()));
    let over = transaction(&station, &waited);
    assert!(wh(&over).is_some_and(|wh| wh <= 1000.into()), "{over:?}");
    assert_eq!(over.stopped_at.as_deref(), Some("2026-11-20T08:30:00Z"));
}

#[actix_web::test]
async fn an_end_that_waited_longer_than_the_next_start_ends_its_own_session() {
    for number in [Some(-1), None] {
        let station = TestStation::new(Version::V16).await;
        let live = begin(&station, "A", 2000, "09:50:00").await;
        let waited = begin(&station, "A", 1000, "08:00:00").await;
        let number = number.map_or(waited.clone(), |number| json!(number));
        end(&station, &number, "A", (1900, "09:00:00")).await;
        let over = transaction(&station, &waited);
        assert_eq!(
            (over.state, over.complete, wh(&over)),
            (TransactionState::Closed, true, Some(900.into()))
        );
        assert_eq!(transaction(&station, &live).state, TransactionState::Open);
    }
}

#[actix_web::test]
async fn the_earliest_next_start_bounds_a_session_whose_end_was_lost() {
    // The first one, the second whose messages waited, and the third, in the orders in which they may come.
    for order in [[1, 2, 3], [1, 3, 2], [2, 1, 3], [3, 1, 2], [3, 2, 1], [2, 3, 1]] {
        let station = TestStation::new(Version::V16).await;
        let mut first = json!(null);
        for which in order {
            match which {
                1 => first = begin(&station, "A", 1000, "07:00:00").await,
                2 => {
                    let second = begin(&station, "B", 2000, "08:00:00").await;
                    end(&station, &second, "B", (5000, "08:30:00")).await;
                    assert_eq!(wh(&transaction(&station, &second)), Some(3000.into()), "{order:?}");
                }
                _ => drop(begin(&station, "C", 5000, "09:30:00").await),
            }
        }
        begin(&station, "D", 8000, "09:45:00").await;
        let over = transaction(&station, &first);
        let bounded = (TransactionState::Superseded, Some(1000.into()));
        assert_eq!((over.state, wh(&over)), bounded, "{order:?}");
    }
}
