//! Sessions that an operator closes: whose word the register at the end is, and which one cannot be.

use ocpp_schemas::Version;
use serde_json::json;

use super::TestStation;
use crate::ids::TransactionId;
use crate::ocpp::transactions::desk::{Closing, Desk, DeskError, Settled};
use crate::state::transactions::{Doubt, EnergySource};

/// A station whose session of 1000 Wh at its start, 3000 Wh when it was last heard, does not end.
async fn hanging(version: Version) -> (TestStation, TransactionId) {
    let mut station = TestStation::new(version).await;
    let value = |wh: i64| json!([{"timestamp": "2026-11-20T10:10:00Z", "sampledValue": [{"value": wh}]}]);
    let id = if version == Version::V16 {
        let start = json!({"connectorId": 1, "idTag": "A", "meterStart": 1000, "timestamp": "2026-11-20T10:00:00Z"});
        let id = station.call("StartTransaction", start).await["transactionId"].clone();
        let values = json!({"connectorId": 1, "transactionId": id, "meterValue": [{
            "timestamp": "2026-11-20T10:10:00Z", "sampledValue": [{"value": "3000"}]}]});
        station.call("MeterValues", values).await;
        TransactionId::new(&id.to_string())
    } else {
        for (seq_no, kind, time, wh) in [(0, "Started", "10:00:00", 1000), (1, "Updated", "10:10:00", 3000)] {
            let event = json!({"eventType": kind, "timestamp": format!("2026-11-20T{time}Z"), "seqNo": seq_no,
                "triggerReason": "Authorized", "transactionInfo": {"transactionId": "T"},
                "evse": {"id": 1, "connectorId": 1}, "meterValue": value(wh)});
            station.call("TransactionEvent", event).await;
        }
        TransactionId::new("T")
    };
    station.now += chrono::TimeDelta::hours(1);
    (station, id)
}

fn close(station: &TestStation, id: &TransactionId, register: Option<i64>) -> Result<Settled, DeskError> {
    let desk = Desk {
        state: &station.pipeline.state,
        charge_point: &station.charge_point,
        now: station.now,
    };
    let closing = Closing {
        reason: "Hanging".to_owned(),
        meter_stop_wh: register.map(Into::into),
    };
    desk.close(id, &closing)
}

#[actix_web::test]
async fn an_operators_register_is_known_as_such_and_the_end_as_lost() {
    for version in Version::ALL {
        let (station, id) = hanging(version).await;
        for (register, wh, source) in [
            (Some(5000), 4000, EnergySource::Operator),
            (Some(3000), 2000, EnergySource::Operator),
            (None, 2000, EnergySource::Readings),
        ] {
            let closed = close(&station, &id, register).unwrap_or_else(|error| panic!("{version}: {error}"));
            let record = closed.transaction;
            let energy = record.energy.unwrap();
            assert_eq!((energy.wh, energy.source), (Some(wh.into()), Some(source)), "{version}");
            assert!(record.doubts.contains(&Doubt::EndLost), "{version} {:?}", record.doubts);
            assert!(!record.complete, "{version}");
        }
    }
}

/// A bus that charged all night, of which nothing was heard after its start.
#[actix_web::test]
async fn what_can_have_flowed_until_the_operator_looked_is_believed() {
    let (mut station, id) = hanging(Version::V16).await;
    station.now += chrono::TimeDelta::hours(8);
    let closed = close(&station, &id, Some(601_000)).unwrap();
    assert_eq!(closed.transaction.energy.unwrap().wh, Some(600_000.into()));
}

#[actix_web::test]
async fn a_register_that_cannot_be_the_sessions_is_refused() {
    for version in Version::ALL {
        let (station, id) = hanging(version).await;
        for (register, why) in [
            (999, "the meter showed 1000 Wh at its start"),
            (0, "the meter showed 1000 Wh at its start"),
            (99_999_999_999, "does not agree with that"),
            (4_294_967_295, "does not agree with that"),
        ] {
            let Err(DeskError::NoRegister(text)) = close(&station, &id, Some(register)) else {
                panic!("{version}: {register} is taken");
            };
            assert!(text.contains(why), "{version}: {text}");
        }
    }
}
