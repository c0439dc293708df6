//! Holds what came of a step against what the fixture expects.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::difference::{Difference, below, differ, one, same};
use super::fixture::{Expect, ExpectedResponse, Outgoing};
use super::outgoing::{Sent, same_url};

/// What came of a step.
#[derive(Debug, Default)]
pub struct Came {
    /// Of a call, an event, a tick, as a fixture writes it; of a request without an answer.
    pub outcome: Option<Value>,
    /// Of a request.
    pub response: Option<Answered>,
    /// The keys that the fixture looks at.
    pub state: BTreeMap<String, Option<String>>,
    /// What was sent, as a fixture writes it.
    pub commands: Vec<Value>,
    /// What was emitted, as a fixture writes it.
    pub events: Vec<Value>,
    /// What went out.
    pub requests: Vec<Sent>,
    /// What was logged, the level in front.
    pub log: Vec<String>,
    /// What the guest wrote to its standard error and output.
    pub stderr: String,
    /// Why it came so, where the plugin was not asked or not heeded.
    pub note: Option<String>,
}

/// What a request was answered.
#[derive(Debug)]
pub struct Answered {
    /// The status.
    pub status: u16,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    /// As text.
    pub body: String,
}

/// What differs; nothing if all is as expected.
#[must_use]
pub fn compare(expect: &Expect, came: &Came) -> Vec<Difference> {
    let mut found = Vec::new();
    if let Some(outcome) = &came.outcome {
        compare_outcome(expect.outcome.as_ref(), outcome, &mut found);
    }
    if let Some(response) = &came.response {
        compare_response(expect.response.as_ref(), response, &mut found);
    }
    for (key, expected) in &expect.state {
        let held = came.state.get(key).cloned().flatten();
        differ(&below("/state", key), expected, &read_as(expected, held), &mut found);
    }
    let lists = [
        ("/commands", &expect.commands, &came.commands),
        ("/events", &expect.events, &came.events),
    ];
    for (pointer, expected, came) in lists {
        if let Some(expected) = expected {
            differ(pointer, expected, &json!(came), &mut found);
        }
    }
    if let Some(expected) = &expect.requests {
        compare_requests(expected, &came.requests, &mut found);
    }
    for (index, text) in expect.log.iter().enumerate() {
        if !came.log.iter().any(|line| line.contains(text)) {
            let (expected, was) = (json!(text), json!(came.log));
            found.push(one(format!("/log/{index}"), Some(&expected), Some(&was)));
        }
    }
    found
}

fn compare_outcome(expected: Option<&Value>, was: &Value, found: &mut Vec<Difference>) {
    let expected = expected.map(completed);
    match expected.as_ref() {
        None => found.push(one("/outcome".to_owned(), None, Some(was))),
        Some(expected) if contains(expected, was) => {}
        Some(expected) => match (kind(expected), kind(was)) {
            (Some(a), Some(b)) if a == b => differ("/outcome", expected, was, found),
            _ => found.extend((!same(expected, was)).then(|| one("/outcome".to_owned(), Some(expected), Some(was)))),
        },
    }
}

/// A CALLERROR's description and details may be left out where they are empty.
fn completed(outcome: &Value) -> Value {
    let mut outcome = outcome.clone();
    if let Some(error) = outcome.get_mut("callError").and_then(Value::as_object_mut) {
        error.entry("description").or_insert_with(|| json!(""));
        error.entry("details").or_insert_with(|| json!({}));
    }
    outcome
}

/// The one member of an outcome: two of another kind are told as a whole.
fn kind(outcome: &Value) -> Option<&String> {
    outcome.as_object()?.keys().next()
}

/// Of a failure the fixture names a part.
fn contains(expected: &Value, was: &Value) -> bool {
    let failure = |value: &Value, kind| value.get(kind).and_then(Value::as_str).map(str::to_owned);
    ["trap", "failed"].into_iter().any(|kind| {
        failure(expected, kind).is_some_and(|part| failure(was, kind).is_some_and(|whole| whole.contains(&part)))
    })
}

fn compare_response(expected: Option<&ExpectedResponse>, was: &Answered, found: &mut Vec<Difference>) {
    let Some(expected) = expected else {
        let was = json!({"status": was.status, "headers": was.headers, "body": body(&was.body)});
        found.push(one("/response".to_owned(), None, Some(&was)));
        return;
    };
    if let Some(status) = expected.status {
        differ("/response/status", &json!(status), &json!(was.status), found);
    }
    for (name, value) in &expected.headers {
        let held = was.headers.get(&name.to_lowercase());
        differ(&below("/response/headers", name), &json!(value), &json!(held), found);
    }
    if let Some(expected) = &expected.body {
        differ(
            "/response/body",
            expected,
            &read_as(expected, Some(was.body.clone())),
            found,
        );
    }
}

