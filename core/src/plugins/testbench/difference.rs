//! Where two JSON values differ, place by place. 1 is 1.0, and the order of members does not matter.

use serde::Serialize;
use serde_json::Value;

/// One place where a value is not as it was expected.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// A JSON pointer, from the step's `expect`.
    pub pointer: String,
    /// None: nothing was expected there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Value>,
    /// None: nothing was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Value>,
}

/// Adds the differences below a place.
pub fn differ(pointer: &str, expected: &Value, was: &Value, found: &mut Vec<Difference>) {
    match (expected, was) {
        (Value::Object(expected), Value::Object(was)) => {
            for (name, value) in expected {
                let place = below(pointer, name);
                match was.get(name) {
                    Some(other) => differ(&place, value, other, found),
                    None => found.push(one(place, Some(value), None)),
                }
            }
            for (name, value) in was.iter().filter(|(name, _)| !expected.contains_key(*name)) {
                found.push(one(below(pointer, name), None, Some(value)));
            }
        }
        (Value::Array(expected), Value::Array(was)) => {
            for index in 0..expected.len().max(was.len()) {
                let place = format!("{pointer}/{index}");
                match (expected.get(index), was.get(index)) {
                    (Some(value), Some(other)) => differ(&place, value, other, found),
                    (value, other) => found.push(one(place, value, other)),
                }
            }
        }
        (expected, was) if alike(expected, was) => {}
        (expected, was) => found.push(one(pointer.to_owned(), Some(expected), Some(was))),
    }
}

/// Whether two values are the same as JSON.
#[must_use]
pub fn same(expected: &Value, was: &Value) -> bool {
    let mut found = Vec::new();
    differ("", expected, was, &mut found);
    found.is_empty()
}

/// A difference at a place.
#[must_use]
pub fn one(pointer: String, expected: Option<&Value>, was: Option<&Value>) -> Difference {
    Difference {
        pointer,
        expected: expected.cloned(),
        was: was.cloned(),
    }
}

/// The pointer of a member.
#[must_use]
pub fn below(pointer: &str, member: &str) -> String {
    format!("{pointer}/{}", member.replace('~', "~0").replace('/', "~1"))
}

/// Values without parts.
fn alike(expected: &Value, was: &Value) -> bool {
    match (expected, was) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_place_is_told_once() {
        let expected = json!({"a": {"b/c": 1, "gone": true}, "list": [1, 2], "same": 1});
        let was = json!({"a": {"b/c": 2, "new": null}, "list": [1], "same": 1.0});
        let mut found = Vec::new();
        differ("/outcome", &expected, &was, &mut found);
        let places: Vec<_> = found.iter().map(|difference| difference.pointer.as_str()).collect();
        assert_eq!(
            places,
            [
                "/outcome/a/b~1c",
                "/outcome/a/gone",
                "/outcome/a/new",
                "/outcome/list/1"
            ]
        );
        assert!(found.iter().any(|difference| difference.was == Some(Value::Null)));
    }
}
