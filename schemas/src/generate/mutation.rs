//! Single changes of a valid payload: most make it invalid, some go to a limit and stay inside.

use super::{Rng, limit, resolved, text};
use crate::{Action, Kind};
use serde_json::{Map, Value, json};

/// One change of one payload.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutation {
    /// JSON pointer to what changes; for an extra property, to the property.
    pub pointer: String,
    /// What kind of change it is, such as `too long`.
    pub label: &'static str,
    edit: Edit,
}

#[derive(Debug, Clone, PartialEq)]
enum Edit {
    Remove,
    /// Puts the value there, whether or not there was one.
    Put(Value),
}

impl Mutation {
    /// The payload with the change. Unchanged if the payload is not the one that the mutation was made for.
    #[must_use]
    pub fn apply(&self, payload: &Value) -> Value {
        let mut changed = payload.clone();
        let Some((parent, name)) = self.pointer.rsplit_once('/') else {
            return if let Edit::Put(value) = &self.edit {
                value.clone()
            } else {
                changed
            };
        };
        match (changed.pointer_mut(parent), &self.edit) {
            (Some(Value::Object(members)), Edit::Remove) => drop(members.remove(name)),
            (Some(Value::Object(members)), Edit::Put(value)) => drop(members.insert(name.to_owned(), value.clone())),
            (Some(Value::Array(items)), Edit::Put(value)) => {
                let place = name.parse::<usize>().ok().and_then(|position| items.get_mut(position));
                if let Some(place) = place {
                    *place = value.clone();
                }
            }
            _ => {}
        }
        changed
    }
}

/// All single mutations of a payload, nested values included: removed and extra properties, wrong types, `null`,
/// texts at and beyond their limit, words outside their enumeration, wrong formats, too few and too many items,
/// numbers at and beyond their limits and off their step, and whole numbers written with a fraction of zero.
#[must_use]
pub fn mutations(action: &Action, kind: Kind, payload: &Value, rng: &mut Rng) -> Vec<Mutation> {
    let root = action.schema(kind);
    let mut plan = Plan {
        root,
        rng,
        mutations: Vec::new(),
    };
    if !root.is_boolean() {
        plan.visit(root, payload, "");
    }
    plan.mutations
}

struct Plan<'a> {
    root: &'a Value,
    rng: &'a mut Rng,
    mutations: Vec<Mutation>,
}

