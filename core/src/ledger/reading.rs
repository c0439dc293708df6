//! A reading of the energy meter as it counts, whichever version it came in (1.6 section 7.31 to 7.35, 2.x
//! SampledValueType), and how it is found in meter values as they are kept: read leniently, because what a
//! station sent is kept whatever it is.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde_json::Value;

use super::sample::{self, Object, Sample, Written};
use crate::clock::{Time, instant};
use crate::state::transactions::LeftOutReason;

/// The largest power of ten that 2.x `multiplier` is followed to: far beyond any meter.
const MAX_MULTIPLIER: i64 = 12;
/// In Wh: 1 TWh, beyond any meter's life.
const MAX_REGISTER: i64 = 1_000_000_000_000;
/// What counters hold that have no value, whatever their unit and decimals.
const FULL_COUNTERS: [i128; 5] = [
    0x7fff_ffff,
    0xffff_ffff,
    0x7fff_ffff_ffff_ffff,
    0xffff_ffff_ffff_ffff,
    // As a station's floating point writes the largest of 63 bits.
    9_223_372_036_854_776,
];

/// A reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// When it was read, by the station's clock.
    pub at: Time,
    /// A register, or what one interval brought.
    pub measurand: Measurand,
    /// What of the session it says.
    pub role: Role,
    /// Who says that it is one of this session.
    pub belongs: Belongs,
    /// Where it was measured; none: the message has no word for it.
    pub location: Option<Location>,
    /// Of which phase; none: of all together.
    pub phase: Option<Phase>,
    /// In Wh, or why it has no value.
    pub value: Result<Decimal, LeftOutReason>,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measurand {
    /// `Energy.Active.Import.Register`: what the meter has counted in its life.
    Register,
    /// `Energy.Active.Import.Interval`: what it counted since the reading before.
    Interval,
}

/// What of a session a reading says: its context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// What the meter showed at the start.
    Begin,
    /// What it showed in between.
    Sample,
    /// The same, at the times of the clock and not of the session.
    Clock,
    /// What it showed at the end.
    End,
}

/// Who says that a reading is one of this session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Belongs {
    /// 1.6: it is `meterStart` or `meterStop`.
    Told,
    /// Its message names the transaction.
    Named,
    /// It was read where the session ran.
    ByPlace,
}

/// Where a reading was measured: the first one that has readings counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// What the driver gets; the default.
    Outlet,
    Cable,
    Body,
    Inlet,
    Upstream,
    Ev,
}

/// All places, in the order in which they count.
pub const LOCATIONS: [Location; 6] = [
    Location::Outlet,
    Location::Cable,
    Location::Body,
    Location::Inlet,
    Location::Upstream,
    Location::Ev,
];

/// A phase of the supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    L1,
    L2,
    L3,
}

/// Where meter values come from.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    /// Whether their message names the transaction.
    pub belongs: Belongs,
    /// The time of receipt, for elements that have none of their own.
    pub received: Time,
}

/// The energy readings of a list of MeterValue elements of any version.
#[must_use]
pub fn readings(values: &Value, origin: Origin) -> Vec<Reading> {
    let mut found = Vec::new();
    for element in one_or_many(values) {
        let at = moment(element.get("timestamp").and_then(Value::as_str), origin);
        let samples = element.get("sampledValue").map(one_or_many).unwrap_or_default();
        let samples = samples.iter().filter_map(Sample::of);
        found.extend(samples.filter_map(|sample| reading(&sample, at, origin.belongs)));
    }
    found
}

/// The same of their JSON text.
#[must_use]
pub fn readings_of_text(values: &str, origin: Origin) -> Vec<Reading> {
    let Some(elements) = sample::elements(values) else {
        let values = serde_json::from_str(values).unwrap_or_default();
        return readings(&values, origin);
    };
    let mut found = Vec::new();
    for Object(element) in &elements {
        let at = moment(element.timestamp, origin);
        let samples = element.sampled_value.iter();
        found.extend(samples.filter_map(|Object(sample)| reading(sample, at, origin.belongs)));
    }
    found
}

