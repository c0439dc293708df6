//! Events of 2.x that do not tell all: no time, a blank token; and ids of any length.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use super::sessions_2::{FIRST, Told, event, open, registers, session, tell};
use crate::ids::TransactionId;
use crate::state::collections::TRANSACTION_EVENTS;
use crate::state::delete;
use crate::state::transactions::{Doubt, StoredEvent, TransactionState, id_of_session};
use crate::store::Page;

#[actix_web::test]
async fn an_event_without_its_time_is_in_doubt_and_known_again() {
    let mut station = TestStation::new(Version::V201).await;
    let untimed = |told: Told<'_>| {
        let mut event = event(&told);
        event.as_object_mut().unwrap().remove("timestamp");
        event["meterValue"][0].as_object_mut().unwrap().remove("timestamp");
        event
    };
    let begin = untimed(FIRST);
    let sample = untimed(FIRST.then("Updated", 1, "10:00:00", 3000.0));
    let end = untimed(FIRST.then("Ended", 2, "10:00:00", 5000.0));
    let mut ends = Vec::new();
    for event in [&begin, &begin, &sample, &sample, &end, &end, &end, &begin] {
        station.call("TransactionEvent", event.clone()).await;
        station.now += chrono::TimeDelta::minutes(5);
        ends.push(session(&station, "1").stopped_at);
    }
    let (state, id) = (&station.pipeline.state, TransactionId::new("1"));
    assert_eq!(
        state.transaction_events(&station.charge_point, &id, 9).unwrap().len(),
        3
    );
    assert!(state.later_messages(&station.charge_point, &id, 9).unwrap().is_empty());
    assert!(open(&station).is_empty(), "no second session");
    let session = session(&station, "1");
    assert_eq!(session.started_at.as_deref(), Some("2026-11-20T10:00:00.000Z"));
    assert_eq!(ends.last(), ends.get(4), "what is billed does not move");
    assert!(
        session
            .doubts
            .is_superset(&[Doubt::StartTimeNotTold, Doubt::EndTimeNotTold].into())
    );
    assert!(!session.complete);
    assert_eq!(registers(&session), ("1000".to_owned(), "5000".to_owned()));
    // A station that never says the time: the same number with another register is another event.
    let again = untimed(FIRST.again("10:00:00", 5000.0));
    station.call("TransactionEvent", again).await;
    assert_eq!(open(&station), ["1~2"]);
}

#[actix_web::test]
async fn an_event_without_its_time_is_known_again_after_a_crash() {
    let mut station = TestStation::new(Version::V201).await;
    for (kind, number) in [("Started", 0), ("Ended", 1)] {
        let mut untimed = event(&FIRST.then(kind, number, "10:00:00", 1000.0));
        untimed.as_object_mut().unwrap().remove("timestamp");
        station.call("TransactionEvent", untimed.clone()).await;
        // The event is the last thing that is written.
        let store = station.pipeline.state.store();
        let kept = store
            .list_keys(TRANSACTION_EVENTS, Page::all(9))
            .unwrap()
            .pop()
            .unwrap();
        store.write(vec![delete(TRANSACTION_EVENTS, kept)]).await.unwrap();
        station.now += chrono::TimeDelta::minutes(1);
        station.call("TransactionEvent", untimed).await;
    }
    let (state, id) = (&station.pipeline.state, TransactionId::new("1"));
    assert_eq!(session(&station, "1").state, TransactionState::Closed);
    assert!(open(&station).is_empty());
    let later = state.later_messages(&station.charge_point, &id, 9).unwrap();
    assert!(later.is_empty());
    assert_eq!(
        state.transaction_events(&station.charge_point, &id, 9).unwrap().len(),
        2
    );
}

#[actix_web::test]
async fn a_time_that_is_told_is_not_in_doubt() {
    let station = TestStation::new(Version::V21).await;
    tell(&station, FIRST).await;
    let doubts = session(&station, "1").doubts;
    assert!(!doubts.contains(&Doubt::StartTimeNotTold), "{doubts:?}");
}

#[actix_web::test]
async fn a_blank_token_keeps_no_drivers_place() {
    let station = TestStation::new(Version::V201).await;
    let with = |told: Told<'_>, token: Value| {
        let mut event = event(&told);
        event["idToken"] = token;
        event
    };
    let nobody = json!({ "idToken": "", "type": "NoAuthorization" });
    let started = with(FIRST, nobody.clone());
    station.call("TransactionEvent", started).await;
    let driver = json!({ "idToken": "FIELD-TAG", "type": "ISO14443" });
    let updated = with(FIRST.then("Updated", 1, "10:01:00", 1000.0), driver);
    let answer = station.call("TransactionEvent", updated).await;
    let open = session(&station, "1");
    assert_eq!(open.told_id_tag(), Some("FIELD-TAG"));
    assert_eq!(open.authorization.as_deref(), answer["idTokenInfo"]["status"].as_str());
    let ended = with(FIRST.then("Ended", 2, "11:00:00", 3000.0), nobody);
    station.call("TransactionEvent", ended).await;
    let over = session(&station, "1");
    assert_eq!(
        (
            over.told_id_tag(),
            over.ending.stopped_by.as_deref(),
            over.ending.foreign
        ),
        (Some("FIELD-TAG"), None, false)
    );
}

#[actix_web::test]
async fn an_id_of_any_length_is_one_session() {
    let station = TestStation::new(Version::V201).await;
    let long = "x".repeat(540);
    let started = Told { id: &long, ..FIRST };
    let ended = started.then("Ended", 1, "11:00:00", 3000.0);
    for told in [started, started, ended, ended] {
        tell(&station, told).await;
    }
    let state = &station.pipeline.state;
    let id = id_of_session(&long);
    let events = state.transaction_events(&station.charge_point, &id, 9).unwrap();
    assert_eq!(events.len(), 2);
    let told = |event: &StoredEvent| event.request.value()["transactionInfo"]["transactionId"].clone();
    assert_eq!(told(&events[0]), json!(long));
    let kept = session(&station, id.as_str());
    assert_eq!((kept.state, kept.complete), (TransactionState::Closed, true));
}
