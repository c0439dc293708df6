//! Whether a JSON value is what a pattern asks for.

use serde_json::{Map, Value};

/// The longest description that a CALLERROR may carry.
const MAX_TEXT: usize = 255;

/// The member that allows further members.
const MORE: &str = "{{more}}";

/// Compares.
///
/// # Errors
/// The first place that differs, and how.
pub(super) fn compare(pattern: &Value, actual: &Value) -> Result<(), String> {
    at(pattern, actual, "")
}

fn at(pattern: &Value, actual: &Value, place: &str) -> Result<(), String> {
    let matches = match (pattern, actual) {
        (Value::Object(wanted), Value::Object(found)) => return members(wanted, found, place),
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            return wanted
                .iter()
                .zip(found)
                .enumerate()
                .try_for_each(|(index, (wanted, found))| at(wanted, found, &format!("{place}/{index}")));
        }
        (Value::String(text), actual) => stands_for(text, actual),
        (pattern, actual) => pattern == actual,
    };
    if matches {
        Ok(())
    } else {
        Err(format!("at {place:?}: expected {pattern}, got {actual}"))
    }
}

fn stands_for(pattern: &str, actual: &Value) -> bool {
    match pattern {
        "{{any}}" => true,
        "{{text}}" => actual.as_str().is_some_and(|text| text.chars().count() <= MAX_TEXT),
        "{{int}}" => actual.is_i64() || actual.is_u64(),
        "{{object}}" => actual.is_object(),
        "{{time}}" => actual.as_str().is_some_and(is_time),
        text => actual == text,
    }
}

/// `YYYY-MM-DDTHH:MM:SS.mmmZ`, the one form that the server sends.
fn is_time(text: &str) -> bool {
    let shape = "0000-00-00T00:00:00.000Z";
    text.len() == shape.len()
        && text
            .chars()
            .zip(shape.chars())
            .all(|(c, form)| if form == '0' { c.is_ascii_digit() } else { c == form })
}

fn members(wanted: &Map<String, Value>, found: &Map<String, Value>, place: &str) -> Result<(), String> {
    for (name, pattern) in wanted.iter().filter(|(name, _)| *name != MORE) {
        let actual = found
            .get(name)
            .ok_or_else(|| format!("at {place:?}: no member {name:?}"))?;
        at(pattern, actual, &format!("{place}/{name}"))?;
    }
    let extra = found.keys().find(|name| !wanted.contains_key(*name));
    match extra {
        Some(name) if !wanted.contains_key(MORE) => Err(format!("at {place:?}: unexpected member {name:?}")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_must_be_equal() {
        assert!(compare(&json!([3, "1", {"a": 1}]), &json!([3, "1", {"a": 1}])).is_ok());
        assert!(compare(&json!([3, "1", {"a": 1}]), &json!([3, "1", {"a": 2}])).is_err());
        assert!(compare(&json!([3, "1"]), &json!([3, "1", {}])).is_err());
    }

    #[test]
    fn members_may_neither_lack_nor_be_more() {
        assert!(compare(&json!({"a": 1}), &json!({})).is_err());
        assert!(compare(&json!({}), &json!({"a": 1})).is_err());
        assert!(compare(&json!({"{{more}}": 0}), &json!({"a": 1})).is_ok());
    }

    #[test]
    fn placeholders_stand_for_their_kind_alone() {
        assert!(compare(&json!("{{time}}"), &json!("2026-01-01T00:00:00.000Z")).is_ok());
        assert!(compare(&json!("{{time}}"), &json!("2026-01-01T00:00:00Z")).is_err());
        assert!(compare(&json!("{{text}}"), &json!("x".repeat(256))).is_err());
        assert!(compare(&json!("{{int}}"), &json!("1")).is_err());
        assert!(compare(&json!("{{object}}"), &json!([])).is_err());
    }
}
