//! Whether a value that is at hand fits a schema: by its type, its words and its bounds. Objects with members of their own
//! are made, never at hand.

use serde_json::{Map, Value};

/// Schemas by name.
#[derive(Clone, Copy)]
pub struct Schemas<'a>(pub &'a Map<String, Value>);

impl<'a> Schemas<'a> {
    /// What a schema refers to, with its name.
    pub fn referred(self, schema: &Value) -> Option<(&'a str, &'a Value)> {
        let to = schema.get("$ref")?.as_str()?;
        let name = to.rsplit('/').next()?;
        let (name, schema) = self.0.get_key_value(name)?;
        Some((name, schema))
    }

    /// Whether it is neither an object nor a list.
    pub fn is_plain(self, schema: &Value) -> bool {
        if let Some((_, schema)) = self.referred(schema) {
            return self.is_plain(schema);
        }
        let ways = ["oneOf", "anyOf"]
            .into_iter()
            .find_map(|word| schema.get(word)?.as_array());
        match ways {
            Some(ways) => ways.iter().all(|way| self.is_plain(way)),
            None => !matches!(type_of(schema), None | Some("object" | "array")) || schema.get("enum").is_some(),
        }
    }

    /// Whether a value fits.
    pub fn fits(self, schema: &Value, value: &Value) -> bool {
        if let Some((_, schema)) = self.referred(schema) {
            return self.fits(schema, value);
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            return words.contains(value);
        }
        for word in ["oneOf", "anyOf"] {
            if let Some(ways) = schema.get(word).and_then(Value::as_array) {
                return ways.iter().any(|way| self.fits(way, value));
            }
        }
        if schema.get("allOf").is_some() || schema.get("properties").is_some() {
            return false;
        }
        has_type(schema, value) && is_within(schema, value) && self.fit_inside(schema, value)
    }

    fn fit_inside(self, schema: &Value, value: &Value) -> bool {
        match value {
            Value::Array(items) => schema
                .get("items")
                .is_none_or(|one| items.iter().all(|item| self.fits(one, item))),
            Value::Object(members) => schema
                .get("additionalProperties")
                .filter(|one| one.is_object())
                .is_none_or(|one| members.values().all(|member| self.fits(one, member))),
            _ => true,
        }
    }
}

/// The type of a schema, the first that is not null.
pub fn type_of(schema: &Value) -> Option<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => Some(one),
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).find(|one| *one != "null"),
        _ => schema.get("properties").map(|_| "object"),
    }
}

/// Of a schema that names no type every value fits.
fn has_type(schema: &Value, value: &Value) -> bool {
    let is = |word: &str| match word {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    match schema.get("type") {
        Some(Value::String(one)) => is(one),
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}

fn is_within(schema: &Value, value: &Value) -> bool {
    let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
    let is_time = schema.get("format").and_then(Value::as_str) == Some("date-time");
    match value {
        Value::String(text) => {
            let length = text.chars().count();
            let limit = |name: &str| schema.get(name).and_then(Value::as_u64);
            let fits = |limit: u64| usize::try_from(limit).unwrap_or(usize::MAX);
            limit("minLength").is_none_or(|least| length >= fits(least))
                && limit("maxLength").is_none_or(|most| length <= fits(most))
                && (!is_time || text.ends_with('Z'))
        }
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            bound("minimum").is_none_or(|least| number >= least) && bound("maximum").is_none_or(|most| number <= most)
        }
        _ => true,
    }
}
