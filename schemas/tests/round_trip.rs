//! Every valid payload becomes a value of its type, and the value becomes an equal payload.
#![cfg(all(feature = "types", feature = "generate"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use ocpp_schemas::generate::{self, Rng};
use ocpp_schemas::types::{OcppAction, v16, v21, v201};
use ocpp_schemas::{Action, Catalogue, Kind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Payloads per action and kind.
const ROUNDS: u64 = 30;
/// Mutations tried of each payload.
const MUTATIONS: usize = 30;

fn check<A: OcppAction>() {
    let action = Catalogue::of(A::VERSION).action(A::NAME).unwrap();
    check_payloads::<A::Request>(action, Kind::Request);
    if action.confirmed() {
        check_payloads::<A::Response>(action, Kind::Response);
    }
}

fn check_payloads<T: Serialize + DeserializeOwned>(action: &Action, kind: Kind) {
    let mut rng = Rng::new(2_024);
    for _ in 0..ROUNDS {
        let payload = generate::instance(action, kind, &mut rng);
        let place = format!("{} {} {kind}", action.version(), action.name());
        let value: T =
            serde_json::from_value(payload.clone()).unwrap_or_else(|error| panic!("{place}: {error} {payload}"));
        let back = serde_json::to_value(value).unwrap();
        assert!(equal(&payload, &back), "{place}\n{payload}\n{back}");
        assert_eq!(action.validate(kind, &back), Ok(()), "{place}");
        let mut mutations = generate::mutations(action, kind, &payload, &mut rng);
        rng.shuffle(&mut mutations);
        for mutation in mutations.iter().take(MUTATIONS) {
            let changed = mutation.apply(&payload);
            if action.validate(kind, &changed).is_ok() {
                let read = serde_json::from_value::<T>(changed);
                assert!(read.is_ok(), "{place} {mutation:?}: {:?}", read.err());
            }
        }
    }
}

/// The same JSON, numbers compared as numbers.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let within = |(name, value)| other.get(name).is_some_and(|found| equal(value, found));
            one.len() == other.len() && one.iter().all(within)
        }
        _ => one == other,
    }
}

macro_rules! check_v16 { ($($action:ident,)+) => { $(check::<v16::$action>();)+ } }
macro_rules! check_v201 { ($($action:ident,)+) => { $(check::<v201::$action>();)+ } }
macro_rules! check_v21 { ($($action:ident,)+) => { $(check::<v21::$action>();)+ } }

#[test]
fn payloads_of_1_6_come_back_equal() {
    ocpp_schemas::v16_actions!(check_v16);
}

#[test]
fn payloads_of_2_0_1_come_back_equal() {
    ocpp_schemas::v201_actions!(check_v201);
}

#[test]
fn payloads_of_2_1_come_back_equal() {
    ocpp_schemas::v21_actions!(check_v21);
}

#[test]
fn a_constructor_makes_a_valid_message() {
    let info = v16::IdTagInfo::new(v16::AuthorizationStatus::Accepted);
    let response = v16::StartTransactionResponse::new(info, 17);
    let payload = serde_json::to_value(&response).unwrap();
    assert_eq!(
        payload,
        json!({"idTagInfo": {"status": "Accepted"}, "transactionId": 17})
    );
    let action = Catalogue::of(v16::StartTransaction::VERSION)
        .action(v16::StartTransaction::NAME)
        .unwrap();
    assert_eq!(action.validate(Kind::Response, &payload), Ok(()));
    assert_eq!(
        serde_json::from_value::<v16::StartTransactionResponse>(payload).unwrap(),
        response
    );
}

#[test]
fn odd_but_valid_numbers_are_read() {
    let payload = json!({"connectorId": 1.0, "idTag": "A", "meterStart": 1e300, "timestamp": "2026-01-01T00:00:00Z"});
    let request: v16::StartTransactionRequest = serde_json::from_value(payload).unwrap();
    assert_eq!(
        (request.connector_id, request.meter_start, request.reservation_id),
        (1, i64::MAX, None)
    );
    let fraction = json!({"connectorId": 1.5, "idTag": "A", "meterStart": 0, "timestamp": ""});
    assert!(serde_json::from_value::<v16::StartTransactionRequest>(fraction).is_err());
}

#[test]
fn custom_data_keeps_what_it_holds() {
    let payload = json!({"customData": {"vendorId": "example", "a": [1, null], "b": {"c": true}}});
    let request: v201::HeartbeatRequest = serde_json::from_value(payload.clone()).unwrap();
    assert_eq!(
        request.custom_data.as_ref().map(|data| data.vendor_id.as_str()),
        Some("example")
    );
    assert_eq!(serde_json::to_value(request).unwrap(), payload);
}

#[test]
fn null_data_is_not_absent_data() {
    let payload = json!({"vendorId": "example", "data": null});
    let request: v21::DataTransferRequest = serde_json::from_value(payload.clone()).unwrap();
    assert_eq!(request.data, Some(Value::Null));
    assert_eq!(serde_json::to_value(request).unwrap(), payload);
}
