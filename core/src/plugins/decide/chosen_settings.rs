//! Which settings of a plugin are in force: those of the file, or those that were set at run time and stand in front
//! of them.

use serde_json::{Map, Value};

/// Both of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenSettings {
    /// Its section of the configuration.
    pub file: Value,
    /// What was set at run time; none: the file's are in force.
    pub set: Option<Value>,
}

impl ChosenSettings {
    /// Those of the file alone.
    #[must_use]
    pub fn of_file(file: Value) -> Self {
        Self { file, set: None }
    }

    /// Those that the plugin reads.
    #[must_use]
    pub fn in_force(&self) -> &Value {
        self.set.as_ref().unwrap_or(&self.file)
    }
}

/// The members in which two settings differ, by their names: what they hold may be secret.
#[must_use]
pub fn differing(before: &Value, after: &Value) -> Vec<String> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    let members = |value: &'_ Value| value.as_object().unwrap_or(&NONE).clone();
    let (before, after) = (members(before), members(after));
    let mut names: Vec<_> = before.keys().chain(after.keys()).cloned().collect();
    names.sort();
    names.dedup();
    names.retain(|name| before.get(name) != after.get(name));
    names
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_set_at_run_time_stands_in_front() {
        let mut settings = ChosenSettings::of_file(json!({"a": 1}));
        assert_eq!(settings.in_force(), &json!({"a": 1}));
        settings.set = Some(json!({}));
        assert_eq!(settings.in_force(), &json!({}));
    }

    #[test]
    fn what_differs_is_told_by_name() {
        let (before, after) = (json!({"a": 1, "b": 2, "c": 3}), json!({"b": 2, "c": 4, "d": 5}));
        assert_eq!(differing(&before, &after), ["a", "c", "d"]);
        assert!(differing(&after, &after).is_empty());
    }
}
