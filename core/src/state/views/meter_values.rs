//! Meter values as they are shown: one form for all versions, every default filled in.

use ocpp_schemas::types::integer;
use serde::Serialize;
use serde_json::Value;

use crate::clock::{instant, text};

/// What was measured at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeterValue {
    /// RFC 3339 in UTC; the station's own text where it is no time.
    pub timestamp: Option<String>,
    /// Whether the message named the transaction; else it was measured where the transaction ran.
    pub named: bool,
    /// What was measured.
    pub sampled_value: Vec<SampledValue>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SampledValue {
    /// As the station wrote it.
    pub value: Option<String>,
    /// In OCPP's words.
    pub measurand: String,
    /// In OCPP's words.
    pub context: String,
    /// In OCPP's words.
    pub location: String,
    /// In OCPP's words.
    pub phase: Option<String>,
    /// In OCPP's words.
    pub unit: Option<String>,
    /// The value counts times 10 to this power.
    pub multiplier: i64,
}

/// A list of a station's MeterValue elements of any version.
#[must_use]
pub fn meter_values(elements: &Value, named: bool) -> Vec<MeterValue> {
    one_or_many(elements)
        .iter()
        .map(|element| MeterValue {
            timestamp: word(element, "timestamp").map(|written| instant(&written).map_or(written, text)),
            named,
            sampled_value: element
                .get("sampledValue")
                .map(one_or_many)
                .unwrap_or_default()
                .iter()
                .map(SampledValue::of)
                .collect(),
        })
        .collect()
}

impl SampledValue {
    fn of(sample: &Value) -> Self {
        let or = |name, default: &str| word(sample, name).unwrap_or_else(|| default.to_owned());
        let measurand = or("measurand", "Energy.Active.Import.Register");
        let of_2 = sample.get("unitOfMeasure");
        let unit = of_2
            .and_then(|unit| word(unit, "unit"))
            .or_else(|| word(sample, "unit"));
        // The default of both versions where the measurand is one of energy.
        let default_unit = || measurand.starts_with("Energy").then(|| "Wh".to_owned());
        let value = sample.get("value").map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        let multiplier = of_2.and_then(|unit| unit.get("multiplier")).and_then(integer::of);
        Self {
            value,
            context: or("context", "Sample.Periodic"),
            location: or("location", "Outlet"),
            phase: word(sample, "phase"),
            unit: unit.or_else(default_unit),
            multiplier: multiplier.unwrap_or(0),
            measurand,
        }
    }
}

fn word(of: &Value, name: &str) -> Option<String> {
    of.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn one_or_many(value: &Value) -> &[Value] {
    match value {
        Value::Array(many) => many,
        one => std::slice::from_ref(one),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::meter_values;

    #[test]
    fn both_versions_are_shown_alike() {
        let of_16 =
            json!([{ "timestamp": "2026-01-01T01:00:00+01:00", "sampledValue": [{ "value": "1.5", "unit": "kWh" }] }]);
        let of_2 = json!([{ "timestamp": "2026-01-01T00:00:00Z", "sampledValue": [{ "value": 1.5, "unitOfMeasure": { "unit": "kWh" } }] }]);
        assert_eq!(meter_values(&of_16, true), meter_values(&of_2, true));
        let shown = serde_json::to_value(meter_values(&of_2, false)).unwrap();
        let expected = json!([{
            "timestamp": "2026-01-01T00:00:00.000Z",
            "named": false,
            "sampledValue": [{
                "value": "1.5",
                "measurand": "Energy.Active.Import.Register",
                "context": "Sample.Periodic",
                "location": "Outlet",
                "phase": null,
                "unit": "kWh",
                "multiplier": 0,
            }],
        }]);
        assert_eq!(shown, expected);
        assert_eq!(meter_values(&json!("?"), true).len(), 1);
        let of_ten = |power: serde_json::Value| json!([{ "sampledValue": [{ "value": 1.5, "unitOfMeasure": { "multiplier": power } }] }]);
        assert_eq!(
            meter_values(&of_ten(json!(3.0)), true),
            meter_values(&of_ten(json!(3)), true)
        );
    }
}
