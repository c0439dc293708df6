//! Lays a change of typed values over the JSON that they came from, so that members which the types
//! do not know stay as they were.

use serde_json::Value;

/// The original, changed where `after` differs from `before`, all three being JSON texts. `before` is
/// what the types kept of the original.
pub fn over(original: &str, before: &str, after: String) -> String {
    // Mostly the types know everything.
    if members(original) == members(before) {
        return after;
    }
    let read = |text: &str| serde_json::from_str(text).unwrap_or(Value::Null);
    let mut merged = read(original);
    apply(&mut merged, read(before), read(&after));
    merged.to_string()
}

/// How many members the objects of a JSON text have: its colons outside of strings.
fn members(json: &str) -> usize {
    let (mut count, mut inside, mut escaped) = (0, false, false);
    for byte in json.bytes() {
        match (inside, escaped, byte) {
            (true, true, _) => escaped = false,
            (true, false, b'\\') => escaped = true,
            (_, _, b'"') => inside = !inside,
            (false, _, b':') => count += 1,
            _ => {}
        }
    }
    count
}

fn apply(original: &mut Value, before: Value, after: Value) {
    match (original, before, after) {
        (Value::Object(original), Value::Object(mut before), Value::Object(after)) => {
            for (name, new) in after {
                match before.remove(&name) {
                    Some(old) if old == new => {}
                    Some(old) => apply(original.entry(name).or_insert(Value::Null), old, new),
                    None => {
                        original.insert(name, new);
                    }
                }
            }
            // What is left is no longer there.
            for name in before.keys() {
                original.remove(name);
            }
        }
        (Value::Array(original), Value::Array(before), Value::Array(after))
            if original.len() == after.len() && before.len() == after.len() =>
        {
            let pairs = before.into_iter().zip(after);
            for (original, (old, new)) in original.iter_mut().zip(pairs).filter(|(_, (old, new))| old != new) {
                apply(original, old, new);
            }
        }
        (original, _, after) => *original = after,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::{Value, json};

    use super::{members, over};

    fn merged(original: Value, before: Value, after: Value) -> Value {
        serde_json::from_str(&over(&original.to_string(), &before.to_string(), after.to_string())).unwrap()
    }

    #[test]
    fn what_the_types_do_not_know_stays() {
        let original = json!({"a": {"x": 1, "unknown": [1]}, "list": [{"n": 1, "u": 2}], "gone": 1, "u": 5.0});
        let before = json!({"a": {"x": 1}, "list": [{"n": 1}], "gone": 1});
        let after = json!({"a": {"x": 2, "y": 3}, "list": [{"n": 4}], "new": true});
        let expected = json!({
            "a": {"x": 2, "y": 3, "unknown": [1]}, "list": [{"n": 4, "u": 2}], "new": true, "u": 5.0
        });
        assert_eq!(merged(original, before, after), expected);
    }

    #[test]
    fn a_list_of_another_length_is_replaced() {
        let after = merged(json!({"l": [{"u": 1}, 2]}), json!({"l": [{}, 2]}), json!({"l": [{}]}));
        assert_eq!(after, json!({"l": [{}]}));
    }

    #[test]
    fn another_kind_of_value_is_replaced() {
        let after = merged(json!({"a": {"u": 1}}), json!({"a": {}}), json!({"a": 2}));
        assert_eq!(after, json!({"a": 2}));
    }

    #[test]
    fn where_the_types_know_everything_the_new_text_stands() {
        let after = r#"{"b":{"c":2},"a":1}"#;
        assert_eq!(
            over(r#"{"a":1,"b":{"c":1}}"#, r#"{"b":{"c":1},"a":1}"#, after.to_owned()),
            after
        );
    }

    #[test]
    fn members_are_counted_wherever_they_are() {
        for (json, count) in [
            (r#"{}"#, 0),
            (r#"{"a":1,"b":{"c":[{"d":null}]}}"#, 4),
            (r#"{ "a:\":" : "x:\\" , "b" : ":" }"#, 2),
        ] {
            assert_eq!(members(json), count, "{json}");
        }
    }
}
