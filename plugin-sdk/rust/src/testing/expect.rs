//! Compares what a step came to with what the fixture expects. JSON values compare as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::fixture::{Expect, Response};
use super::play::Came;
use crate::endpoint;
use crate::host::memory;

/// How much there was before a step, so that only what the step added is looked at.
pub struct Before {
    commands: usize,
    events: usize,
    log: usize,
    #[cfg(feature = "http")]
    requests: usize,
}

impl Before {
    pub fn now() -> Self {
        Self {
            commands: memory::commands::sent().len(),
            events: memory::events::emitted().len(),
            log: memory::log::lines().len(),
            #[cfg(feature = "http")]
            requests: memory::http::requests().len(),
        }
    }
}

/// What differs, a line or more each; nothing if all is as expected.
pub fn compare(expect: &Expect, came: &Came, before: &Before) -> Vec<String> {
    let mut differences = Vec::new();
    match came {
        Came::Outcome(outcome) => compare_outcome(&mut differences, expect.outcome.as_ref(), outcome),
        Came::Response(response) => compare_response(&mut differences, expect.response.as_ref(), response),
    }
    for (key, expected) in &expect.state {
        let held = memory::state::get(key).ok().flatten();
        let held = held.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        if !same_text(expected, held.as_deref()) {
            differences.push(different(&format!("state {key:?}"), expected, &json!(held)));
        }
    }
    if let Some(expected) = &expect.commands {
        let sent = memory::commands::sent().into_iter().skip(before.commands);
        let sent =
            sent.map(|sent| json!({"chargePoint": sent.charge_point, "action": sent.action, "payload": sent.payload}));
        check(&mut differences, "commands", expected, sent.collect());
    }
    if let Some(expected) = &expect.events {
        let emitted = memory::events::emitted().into_iter().skip(before.events);
        let emitted = emitted
            .map(|event| json!({"kind": event.kind, "chargePoint": event.charge_point, "payload": event.payload}));
        check(&mut differences, "events", expected, emitted.collect());
    }
    #[cfg(feature = "http")]
    compare_requests(&mut differences, expect, before);
    #[cfg(not(feature = "http"))]
    if expect.requests.is_some() {
        differences.push("requests need the feature `http` of ocpp-plugin-sdk".to_owned());
    }
    compare_log(&mut differences, expect, before);
    differences
}

fn compare_outcome(differences: &mut Vec<String>, expected: Option<&Value>, outcome: &Value) {
    let Some(expected) = expected else {
        differences.push(format!("it has no `outcome` to compare with {outcome}"));
        return;
    };
    let trap = |value: &Value| value.get("trap").and_then(Value::as_str).map(str::to_owned);
    let fits = match (trap(expected), trap(outcome)) {
        (Some(part), Some(whole)) => whole.contains(&part),
        _ => same(&completed(expected), outcome),
    };
    if !fits {
        differences.push(different("outcome", expected, outcome));
    }
}

/// A CALLERROR without a description or details has empty ones.
fn completed(expected: &Value) -> Value {
    let mut expected = expected.clone();
    if let Some(error) = expected.get_mut("callError").and_then(Value::as_object_mut) {
        error.entry("description").or_insert(json!(""));
        error.entry("details").or_insert(json!({}));
    }
    expected
}

fn compare_response(differences: &mut Vec<String>, expected: Option<&Response>, response: &endpoint::Response) {
    let Some(expected) = expected else {
        differences.push(format!("it has no `response` to compare with {response:?}"));
        return;
    };
    if let Some(status) = expected.status.filter(|status| *status != response.status) {
        differences.push(different("status", &json!(status), &json!(response.status)));
    }
    let headers: BTreeMap<String, &str> = response
        .headers
        .iter()
        .map(|(name, value)| (name.to_lowercase(), value.as_str()))
        .collect();
    for (name, value) in &expected.headers {
        let came = headers.get(&name.to_lowercase()).copied();
        if came != Some(value) {
            differences.push(different(&format!("header {name}"), &json!(value), &json!(came)));
        }
    }
    let body = String::from_utf8_lossy(&response.body);
    if let Some(expected) = &expected.body
        && !same_text(expected, Some(&body))
    {
        differences.push(different("body", expected, &json!(body)));
    }
}

#[cfg(feature = "http")]
fn compare_requests(differences: &mut Vec<String>, expect: &Expect, before: &Before) {
    let Some(expected) = &expect.requests else { return };
    let requests: Vec<_> = memory::http::requests().into_iter().skip(before.requests).collect();
    let fits = |(expected, request): (&super::fixture::Outgoing, &crate::http::Request)| {
        let has = |(name, value): (&String, &String)| {
            request
                .headers
                .iter()
                .any(|(key, held)| key.eq_ignore_ascii_case(name) && held == value)
        };
        let body = String::from_utf8_lossy(&request.body);
        expected.method == request.method
            && expected.url == request.url
            && expected.headers.iter().all(has)
            && expected
                .body
                .as_ref()
                .is_none_or(|expected| same_text(expected, Some(&body)))
    };
    if expected.len() != requests.len() || !expected.iter().zip(&requests).all(fits) {
        let wanted: Vec<_> = expected
            .iter()
            .map(|o| {
                format!(
                    "{} {} {:?} {}",
                    o.method,
                    o.url,
                    o.headers,
                    o.body.clone().unwrap_or_default()
                )
            })
            .collect();
        let went: Vec<_> = requests
            .iter()
            .map(|request| format!("{request:?} {:?}", request.headers))
            .collect();
        differences.push(format!(
            "  requests\n    expected {}\n    was      {}",
            wanted.join("\n             "),
            went.join("\n             ")
        ));
    }
}

