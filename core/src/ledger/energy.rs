//! The energy register in meter values, in Wh as an exact decimal (1.6 section 7.31, 2.x
//! MeasurandEnumType).

use std::str::FromStr;

use ocpp_schemas::types::{v16, v21};
use rust_decimal::Decimal;

/// The largest power of ten that 2.x `multiplier` is followed to: far beyond any meter.
const MAX_MULTIPLIER: i64 = 12;

/// The last import register of a 1.6 list of meter values.
#[must_use]
pub fn last_register_16(values: &[v16::MeterValue]) -> Option<Decimal> {
    values
        .iter()
        .rev()
        .flat_map(|value| value.sampled_value.iter().rev())
        .find_map(register_16)
}

fn register_16(sample: &v16::SampledValue) -> Option<Decimal> {
    let is_register = matches!(
        sample.measurand,
        None | Some(v16::Measurand::EnergyActiveImportRegister)
    );
    let is_raw = matches!(sample.format, None | Some(v16::ValueFormat::Raw));
    if !is_register || !is_raw || sample.phase.is_some() {
        return None;
    }
    let value = Decimal::from_str(sample.value.trim()).ok()?;
    match sample.unit {
        None | Some(v16::UnitOfMeasure::Wh) => Some(value),
        Some(v16::UnitOfMeasure::KWh) => value.checked_mul(Decimal::ONE_THOUSAND),
        Some(_) => None,
    }
}

/// The last import register of a 2.x list of meter values.
#[must_use]
pub fn last_register_2(values: &[v21::MeterValue]) -> Option<Decimal> {
    registers_2(values).last()
}

/// The import register with the context Transaction.Begin.
#[must_use]
pub fn first_register_2(values: &[v21::MeterValue]) -> Option<Decimal> {
    let begins = |sample: &&v21::SampledValue| sample.context == Some(v21::ReadingContextEnum::TransactionBegin);
    values
        .iter()
        .flat_map(|value| &value.sampled_value)
        .filter(begins)
        .find_map(register_2)
}

fn registers_2(values: &[v21::MeterValue]) -> impl Iterator<Item = Decimal> {
    values
        .iter()
        .flat_map(|value| &value.sampled_value)
        .filter_map(register_2)
}

fn register_2(sample: &v21::SampledValue) -> Option<Decimal> {
    let is_register = matches!(
        sample.measurand,
        None | Some(v21::MeasurandEnum::EnergyActiveImportRegister)
    );
    if !is_register || sample.phase.is_some() {
        return None;
    }
    let unit = sample.unit_of_measure.as_ref();
    let multiplier = unit.and_then(|unit| unit.multiplier).unwrap_or(0);
    let scaled = scale(sample.value, multiplier)?;
    match unit.and_then(|unit| unit.unit.as_deref()) {
        None | Some("Wh") => Some(scaled),
        Some("kWh") => scaled.checked_mul(Decimal::ONE_THOUSAND),
        Some(_) => None,
    }
}

fn scale(value: Decimal, multiplier: i64) -> Option<Decimal> {
    if multiplier.abs() > MAX_MULTIPLIER {
        return None;
    }
    let ten = Decimal::TEN;
    (0..multiplier.abs()).try_fold(value, |value, _| {
        if multiplier > 0 {
            value.checked_mul(ten)
        } else {
            value.checked_div(ten)
        }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use ocpp_schemas::types::{v16, v21};
    use rust_decimal::Decimal;
    use serde_json::{Value, json};

    use super::{first_register_2, last_register_2, last_register_16};

    fn of_16(samples: Value) -> Option<Decimal> {
        let value: v16::MeterValue =
            serde_json::from_value(json!({ "timestamp": "2026-01-01T00:00:00Z", "sampledValue": samples })).unwrap();
        last_register_16(&[value])
    }

    fn of_2(samples: Value) -> Vec<v21::MeterValue> {
        let value = json!({ "timestamp": "2026-01-01T00:00:00Z", "sampledValue": samples });
        vec![serde_json::from_value(value).unwrap()]
    }

    #[test]
    fn the_register_of_16_is_in_wh() {
        assert_eq!(of_16(json!([{ "value": "1234" }])), Some(Decimal::from(1234)));
        assert_eq!(
            of_16(json!([{ "value": "1.2345", "unit": "kWh" }])),
            Some("1234.5".parse().unwrap())
        );
        assert_eq!(
            of_16(json!([{ "value": "230", "measurand": "Voltage", "unit": "V" }])),
            None
        );
        assert_eq!(
            of_16(json!([{ "value": "5", "phase": "L1" }, { "value": "n/a" }])),
            None
        );
    }

    #[test]
    fn the_register_of_2_follows_unit_and_multiplier() {
        let kilo = of_2(json!([{ "value": 12.5, "unitOfMeasure": { "unit": "kWh" } }]));
        assert_eq!(last_register_2(&kilo), Some(Decimal::from(12_500)));
        let scaled = of_2(json!([{ "value": 12.5, "unitOfMeasure": { "unit": "Wh", "multiplier": 3 } }]));
        assert_eq!(last_register_2(&scaled), Some(Decimal::from(12_500)));
        let absurd = of_2(json!([{ "value": 1, "unitOfMeasure": { "multiplier": 4_000_000 } }]));
        assert_eq!(last_register_2(&absurd), None);
    }

    #[test]
    fn the_begin_of_a_transaction_has_its_own_context() {
        let values = of_2(json!([{ "value": 1, "context": "Transaction.Begin" }, { "value": 9 }]));
        assert_eq!(first_register_2(&values), Some(Decimal::from(1)));
        assert_eq!(last_register_2(&values), Some(Decimal::from(9)));
    }
}
