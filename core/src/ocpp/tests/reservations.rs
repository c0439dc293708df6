//! What ReserveNow, CancelReservation and their answers make of a reservation, in every version.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use crate::frame::CallError;
use crate::ids::TransactionId;
use crate::ocpp::Outcome;
use crate::ocpp::reservation::{ReservationRequest, reserve};
use crate::ocpp::verb::Addressee;
use crate::state::id_tags::{IdTag, put_id_tag};
use crate::state::reservations::{Reservation, ReservationState, put_reservation};
use crate::store::Page;

fn reserve_now(version: Version, number: i64) -> Value {
    let expiry = "2026-11-20T12:00:00.000Z";
    match version {
        Version::V16 => json!({ "connectorId": 1, "expiryDate": expiry, "idTag": "DRIVER", "reservationId": number }),
        _ => json!({ "id": number, "expiryDateTime": expiry, "evseId": 1,
            "idToken": { "idToken": "DRIVER", "type": "Central" } }),
    }
}

fn status(word: &str) -> Outcome {
    Outcome::Answered(json!({ "status": word }))
}

fn known(station: &TestStation, number: i64) -> Reservation {
    let found = station.pipeline.state.reservation(&station.charge_point, number);
    found.unwrap().expect("a record")
}

#[actix_web::test]
async fn a_reservation_is_asked_for_held_and_cancelled() {
    for version in Version::ALL {
        let station = TestStation::new(version).await;
        let payload = reserve_now(version, 7);
        assert_eq!(station.leaves("ReserveNow", &payload).await, ["reservation.changed"]);
        let asked = known(&station, 7);
        assert_eq!(asked.state, ReservationState::Requested);
        assert_eq!(asked.id_tag, "DRIVER");
        assert_eq!(
            asked.expiry,
            "2026-11-20T12:00:00Z".parse::<crate::clock::Time>().unwrap()
        );
        let place = if version == Version::V16 {
            (None, Some(1))
        } else {
            (Some(1), None)
        };
        assert_eq!((asked.evse, asked.connector), place);
        let kinds = station.answered("ReserveNow", &payload, &status("Accepted")).await;
        assert_eq!(kinds, ["reservation.changed"]);
        assert_eq!(known(&station, 7).state, ReservationState::Active);

        let cancel = json!({ "reservationId": 7 });
        assert!(station.leaves("CancelReservation", &cancel).await.is_empty());
        station
            .answered("CancelReservation", &cancel, &status("Rejected"))
            .await;
        assert_eq!(known(&station, 7).state, ReservationState::Active);
        station
            .answered("CancelReservation", &cancel, &status("Accepted"))
            .await;
        assert_eq!(known(&station, 7).state, ReservationState::Cancelled);
    }
}

#[actix_web::test]
async fn a_reservation_is_for_its_token_as_the_make_writes_it() {
    let rules = json!({ "prefix": ["VID:"], "blanks": "all", "case": "lower" });
    for (reserved, shown) in [("04A1B2", "VID:04-A1-B2"), ("VID:04-a1-b2", "04 a1 b2")] {
        let mut station = TestStation::new(Version::V16).await;
        station.tags = serde_json::from_value(rules.clone()).unwrap();
        let mut payload = reserve_now(Version::V16, 7);
        payload["idTag"] = reserved.into();
        station
            .ask("ReserveNow", payload, json!({ "status": "Accepted" }))
            .await;
        let start = |tag: &str| {
            json!({ "connectorId": 1, "idTag": tag, "meterStart": 0,
            "timestamp": "2026-11-20T10:00:00Z" })
        };
        station.call("StartTransaction", start("04A1B3")).await;
        assert_eq!(known(&station, 7).state, ReservationState::Active);
        station.call("StartTransaction", start(shown)).await;
        assert!(matches!(known(&station, 7).state, ReservationState::Used(_)), "{shown}");
    }
}

#[actix_web::test]
async fn each_outcome_leaves_what_is_known() {
    let error = CallError {
        code: "InternalError".to_owned(),
        description: String::new(),
        details: json!({}),
    };
    let refused = |word: &str| ReservationState::Refused(word.to_owned());
    for (outcome, state) in [
        (status("Occupied"), refused("Occupied")),
        (Outcome::Refused(error), refused("InternalError")),
        (Outcome::NotSent, refused("NotSent")),
        (Outcome::QueueFull, refused("NotSent")),
        (Outcome::TimedOut, ReservationState::Requested),
        (Outcome::Lost, ReservationState::Requested),
    ] {
        let station = TestStation::new(Version::V16).await;
        let payload = reserve_now(Version::V16, 1);
        station.leaves("ReserveNow", &payload).await;
        station.answered("ReserveNow", &payload, &outcome).await;
        assert_eq!(known(&station, 1).state, state, "{outcome:?}");
    }
}

