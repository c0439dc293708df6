//! What a station reports is answered and kept, whatever its form; and the same is refused where it is read strictly.

use ocpp_schemas::generate::{Rng, instance, mutations};
use ocpp_schemas::{Catalogue, Kind, Version};
use serde_json::json;

use super::TestStation;
use crate::config::settings::{Settings, Strictness};
use crate::ids::{ChargePointId, MessageId};
use crate::ocpp::{Expects, Profile};
use crate::state::transactions::Doubt;

#[actix_web::test]
async fn no_report_is_refused_whatever_is_wrong_with_it() {
    for version in Version::ALL {
        let station = TestStation::new(version).await;
        for action in Catalogue::of(version).actions() {
            let entry = Profile::of(version).entry(action.name()).unwrap();
            if !action.sent_by_charge_point() || !action.confirmed() || !entry.row.is_report() {
                continue;
            }
            let mut rng = Rng::new(11);
            let payload = instance(action, Kind::Request, &mut rng);
            for mutation in mutations(action, Kind::Request, &payload, &mut rng) {
                let sent = mutation.apply(&payload);
                let reply = station
                    .send(Expects::Answer, action.name(), sent.clone())
                    .await
                    .unwrap();
                assert_eq!(reply[0], 3, "{version} {} {mutation:?}: {reply}", action.name());
                assert_eq!(action.validate(Kind::Response, &reply[2]), Ok(()), "{reply}");
            }
        }
    }
}

#[actix_web::test]
async fn a_strict_reading_refuses_what_is_mended_else() {
    let mut settings = Settings::default();
    settings.ocpp.strictness = Strictness::Strict;
    let mut station = TestStation::with(Version::V16, settings).await;
    let stop = json!({"transactionId": 1, "timestamp": "2026-01-01T10:00:00Z"});
    station.call("StopTransaction", stop.clone()).await;
    station.strictness = Strictness::Strict;
    assert_eq!(
        station.refused("StopTransaction", stop).await,
        "OccurenceConstraintViolation"
    );
}

#[actix_web::test]
async fn a_stop_without_its_register_ends_at_the_last_one_heard() {
    let station = TestStation::new(Version::V16).await;
    let start = json!({"connectorId": 1, "idTag": "A", "meterStart": 1000, "timestamp": "2026-01-01T10:00:00Z"});
    let id = station.call("StartTransaction", start).await["transactionId"]
        .as_i64()
        .unwrap();
    let sample = json!({"timestamp": "2026-01-01T10:10:00Z", "sampledValue": [{"value": 6200}]});
    station
        .call(
            "MeterValues",
            json!({"connectorId": 1, "transactionId": id, "meterValue": [sample]}),
        )
        .await;
    station
        .call(
            "StopTransaction",
            json!({"transactionId": id, "timestamp": "2026-01-01T10:20:00Z"}),
        )
        .await;
    let id = crate::ids::TransactionId::new(&id.to_string());
    let stored = station
        .pipeline
        .state
        .transaction(&ChargePointId::new("CP1"), &id)
        .unwrap()
        .unwrap();
    let energy = stored.energy.unwrap();
    assert_eq!(energy.end.unwrap().wh, 6200.into());
}

#[actix_web::test]
async fn times_that_nobody_told_are_those_of_receipt_and_in_doubt() {
    let station = TestStation::new(Version::V16).await;
    let start = json!({"connectorId": 1, "idTag": "A", "meterStart": 1000});
    let id = station.call("StartTransaction", start).await["transactionId"]
        .as_i64()
        .unwrap();
    let stored = || {
        let id = crate::ids::TransactionId::new(&id.to_string());
        let found = station.pipeline.state.transaction(&ChargePointId::new("CP1"), &id);
        found.unwrap().unwrap()
    };
    let now = crate::clock::text(station.now);
    assert_eq!(stored().started_at.as_ref(), Some(&now));
    assert!(stored().doubts.contains(&Doubt::StartTimeNotTold));
    station
        .call(
            "StopTransaction",
            json!({"transactionId": id, "meterStop": 1500, "timestamp": null}),
        )
        .await;
    assert_eq!(stored().stopped_at, Some(now));
    assert!(
        stored()
            .doubts
            .is_superset(&[Doubt::StartTimeNotTold, Doubt::EndTimeNotTold].into())
    );
    assert!(!stored().complete);
}

