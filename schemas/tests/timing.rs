//! How long one validation takes. Prints and never fails: `cargo test --test timing -- --ignored --nocapture`.
#![cfg(feature = "validate")]
#![allow(clippy::unwrap_used, reason = "tests")]

use ocpp_schemas::{Catalogue, Kind, Version};
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: u32 = 200_000;

fn measure(name: &str, version: Version, payload: &Value) {
    let action = Catalogue::of(version).action(name).unwrap();
    let first = Instant::now();
    action.validate(Kind::Request, payload).unwrap();
    let compile = first.elapsed();
    let begin = Instant::now();
    for _ in 0..ROUNDS {
        black_box(black_box(action).validate(Kind::Request, black_box(payload))).unwrap();
    }
    let each = begin.elapsed().as_nanos() / u128::from(ROUNDS);
    let begin = Instant::now();
    for _ in 0..ROUNDS {
        black_box(Catalogue::of(version).action(black_box(name))).unwrap();
    }
    let find = begin.elapsed().as_nanos() / u128::from(ROUNDS);
    println!("{version} {name}: {each} ns each, first use {compile:?}, finding the action {find} ns");
}

#[test]
#[ignore = "a measurement, not a verdict"]
fn nanoseconds_per_validation() {
    let time = "2026-01-01T12:34:56.789Z";
    let value = json!({"value": "1234.5", "context": "Sample.Periodic", "format": "Raw",
        "measurand": "Energy.Active.Import.Register", "phase": "L1", "location": "Outlet", "unit": "Wh"});
    let meter = json!({"connectorId": 1, "transactionId": 17,
        "meterValue": [{"timestamp": time, "sampledValue": vec![value; 8]}]});
    measure("Heartbeat", Version::V16, &json!({}));
    let status = json!({"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": time});
    measure("StatusNotification", Version::V16, &status);
    measure("MeterValues", Version::V16, &meter);
    measure("Heartbeat", Version::V201, &json!({}));
    let status = json!({"timestamp": time, "connectorStatus": "Available", "evseId": 1, "connectorId": 1});
    measure("StatusNotification", Version::V201, &status);
    let value = json!({"value": 1234.5, "context": "Sample.Periodic", "measurand": "Energy.Active.Import.Register",
        "phase": "L1", "location": "Outlet", "unitOfMeasure": {"unit": "Wh", "multiplier": 0}});
    let meter = json!({"evseId": 1, "meterValue": [{"timestamp": time, "sampledValue": vec![value; 8]}]});
    measure("MeterValues", Version::V201, &meter);
}