fn compare_log(differences: &mut Vec<String>, expect: &Expect, before: &Before) {
    let lines: Vec<_> = memory::log::lines()
        .into_iter()
        .skip(before.log)
        .map(|(_, line)| line)
        .collect();
    for expected in &expect.log {
        if !lines.iter().any(|line| line.contains(expected)) {
            differences.push(format!("  no line of the log has {expected:?}; it has {lines:?}"));
        }
    }
}

fn check(differences: &mut Vec<String>, what: &str, expected: &Value, came: Vec<Value>) {
    let came = Value::Array(came);
    if !same(expected, &came) {
        differences.push(different(what, expected, &came));
    }
}

fn different(what: &str, expected: &Value, came: &Value) -> String {
    format!("  {what}\n    expected {expected}\n    was      {came}")
}

/// A text, or the JSON that the text is. Null is no text.
fn same_text(expected: &Value, came: Option<&str>) -> bool {
    let json = |text: &str| serde_json::from_str::<Value>(text);
    match (expected, came) {
        (Value::Null, came) => came.is_none(),
        (_, None) => false,
        (Value::String(expected), Some(came)) if expected == came => true,
        (Value::String(expected), Some(came)) => {
            json(expected).is_ok_and(|expected| json(came).is_ok_and(|came| same(&expected, &came)))
        }
        (expected, Some(came)) => json(came).is_ok_and(|came| same(expected, &came)),
    }
}

/// As JSON: 1 is 1.0.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;
    use crate::{events, log, state};

    fn outcome(expect: &Value, came: Value) -> Vec<String> {
        let expect: Expect = serde_json::from_value(expect.clone()).unwrap();
        let before = Before::now();
        compare(&expect, &Came::Outcome(came), &before)
    }

    #[test]
    fn outcomes_compare_as_json() {
        let expect = json!({"outcome": {"replace": {"a": 1, "b": [2]}}});
        assert!(outcome(&expect, json!({"replace": {"b": [2.0], "a": 1}})).is_empty());
        for other in [
            json!("keep"),
            json!({"replace": {"a": 1}}),
            json!({"replace": {"a": 1, "b": [2], "c": 0}}),
        ] {
            assert_eq!(outcome(&expect, other.clone()).len(), 1, "{other}");
        }
        assert_eq!(outcome(&json!({}), json!("keep")).len(), 1, "nothing to compare with");
    }

    #[test]
    fn a_trap_is_known_by_a_part_of_its_text() {
        let expect = json!({"outcome": {"trap": "settings"}});
        assert!(outcome(&expect, json!({"trap": "the plugin's settings cannot be used"})).is_empty());
        assert_eq!(outcome(&expect, json!({"trap": "something else"})).len(), 1);
        assert_eq!(outcome(&expect, json!("keep")).len(), 1);
    }

    #[test]
    fn state_is_text_or_the_json_that_the_text_is() {
        state::put("a", br#"{"n": 1}"#, None).unwrap();
        let of = |expected: Value| outcome(&json!({"outcome": "ok", "state": {"a": expected}}), json!("ok"));
        for good in [json!({"n": 1}), json!(r#"{"n":1}"#), json!(r#"{"n": 1}"#)] {
            assert!(of(good).is_empty());
        }
        for bad in [Value::Null, json!("other"), json!({"n": 2})] {
            assert_eq!(of(bad.clone()).len(), 1, "{bad}");
        }
        assert!(outcome(&json!({"outcome": "ok", "state": {"b": null}}), json!("ok")).is_empty());
    }

    #[test]
    fn only_what_the_step_added_counts() {
        let payload = json!({"n": 1});
        events::emit("CP-1", "earlier", &payload).unwrap();
        log::info("earlier");
        let before = Before::now();
        events::emit("CP-1", "now", &payload).unwrap();
        let expect = json!({
            "outcome": "ok", "log": ["earlier"], "commands": [],
            "events": [{"kind": "now", "chargePoint": "CP-1", "payload": payload}]
        });
        let expect: Expect = serde_json::from_value(expect).unwrap();
        let differences = compare(&expect, &Came::Outcome(json!("ok")), &before);
        assert_eq!(
            differences.len(),
            1,
            "the line in the log is an earlier one: {differences:?}"
        );
    }
}
