//! Lays a change of typed values over the JSON that they came from, so that members which the types
//! do not know stay as they were.

use serde_json::Value;

/// The original, changed where `after` differs from `before`.
pub fn over(mut original: Value, before: Value, after: Value) -> Value {
    apply(&mut original, before, after);
    original
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
    use serde_json::json;

    use super::over;

    #[test]
    fn what_the_types_do_not_know_stays() {
        let original = json!({"a": {"x": 1, "unknown": [1]}, "list": [{"n": 1, "u": 2}], "gone": 1, "u": 5.0});
        let before = json!({"a": {"x": 1}, "list": [{"n": 1}], "gone": 1});
        let after = json!({"a": {"x": 2, "y": 3}, "list": [{"n": 4}], "new": true});
        let expected = json!({
            "a": {"x": 2, "y": 3, "unknown": [1]}, "list": [{"n": 4, "u": 2}], "new": true, "u": 5.0
        });
        assert_eq!(over(original, before, after), expected);
    }

    #[test]
    fn a_list_of_another_length_is_replaced() {
        let after = over(json!([{"u": 1}, 2]), json!([{}, 2]), json!([{}]));
        assert_eq!(after, json!([{}]));
    }

    #[test]
    fn another_kind_of_value_is_replaced() {
        assert_eq!(
            over(json!({"a": {"u": 1}}), json!({"a": {}}), json!({"a": 2})),
            json!({"a": 2})
        );
    }
}