#[actix_web::test]
async fn a_late_answer_does_not_bring_back_what_was_used() {
    let station = TestStation::new(Version::V21).await;
    let payload = reserve_now(Version::V21, 1);
    station.leaves("ReserveNow", &payload).await;
    let used = Reservation {
        state: ReservationState::Used(TransactionId::new("t")),
        ..known(&station, 1)
    };
    let write = put_reservation(&station.charge_point, &used).unwrap();
    station.pipeline.state.store().write(write.into()).await.unwrap();
    assert!(
        station
            .answered("ReserveNow", &payload, &status("Accepted"))
            .await
            .is_empty()
    );
    assert_eq!(known(&station, 1), used);
}

#[actix_web::test]
async fn two_verbs_at_once_do_not_get_one_number() {
    let station = TestStation::new(Version::V16).await;
    let wanted: ReservationRequest =
        serde_json::from_value(json!({ "connector": 1, "idTag": "DRIVER", "expiry": "2026-11-20T12:00:00Z" })).unwrap();
    let plan = || {
        let to = Addressee {
            command: "",
            charge_point: &station.charge_point,
            version: Version::V16,
            state: &station.pipeline.state,
            settings: &station.pipeline.settings,
            now: station.now,
        };
        reserve(to, &wanted).unwrap()
    };
    let (first, second) = (plan(), plan());
    assert_eq!((first.number, second.number), (1, 1));
    let store = station.pipeline.state.store();
    let leaving = |planned: &crate::ocpp::verb::Planned| {
        let sent = station.sent("ReserveNow", &planned.payload);
        let mut writes = station
            .pipeline
            .leaves(&station.caller(), sent)
            .unwrap()
            .writes
            .unwrap();
        for seen in &planned.seen {
            seen.guard(&mut writes);
        }
        writes
    };
    // Both are about to leave with the same number.
    let (one, other) = (leaving(&first), leaving(&second));
    store.write(one).await.unwrap();
    store.write(other).await.unwrap_err();
    assert_eq!(plan().number, 2);
}

#[actix_web::test]
async fn a_number_that_is_used_again_leaves_history_behind() {
    for version in Version::ALL {
        let mut station = TestStation::new(version).await;
        let payload = reserve_now(version, 7);
        station
            .ask("ReserveNow", payload.clone(), json!({ "status": "Accepted" }))
            .await;
        let first = station.now;
        station.now += chrono::TimeDelta::minutes(5);
        station
            .ask("ReserveNow", payload, json!({ "status": "Accepted" }))
            .await;
        let found = station
            .pipeline
            .state
            .reservations(&station.charge_point, None, 9)
            .unwrap();
        let states: Vec<_> = found
            .iter()
            .map(|(_, one)| (&one.state, one.created_at, one.changed_at))
            .collect();
        assert_eq!(
            states,
            [
                (&ReservationState::Active, Some(station.now), Some(station.now)),
                (&ReservationState::Replaced, Some(first), Some(station.now)),
            ]
        );
    }
}

#[actix_web::test]
async fn an_end_stays_what_it_was() {
    let mut station = TestStation::new(Version::V201).await;
    let payload = reserve_now(Version::V201, 7);
    station
        .ask("ReserveNow", payload, json!({ "status": "Accepted" }))
        .await;
    station.now += chrono::TimeDelta::minutes(1);
    let cancel = json!({ "reservationId": 7 });
    station
        .ask("CancelReservation", cancel.clone(), json!({ "status": "Accepted" }))
        .await;
    let ended = known(&station, 7);
    assert_eq!(
        (&ended.state, ended.ended_at(station.now)),
        (&ReservationState::Cancelled, Some(station.now))
    );
    station.now += chrono::TimeDelta::minutes(1);
    let removed = json!({ "reservationId": 7, "reservationUpdateStatus": "Removed" });
    station.call("ReservationStatusUpdate", removed).await;
    station
        .ask("CancelReservation", cancel, json!({ "status": "Accepted" }))
        .await;
    assert_eq!(known(&station, 7), ended);
}

#[actix_web::test]
async fn open_reservations_are_found_without_their_history() {
    let mut station = TestStation::new(Version::V16).await;
    let open = |station: &TestStation| -> Vec<i64> {
        let found = station.pipeline.state.open_reservations(&station.charge_point).unwrap();
        found.iter().map(|reservation| reservation.reservation_id).collect()
    };
    let accepted = json!({ "status": "Accepted" });
    // As a store of old has them: records alone.
    for number in [3, 4] {
        station
            .ask("ReserveNow", reserve_now(Version::V16, number), accepted.clone())
            .await;
    }
    let state = &station.pipeline.state;
    for collection in ["reservations-open", "reservation-numbers"] {
        let collection = crate::store::Collection(collection);
        let keys = state.store().list_keys(collection, Page::all(9)).unwrap();
        let gone = keys.into_iter().map(|key| crate::state::delete(collection, key));
        state.store().write(gone.collect()).await.unwrap();
    }
    assert_eq!(open(&station), [3, 4]);
    station
        .ask("ReserveNow", reserve_now(Version::V16, 2), accepted.clone())
        .await;
    assert_eq!(
        open(&station),
        [2, 3, 4],
        "a smaller number does not lose what was open"
    );
    station
        .ask("CancelReservation", json!({ "reservationId": 3 }), accepted.clone())
        .await;
    assert_eq!(open(&station), [2, 4]);
    // Expired, and long after with the next one forgotten.
    station.now += chrono::TimeDelta::days(1);
    assert_eq!(
        open(&station),
        [2, 4],
        "a start from before its expiry may still be told"
    );
    station.now += chrono::TimeDelta::days(30);
    station
        .ask(
            "ReserveNow",
            reserve_now(Version::V16, 9),
            json!({ "status": "Rejected" }),
        )
        .await;
    assert_eq!(open(&station), [0; 0]);
    let kept = station
        .pipeline
        .state
        .reservations(&station.charge_point, None, 9)
        .unwrap();
    assert_eq!(kept.len(), 4, "history stays");
}

