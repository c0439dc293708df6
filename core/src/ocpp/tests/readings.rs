//! A request that is found valid while its text is read comes to the same as one that is read as a value.

use std::collections::BTreeSet;
use std::time::Instant;

use ocpp_schemas::generate::{Rng, instance};
use ocpp_schemas::{Catalogue, Kind, Version};
use serde_json::{Value, json};

use super::TestStation;
use crate::frame::repair::Repairs;
use crate::frame::{self, Call, Frame};
use crate::ocpp::Expects;
use crate::store::Change;

/// Payloads of each action.
const ROUNDS: usize = 5;

/// A request that is judged while it is read.
fn as_text(station: &TestStation, text: &str) -> Call {
    let profile = station.profile;
    let valid = frame::valid_call(text, &profile.dialect, |action, rest| {
        profile.entry(action)?.valid_length(rest)
    });
    valid.unwrap().call
}

/// The same, read as a value.
fn as_value(station: &TestStation, text: &str) -> Call {
    match frame::parse(text, &station.profile.dialect, &mut Repairs::default()) {
        Ok(Frame::Call(call) | Frame::Send(call)) => call,
        other => panic!("{text}: {other:?}"),
    }
}

/// The reply, with what is written under which keys, and the kinds of the events.
fn outcome(station: &TestStation, expects: Expects, call: &Call) -> (Option<String>, Vec<String>) {
    let handled = station.handle(expects, call);
    let written = |change: &Change| match change {
        Change::Put(value) | Change::Append(value) => {
            let value: Value = serde_json::from_slice(value).unwrap();
            value.to_string()
        }
        other => format!("{other:?}"),
    };
    let writes = handled.effects.writes.into_iter().flatten();
    let mut all: Vec<String> = writes
        .map(|write| format!("{} {} {}", write.collection.0, write.key, written(&write.change)))
        .collect();
    let latest = handled.effects.latest.into_iter();
    all.extend(latest.map(|latest| format!("{} {}", latest.collection.0, latest.key)));
    all.extend(
        handled
            .effects
            .events
            .into_iter()
            .map(|event| format!("{} {}", event.kind, event.payload.value())),
    );
    (handled.reply, all)
}

/// Numbers and certificates that are drawn anew for each answer.
fn is_drawn(action: &str) -> bool {
    ["StartTransaction", "SignCertificate"].contains(&action)
}

#[actix_web::test]
async fn both_readings_come_to_the_same() {
    let mut rng = Rng::new(14);
    let mut compared = BTreeSet::new();
    for version in Version::ALL {
        let station = TestStation::new(version).await;
        for action in Catalogue::of(version)
            .actions()
            .filter(|action| action.sent_by_charge_point())
        {
            let expects = if action.confirmed() {
                Expects::Answer
            } else {
                Expects::Nothing
            };
            let kind = if action.confirmed() { 2 } else { 6 };
            for _ in (0..ROUNDS).filter(|_| !is_drawn(action.name())) {
                let payload = instance(action, Kind::Request, &mut rng);
                let text = format!("[{kind},\"1\",\"{}\",{payload}]", action.name());
                let (judged, read) = (as_text(&station, &text), as_value(&station, &text));
                assert_eq!(
                    outcome(&station, expects, &judged),
                    outcome(&station, expects, &read),
                    "{version} {text}"
                );
                compared.insert((version, action.name()));
            }
        }
    }
    assert!(compared.len() > 50, "{}", compared.len());
}

/// Rounds of which the best counts, and requests in each.
const TRIES: usize = 100;
const REQUESTS: u32 = 200;

/// The least time that one takes, in nanoseconds.
fn least(mut what: impl FnMut()) -> u128 {
    let each = |_| {
        let begin = Instant::now();
        (0..REQUESTS).for_each(|_| what());
        begin.elapsed().as_nanos() / u128::from(REQUESTS)
    };
    (0..TRIES).map(each).min().unwrap()
}

/// Usual requests.
fn usual() -> Vec<(Version, &'static str, Value)> {
    let time = "2026-11-20T10:00:00Z";
    let samples = |value: Value, unit: &str, of: Value| {
        let mut sample = json!({"value": value, "context": "Sample.Periodic", "phase": "L1",
            "measurand": "Energy.Active.Import.Register"});
        sample[unit] = of;
        json!([{"timestamp": time, "sampledValue": vec![sample; 8]}])
    };
    let of_16 = samples(json!("1234.5"), "unit", json!("Wh"));
    let of_2 = samples(json!(1234.5), "unitOfMeasure", json!({"unit": "Wh"}));
    let status = json!({"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": time});
    let event = json!({"eventType": "Updated", "timestamp": time, "triggerReason": "MeterValuePeriodic", "seqNo": 3,
        "transactionInfo": {"transactionId": "4711"}, "evse": {"id": 1}, "meterValue": of_2});
    vec![
        (Version::V16, "Heartbeat", json!({})),
        (Version::V16, "StatusNotification", status),
        (
            Version::V16,
            "MeterValues",
            json!({"connectorId": 1, "meterValue": of_16}),
        ),
        (Version::V201, "MeterValues", json!({"evseId": 1, "meterValue": of_2})),
        (Version::V201, "TransactionEvent", event),
    ]
}

/// Prints; asserts nothing about time.
#[actix_web::test]
#[ignore = "a measurement"]
async fn cost_of_a_request() {
    for (version, action, payload) in usual() {
        let station = TestStation::new(version).await;
        let text = format!("[2,\"1\",\"{action}\",{payload}]");
        let value = least(|| drop(as_value(&station, &text)));
        let value_handled = least(|| drop(station.handle(Expects::Answer, &as_value(&station, &text))));
        let judged = least(|| drop(as_text(&station, &text)));
        let judged_handled = least(|| drop(station.handle(Expects::Answer, &as_text(&station, &text))));
        println!(
            "{version} {action}, {} bytes, ns: read as a value {value}, handled as well {value_handled}; \
             judged as a text {judged}, handled as well {judged_handled}",
            text.len()
        );
    }
}
