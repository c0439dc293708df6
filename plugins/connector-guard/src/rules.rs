//! The settings and how they judge; no OCPP here.

use std::collections::BTreeMap;

use ocpp_plugin_sdk::pattern;
use serde::Deserialize;

/// The plugin's settings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// By a pattern of the charge point's identity: connector numbers in 1.6, EVSE numbers in 2.x.
    /// The longest pattern that fits counts; where none fits, every connector is allowed.
    allowed: BTreeMap<String, Vec<i64>>,
    /// What a start on another connector is answered.
    status: Status,
}

#[derive(Debug, Default, Clone, Copy, Deserialize)]
enum Status {
    #[default]
    Invalid,
    Blocked,
}

/// What a start is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As it was.
    Allowed,
    /// Refused with status Invalid.
    Invalid,
    /// Refused with status Blocked.
    Blocked,
}

impl Settings {
    /// Judges a start of a charge point on a connector.
    pub fn judge(&self, charge_point: &str, connector: i64) -> Verdict {
        let fitting = self
            .allowed
            .iter()
            .filter(|(wanted, _)| pattern::fits(wanted, charge_point));
        let rule = fitting.max_by_key(|(wanted, _)| wanted.chars().count());
        match (rule, self.status) {
            (None, _) => Verdict::Allowed,
            (Some((_, allowed)), _) if allowed.contains(&connector) => Verdict::Allowed,
            (Some(_), Status::Invalid) => Verdict::Invalid,
            (Some(_), Status::Blocked) => Verdict::Blocked,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_longest_pattern_that_fits_counts() {
        let text = r#"{"allowed": {"CP-1": [2], "CP-*": [1]}}"#;
        let settings: Settings = serde_json::from_str(text).unwrap();
        assert_eq!(settings.judge("CP-1", 2), Verdict::Allowed);
        assert_eq!(settings.judge("CP-1", 1), Verdict::Invalid);
        assert_eq!(settings.judge("CP-2", 1), Verdict::Allowed);
        assert_eq!(settings.judge("other", 9), Verdict::Allowed);
    }
}