/// A station with reservation 7 of DRIVER at connector 1.
async fn reserved() -> TestStation {
    let station = TestStation::new(Version::V16).await;
    let accepted = json!({ "status": "Accepted" });
    station.ask("ReserveNow", reserve_now(Version::V16, 7), accepted).await;
    station
}

fn start(connector: i64, tag: &str, named: i64) -> Value {
    json!({ "connectorId": connector, "idTag": tag, "meterStart": 0, "timestamp": "2026-11-20T10:00:00Z",
        "reservationId": named })
}

#[actix_web::test]
async fn what_the_station_names_at_its_own_connector_is_used_whoever_begins() {
    let station = reserved().await;
    station.call("StartTransaction", start(2, "SOMEBODY", 7)).await;
    assert_eq!(
        known(&station, 7).state,
        ReservationState::Active,
        "elsewhere the token tells"
    );
    station.call("StartTransaction", start(1, "SOMEBODY", -1)).await;
    assert_eq!(known(&station, 7).state, ReservationState::Active, "nobody named it");
    station.call("StartTransaction", start(1, "APP-CARD", 7)).await;
    let used = known(&station, 7);
    assert!(matches!(used.state, ReservationState::Used(_)));
    assert_eq!(used.used_by.as_deref(), Some("APP-CARD"));
    let station = reserved().await;
    station.call("StartTransaction", start(1, "driver", 7)).await;
    let used = known(&station, 7);
    assert!(matches!(used.state, ReservationState::Used(_)));
    assert_eq!(used.used_by, None, "its own");
}

#[actix_web::test]
async fn the_group_of_the_holder_may_use_it() {
    let station = reserved().await;
    let tag = |text: &str, parent: &str| IdTag {
        parent: Some(parent.to_owned()),
        ..serde_json::from_value(json!({ "tag": text, "status": "Accepted", "parent": null, "expiry": null })).unwrap()
    };
    let tags = [tag("DRIVER", "FLEET"), tag("MEMBER", "FLEET"), tag("OTHER", "OTHERS")];
    let writes = tags.iter().map(|tag| put_id_tag(tag).unwrap()).collect();
    station.pipeline.state.store().write(writes).await.unwrap();
    station.call("StartTransaction", start(1, "OTHER", 0)).await;
    assert_eq!(known(&station, 7).state, ReservationState::Active);
    station.call("StartTransaction", start(1, "MEMBER", 0)).await;
    let used = known(&station, 7);
    assert!(matches!(used.state, ReservationState::Used(_)));
    assert_eq!(used.used_by.as_deref(), Some("MEMBER"));
}

#[actix_web::test]
async fn a_start_of_before_it_was_made_does_not_use_it() {
    let station = reserved().await;
    let mut queued = start(1, "DRIVER", 0);
    queued["timestamp"] = "2026-11-20T08:00:00Z".into();
    station.call("StartTransaction", queued).await;
    assert_eq!(known(&station, 7).state, ReservationState::Active);
    let mut slow = start(1, "DRIVER", 0);
    slow["timestamp"] = "2026-11-20T09:59:00Z".into();
    station.call("StartTransaction", slow).await;
    assert!(
        matches!(known(&station, 7).state, ReservationState::Used(_)),
        "clocks are not exact"
    );
}

#[actix_web::test]
async fn a_connector_that_is_out_of_order_holds_nothing() {
    for (connector, status, told, ends) in [
        (1, "Reserved", "10:00", false),
        (1, "Faulted", "10:00", true),
        (1, "Unavailable", "10:00", true),
        (0, "Unavailable", "10:00", true),
        (2, "Faulted", "10:00", false),
        (1, "Faulted", "08:00", false),
    ] {
        let station = reserved().await;
        let report = json!({ "connectorId": connector, "status": status, "errorCode": "NoError",
            "timestamp": format!("2026-11-20T{told}:00Z") });
        station.call("StatusNotification", report).await;
        let wanted = match ends {
            true => ReservationState::Ended(status.to_owned()),
            false => ReservationState::Active,
        };
        assert_eq!(known(&station, 7).state, wanted, "{connector} {status} {told}");
    }
}