fn moment(timestamp: Option<&str>, origin: Origin) -> Time {
    timestamp.and_then(instant).unwrap_or(origin.received)
}

fn one_or_many(value: &Value) -> &[Value] {
    match value {
        Value::Array(many) => many,
        one => std::slice::from_ref(one),
    }
}

fn reading(sample: &Sample<'_>, at: Time, belongs: Belongs) -> Option<Reading> {
    let measurand = match sample.measurand.map(str::trim) {
        None | Some("Energy.Active.Import.Register") => Measurand::Register,
        Some("Energy.Active.Import.Interval") => Measurand::Interval,
        Some(_) => return None,
    };
    if sample.format.map(str::trim) == Some("SignedData") {
        return None;
    }
    let phase = match sample.phase.map(str::trim) {
        None | Some("") => None,
        Some(word) => Some(phase(word)?),
    };
    Some(Reading {
        at,
        measurand,
        role: role(sample.context.map(str::trim)),
        belongs,
        location: Some(location(sample.location.map(str::trim))),
        phase,
        value: value(&sample.value, power(sample)?),
    })
}

fn role(context: Option<&str>) -> Role {
    match context {
        Some("Transaction.Begin") => Role::Begin,
        Some("Transaction.End") => Role::End,
        Some("Sample.Clock") => Role::Clock,
        _ => Role::Sample,
    }
}

/// The phase of a word; none: it is between two of them, or none that is known.
pub(super) fn phase(word: &str) -> Option<Phase> {
    match word.trim() {
        "L1" | "L1-N" => Some(Phase::L1),
        "L2" | "L2-N" => Some(Phase::L2),
        "L3" | "L3-N" => Some(Phase::L3),
        _ => None,
    }
}

/// The place of a word.
pub(super) fn location(word: Option<&str>) -> Location {
    match word {
        Some("Cable") => Location::Cable,
        Some("Body") => Location::Body,
        Some("Inlet") => Location::Inlet,
        Some("Upstream") => Location::Upstream,
        Some("EV") => Location::Ev,
        _ => Location::Outlet,
    }
}

/// The power of ten that makes Wh of a value; none: a unit that is none of energy, so the value is no register
/// whatever its measurand says.
fn power(sample: &Sample<'_>) -> Option<i64> {
    let power = match sample.unit().map(str::trim) {
        None | Some("") => 0,
        Some(word) if word.eq_ignore_ascii_case("Wh") => 0,
        Some(word) if word.eq_ignore_ascii_case("kWh") => 3,
        Some(word) if word.eq_ignore_ascii_case("MWh") => 6,
        Some(_) => return None,
    };
    Some(sample.multiplier().saturating_add(power))
}

fn value(written: &Written<'_>, power: i64) -> Result<Decimal, LeftOutReason> {
    in_wh(as_decimal(written).ok_or(LeftOutReason::NoValue)?, power)
}

/// A number, also one that is written as text.
pub(super) fn as_number(written: &Value) -> Option<Decimal> {
    as_decimal(&Written::of(written))
}

fn as_decimal(written: &Written<'_>) -> Option<Decimal> {
    match written {
        Written::Text(text) => number(text.trim()),
        Written::Number(shown) => number(&shown.to_string()),
        Written::Other => None,
    }
}

/// A number, also one with a decimal comma. What has more signs than one may be two numbers, and is none.
pub(super) fn number(text: &str) -> Option<Decimal> {
    let parsed = |text: &str| Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok();
    match text.split_once(',') {
        None => parsed(text),
        Some((whole, decimals)) if !text.contains('.') && !decimals.contains(',') => {
            parsed(&format!("{whole}.{decimals}"))
        }
        Some(_) => None,
    }
}

