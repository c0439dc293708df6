//! `plugin test --update`: writes into a fixture what came, and leaves the rest of its text as it is.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::plugins::testbench::{Answered, Played, Sent, body};

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    steps: Vec<&'a RawValue>,
}

type Members<'a> = BTreeMap<String, &'a RawValue>;

/// A piece of the text, and what stands there instead.
struct Edit {
    at: usize,
    length: usize,
    text: String,
}

/// The text with what came, where it differed. Failures and log lines are left for the author.
///
/// # Errors
/// If the text is no fixture; it was read as one before.
pub fn updated(text: &str, played: &[Played]) -> serde_json::Result<String> {
    let file: File<'_> = serde_json::from_str(text)?;
    let mut edits = Vec::new();
    for step in played.iter().filter(|step| !step.differences.is_empty()) {
        if let Some(written) = step.step.checked_sub(1).and_then(|index| file.steps.get(index)) {
            edits.extend(of_step(text, written.get(), step)?);
        }
    }
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.at));
    let mut changed = text.to_owned();
    for edit in edits {
        changed.replace_range(edit.at..edit.at + edit.length, &edit.text);
    }
    Ok(changed)
}

fn of_step(text: &str, written: &str, step: &Played) -> serde_json::Result<Vec<Edit>> {
    let members: Members<'_> = serde_json::from_str(written)?;
    let Some(expect) = members.get("expect").map(|expect| expect.get()) else {
        // Before the brace that closes the step.
        let new = new_member(step, "outcome").or_else(|| new_member(step, "response"));
        let text_of = |new| format!(", \"expect\": {{{new}}}");
        let at = place(text, written) + written.trim_end().len().saturating_sub(1);
        return Ok(new.map(|new| insert(at, text_of(new))).into_iter().collect());
    };
    let known: Members<'_> = serde_json::from_str(expect)?;
    let mut edits = Vec::new();
    let differing = step.differences.iter();
    let members: BTreeSet<_> = differing.filter_map(|found| found.pointer.split('/').nth(1)).collect();
    for member in members {
        match known.get(member) {
            Some(old) if member == "state" => edits.extend(of_state(text, old.get(), step)?),
            Some(old) => edits.extend(value(step, member).map(|new| Edit {
                at: place(text, old.get()),
                length: old.get().len(),
                text: spaced(&new),
            })),
            None => edits.extend(new_member(step, member).map(|new| {
                let comma = if known.is_empty() { "" } else { ", " };
                insert(place(text, expect) + 1, format!("{new}{comma}"))
            })),
        }
    }
    Ok(edits)
}

/// Of the state each key has its own value.
fn of_state(text: &str, written: &str, step: &Played) -> serde_json::Result<Vec<Edit>> {
    let keys: Members<'_> = serde_json::from_str(written)?;
    let mut edits = Vec::new();
    for (key, old) in keys {
        let held = step.came.state.get(&key).cloned().flatten();
        let as_json = !old.get().starts_with('"');
        let read = |text: &String| serde_json::from_str::<Value>(text).ok().filter(|_| as_json);
        let new = held.map_or(Value::Null, |text| read(&text).unwrap_or(Value::String(text)));
        let is_new = serde_json::from_str::<Value>(old.get())? != new;
        edits.extend(is_new.then(|| Edit {
            at: place(text, old.get()),
            length: old.get().len(),
            text: spaced(&new),
        }));
    }
    Ok(edits)
}

fn insert(at: usize, text: String) -> Edit {
    Edit { at, length: 0, text }
}

fn new_member(step: &Played, member: &str) -> Option<String> {
    Some(format!("{}: {}", json!(member), spaced(&value(step, member)?)))
}

/// What came, as the fixture writes it; none for a failure, which no author wants to keep.
fn value(step: &Played, member: &str) -> Option<Value> {
    let came = &step.came;
    match member {
        "outcome" => {
            let failed = |outcome: &&Value| outcome.get("trap").or_else(|| outcome.get("failed")).is_some();
            came.outcome.as_ref().filter(|outcome| !failed(outcome)).cloned()
        }
        "response" => came.response.as_ref().map(response),
        "commands" => Some(json!(came.commands)),
        "events" => Some(json!(came.events)),
        "requests" => Some(came.requests.iter().map(Sent::written).collect()),
        _ => None,
    }
}

fn response(answered: &Answered) -> Value {
    json!({"status": answered.status, "headers": answered.headers, "body": body(&answered.body)})
}

/// Where a part of the text begins.
fn place(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// JSON on one line, with a space after each comma and colon.
fn spaced(value: &Value) -> String {
    let join = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| format!("{}: {}", json!(name), spaced(value));
            format!("{{{}}}", join(members.iter().map(member).collect()))
        }
        Value::Array(items) => format!("[{}]", join(items.iter().map(spaced).collect())),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::plugins::testbench::{Came, Difference};

    fn played(pointer: &str, came: Came) -> Vec<Played> {
        let differences = vec![Difference {
            pointer: pointer.to_owned(),
            expected: None,
            was: None,
        }];
        vec![Played {
            step: 1,
            title: "tick a".to_owned(),
            came,
            differences,
        }]
    }

    fn outcome(outcome: Value) -> Came {
        Came {
            outcome: Some(outcome),
            ..Came::default()
        }
    }

    #[test]
    fn only_what_differed_changes() {
        let text =
            "{ \"steps\" : [\n  {\"tick\": {\"name\": \"ä\"},  \"expect\": {\"outcome\": \"ok\", \"log\": []}}]}";
        let new = updated(text, &played("/outcome", outcome(json!({"error": "no"})))).unwrap();
        assert_eq!(new, text.replace("\"ok\"", "{\"error\": \"no\"}"));
        let trapped = updated(text, &played("/outcome", outcome(json!({"trap": "x"})))).unwrap();
        assert_eq!(trapped, text, "a failure is not written");
    }

    #[test]
    fn what_is_missing_is_added() {
        let came = || outcome(json!("ok"));
        let text = r#"{"steps": [{"tick": {"name": "a"}, "expect": {}}]}"#;
        let with = r#"{"steps": [{"tick": {"name": "a"}, "expect": {"outcome": "ok"}}]}"#;
        assert_eq!(updated(text, &played("/outcome", came())).unwrap(), with);
        let without = r#"{"steps": [{"tick": {"name": "a"}}]}"#;
        assert_eq!(updated(without, &played("/outcome", came())).unwrap(), with);
    }

    #[test]
    fn each_key_of_the_state_keeps_its_form() {
        let mut came = outcome(json!("ok"));
        came.state = [("n", Some("2")), ("o", Some("{\"a\":2}")), ("gone", None)]
            .map(|(key, text)| (key.to_owned(), text.map(str::to_owned)))
            .into();
        let text = r#"{"steps": [{"tick": {"name": "a"}, "expect": {"outcome": "ok", "state": {"n": "1", "o": {"a": 1}, "gone": "x"}}}]}"#;
        let new = updated(text, &played("/state/n", came)).unwrap();
        assert!(
            new.ends_with(r#""state": {"n": "2", "o": {"a": 2}, "gone": null}}}]}"#),
            "{new}"
        );
    }
}
