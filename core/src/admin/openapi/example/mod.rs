//! Examples of bodies, made of their schemas, so that none says something else than its schema does: what a type says of
//! itself (`#[schema(examples(...))]`) first, then a realistic value by the name of the member (`of_types`, `words`), then whatever fits.

mod fits;
mod of_types;
mod words;

use serde_json::{Map, Value, json};

use fits::Schemas;

/// How much of an object is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// All that an answer may have.
    All,
    /// Of a request what it needs, and of its own members those that are no objects: what nobody has to say is often said in
    /// one of several ways.
    Needed,
}

/// Deeper objects are left out.
const DEEPEST: usize = 12;

/// Makes examples of schemas that refer to each other by name.
#[derive(Clone, Copy)]
pub struct Examples<'a>(Schemas<'a>);

/// Where in a body a value is.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The type that has the member.
    of: &'a str,
    member: &'a str,
    depth: usize,
    fill: Fill,
}

impl<'a> Examples<'a> {
    /// Of schemas by their names, as the last word of a `$ref` has them.
    #[must_use]
    pub fn of(schemas: &'a Map<String, Value>) -> Self {
        Self(Schemas(schemas))
    }

    /// An example of a schema; none: it says too little of itself.
    #[must_use]
    pub fn make(self, schema: &Value, fill: Fill) -> Option<Value> {
        let place = Place {
            of: "",
            member: "",
            depth: 0,
            fill,
        };
        self.value(schema, place)
    }

    fn value(self, schema: &Value, place: Place<'_>) -> Option<Value> {
        if let Some(own) = own(schema) {
            return Some(own.clone());
        }
        let mut candidates = words::of(place.of, place.member);
        if let Some(fit) = candidates.find(|candidate| self.0.fits(schema, candidate)) {
            return Some(fit);
        }
        if place.depth > DEEPEST {
            return None;
        }
        if let Some((name, schema)) = self.0.referred(schema) {
            let place = Place {
                of: name,
                depth: place.depth + usize::from(place.depth > 0),
                ..place
            };
            return self.value(schema, place);
        }
        if let Some(one) = schema.get("const") {
            return Some(one.clone());
        }
        if let Some(first) = schema.pointer("/enum/0") {
            return Some(first.clone());
        }
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            return self.together(schema, parts, place);
        }
        for word in ["oneOf", "anyOf"] {
            if let Some(ways) = schema.get(word).and_then(Value::as_array) {
                let ways = ways.iter().filter(|way| way.get("type") != Some(&json!("null")));
                return ways.into_iter().find_map(|way| self.value(way, place));
            }
        }
        self.of_type(schema, place)
    }

    /// An object of several parts.
    fn together(self, schema: &Value, parts: &[Value], place: Place<'_>) -> Option<Value> {
        let mut members = Map::new();
        for part in parts {
            members.extend(self.value(part, place)?.as_object()?.clone());
        }
        if schema.get("properties").is_some() {
            members.extend(self.object(schema, place)?);
        }
        Some(members.into())
    }

    fn of_type(self, schema: &Value, place: Place<'_>) -> Option<Value> {
        match fits::type_of(schema) {
            Some("object") => self.object(schema, place).map(Value::from),
            Some("array") => Some(self.array(schema, place).into()),
            Some("string") => Some(text(schema, place.member).into()),
            Some("integer") => Some(whole(schema).into()),
            Some("number") => Some(json!(whole(schema))),
            Some("boolean") => Some(false.into()),
            _ => None,
        }
    }

    fn object(self, schema: &Value, place: Place<'_>) -> Option<Map<String, Value>> {
        let mut members = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object);
        for (member, property) in properties.into_iter().flatten() {
            let is_needed = is_required(schema, member);
            if !is_needed && !self.is_filled_in(member, property, place) {
                continue;
            }
            let inside = Place {
                member,
                depth: place.depth + 1,
                ..place
            };
            match self.value(property, inside) {
                Some(value) => drop(members.insert(member.clone(), value)),
                None if is_needed => return None,
                None => {}
            }
        }
        let others = schema.get("additionalProperties").filter(|others| others.is_object());
        if let Some(others) = others
            && properties.is_none()
            && let Some(value) = self.value(others, place)
        {
            members.insert(words::key_of(place.member).to_owned(), value);
        }
        Some(members)
    }

    /// Whether a member is filled in that may be absent.
    fn is_filled_in(self, member: &str, schema: &Value, place: Place<'_>) -> bool {
        if member == "customData" {
            return false;
        }
        match place.fill {
            Fill::All => true,
            Fill::Needed => place.depth == 0 && self.0.is_plain(schema),
        }
    }

    fn array(self, schema: &Value, place: Place<'_>) -> Vec<Value> {
        let inside = Place {
            depth: place.depth + 1,
            ..place
        };
        let item = schema.get("items").and_then(|items| self.value(items, inside));
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(1).max(1);
        let least = usize::try_from(least).unwrap_or(1);
        item.map(|item| vec![item; least]).unwrap_or_default()
    }
}

/// What a schema says itself.
fn own(schema: &Value) -> Option<&Value> {
    schema.get("example").or_else(|| schema.pointer("/examples/0"))
}

fn is_required(schema: &Value, member: &str) -> bool {
    let required = schema.get("required").and_then(Value::as_array);
    required.is_some_and(|required| required.iter().any(|one| one == member))
}

/// A text that fits, by the name of its member.
fn text(schema: &Value, member: &str) -> String {
    match schema.get("format").and_then(Value::as_str) {
        Some("date-time") => return words::time_of(member).to_owned(),
        Some("uri") => return "https://csms.example.com/file".to_owned(),
        _ => {}
    }
    let most = schema.get("maxLength").and_then(Value::as_u64).unwrap_or(40);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let named = if member.is_empty() { "text" } else { member };
    named.chars().take(most).collect()
}

/// A whole number that fits.
fn whole(schema: &Value) -> i64 {
    let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
    let least = bound("minimum").map(|least| least.ceil());
    let most = bound("maximum").map(f64::floor);
    let found = 1.0_f64.max(least.unwrap_or(1.0)).min(most.unwrap_or(f64::MAX));
    // The bounds of our schemas are small.
    format!("{found:.0}").parse().unwrap_or(1)
}
