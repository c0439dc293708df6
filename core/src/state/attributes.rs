//! What operators say of a charge point so that people find it: its name, its site, labels, where it stands.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest label, in characters.
const LONGEST_LABEL: usize = 40;

/// What a charge point is called, and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = ChargePointAttributes)]
pub struct Attributes {
    /// What people call it.
    pub name: Option<String>,
    /// The place, depot or customer that it belongs to.
    pub site: Option<String>,
    /// Words by which it is found and selected.
    pub labels: BTreeSet<Label>,
    /// Where it stands.
    pub location: Option<Location>,
    /// What else people should know of it.
    pub note: Option<String>,
}

impl Attributes {
    /// Nobody has said anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A short word by which charge points are grouped: in lower case, of letters, digits, `-`, `_`, `.` and `:`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, examples("fast", "depot-2"), pattern = "^[A-Za-z0-9_.:-]+$")]
pub struct Label(String);

impl Label {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Label {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let label = text.trim().to_lowercase();
        let is_fit = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        if label.is_empty() || label.chars().nth(LONGEST_LABEL).is_some() || !label.chars().all(is_fit) {
            return Err(format!(
                "`{text}` is no label: 1 to {LONGEST_LABEL} letters, digits, `-`, `_`, `.` and `:`"
            ));
        }
        Ok(Self(label))
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A point on the map, in degrees (WGS 84).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Location {
    /// North of the equator: -90 to 90.
    pub latitude: f64,
    /// East of Greenwich: -180 to 180.
    pub longitude: f64,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::Label;

    #[test]
    fn a_label_is_one_short_word() {
        for (text, label) in [
            ("fast", "fast"),
            (" Depot-2 ", "depot-2"),
            ("Köln:ost_1.2", "köln:ost_1.2"),
        ] {
            assert_eq!(Label::try_from(text.to_owned()).unwrap().as_str(), label);
        }
        for text in ["", " ", "two words", "a,b", "a/b", &"x".repeat(41)] {
            assert!(Label::try_from(text.to_owned()).is_err(), "{text:?}");
        }
    }
}
