//! How long a payload takes from its text to its type. Prints and never fails:
//! `cargo test --release --test timing -- --ignored --nocapture`.
#![cfg(all(feature = "validate", feature = "types"))]
#![allow(clippy::unwrap_used, reason = "tests")]

use ocpp_schemas::types::{OcppAction, v16, v201};
use ocpp_schemas::{Catalogue, Kind};
use serde::de::Deserialize as _;
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: u32 = 2_000;
/// The best of so many counts.
const TRIES: u32 = 200;

/// Nanoseconds.
fn best(mut what: impl FnMut()) -> u128 {
    let each = |_| {
        let begin = Instant::now();
        (0..ROUNDS).for_each(|_| what());
        begin.elapsed().as_nanos() / u128::from(ROUNDS)
    };
    (0..TRIES).map(each).min().unwrap()
}

fn measure<A: OcppAction>(payload: &Value) {
    let (text, action) = (payload.to_string(), Catalogue::of(A::VERSION).action(A::NAME).unwrap());
    let first = Instant::now();
    action.validate(Kind::Request, payload).unwrap();
    let compile = first.elapsed();
    let first = Instant::now();
    action.valid_length(Kind::Request, &text).unwrap();
    let table = first.elapsed();
    let value = best(|| drop(black_box(serde_json::from_str::<Value>(black_box(&text)).unwrap())));
    let validate = best(|| black_box(action).validate(Kind::Request, black_box(payload)).unwrap());
    let typed = best(|| drop(black_box(A::Request::deserialize(black_box(payload)).unwrap())));
    let written = best(|| drop(black_box(black_box(payload).to_string())));
    let judged = best(|| {
        black_box(black_box(action).valid_length(Kind::Request, black_box(&text))).unwrap();
    });
    let read = best(|| drop(black_box(serde_json::from_str::<A::Request>(black_box(&text)).unwrap())));
    println!(
        "{} {}, {} bytes, ns: value {value} + validated {validate} + type of it {typed} (+ text of it {written}); \
         judged as text {judged} + type of it {read}; first use {compile:?}, {table:?}",
        A::VERSION,
        A::NAME,
        text.len()
    );
}

#[test]
#[ignore = "a measurement, not a verdict"]
fn nanoseconds_per_payload() {
    let time = "2026-01-01T12:34:56.789Z";
    measure::<v16::Heartbeat>(&json!({}));
    measure::<v16::StatusNotification>(
        &json!({"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": time}),
    );
    let value = json!({"value": "1234.5", "context": "Sample.Periodic", "measurand": "Energy.Active.Import.Register",
        "phase": "L1", "unit": "Wh"});
    measure::<v16::MeterValues>(&json!({"connectorId": 1, "transactionId": 17,
        "meterValue": [{"timestamp": time, "sampledValue": vec![value; 8]}]}));
    measure::<v201::Heartbeat>(&json!({}));
    measure::<v201::StatusNotification>(
        &json!({"timestamp": time, "connectorStatus": "Available", "evseId": 1, "connectorId": 1}),
    );
    let value = json!({"value": 1234.5, "context": "Sample.Periodic", "measurand": "Energy.Active.Import.Register",
        "phase": "L1", "unitOfMeasure": {"unit": "Wh"}});
    let values = json!([{"timestamp": time, "sampledValue": vec![value; 8]}]);
    measure::<v201::MeterValues>(&json!({"evseId": 1, "meterValue": values}));
    measure::<v201::TransactionEvent>(&json!({"eventType": "Updated", "timestamp": time, "triggerReason":
        "MeterValuePeriodic", "seqNo": 3, "transactionInfo": {"transactionId": "4711", "chargingState": "Charging"},
        "evse": {"id": 1, "connectorId": 1}, "meterValue": values}));
}