impl Plan<'_> {
    fn put(&mut self, pointer: &str, label: &'static str, value: Value) {
        let edit = Edit::Put(value);
        self.mutations.push(Mutation {
            pointer: pointer.to_owned(),
            label,
            edit,
        });
    }

    fn visit(&mut self, schema: &Value, value: &Value, pointer: &str) {
        let schema = resolved(self.root, schema);
        self.types(value, pointer);
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            self.words(words, pointer);
            return;
        }
        match (schema.get("type").and_then(Value::as_str), value) {
            (Some("object"), Value::Object(members)) => self.object(schema, members, pointer),
            (Some("array"), Value::Array(items)) => self.array(schema, items, pointer),
            (Some("string"), _) => self.string(schema, pointer),
            (Some("integer" | "number"), _) => self.number(schema, pointer),
            _ => {}
        }
    }

    /// Values of each other type. Where the schema allows that type too they are harmless.
    fn types(&mut self, value: &Value, pointer: &str) {
        let others = [json!(null), json!(true), json!("text"), json!(12), json!([]), json!({})];
        let other = |other: &Value| std::mem::discriminant(other) != std::mem::discriminant(value);
        for wrong in others.into_iter().filter(other) {
            let label = if wrong.is_null() { "null" } else { "wrong type" };
            self.put(pointer, label, wrong);
        }
    }

    fn words(&mut self, words: &[Value], pointer: &str) {
        let known = self
            .rng
            .pick(words)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        // The last is no word of OCPP, and charge points send it.
        for word in [
            known.to_lowercase(),
            format!("{known} "),
            String::new(),
            "Hertz".to_owned(),
        ] {
            self.put(pointer, "out of enumeration", word.into());
        }
        self.put(pointer, "another word", known.into());
    }

    fn object(&mut self, schema: &Value, members: &Map<String, Value>, pointer: &str) {
        self.put(&format!("{pointer}/unknownProperty"), "extra property", json!(1));
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            let place = format!("{pointer}/{name}");
            if let Some(value) = members.get(name) {
                self.mutations.push(Mutation {
                    pointer: place.clone(),
                    label: "removed",
                    edit: Edit::Remove,
                });
                self.visit(schema, value, &place);
            } else {
                self.put(&place, "null", Value::Null);
            }
        }
    }

    fn array(&mut self, schema: &Value, items: &[Value], pointer: &str) {
        self.put(pointer, "no items", json!([]));
        if let (Some(most), Some(first)) = (limit(schema, "maxItems"), items.first()) {
            let most = usize::try_from(most).unwrap_or_default();
            self.put(pointer, "as many items as allowed", vec![first.clone(); most].into());
            self.put(pointer, "too many items", vec![first.clone(); most + 1].into());
        }
        let inner = schema.get("items").unwrap_or(&Value::Null);
        for (position, item) in items.iter().enumerate() {
            self.visit(inner, item, &format!("{pointer}/{position}"));
        }
    }

    fn string(&mut self, schema: &Value, pointer: &str) {
        let wrong: &[&str] = match schema.get("format").and_then(Value::as_str) {
            Some("date-time") => &WRONG_TIMES,
            Some("uri") => &WRONG_URIS,
            _ => &[],
        };
        for text in wrong {
            self.put(pointer, "wrong format", (*text).into());
        }
        if let Some(limit) = limit(schema, "maxLength") {
            let (longest, longer) = (text::exactly(limit, self.rng), text::exactly(limit + 1, self.rng));
            self.put(pointer, "as long as allowed", longest.into());
            self.put(pointer, "too long", longer.into());
        }
        self.put(pointer, "empty text", "".into());
    }

    fn number(&mut self, schema: &Value, pointer: &str) {
        self.put(pointer, "whole number with a fraction of zero", json!(5.0));
        self.put(pointer, "fraction", json!(7.25));
        self.put(pointer, "tenth", json!(32.1));
        self.put(pointer, "beyond 32 bits", json!(1_i64 << 40));
        for (keyword, outwards) in [("minimum", -1), ("maximum", 1)] {
            if let Some(limit) = limit(schema, keyword) {
                self.put(pointer, "at the limit", limit.into());
                self.put(pointer, "beyond the limit", (limit + outwards).into());
            }
        }
        if schema.get("multipleOf").is_some() {
            for number in [0.3, 0.7, 6.6, -0.1, 0.35, 0.05, 16.01] {
                self.put(pointer, "on or off the step", json!(number));
            }
        }
    }
}

const WRONG_TIMES: [&str; 7] = [
    "",
    "yesterday",
    "2026-01-01",
    "2026-01-01T00:00:00",
    "2026-13-01T00:00:00Z",
    "2026-01-01T00:00:00+03",
    "2026-01-01 00:00:00Z",
];
const WRONG_URIS: [&str; 4] = ["", "no uri", "/relative/path", "http://[broken"];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::{Catalogue, Version, generate};

    #[test]
    fn each_mutation_changes_the_one_place_it_names() {
        let action = Catalogue::of(Version::V16).action("StartTransaction").unwrap();
        let payload = json!({"connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"});
        let mutations = generate::mutations(action, Kind::Request, &payload, &mut Rng::new(1));
        let of = |label: &str, pointer: &str| {
            let found = mutations.iter().find(|it| it.label == label && it.pointer == pointer);
            found.unwrap().apply(&payload)
        };
        assert!(of("removed", "/idTag").get("idTag").is_none());
        assert_eq!(
            of("too long", "/idTag")
                .pointer("/idTag")
                .unwrap()
                .as_str()
                .unwrap()
                .chars()
                .count(),
            21
        );
        assert_eq!(of("extra property", "/unknownProperty").as_object().unwrap().len(), 5);
        assert_eq!(of("null", ""), Value::Null);
        assert_eq!(
            of("null", "/reservationId").pointer("/reservationId"),
            Some(&Value::Null)
        );
    }

    #[test]
    fn what_must_break_the_schema_breaks_it() {
        let certain = [
            "null",
            "too long",
            "too many items",
            "out of enumeration",
            "wrong format",
            "beyond the limit",
        ];
        for action in Version::ALL
            .into_iter()
            .flat_map(|version| Catalogue::of(version).actions())
        {
            let mut rng = Rng::new(23);
            let payload = generate::instance(action, Kind::Request, &mut rng);
            for mutation in generate::mutations(action, Kind::Request, &payload, &mut rng) {
                // Any data may be null.
                if certain.contains(&mutation.label) && !mutation.pointer.ends_with("/data") {
                    let verdict = action.validate(Kind::Request, &mutation.apply(&payload));
                    assert!(verdict.is_err(), "{} {} {mutation:?}", action.version(), action.name());
                }
            }
        }
    }
}
