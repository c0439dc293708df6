//! Which kinds of events somebody wants: `transaction.ended`, all that begin alike (`transaction.*`), or all (`*`).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::kinds;

/// The longest pattern, in characters.
const LONGEST: usize = 100;

/// What kinds of plugins' own begin with.
const OF_PLUGINS: &str = "plugin.";

/// A kind, or those that begin with what stands before a `*` at its end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct KindPattern(String);

impl KindPattern {
    /// Whether a kind is meant. Pure, and allocates nothing: it is asked for every event.
    #[must_use]
    pub fn takes(&self, kind: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(begin) => kind.starts_with(begin),
            None => self.0 == kind,
        }
    }

    /// As it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KindPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for KindPattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let is_fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let begin = text.strip_suffix('*').unwrap_or(&text);
        if text.is_empty() || text.chars().nth(LONGEST).is_some() || !begin.chars().all(is_fit) {
            return Err(format!(
                "`{text}` is no kind of events: `transaction.ended`, `transaction.*` or `*`"
            ));
        }
        let pattern = Self(text);
        let is_of_plugins = begin_alike(&pattern.0, OF_PLUGINS);
        if is_of_plugins || kinds::ALL.iter().any(|kind| pattern.takes(kind.name)) {
            return Ok(pattern);
        }
        let known: Vec<&str> = kinds::ALL.iter().map(|kind| kind.name).collect();
        Err(format!(
            "there are no events of the kind `{pattern}`; there are {}, and those of plugins (`plugin.NAME.KIND`)",
            known.join(", ")
        ))
    }
}

/// Whether one of them begins with the other.
fn begin_alike(pattern: &str, begin: &str) -> bool {
    let pattern = pattern.strip_suffix('*').unwrap_or(pattern);
    pattern.starts_with(begin) || begin.starts_with(pattern) && !pattern.is_empty()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::KindPattern;

    fn pattern(text: &str) -> Result<KindPattern, String> {
        KindPattern::try_from(text.to_owned())
    }

    #[test]
    fn a_star_stands_for_any_end() {
        for (text, kind, wanted) in [
            ("*", "meter.values", true),
            ("transaction.*", "transaction.ended", true),
            ("transaction.*", "transactions", false),
            ("transaction.ended", "transaction.ended", true),
            ("transaction.ended", "transaction.ended.late", false),
            ("plugin.tariff.*", "plugin.tariff.billed", true),
            ("plugin.*", "plugin.tariff.billed", true),
        ] {
            assert_eq!(pattern(text).unwrap().takes(kind), wanted, "{text} {kind}");
        }
    }

    #[test]
    fn a_kind_that_nobody_tells_is_refused() {
        for text in ["", "transaction ended", "trans*action", "transactions.*", "boot"] {
            let refused = pattern(text).unwrap_err();
            assert!(refused.contains("transaction.ended"), "{refused}");
        }
    }
}