fn compare_requests(expected: &[Outgoing], was: &[Sent], found: &mut Vec<Difference>) {
    for index in 0..expected.len().max(was.len()) {
        let place = format!("/requests/{index}");
        match (expected.get(index), was.get(index)) {
            (Some(expected), Some(was)) => compare_request(&place, expected, was, found),
            (expected, was) => found.push(Difference {
                pointer: place,
                expected: expected.map(|expected| json!({"method": expected.method, "url": expected.url})),
                was: was.map(Sent::written),
            }),
        }
    }
}

fn compare_request(place: &str, expected: &Outgoing, was: &Sent, found: &mut Vec<Difference>) {
    differ(
        &below(place, "method"),
        &json!(expected.method),
        &json!(was.method),
        found,
    );
    if !same_url(&expected.url, &was.url) {
        differ(&below(place, "url"), &json!(expected.url), &json!(was.url), found);
    }
    for (name, value) in &expected.headers {
        let mut held = was.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let held = held.next().map(|(_, held)| held);
        differ(
            &below(&below(place, "headers"), name),
            &json!(value),
            &json!(held),
            found,
        );
    }
    if let Some(body) = &expected.body {
        let held = read_as(body, Some(was.body.clone()));
        differ(&below(place, "body"), body, &held, found);
    }
}

/// A body as a fixture would write it.
#[must_use]
pub fn body(text: &str) -> Value {
    match serde_json::from_str::<Value>(text) {
        Ok(json @ (Value::Object(_) | Value::Array(_))) => json,
        _ => json!(text),
    }
}

/// A text as the value that it is compared with: as JSON where that is expected.
fn read_as(expected: &Value, held: Option<String>) -> Value {
    let Some(held) = held else { return Value::Null };
    let json = |text: &str| serde_json::from_str::<Value>(text).ok();
    match expected {
        Value::String(text) if *text == held => expected.clone(),
        Value::String(text) => match (json(text), json(&held)) {
            (Some(a), Some(b)) if same(&a, &b) => expected.clone(),
            _ => Value::String(held),
        },
        _ => json(&held).unwrap_or(Value::String(held)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn places(expect: &Value, came: &Came) -> Vec<String> {
        let expect = serde_json::from_value(expect.clone()).unwrap();
        compare(&expect, came).into_iter().map(|found| found.pointer).collect()
    }

    fn came(outcome: Value) -> Came {
        Came {
            outcome: Some(outcome),
            ..Came::default()
        }
    }

    #[test]
    fn outcomes_of_one_kind_are_told_by_place_and_others_as_a_whole() {
        let expected = json!({"outcome": {"replace": {"status": "Blocked", "id": 7}}});
        let replaced = came(json!({"replace": {"status": "Accepted", "id": 7.0}}));
        assert_eq!(places(&expected, &replaced), ["/outcome/replace/status"]);
        assert_eq!(places(&expected, &came(json!("keep"))), ["/outcome"]);
        assert_eq!(
            places(&json!({}), &came(json!("keep"))),
            ["/outcome"],
            "nothing is expected"
        );
        assert!(places(&json!({"outcome": "keep"}), &came(json!("keep"))).is_empty());
    }

    #[test]
    fn of_a_trap_a_part_is_enough() {
        let trapped = came(json!({"trap": "panicked: the settings have no `allow`"}));
        assert!(places(&json!({"outcome": {"trap": "settings"}}), &trapped).is_empty());
        assert_eq!(
            places(&json!({"outcome": {"trap": "state"}}), &trapped),
            ["/outcome/trap"]
        );
    }

    #[test]
    fn state_compares_as_text_or_as_json() {
        let mut came = came(json!("keep"));
        came.state = [("n", "3"), ("o", "{\"b\":1, \"a\":2}")]
            .map(|(key, text)| (key.to_owned(), Some(text.to_owned())))
            .into();
        let fits = json!({"outcome": "keep", "state": {"n": "3", "o": {"a": 2, "b": 1.0}, "gone": null}});
        assert!(places(&fits, &came).is_empty());
        let not = json!({"outcome": "keep", "state": {"n": "4", "o": {"a": 3, "b": 1}, "gone": "x"}});
        assert_eq!(places(&not, &came), ["/state/gone", "/state/n", "/state/o/a"]);
    }

    #[test]
    fn listed_headers_and_log_lines_are_looked_at_and_no_others() {
        let came = Came {
            response: Some(Answered {
                status: 200,
                headers: [("content-type".to_owned(), "text/plain".to_owned())].into(),
                body: "{\"a\": 1}".to_owned(),
            }),
            log: vec!["info one".to_owned()],
            ..Came::default()
        };
        let fits = json!({"response": {"headers": {"Content-Type": "text/plain"}, "body": {"a": 1}}, "log": ["one"]});
        assert!(places(&fits, &came).is_empty());
        let not = json!({"response": {"status": 404, "headers": {"x": "y"}, "body": "no"}, "log": ["two"]});
        let found = places(&not, &came);
        assert_eq!(
            found,
            ["/response/status", "/response/headers/x", "/response/body", "/log/0"]
        );
    }
}
