//! What a vehicle draws, from the meter values of any version.

use serde_json::Value;

use crate::amount::Amount;
use crate::settings::{Site, Unit};

/// What the last of some meter values says, in the site's unit; none if none of them says it.
pub fn drawn(meter_values: &Value, site: &Site) -> Option<Amount> {
    let values = meter_values.as_array()?.iter().rev();
    values
        .filter_map(|value| value.get("sampledValue"))
        .find_map(|samples| {
            let samples: Vec<Sample> = samples.as_array()?.iter().filter_map(Sample::read).collect();
            let (current, power) = (current(&samples), power(&samples));
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let watts = (site.voltage * site.phases) as f64;
            let number = match site.unit {
                Unit::A => current.or(power.map(|power| power / watts)),
                Unit::W => power.or(current.map(|current| current * watts)),
            };
            number.map(Amount::measured)
        })
}

/// A sampled value of 1.6 or 2.x.
struct Sample<'a> {
    number: f64,
    measurand: &'a str,
    phase: &'a str,
}

impl<'a> Sample<'a> {
    fn read(sample: &'a Value) -> Option<Self> {
        let text = |member: &str| sample.get(member).and_then(Value::as_str);
        // 1.6 has text, 2.x numbers with a unit apart.
        let number = match sample.get("value")? {
            Value::String(text) => written(text.trim())?,
            number => number.as_f64()?,
        };
        let apart = sample.get("unitOfMeasure");
        let unit = text("unit")
            .or_else(|| apart?.get("unit")?.as_str())
            .unwrap_or_default();
        // As text, so that a whole number is one also where it is written as 3.0.
        let multiplier = apart.and_then(|apart| apart.get("multiplier")?.as_f64());
        let multiplier: i32 = multiplier.unwrap_or_default().to_string().parse().ok()?;
        let power_of_ten = multiplier.checked_add(if unit == "kW" { 3 } else { 0 })?;
        Some(Self {
            number: number * 10_f64.powi(power_of_ten),
            measurand: text("measurand").unwrap_or_default(),
            phase: text("phase").unwrap_or_default(),
        })
    }
}

/// A number as text, also with a decimal comma.
fn written(text: &str) -> Option<f64> {
    let one_comma = !text.contains('.') && text.matches(',').count() == 1;
    let number = if one_comma {
        text.replace(',', ".")
    } else {
        text.to_owned()
    };
    number.parse().ok()
}

/// Of the phase that has most.
fn current(samples: &[Sample<'_>]) -> Option<f64> {
    let currents = samples
        .iter()
        .filter(|s| s.measurand == "Current.Import" && s.phase != "N");
    currents.map(|sample| sample.number).reduce(f64::max)
}

/// The total, or the sum of the phases.
fn power(samples: &[Sample<'_>]) -> Option<f64> {
    let powers = || {
        samples
            .iter()
            .filter(|sample| sample.measurand == "Power.Active.Import")
    };
    let total = powers().find(|sample| sample.phase.is_empty());
    total
        .map(|sample| sample.number)
        .or_else(|| powers().map(|sample| sample.number).reduce(|a, b| a + b))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;

    fn site(unit: &str) -> Site {
        let site = json!({"name": "n", "limit": 100, "unit": unit, "failSafe": 0, "chargePoints": []});
        serde_json::from_value(site).unwrap()
    }

    fn tenths(unit: &str, samples: Value) -> Option<i64> {
        drawn(&json!([{"timestamp": "t", "sampledValue": samples}]), &site(unit)).map(Amount::in_tenths)
    }

    #[test]
    fn the_current_of_the_fullest_phase_counts() {
        let samples = json!([
            {"value": "1200", "measurand": "Energy.Active.Import.Register"},
            {"value": "15.2", "measurand": "Current.Import", "phase": "L1", "unit": "A"},
            {"value": "15.9", "measurand": "Current.Import", "phase": "L2", "unit": "A"},
            {"value": "40", "measurand": "Current.Import", "phase": "N", "unit": "A"}
        ]);
        assert_eq!(tenths("A", samples.clone()), Some(159));
        assert_eq!(tenths("W", samples), Some(109_710));
    }

    #[test]
    fn power_is_a_total_or_a_sum() {
        let total = json!([{"value": "6.9", "measurand": "Power.Active.Import", "unit": "kW"}]);
        assert_eq!(tenths("W", total.clone()), Some(69_000));
        assert_eq!(tenths("A", total), Some(100));
        let phases = json!([
            {"value": 2.3, "measurand": "Power.Active.Import", "phase": "L1", "unitOfMeasure": {"unit": "W", "multiplier": 3}},
            {"value": 1150, "measurand": "Power.Active.Import", "phase": "L2", "unitOfMeasure": {"unit": "W"}}
        ]);
        assert_eq!(tenths("W", phases), Some(34_500));
        let odd = json!([
            {"value": 2.3, "measurand": "Power.Active.Import", "unitOfMeasure": {"unit": "W", "multiplier": 3.0}}
        ]);
        assert_eq!(tenths("W", odd), Some(23_000));
        let comma = |value: &str| json!([{"value": value, "measurand": "Power.Active.Import", "unit": "kW"}]);
        assert_eq!(tenths("W", comma("6,9")), Some(69_000));
        assert_eq!(tenths("W", comma("6,9,0")), None);
    }

    #[test]
    fn what_says_nothing_of_it_is_passed_over() {
        assert_eq!(tenths("A", json!([{"value": "1200"}])), None);
        let values = json!([
            {"sampledValue": [{"value": 7, "measurand": "Current.Import"}]},
            {"sampledValue": [{"value": "?", "measurand": "Current.Import"}]}
        ]);
        assert_eq!(drawn(&values, &site("A")).map(Amount::in_tenths), Some(70));
        assert_eq!(drawn(&Value::Null, &site("A")), None);
    }
}
