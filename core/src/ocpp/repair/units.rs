//! Units of sampled values: what is said of them elsewhere than the version says it, and units that a version has no word
//! for. A value whose unit is lost counts as Wh, which may be a thousandth of what was measured.

use ocpp_schemas::types::integer;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::leaf::is_blank;
use super::words::letters;
use crate::ledger::evidence::{to_the_power, told_value};

/// Where a version says the unit of a sampled value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// 1.6: a word beside the value, without a power of ten.
    Word,
    /// 2.x: an object with the word and a power of ten.
    Object,
}

/// What became of what is said of the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// It stands where it belongs.
    AsItWas,
    /// It does now.
    Moved,
    /// Nothing can be made of it, and it is gone.
    Unreadable,
}

/// Names that members with a unit have, as letters.
const UNITS: [&str; 5] = ["unit", "units", "uom", "unitofmeasure", "unitofmeasurement"];
/// The same of powers of ten.
const POWERS: [&str; 3] = ["multiplier", "unitmultiplier", "exponent"];
/// What stands beside all samples of one moment, and is said of each.
const OF_EACH: [&str; 5] = ["context", "format", "location", "measurand", "phase"];

/// The place of a type's unit; none: it has none.
pub(super) fn place(owner: &str) -> Option<Place> {
    match owner {
        "SampledValue" => Some(Place::Word),
        "SampledValueType" => Some(Place::Object),
        _ => None,
    }
}

impl Place {
    /// The member of a sampled value.
    pub(super) fn member(self) -> &'static str {
        match self {
            Self::Word => "unit",
            Self::Object => "unitOfMeasure",
        }
    }
}

/// Moves what is said beside the samples of one moment into each that does not say it itself.
pub(super) fn into_samples(owner: &str, members: &mut Map<String, Value>) -> bool {
    if !matches!(owner, "MeterValue" | "MeterValueType") {
        return false;
    }
    let said: Vec<String> = members
        .keys()
        .filter(|name| is_of_unit(name) || OF_EACH.contains(&letters(name).as_str()))
        .cloned()
        .collect();
    for name in &said {
        let Some(value) = members.remove(name) else { continue };
        let samples = match members.get_mut("sampledValue") {
            Some(Value::Array(samples)) => samples.as_mut_slice(),
            Some(one) => std::slice::from_mut(one),
            None => &mut [],
        };
        for sample in samples.iter_mut().filter_map(Value::as_object_mut) {
            sample.entry(name).or_insert_with(|| value.clone());
        }
    }
    !said.is_empty()
}

/// Brings what is said of the unit of a sampled value into its place.
pub(super) fn in_their_place(place: Place, members: &mut Map<String, Value>) -> Placed {
    if place == Place::Object && take_out(members, is_signed_data) {
        return Placed::Unreadable;
    }
    let mut of_unit = members.iter().filter(|(name, _)| is_of_unit(name));
    if of_unit.all(|(name, value)| name == place.member() && is_of_type(place, value)) {
        return Placed::AsItWas;
    }
    let mut said = Said::default();
    let mut is_readable = true;
    for name in names(members, |name, _| is_of_unit(name)) {
        let Some(value) = members.remove(&name) else { continue };
        is_readable &= said.hear(&name, value).is_some();
    }
    if is_readable && said.put(place, members).is_some() {
        Placed::Moved
    } else {
        Placed::Unreadable
    }
}

/// What is said of a unit, wherever it stands.
#[derive(Default)]
struct Said {
    unit: Option<String>,
    power: Option<i64>,
}

impl Said {
    /// Hears one member. None: it says nothing that is known, or another thing than one before it.
    fn hear(&mut self, name: &str, value: Value) -> Option<()> {
        match value {
            Value::Null => Some(()),
            value if is_blank_text(&value) => Some(()),
            Value::Array(items) => {
                let [single] = <[Value; 1]>::try_from(items).ok()?;
                self.hear(name, single)
            }
            Value::Object(members) => self.hear_all(members),
            value if is_power(name) => {
                let power = power(&value)?;
                self.power.is_none_or(|known| known == power).then_some(())?;
                self.power = Some(power);
                Some(())
            }
            Value::String(text) => match serde_json::from_str(&text) {
                Ok(Value::Object(members)) => self.hear_all(members),
                _ => {
                    let is_same = |known: &String| letters(known) == letters(&text);
                    self.unit.as_ref().is_none_or(is_same).then_some(())?;
                    self.unit = Some(text);
                    Some(())
                }
            },
            _ => None,
        }
    }