/// A register in Wh, or why it can be none.
pub(super) fn in_wh(number: Decimal, power: i64) -> Result<Decimal, LeftOutReason> {
    if number.is_sign_negative() && !number.is_zero() {
        return Err(LeftOutReason::Negative);
    }
    let wh = scale(number, power).ok_or(LeftOutReason::NoValue)?.normalize();
    let is_full = FULL_COUNTERS.contains(&number.normalize().mantissa()) || FULL_COUNTERS.contains(&wh.mantissa());
    if is_full || wh > Decimal::from(MAX_REGISTER) {
        return Err(LeftOutReason::NoValue);
    }
    Ok(wh)
}

/// A value times a power of ten.
pub(super) fn scale(value: Decimal, power: i64) -> Option<Decimal> {
    if power.abs() > MAX_MULTIPLIER {
        return None;
    }
    let step = |value: Decimal, _| {
        if power > 0 {
            value.checked_mul(Decimal::TEN)
        } else {
            value.checked_div(Decimal::TEN)
        }
    };
    (0..power.abs()).try_fold(value, step)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use serde_json::{Value, json};

    use super::{Belongs, Location, Origin, Phase, Reading, Role, readings, readings_of_text, sample};

    fn read(samples: Value) -> Vec<Reading> {
        let values = json!([{ "timestamp": "2026-01-01T01:00:00+01:00", "sampledValue": samples }]);
        let received = "2026-01-02T00:00:00Z".parse().unwrap();
        let belongs = Belongs::Named;
        let read = readings(&values, Origin { belongs, received });
        assert_eq!(
            read,
            readings_of_text(&values.to_string(), Origin { belongs, received }),
            "{values}"
        );
        read
    }

    fn wh(sample: Value) -> Option<String> {
        let read = read(json!([sample]));
        read.first()
            .map(|reading| reading.value.map_or_else(|why| format!("{why:?}"), |wh| wh.to_string()))
    }

    #[test]
    fn a_register_is_in_wh_in_every_version() {
        for (sample, expected) in [
            (json!({ "value": "1234" }), Some("1234")),
            (json!({ "value": "1.2345", "unit": "kWh" }), Some("1234.5")),
            (
                json!({ "value": 12.5, "unitOfMeasure": { "unit": "kWh" } }),
                Some("12500"),
            ),
            (
                json!({ "value": 12.5, "unitOfMeasure": { "unit": "Wh", "multiplier": 3 } }),
                Some("12500"),
            ),
            (
                json!({ "value": 12.5, "unitOfMeasure": { "unit": "Wh", "multiplier": 3.0 } }),
                Some("12500"),
            ),
            (
                json!({ "value": 5, "unitOfMeasure": { "unit": "kWh", "multiplier": -3 } }),
                Some("5"),
            ),
            (
                json!({ "value": "6200", "phase": "", "location": " ", "unit": "" }),
                Some("6200"),
            ),
            (json!({ "value": "6200,5", "unit": "Wh" }), Some("6200.5")),
            // What could not be repaired is kept as it came.
            (json!({ "value": 6.2, "unitOfMeasure": "kWh" }), Some("6200")),
            (json!({ "value": 6.2, "multiplier": 3 }), Some("6200")),
            (json!({ "value": 6.2, "multiplier": "k" }), None),
            (json!({ "value": 6.2, "unitOfMeasure": ["kWh"] }), None),
            (
                json!({ "value": 6.2, "unitOfMeasure": { "unit": "kWh", "multiplier": 0.5 } }),
                None,
            ),
            (json!({ "value": " 16,2005 ", "unit": "kWh" }), Some("16200.5")),
            (json!({ "value": "6200", "measurand": "" }), None),
            (json!({ "value": "230", "measurand": "Voltage", "unit": "V" }), None),
            (json!({ "value": "7000", "unit": "W" }), None),
            (json!({ "value": "AAF=", "format": "SignedData" }), None),
        ] {
            assert_eq!(wh(sample.clone()).as_deref(), expected, "{sample}");
        }
    }

    #[test]
    fn what_is_no_register_says_why() {
        for (sample, expected) in [
            (json!({ "value": "" }), "NoValue"),
            (json!({ "value": "n/a" }), "NoValue"),
            (json!({ "value": "1.234,5" }), "NoValue"),
            (json!({ "value": "1,234.5" }), "NoValue"),
            (json!({ "value": "1,2,3" }), "NoValue"),
            (json!({ "value": "," }), "NoValue"),
            (json!({ "value": -1 }), "Negative"),
            (json!({ "value": "-1", "unit": "kWh" }), "Negative"),
            (json!({ "value": 4_294_967_295_u64 }), "NoValue"),
            (json!({ "value": "2147483647" }), "NoValue"),
            (json!({ "value": "4294967.295", "unit": "kWh" }), "NoValue"),
            (json!({ "value": 1e300 }), "NoValue"),
            (
                json!({ "value": 1, "unitOfMeasure": { "multiplier": 4_000_000 } }),
                "NoValue",
            ),
        ] {
            assert_eq!(wh(sample.clone()).as_deref(), Some(expected), "{sample}");
        }
    }

    #[test]
    fn a_reading_says_when_where_and_of_what_it_is() {
        let read = read(json!([
            { "value": "1", "context": "Transaction.Begin", "location": "Inlet", "phase": "L2-N" },
            { "value": "2", "context": "Sample.Clock" },
        ]));
        let first = &read[0];
        assert_eq!(first.at, "2026-01-01T00:00:00Z".parse::<crate::clock::Time>().unwrap());
        assert_eq!(
            (first.role, first.location, first.phase),
            (Role::Begin, Some(Location::Inlet), Some(Phase::L2))
        );
        assert_eq!((read[1].role, read[1].location), (Role::Clock, Some(Location::Outlet)));
    }

    #[test]
    fn of_a_text_that_has_another_shape_the_same_is_read() {
        let received = "2026-01-02T00:00:00Z".parse().unwrap();
        let origin = Origin {
            belongs: Belongs::Named,
            received,
        };
        let sound = r#"[{"timestamp":"2026-01-01T00:00:00Z","sampledValue":[{"value":"7","unit":"kWh"}]}]"#;
        assert!(sample::elements(sound).is_some());
        for text in [
            sound,
            r#"[{"sampledValue":[{"value":7.50,"unit":null,"other":[1]},{"unit":"Wh"},{"value":null}]}]"#,
            r#"[{"sampledValue":{"value":"7"}}]"#,
            r#"{"timestamp":7,"sampledValue":[{"value":"7","measurand":5,"location":"In\u006cet"}]}"#,
            r#"[["2026-01-01T00:00:00Z",[{"value":"7"}]]]"#,
            r#"[{"sampledValue":[["7"]]}]"#,
            r#"[{"sampledValue":[{"value":"7","value":"8"}]}]"#,
            r#"[{"sampledValue":[{"value":1,"unitOfMeasure":["kWh",3]},{"value":1,"unitOfMeasure":{"multiplier":3.0}}]}]"#,
            r#"[{"sampledValue":[{"value":1,"unit":"kWh","unitOfMeasure":{"multiplier":9223372036854775807}}]}]"#,
            r#"[{"sampledValue":[{"value":123456789012345678901234567890}]}]"#,
            "null",
            "[",
        ] {
            let values = serde_json::from_str(text).unwrap_or_default();
            assert_eq!(readings_of_text(text, origin), readings(&values, origin), "{text}");
        }
    }

    #[test]
    fn one_element_without_a_list_and_without_a_time_is_read() {
        let values = json!({ "sampledValue": { "value": "7" } });
        let received = "2026-01-02T00:00:00Z".parse().unwrap();
        let read = readings(
            &values,
            Origin {
                belongs: Belongs::ByPlace,
                received,
            },
        );
        assert_eq!((read.len(), read[0].at), (1, received));
        assert!(matches!(
            readings(
                &json!("?"),
                Origin {
                    belongs: Belongs::Named,
                    received
                }
            )
            .as_slice(),
            []
        ));
    }
}
