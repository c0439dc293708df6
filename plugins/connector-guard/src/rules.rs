//! The settings and how they judge; no OCPP here.

use ocpp_plugin_sdk::pattern;
use serde::Deserialize;

/// The plugin's settings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The first that fits the charge point counts; where none fits, every connector is allowed.
    rules: Vec<Rule>,
    /// What a start on another connector is answered.
    status: Status,
    /// Operators may close connectors by the plugin's endpoint; needs the grant `state`.
    pub closable: bool,
    /// A refused start is an event; needs the grant `events`.
    pub tell: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Rule {
    /// A pattern of identities: `*` stands for any text, `?` for one character.
    charge_points: String,
    /// Connector numbers in 1.6, EVSE numbers in 2.x.
    allow: Vec<i64>,
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
        let rule = self
            .rules
            .iter()
            .find(|rule| pattern::fits(&rule.charge_points, charge_point));
        match rule {
            Some(rule) if !rule.allow.contains(&connector) => self.refusal(),
            _ => Verdict::Allowed,
        }
    }

    /// What a refused start is.
    pub fn refusal(&self) -> Verdict {
        match self.status {
            Status::Invalid => Verdict::Invalid,
            Status::Blocked => Verdict::Blocked,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_first_rule_that_fits_counts() {
        let text = r#"{"rules": [
            {"chargePoints": "CP-1", "allow": [2]},
            {"chargePoints": "CP-*", "allow": [1]}
        ]}"#;
        let settings: Settings = serde_json::from_str(text).unwrap();
        assert_eq!(settings.judge("CP-1", 2), Verdict::Allowed);
        assert_eq!(settings.judge("CP-1", 1), Verdict::Invalid);
        assert_eq!(settings.judge("CP-2", 1), Verdict::Allowed);
        assert_eq!(settings.judge("other", 9), Verdict::Allowed);
    }
}