    /// An object of 2.x. What else it has says nothing if the unit is there.
    fn hear_all(&mut self, members: Map<String, Value>) -> Option<()> {
        let is_known = |name: &str| is_of_unit(name) || letters(name) == "customdata";
        let has_unit = members.keys().any(|name| UNITS.contains(&letters(name).as_str()));
        if !has_unit && !members.keys().all(|name| is_known(name)) {
            return None;
        }
        for (name, value) in members {
            if is_of_unit(&name) {
                self.hear(&name, value)?;
            }
        }
        Some(())
    }

    /// Says it in its place. None: the version has none for it.
    fn put(self, place: Place, sample: &mut Map<String, Value>) -> Option<()> {
        let Self { unit, power } = self;
        match place {
            Place::Word => {
                if let Some(power) = power.filter(|power| *power != 0) {
                    let value = to_the_power(told_value(sample.get("value")?)?, power)?;
                    sample.insert("value".to_owned(), value.normalize().to_string().into());
                }
                if let Some(unit) = unit {
                    sample.insert(place.member().to_owned(), unit.into());
                }
            }
            Place::Object => {
                let unit = unit.map(|unit| ("unit".to_owned(), Value::from(unit)));
                let power = power.map(|power| ("multiplier".to_owned(), Value::from(power)));
                let members: Map<String, Value> = unit.into_iter().chain(power).collect();
                if !members.is_empty() {
                    sample.insert(place.member().to_owned(), members.into());
                }
            }
        }
        Some(())
    }
}

fn is_power(name: &str) -> bool {
    POWERS.contains(&letters(name).as_str())
}

fn is_of_unit(name: &str) -> bool {
    is_power(name) || UNITS.contains(&letters(name).as_str())
}

/// A power of ten, also as a text; none: it is none, such as a factor below 1.
fn power(value: &Value) -> Option<i64> {
    integer::of(value).or_else(|| value.as_str()?.trim().parse().ok())
}

/// Whether what is said of the unit has the type of its place, so that the walk reads it. A blank says nothing.
fn is_of_type(place: Place, value: &Value) -> bool {
    match (place, value) {
        (_, Value::Null) => true,
        (_, blank) if is_blank_text(blank) => true,
        (Place::Word, Value::Object(_)) => false,
        (Place::Word, _) => true,
        (Place::Object, Value::Object(members)) => members.iter().all(|(name, value)| match letters(name).as_str() {
            "unit" | "customdata" => true,
            "multiplier" => value.is_null() || is_blank_text(value) || power(value).is_some(),
            _ => false,
        }),
        (Place::Object, _) => false,
    }
}

fn is_blank_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.chars().all(is_blank))
}

/// A word of 1.6 for a value that is a signature, and no number of anything.
fn is_signed_data(name: &str, value: &Value) -> bool {
    letters(name) == "format" && value.as_str().is_some_and(|word| letters(word) == "signeddata")
}

fn names(members: &Map<String, Value>, wanted: impl Fn(&str, &Value) -> bool) -> Vec<String> {
    let found = members.iter().filter(|(name, value)| wanted(name, value));
    found.map(|(name, _)| name.clone()).collect()
}

/// Whether there were such members, which are gone.
fn take_out(members: &mut Map<String, Value>, wanted: impl Fn(&str, &Value) -> bool) -> bool {
    let found = names(members, wanted);
    found.iter().for_each(|name| drop(members.remove(name)));
    !found.is_empty()
}

/// Brings a sampled value of MWh into kWh: left out with its unit it would be a register that was never heard. A small m
/// might be a thousandth as well.
pub(super) fn in_kwh(sample: &mut Map<String, Value>) -> bool {
    let is_mega = |word: &str| word.starts_with('M') && word.eq_ignore_ascii_case("MWh");
    let unit = sample.get("unit").and_then(Value::as_str).map(str::trim);
    let value = sample.get("value").and_then(told_value);
    let in_kwh = value.and_then(|value| value.checked_mul(Decimal::ONE_THOUSAND));
    let (true, Some(in_kwh)) = (unit.is_some_and(is_mega), in_kwh) else {
        return false;
    };
    sample.insert("value".to_owned(), in_kwh.normalize().to_string().into());
    sample.insert("unit".to_owned(), "kWh".into());
    true
}