#[actix_web::test]
async fn a_start_without_its_time_is_known_again_while_its_session_runs() {
    let mut station = TestStation::new(Version::V16).await;
    let start = json!({"connectorId": 1, "idTag": "A", "meterStart": 0});
    let first = station.call("StartTransaction", start.clone()).await["transactionId"].clone();
    station.now += chrono::TimeDelta::seconds(30);
    assert_eq!(
        station.call("StartTransaction", start.clone()).await["transactionId"],
        first
    );
    station
        .call(
            "StopTransaction",
            json!({"transactionId": first, "meterStop": 500, "timestamp": "2026-11-20T11:00:00Z"}),
        )
        .await;
    assert_ne!(station.call("StartTransaction", start).await["transactionId"], first);
}

#[actix_web::test]
async fn a_start_without_its_time_after_an_end_that_was_lost_is_another_session() {
    for timestamp in [None, Some("1970-01-01T00:00:00Z")] {
        let mut station = TestStation::new(Version::V16).await;
        let mut start = json!({"connectorId": 1, "idTag": "A", "meterStart": 0});
        if let Some(timestamp) = timestamp {
            start["timestamp"] = json!(timestamp);
        }
        let first = station.call("StartTransaction", start.clone()).await["transactionId"].clone();
        // What was measured at its connector does not say that the station knows the number.
        let sample = |value: &str| json!([{"timestamp": "2026-11-20T10:10:00Z", "sampledValue": [{"value": value}]}]);
        let by_place = json!({"connectorId": 1, "meterValue": sample("4000")});
        station.call("MeterValues", by_place).await;
        station.now += chrono::TimeDelta::minutes(10);
        let again = station.call("StartTransaction", start.clone()).await;
        assert_eq!(again["transactionId"], first);
        let values = json!([{"timestamp": "2026-11-20T10:20:00Z", "sampledValue": [{"value": "8000"}]}]);
        let named = json!({"connectorId": 1, "transactionId": first, "meterValue": values});
        station.call("MeterValues", named).await;
        station.now += chrono::TimeDelta::minutes(10);
        let second = station.call("StartTransaction", start.clone()).await["transactionId"].clone();
        assert_ne!(second, first, "{timestamp:?}");
        // Its own retry comes before anything that names it.
        assert_eq!(station.call("StartTransaction", start).await["transactionId"], second);
        let end = json!({"transactionId": second, "meterStop": 3000, "timestamp": "2026-11-20T11:00:00Z"});
        station.call("StopTransaction", end).await;
        let energy_of = |id: &serde_json::Value| {
            let id = crate::ids::TransactionId::new(&id.to_string());
            let found = station.pipeline.state.transaction(&ChargePointId::new("CP1"), &id);
            let found = found.unwrap().unwrap();
            (found.energy.unwrap().wh.unwrap().to_string(), found.doubts)
        };
        let (lost, doubts) = energy_of(&first);
        assert_eq!(lost, "8000", "{timestamp:?}");
        assert!(doubts.contains(&Doubt::EndLost), "{doubts:?}");
        assert_eq!(energy_of(&second).0, "3000", "{timestamp:?}");
    }
}

#[actix_web::test]
async fn what_was_mended_is_told_and_kept_as_it_came() {
    let station = TestStation::new(Version::V16).await;
    let payload = json!({"connectorId": 2, "idTag": "A"});
    let call = crate::frame::Call {
        id: MessageId::new("a1"),
        action: "Authorize".to_owned(),
        payload: payload.clone().into(),
    };
    let mut handled = station.handle(Expects::Answer, &call);
    let repaired = handled.repaired.take().unwrap();
    assert_eq!(repaired.event.kind, "message.repaired");
    assert_eq!(
        repaired.event.payload.value(),
        json!({
            "action": "Authorize", "request": payload,
            "repairs": [{"name": "unknown-member", "pointer": "/connectorId"}],
        })
    );
    handled.effects.make_durable();
    let writes = handled.effects.writes.take().unwrap();
    station.pipeline.state.store().write(writes).await.unwrap();
    let records = station
        .pipeline
        .state
        .records(&ChargePointId::new("CP1"), None, 10)
        .unwrap();
    assert_eq!(records[0].1.payload, payload.into());
}
