//! The settings and what they say of a tag; no OCPP here.

use ocpp_plugin_sdk::pattern;
use serde::{Deserialize, Deserializer, de::Error};

/// The plugin's settings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// The first that fits a tag counts.
    rules: Vec<Rule>,
    /// For tags that no rule fits.
    default: Decision,
    /// Counts the uses of every tag, also of those without a limit.
    pub count_uses: bool,
    /// A tag that is refused is an event; needs the grant `events`.
    pub tell: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// A tag; `*` stands for any text, `?` for one character; case does not matter.
    #[serde(rename = "match")]
    pattern: String,
    decision: Decision,
    /// The parent id tag (1.6) or group id token (2.x).
    group: Option<String>,
    /// From then on, an accepted tag is expired.
    #[serde(default, deserialize_with = "moment")]
    expires: Option<String>,
    /// So many transactions per tag; after that it is expired.
    max_uses: Option<u32>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Decision {
    /// As the server, or the plugin before, judged.
    #[default]
    Keep,
    Accept,
    Block,
    Expire,
    Invalid,
}

/// A status that every version has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// May charge.
    Accepted,
    /// May not charge.
    Blocked,
    /// Might have charged earlier.
    Expired,
    /// Not known.
    Invalid,
}

/// What the settings say of one tag.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ruling {
    /// None: as it was.
    pub status: Option<Status>,
    /// The tag's group.
    pub group: Option<String>,
    /// RFC 3339.
    pub expires: Option<String>,
    /// How many transactions the tag may start.
    pub max_uses: Option<u32>,
}

impl Policy {
    /// What holds for a tag at a moment (RFC 3339 in UTC).
    pub fn rule(&self, tag: &str, now: &str) -> Ruling {
        let tag = tag.to_lowercase();
        let fitting = self
            .rules
            .iter()
            .find(|rule| pattern::fits(&rule.pattern.to_lowercase(), &tag));
        match fitting {
            None => Ruling {
                status: self.default.status(),
                ..Ruling::default()
            },
            Some(rule) => rule.ruling(now),
        }
    }
}

impl Rule {
    fn ruling(&self, now: &str) -> Ruling {
        let over = self
            .expires
            .as_deref()
            .is_some_and(|expires| to_seconds(expires) <= to_seconds(now));
        let status = match self.decision.status() {
            None | Some(Status::Accepted) if over => Some(Status::Expired),
            status => status,
        };
        Ruling {
            status,
            group: self.group.clone(),
            expires: self.expires.clone(),
            max_uses: self.max_uses,
        }
    }
}

impl Decision {
    fn status(self) -> Option<Status> {
        match self {
            Self::Keep => None,
            Self::Accept => Some(Status::Accepted),
            Self::Block => Some(Status::Blocked),
            Self::Expire => Some(Status::Expired),
            Self::Invalid => Some(Status::Invalid),
        }
    }
}

/// The part of a moment that sorts as text: up to the second.
fn to_seconds(moment: &str) -> &str {
    moment.get(..19).unwrap_or(moment)
}

/// Only UTC, written with `Z`, sorts as text.
fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    let shaped = |text: &String| {
        let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        shape.starts_with("0000-00-00T00:00:00") && text.ends_with('Z')
    };
    match text {
        Some(text) if !shaped(&text) => Err(D::Error::custom(format!(
            "{text:?} is no time such as 2026-12-31T23:59:59Z"
        ))),
        text => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const NOW: &str = "2026-06-01T00:00:00.000Z";

    fn policy(text: &str) -> Policy {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn the_first_rule_that_fits_counts_whatever_the_case() {
        let policy = policy(
            r#"{"default": "invalid", "rules": [
                {"match": "04A1", "decision": "block"},
                {"match": "04*", "decision": "accept", "group": "FLEET"}
            ]}"#,
        );
        assert_eq!(policy.rule("04a1", NOW).status, Some(Status::Blocked));
        let accepted = policy.rule("04B2", NOW);
        assert_eq!(
            (accepted.status, accepted.group.as_deref()),
            (Some(Status::Accepted), Some("FLEET"))
        );
        assert_eq!(policy.rule("05", NOW).status, Some(Status::Invalid));
    }

    #[test]
    fn what_is_accepted_until_a_moment_is_expired_from_it_on() {
        let policy = policy(r#"{"rules": [{"match": "*", "decision": "accept", "expires": "2026-06-01T00:00:00Z"}]}"#);
        assert_eq!(
            policy.rule("A", "2026-05-31T23:59:59.999Z").status,
            Some(Status::Accepted)
        );
        assert_eq!(policy.rule("A", NOW).status, Some(Status::Expired));
    }

    #[test]
    fn without_settings_everything_stays_as_it_was() {
        assert_eq!(policy("{}").rule("A", NOW), Ruling::default());
    }

    #[test]
    fn a_time_that_does_not_sort_is_refused() {
        let text = r#"{"rules": [{"match": "*", "decision": "accept", "expires": "2026-06-01T00:00:00+02:00"}]}"#;
        let error = serde_json::from_str::<Policy>(text).unwrap_err();
        assert!(error.to_string().contains("is no time such as"), "{error}");
    }
}
