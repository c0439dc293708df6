//! What a station is set to against what is wanted of it.

use ocpp_schemas::Version;
use rust_decimal::Decimal;
use serde::Serialize;

use super::names::Name;
use super::standard;
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::inventories::Inventory;
use crate::state::variables::{Attribute, Variable};
use crate::state::wanted::Wanted;
use crate::store::StoreError;

/// How a value stands to what is wanted. The worst is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Drift {
    /// It is what is wanted.
    None,
    /// Nobody knows: it was never seen, the station does not have it, or it is a secret.
    Unknown,
    /// It is something else.
    Different,
}

/// A wanted value with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// As the operator spelled it.
    pub name: String,
    /// As the station does.
    pub kept_as: String,
    /// Which of its values.
    pub attribute: &'static str,
    /// What it should be.
    pub wanted: String,
    /// What was seen.
    pub seen: Option<Attribute>,
    /// How the one stands to the other.
    pub drift: Drift,
}

/// Where a station's names are looked up.
#[derive(Clone, Copy)]
pub struct Station<'a> {
    /// What is known.
    pub state: &'a State,
    /// Which.
    pub id: &'a ChargePointId,
    /// In which version it spoke last; none: nothing was seen of it.
    pub version: Option<Version>,
    /// What is older than this and stands not in the last whole reading is not there any more.
    pub whole_since: Option<Time>,
}

impl<'a> Station<'a> {
    /// A station, by what is known of its inventory.
    #[must_use]
    pub fn new(state: &'a State, id: &'a ChargePointId, inventory: &Inventory) -> Self {
        Self {
            state,
            id,
            version: inventory.ocpp_version(),
            whole_since: inventory.whole_since,
        }
    }

    /// Whether a variable was there when all was read last.
    #[must_use]
    pub fn has(&self, variable: &Variable) -> bool {
        self.whole_since.is_none_or(|since| variable.at >= since)
    }

    /// What is wanted, value by value.
    ///
    /// # Errors
    /// The store's.
    pub fn compare(&self, wanted: &Wanted) -> Result<Vec<Compared>, StoreError> {
        let compared = wanted.values.iter().map(|(name, value)| self.compare_one(name, value));
        compared.collect()
    }

    fn compare_one(&self, name: &str, wanted: &str) -> Result<Compared, StoreError> {
        let read = self.version.and_then(|version| Name::read(version, name).ok());
        let (kept_as, attribute) = read.map_or_else(
            || (name.to_owned(), crate::state::variables::ACTUAL),
            |name| (name.kept_as(), name.attribute()),
        );
        let found = self.state.variable(self.id, &kept_as)?.filter(|found| self.has(found));
        let kept_as = found.as_ref().map_or(kept_as, |found| found.name.clone());
        let characteristics = found.as_ref().and_then(|found| found.characteristics.as_ref());
        let data_type = characteristics
            .and_then(|told| told.get("dataType")?.as_str())
            .map(str::to_owned);
        let seen = found.and_then(|mut found| found.attributes.remove(attribute));
        let value = seen.as_ref().and_then(|seen| seen.value.as_deref());
        let drift = match value {
            None => Drift::Unknown,
            Some(value) if is_same(wanted, value, data_type.as_deref()) => Drift::None,
            Some(_) => Drift::Different,
        };
        Ok(Compared {
            name: name.to_owned(),
            kept_as,
            attribute,
            wanted: wanted.to_owned(),
            seen,
            drift,
        })
    }
}

/// The worst of several; none where nothing is wanted.
#[must_use]
pub fn worst(compared: &[Compared]) -> Option<Drift> {
    compared.iter().map(|one| one.drift).max()
}

/// What the station could be set to: a value that it only tells is no mistake that setting would mend.
#[must_use]
pub fn is_settable(seen: Option<&Attribute>) -> bool {
    seen.and_then(|seen| seen.mutability.as_deref()) != Some("ReadOnly")
}

/// The well-known name of a variable, where it is another than its own.
#[must_use]
pub fn standard_name(kept_as: &str) -> Option<&'static str> {
    standard::key_of(kept_as)
}

/// Stations write the same value in several ways: `True`, `300.0`, `A, B`. What the data type is (2.x) tells more.
fn is_same(wanted: &str, seen: &str, data_type: Option<&str>) -> bool {
    let (wanted, seen) = (wanted.trim(), seen.trim());
    if wanted == seen {
        return true;
    }
    let is_number = matches!(data_type, Some("integer" | "decimal"));
    if (is_number || (is_plain_number(wanted) && is_plain_number(seen)))
        && let (Ok(wanted), Ok(seen)) = (wanted.parse::<Decimal>(), seen.parse::<Decimal>())
    {
        return wanted == seen;
    }
    let is_truth = |text: &str| ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word));
    if is_truth(wanted) && is_truth(seen) {
        return wanted.eq_ignore_ascii_case(seen);
    }
    let items = |text: &str| {
        let mut items: Vec<String> = text.split(',').map(|item| item.trim().to_owned()).collect();
        if data_type == Some("MemberList") {
            // A set (2.x DataEnumType).
            items.sort();
            items.dedup();
        }
        items
    };
    wanted.contains(',') && items(wanted) == items(seen)
}

/// A number as one writes it: what begins with a zero may be a code.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction) && (whole == "0" || !whole.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn one_value_is_written_in_several_ways() {
        for (wanted, seen) in [
            ("300", "300.0"),
            ("0.5", "0.50"),
            ("-3", "-3.0"),
            ("true", "True"),
            ("A,B", "A, B"),
            (" x", "x"),
            ("", ""),
        ] {
            assert!(is_same(wanted, seen, None), "{wanted} {seen}");
        }
        for (wanted, seen) in [
            ("300", "30"),
            ("true", "false"),
            ("A,B", "B,A"),
            ("x", "X"),
            ("", "0"),
            ("0012", "12"),
            ("+12", "12"),
            ("12.", "12"),
        ] {
            assert!(!is_same(wanted, seen, None), "{wanted} {seen}");
            assert!(!is_same(wanted, seen, Some("string")), "{wanted} {seen}");
        }
        for (wanted, seen, kind) in [
            ("0012", "12", "integer"),
            ("007.50", "7.5", "decimal"),
            ("A,B", "B, A", "MemberList"),
        ] {
            assert!(is_same(wanted, seen, Some(kind)), "{wanted} {seen} {kind}");
        }
        for (wanted, seen, kind) in [
            ("A,B", "B,A", "SequenceList"),
            ("A,B", "A", "MemberList"),
            ("13", "12", "integer"),
        ] {
            assert!(!is_same(wanted, seen, Some(kind)), "{wanted} {seen} {kind}");
        }
    }
}
