//! Transactions of 1.6: retries, lost ends, unknown ids.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use crate::config::settings::Settings;
use crate::ids::TransactionId;
use crate::ocpp::transactions::desk::Desk;
use crate::state::collections::TRANSACTION_STARTS;
use crate::state::id_tags::{IdTag, IdTagStatus, put_id_tag};
use crate::state::transactions::{ClosedBy, Doubt, InboxId, MatchedBy, Standing, Transaction, TransactionState};
use crate::state::{delete, put_encoded};
use crate::store::Page;

fn start(connector: i64, timestamp: &str) -> Value {
    json!({ "connectorId": connector, "idTag": "TAG", "meterStart": 100, "timestamp": timestamp })
}

fn stop(id: &Value) -> Value {
    json!({ "transactionId": id, "meterStop": 900, "timestamp": "2026-11-20T11:00:00Z", "idTag": "TAG" })
}

pub(super) fn stop_of(id: &Value, tag: &str, register: i64, timestamp: &str) -> Value {
    json!({ "transactionId": id, "idTag": tag, "meterStop": register, "timestamp": timestamp })
}

pub(super) fn transaction(station: &TestStation, id: &Value) -> Transaction {
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
async fn a_retried_start_may_write_its_time_otherwise() {
    for (first, again, same) in [
        ("2026-11-20T09:25:45Z", "2026-11-20T09:25:45.000Z", true),
        ("2026-11-20T09:25:45.123Z", "2026-11-20T09:25:45Z", true),
        ("2026-11-20T09:25:45Z", "2026-11-20T10:25:45+01:00", true),
        ("2026-11-20T09:25:45.1Z", "2026-11-20T09:25:45.7Z", false),
        ("2026-11-20T09:25:45Z", "2026-11-20T09:25:46Z", false),
    ] {
        let station = TestStation::new(Version::V16).await;
        let answer = station.call("StartTransaction", start(1, first)).await;
        let answer_again = station.call("StartTransaction", start(1, again)).await;
        assert_eq!(answer == answer_again, same, "{first} {again}");
    }
}

#[actix_web::test]
async fn a_retried_start_is_known_by_the_note_of_a_store_of_old() {
    let station = TestStation::new(Version::V16).await;
    let precise = "2026-11-20T09:25:45.000Z";
    let first = station.call("StartTransaction", start(1, precise)).await;
    let store = station.pipeline.state.store();
    let key = store.list_keys(TRANSACTION_STARTS, Page::all(9)).unwrap().remove(0);
    let value = store.get(TRANSACTION_STARTS, &key).unwrap().unwrap().value.to_vec();
    let old = put_encoded(TRANSACTION_STARTS, key.replace("2026-11-20T09:25:45Z", precise), value);
    store.write(vec![delete(TRANSACTION_STARTS, key), old]).await.unwrap();
    assert_eq!(station.call("StartTransaction", start(1, precise)).await, first);
}

#[actix_web::test]
async fn a_tag_of_any_length_begins_one_session() {
    let station = TestStation::new(Version::V16).await;
    let mut long = start(1, "2026-11-20T10:00:00Z");
    long["idTag"] = json!("ü".repeat(530));
    let first = station.call("StartTransaction", long.clone()).await;
    assert_eq!(station.call("StartTransaction", long.clone()).await, first);
    assert_eq!(
        transaction(&station, &first["transactionId"]).id_tag,
        long["idTag"].as_str().map(str::to_owned)
    );
    long["idTag"] = json!("ö".repeat(530));
    let other = station.call("StartTransaction", long).await;
    assert_ne!(other["transactionId"], first["transactionId"]);
    // The time stands in the key, too.
    let precise = format!("2026-11-20T11:00:00.{}Z", "0".repeat(600));
    let first = station.call("StartTransaction", start(2, &precise)).await;
    assert_eq!(station.call("StartTransaction", start(2, &precise)).await, first);
}

#[actix_web::test]
async fn a_repeated_stop_is_answered_again_and_changes_nothing() {
    let station = TestStation::new(Version::V16).await;
    let id = station.call("StartTransaction", start(1, "2026-11-20T10:00:00Z")).await["transactionId"].clone();
    let first = station.call("StopTransaction", stop(&id)).await;
    let before = transaction(&station, &id);
    for (meter, told) in [(5000, "2026-11-20T11:00:00Z"), (900, "2026-11-20T12:00:00.000+01:00")] {
        let mut again = stop(&id);
        (again["meterStop"], again["timestamp"]) = (json!(meter), json!(told));
        assert_eq!(station.call("StopTransaction", again).await, first);
        assert_eq!(transaction(&station, &id), before);
    }
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
    assert_eq!(given_up.stopped_at.as_deref(), Some("2026-11-20T10:30:00Z"));
    assert_eq!(given_up.ending.closed_by, Some(ClosedBy::Server));
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
    let inbox = station.pipeline.state.inbox(&station.charge_point, None, 99).unwrap();
    assert_eq!(inbox.len(), 4);
    assert!(inbox.iter().all(|(_, _, entry)| entry.standing == Standing::Waiting));
}

#[actix_web::test]
async fn an_inbox_has_a_bound_and_what_is_settled_goes_first() {
    let mut settings = Settings::default();
    settings.transactions.inbox_per_charge_point = 4;
    let mut station = TestStation::with(Version::V16, settings).await;
    let inbox = |station: &TestStation| {
        let found = station.pipeline.state.inbox(&station.charge_point, None, 99).unwrap();
        let mut numbers: Vec<i64> = found
            .iter()
            .map(|(_, _, entry)| entry.payload["transactionId"].as_i64().unwrap())
            .collect();
        numbers.sort_unstable();
        numbers
    };
    // All of them are of before they arrive, one after the other.
    station.now += chrono::TimeDelta::hours(3);
    for id in [50, 40, 30, 20] {
        station.now += chrono::TimeDelta::minutes(1);
        station.call("StopTransaction", stop(&json!(id))).await;
    }
    assert_eq!(inbox(&station), [20, 30, 40, 50]);
    let state = &station.pipeline.state;
    let desk = Desk {
        state,
        charge_point: &station.charge_point,
        now: station.now,
    };
    let dismissed = desk
        .dismiss(&InboxId::of("StopTransaction", &stop(&json!(20))).unwrap())
        .unwrap();
    state.store().write(vec![dismissed]).await.unwrap();
    for id in [60, 70] {
        station.now += chrono::TimeDelta::minutes(1);
        station.call("StopTransaction", stop(&json!(id))).await;
    }
    assert_eq!(
        inbox(&station),
        [30, 40, 60, 70],
        "the settled one went, then the oldest"
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

#[actix_web::test]
async fn a_stop_without_a_usable_number_ends_the_one_session_that_it_fits() {
    for number in [0, -1, 4711, i64::MAX] {
        let station = TestStation::new(Version::V16).await;
        let id = station.call("StartTransaction", start(1, "2026-11-20T10:00:00Z")).await["transactionId"].clone();
        let first = station.call("StopTransaction", stop(&json!(number))).await;
        let ended = transaction(&station, &id);
        assert_eq!(ended.state, TransactionState::Closed, "{number}");
        assert_eq!(ended.ending.matched_by, [MatchedBy::IdTag, MatchedBy::OnlyOpen]);
        // A retry ends no other session.
        station.call("StartTransaction", start(1, "2026-11-20T12:00:00Z")).await;
        assert_eq!(station.call("StopTransaction", stop(&json!(number))).await, first);
        assert_eq!(transaction(&station, &id), ended);
        let open = station.pipeline.state.open_transactions(&station.charge_point).unwrap();
        assert_eq!(open.len(), 1, "{number}");
    }
}

#[actix_web::test]
async fn a_stop_without_a_number_may_be_rounded_below_its_start_or_have_no_register() {
    let rounded = json!({ "meterStop": 300_455 });
    let unread = json!({ "meterStop": 0 });
    let at_none = json!({ "meterStop": 300_455, "connectorId": 0 });
    for said in [rounded, unread, at_none] {
        let station = TestStation::new(Version::V16).await;
        let mut began = start(1, "2026-11-20T10:00:00Z");
        began["meterStart"] = json!(300_456);
        let id = station.call("StartTransaction", began).await["transactionId"].clone();
        let mut end = stop(&json!(0));
        end.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        station.call("StopTransaction", end).await;
        let ended = transaction(&station, &id);
        assert_eq!(ended.state, TransactionState::Closed, "{said}");
        assert_eq!(ended.ending.matched_by, [MatchedBy::IdTag, MatchedBy::OnlyOpen]);
        assert!(!ended.complete, "{said}: an end below its start is in doubt");
    }
}

#[actix_web::test]
async fn a_session_that_is_over_is_sealed() {
    let station = TestStation::new(Version::V16).await;
    let id = station.call("StartTransaction", start(1, "2026-11-20T10:00:00Z")).await["transactionId"].clone();
    station.call("StopTransaction", stop(&id)).await;
    let before = transaction(&station, &id);
    let another = json!({ "transactionId": id, "meterStop": 19_900, "timestamp": "2026-11-22T11:00:00Z" });
    station.call("StopTransaction", another).await;
    let values = |at: &str, context: &str| {
        let sample = json!({ "value": "904", "context": context });
        json!({ "connectorId": 1, "transactionId": id, "meterValue": [{ "timestamp": at, "sampledValue": [sample] }] })
    };
    station
        .call("MeterValues", values("2026-11-20T10:59:00Z", "Sample.Periodic"))
        .await;
    station
        .call("MeterValues", values("2026-11-20T11:00:09Z", "Transaction.End"))
        .await;
    station
        .call("MeterValues", values("2026-11-20T13:00:00Z", "Sample.Periodic"))
        .await;
    assert_eq!(transaction(&station, &id), before);
    let (state, charge_point) = (&station.pipeline.state, &station.charge_point);
    let id = TransactionId::new(&id.to_string());
    assert_eq!(state.meter_values(charge_point, &id, 9).unwrap().len(), 2);
    let later = state.later_messages(charge_point, &id, 9).unwrap();
    let actions: Vec<_> = later.iter().map(|message| message.action.as_str()).collect();
    assert_eq!(actions, ["MeterValues", "StopTransaction"]);
}

#[actix_web::test]
async fn the_same_start_after_its_stop_is_another_session() {
    let station = TestStation::new(Version::V16).await;
    let stuck = start(1, "1970-01-01T00:00:00Z");
    let first = station.call("StartTransaction", stuck.clone()).await["transactionId"].clone();
    station.call("StopTransaction", stop(&first)).await;
    let second = station.call("StartTransaction", stuck.clone()).await["transactionId"].clone();
    assert_ne!(first, second);
    assert_eq!(station.call("StartTransaction", stuck).await["transactionId"], second);
    assert_eq!(transaction(&station, &first).state, TransactionState::Closed);
    assert_eq!(transaction(&station, &second).state, TransactionState::Open);
}

#[actix_web::test]
async fn a_clock_that_was_ahead_is_in_doubt_and_keeps_no_values_away() {
    let station = TestStation::new(Version::V16).await;
    let id = station.call("StartTransaction", start(1, "2099-01-01T00:00:00Z")).await["transactionId"].clone();
    let sample = json!([{ "timestamp": "2026-11-20T10:30:00Z", "sampledValue": [{ "value": "400" }] }]);
    station
        .call("MeterValues", json!({ "connectorId": 1, "meterValue": sample }))
        .await;
    let mut end = stop(&id);
    end["timestamp"] = json!("2099-01-01T01:00:00Z");
    station.call("StopTransaction", end).await;
    let ended = transaction(&station, &id);
    assert!(ended.doubts.contains(&Doubt::ClockContradiction) && !ended.complete);
    assert_eq!(ended.energy.unwrap().wh, Some(800.into()));
    let id = TransactionId::new(&id.to_string());
    let values = station.pipeline.state.meter_values(&station.charge_point, &id, 9);
    assert_eq!(values.unwrap().len(), 1);
}

#[actix_web::test]
async fn a_start_that_waited_gives_one_up_whose_clock_was_ahead() {
    let station = TestStation::new(Version::V16).await;
    let ahead = station.call("StartTransaction", start(1, "2099-01-01T00:00:00Z")).await["transactionId"].clone();
    let next = station.call("StartTransaction", start(1, "2026-11-20T09:00:00Z")).await["transactionId"].clone();
    assert_eq!(transaction(&station, &ahead).state, TransactionState::Superseded);
    assert_eq!(transaction(&station, &next).state, TransactionState::Open);
}

#[actix_web::test]
async fn a_session_by_a_clock_that_is_wrong_was_heard_of_when_its_values_came() {
    for (began, measured) in [
        ("2099-01-01T00:00:00Z", "2099-01-01T00:30:00Z"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:30:00Z"),
    ] {
        let mut station = TestStation::new(Version::V16).await;
        let id = station.call("StartTransaction", start(1, began)).await["transactionId"].clone();
        station.now += chrono::TimeDelta::minutes(30);
        let sample = json!([{ "timestamp": measured, "sampledValue": [{ "value": "400" }] }]);
        let values = json!({ "connectorId": 1, "transactionId": id, "meterValue": sample });
        station.call("MeterValues", values).await;
        let record = transaction(&station, &id);
        let heard = station.pipeline.state.last_heard_of(&record, station.now);
        assert_eq!(heard.unwrap(), station.now, "{began}");
    }
}

#[actix_web::test]
async fn a_start_of_long_ago_gives_no_newer_session_up() {
    let station = TestStation::new(Version::V16).await;
    let newer = station.call("StartTransaction", start(1, "2026-11-20T09:50:00Z")).await["transactionId"].clone();
    let older = station.call("StartTransaction", start(1, "2026-11-20T08:00:00Z")).await["transactionId"].clone();
    assert_eq!(transaction(&station, &newer).state, TransactionState::Open);
    let sample = json!([{ "timestamp": "2026-11-20T09:55:00Z", "sampledValue": [{ "value": "400" }] }]);
    station
        .call("MeterValues", json!({ "connectorId": 1, "meterValue": sample }))
        .await;
    let id = TransactionId::new(&newer.to_string());
    let values = station
        .pipeline
        .state
        .meter_values(&station.charge_point, &id, 9)
        .unwrap();
    assert_eq!(values.len(), 1);
    let end = stop_of(&older, "TAG", 100, "2026-11-20T08:30:00Z");
    station.call("StopTransaction", end).await;
    assert_eq!(transaction(&station, &older).state, TransactionState::Closed);
    assert_eq!(transaction(&station, &newer).state, TransactionState::Open);
}

#[actix_web::test]
async fn who_stopped_is_kept_and_whether_it_was_a_stranger() {
    let station = TestStation::new(Version::V16).await;
    let tag = |tag: &str, parent: &str| IdTag {
        kind: None,
        tag: tag.into(),
        status: IdTagStatus::Accepted,
        parent: Some(parent.into()),
        expiry: None,
    };
    let tags = [
        tag("TAG", "FLEET"),
        tag("COLLEAGUE", "FLEET"),
        tag("STRANGER", "ELSEWHERE"),
    ];
    let writes = tags.iter().map(|tag| put_id_tag(tag).unwrap()).collect();
    station.pipeline.state.store().write(writes).await.unwrap();
    let shown = [
        ("tag", false),
        ("COLLEAGUE", false),
        ("STRANGER", true),
        ("NOBODY", true),
    ];
    for (number, (by, foreign)) in shown.into_iter().enumerate() {
        let began = start(1, &format!("2026-11-20T10:0{number}:00Z"));
        let id = station.call("StartTransaction", began).await["transactionId"].clone();
        let mut end = stop(&id);
        end["idTag"] = json!(by);
        station.call("StopTransaction", end).await;
        let ending = transaction(&station, &id).ending;
        assert_eq!((ending.stopped_by.as_deref(), ending.foreign), (Some(by), foreign));
    }
}
