//! Valid payloads.

use super::{Rng, limit, resolved, text};
use crate::{Action, Kind};
use serde_json::{Map, Value, json};

/// How deep optional properties are still made.
const DEPTH: u32 = 12;
/// How many items an array gets beyond what it needs.
const MORE_ITEMS: i64 = 2;

/// A random payload that the schema allows. `null`, which is not valid, for the response that an unconfirmed action
/// does not have.
///
/// Numbers stay where an `f64` and a decimal agree, at most 6 places and 15 digits.
#[must_use]
pub fn instance(action: &Action, kind: Kind, rng: &mut Rng) -> Value {
    let root = action.schema(kind);
    if root.is_boolean() {
        Value::Null
    } else {
        value(root, root, 0, rng)
    }
}

/// A random value of `schema`, whose references lead into `root`.
pub(super) fn value(root: &Value, schema: &Value, depth: u32, rng: &mut Rng) -> Value {
    let schema = resolved(root, schema);
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return rng.pick(words).cloned().unwrap_or_default();
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("object") => object(root, schema, depth, rng),
        Some("array") => array(root, schema, depth, rng),
        Some("string") => string(schema, rng).into(),
        Some("integer") => integer(schema, rng),
        Some("number") => number(schema, rng),
        Some("boolean") => rng.once_in(2).into(),
        _ => anything(rng),
    }
}

fn object(root: &Value, schema: &Value, depth: u32, rng: &mut Rng) -> Value {
    let required = schema.get("required").and_then(Value::as_array);
    let properties = schema.get("properties").and_then(Value::as_object);
    // By name: the same seed gives the same payload whether or not maps keep their order.
    let mut properties: Vec<_> = properties.into_iter().flatten().collect();
    properties.sort_by_key(|(name, _)| *name);
    let mut members = Map::new();
    for (name, schema) in properties {
        let needed = required.is_some_and(|required| required.iter().any(|known| known == name));
        let rarity = if name == "customData" {
            6
        } else {
            2 + u64::from(depth) / 4
        };
        if needed || (depth < DEPTH && rng.once_in(rarity)) {
            members.insert(name.clone(), value(root, schema, depth + 1, rng));
        }
    }
    if schema.get("additionalProperties").is_none() && rng.once_in(2) {
        members.insert("vendorSpecific".to_owned(), anything(rng));
    }
    members.into()
}

fn array(root: &Value, schema: &Value, depth: u32, rng: &mut Rng) -> Value {
    let least = limit(schema, "minItems").unwrap_or(0);
    let most = limit(schema, "maxItems").unwrap_or(i64::MAX).min(least + MORE_ITEMS);
    let items = schema.get("items").unwrap_or(&Value::Null);
    let count = rng.between(least, most);
    (0..count).map(|_| value(root, items, depth + 1, rng)).collect()
}

fn string(schema: &Value, rng: &mut Rng) -> String {
    match schema.get("format").and_then(Value::as_str) {
        Some("date-time") => text::date_time(rng),
        Some("uri") => text::uri(rng),
        _ => text::free(limit(schema, "maxLength"), rng),
    }
}

fn integer(schema: &Value, rng: &mut Rng) -> Value {
    let low = limit(schema, "minimum").unwrap_or(-1_000_000_000_000);
    let high = limit(schema, "maximum").unwrap_or(1_000_000_000_000);
    match rng.below(4) {
        0 => low.into(),
        1 => high.into(),
        2 => rng.between(low.max(-100), high.min(100)).into(),
        _ => rng.between(low, high).into(),
    }
}

fn number(schema: &Value, rng: &mut Rng) -> Value {
    let low = limit(schema, "minimum").unwrap_or(-1_000_000);
    let high = limit(schema, "maximum").unwrap_or(1_000_000);
    let whole = rng.between(low, high);
    if rng.once_in(3) || whole == high {
        return whole.into();
    }
    let places: u32 = if schema.get("multipleOf").is_some() { 1 } else { 6 };
    let fraction = rng.below(10_u64.pow(places));
    let width = places as usize;
    // The sign goes in front of the whole, so that a negative whole moves away from zero: not below `low`.
    let text = format!("{}.{fraction:0width$}", if whole < 0 { whole + 1 } else { whole });
    text.parse::<f64>().map_or(Value::Null, |number| json!(number))
}

fn anything(rng: &mut Rng) -> Value {
    match rng.below(6) {
        0 => Value::Null,
        1 => rng.once_in(2).into(),
        2 => rng.between(-1_000, 1_000).into(),
        3 => text::free(None, rng).into(),
        4 => json!([text::free(None, rng), 1]),
        _ => json!({ "any": { "thing": text::free(None, rng) } }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Version};

    #[test]
    fn every_instance_is_valid() {
        for action in Version::ALL
            .into_iter()
            .flat_map(|version| Catalogue::of(version).actions())
        {
            let mut rng = Rng::new(11);
            for kind in Kind::ALL
                .into_iter()
                .filter(|kind| *kind == Kind::Request || action.confirmed())
            {
                for _ in 0..20 {
                    let payload = instance(action, kind, &mut rng);
                    let verdict = action.validate(kind, &payload);
                    assert_eq!(
                        verdict,
                        Ok(()),
                        "{} {} {kind} {payload}",
                        action.version(),
                        action.name()
                    );
                }
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_payload() {
        for action in Catalogue::of(Version::V21).actions() {
            let make = || instance(action, Kind::Request, &mut Rng::new(5));
            assert_eq!(make(), make());
        }
    }
}
