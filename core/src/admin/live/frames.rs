//! Server-sent events as text (HTML standard, section 9.2). Pure.

use bytes::Bytes;
use serde_json::Value;

use crate::live::Told;

/// What an event's frame takes beside its text.
const BESIDE: usize = 64;

/// An event: its number as id if it has one, its kind, its JSON. Made once for all who are told it.
pub fn event(told: &Told) -> Bytes {
    let id = told.number.map(|number| format!("id: {number}\n")).unwrap_or_default();
    let mut frame = String::with_capacity(told.json.len() + BESIDE);
    frame.push_str(&id);
    push(&mut frame, &told.kind, &told.json);
    frame.into()
}

/// Something that is no event of a charge point.
pub fn notice(name: &str, data: &Value) -> Bytes {
    let mut frame = String::new();
    push(&mut frame, name, &data.to_string());
    frame.into()
}

/// An event as it is told, made of its JSON.
pub fn example(event: &Value) -> String {
    let id = event.get("number").map(|number| format!("id: {number}\n"));
    let mut frame = id.unwrap_or_default();
    let kind = event.get("kind").and_then(Value::as_str).unwrap_or_default();
    push(&mut frame, kind, &event.to_string());
    frame
}

/// A comment; the client remembers the number as if it had been told that event, and is told nothing.
pub fn comment(text: &str, position: Option<u64>) -> Bytes {
    let id = position.map(|number| format!("id: {number}\n")).unwrap_or_default();
    format!(": {text}\n{id}\n").into()
}

fn push(frame: &mut String, name: &str, data: &str) {
    frame.push_str("event: ");
    frame.push_str(name);
    // A payload keeps the space between its members as it came.
    for line in data.split(['\n', '\r']) {
        frame.push_str("\ndata: ");
        frame.push_str(line);
    }
    frame.push_str("\n\n");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{comment, notice};

    #[test]
    fn frames_end_with_an_empty_line() {
        assert_eq!(
            notice("cut", &json!({"number": 7})),
            "event: cut\ndata: {\"number\":7}\n\n"
        );
        assert_eq!(comment("here", Some(7)), ": here\nid: 7\n\n");
        assert_eq!(comment("here", None), ": here\n\n");
    }

    #[test]
    fn a_line_break_stays_one() {
        let mut frame = String::new();
        super::push(&mut frame, "kind", "{\"a\":\n1}");
        assert_eq!(frame, "event: kind\ndata: {\"a\":\ndata: 1}\n\n");
    }
}
