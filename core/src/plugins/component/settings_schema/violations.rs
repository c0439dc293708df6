//! Where settings break the schema of their plugin, for whoever sets them.

use std::cmp::Reverse;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Whole, below};

/// More are not told at once.
const MOST: usize = 20;
/// So many schemas are held against values, and so deep one inside another: more are a schema that refers to itself.
const MOST_STEPS: usize = 100_000;
const DEEPEST: usize = 512;

/// One place that is not as the schema has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// A JSON pointer into the settings; of a member that is missing its own.
    pub pointer: String,
    /// What is wrong with it.
    pub detail: String,
}

/// Where a value breaks a schema that can be used, in the schema's order; at most 20 places.
#[must_use]
pub fn violations(schema: &Value, value: &Value) -> Vec<Violation> {
    let mut holding = Holding {
        whole: Whole(schema),
        steps: 0,
        depth: 0,
        found: Vec::new(),
    };
    holding.hold(schema, value, "");
    holding.found.truncate(MOST);
    holding.found
}

struct Holding<'a> {
    whole: Whole<'a>,
    steps: usize,
    depth: usize,
    found: Vec<Violation>,
}

impl<'a> Holding<'a> {
    fn wrong(&mut self, place: &str, detail: impl Into<String>) {
        if self.found.len() <= MOST {
            self.found.push(Violation {
                pointer: place.to_owned(),
                detail: detail.into(),
            });
        }
    }

    fn hold(&mut self, schema: &'a Value, value: &Value, place: &str) {
        self.steps += 1;
        if self.steps > MOST_STEPS || self.depth > DEEPEST {
            return self.wrong(place, "the schema has no end here");
        }
        self.depth += 1;
        self.hold_here(schema, value, place);
        self.depth -= 1;
    }

    fn hold_here(&mut self, schema: &'a Value, value: &Value, place: &str) {
        let members = match schema {
            Value::Object(members) => members,
            Value::Bool(false) => return self.wrong(place, "this is not known here"),
            _ => return,
        };
        let referred = members.get("$ref").and_then(Value::as_str);
        if let Some(referred) = referred.and_then(|to| self.whole.referred(to)) {
            self.hold(referred, value, place);
        }
        if let Some(wrong) = wrong_word(members, value) {
            return self.wrong(place, wrong);
        }
        match value {
            Value::Object(of_value) => self.hold_members(members, of_value, place),
            Value::Array(items) => self.hold_items(members, items, place),
            Value::String(text) => {
                let length = text.chars().count();
                if let Some(wrong) = out_of_counts(members, length, "Length", "character") {
                    self.wrong(place, wrong);
                }
            }
            Value::Number(number) => {
                if let Some(wrong) = out_of_bounds(members, number.as_f64().unwrap_or_default()) {
                    self.wrong(place, wrong);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
        self.hold_choices(members, value, place);
    }

    fn hold_members(&mut self, schema: &'a Map<String, Value>, members: &Map<String, Value>, place: &str) {
        let required = schema.get("required").and_then(Value::as_array);
        let required = required.into_iter().flatten().filter_map(Value::as_str);
        for name in required.filter(|name| !members.contains_key(*name)) {
            self.wrong(&below(place, name), "it is missing");
        }
        if let Some(wrong) = out_of_counts(schema, members.len(), "Properties", "member") {
            self.wrong(place, wrong);
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, value) in members {
            let own = properties.and_then(|properties| properties.get(name));
            if let Some(schema) = own.or_else(|| schema.get("additionalProperties")) {
                self.hold(schema, value, &below(place, name));
            }
        }
    }

    fn hold_items(&mut self, schema: &'a Map<String, Value>, items: &[Value], place: &str) {
        if let Some(wrong) = out_of_counts(schema, items.len(), "Items", "entry") {
            self.wrong(place, wrong);
        }
        let are_unique = schema.get("uniqueItems") == Some(&Value::Bool(true));
        for (at, item) in items.iter().enumerate() {
            let inner = below(place, &at.to_string());
            if are_unique && items.iter().take(at).any(|before| before == item) {
                self.wrong(&inner, "it stands there twice");
            }
            if let Some(schema) = schema.get("items") {
                self.hold(schema, item, &inner);
            }
        }
    }

    fn hold_choices(&mut self, schema: &'a Map<String, Value>, value: &Value, place: &str) {
        let list = |word: &str| schema.get(word).and_then(Value::as_array);
        for part in list("allOf").into_iter().flatten() {
            self.hold(part, value, place);
        }
        for (word, most) in [("anyOf", usize::MAX), ("oneOf", 1)] {
            let Some(ways) = list(word) else { continue };
            let tried: Vec<_> = ways.iter().map(|way| self.tried(way, value, place)).collect();
            let fitting = tried.iter().filter(|found| found.is_empty()).count();
            if fitting > most {
                self.wrong(place, "it can be read in more than one way");
            } else if fitting == 0 {
                // What is nearest to a way is told as if that were the only one.
                let nearest = tried.into_iter().min_by_key(|found| Reverse(depth_of(found)));
                self.found.extend(nearest.unwrap_or_default());
            }
        }
        if let Some(not) = schema.get("not")
            && self.tried(not, value, place).is_empty()
        {
            self.wrong(place, "this may not stand here");
        }
    }

    /// What is wrong if one way of several is taken.
    fn tried(&mut self, way: &'a Value, value: &Value, place: &str) -> Vec<Violation> {
        let before = std::mem::take(&mut self.found);
        self.hold(way, value, place);
        std::mem::replace(&mut self.found, before)
    }
}

/// How far inside the first thing is that is wrong: a way whose outside fits is more likely what was meant.
fn depth_of(found: &[Violation]) -> usize {
    found.first().map_or(usize::MAX, |one| one.pointer.matches('/').count())
}

/// Of another type, or none of the words.
fn wrong_word(schema: &Map<String, Value>, value: &Value) -> Option<String> {
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|of_type| has_type(value, of_type)) {
        return Some(format!("it must be {}, not {}", with_articles(&types), said(value)));
    }
    let words = match (schema.get("const"), schema.get("enum").and_then(Value::as_array)) {
        (Some(one), _) => std::slice::from_ref(one),
        (None, Some(words)) => words,
        (None, None) => return None,
    };
    if words.contains(value) {
        return None;
    }
    let words: Vec<_> = words.iter().map(Value::to_string).collect();
    Some(format!("it must be {}, not {}", words.join(" or "), said(value)))
}

/// `a text or null`
fn with_articles(types: &[&str]) -> String {
    let word = |of_type: &&str| match *of_type {
        "null" => "null".to_owned(),
        "integer" => "a whole number".to_owned(),
        "string" => "a text".to_owned(),
        "boolean" => "true or false".to_owned(),
        "array" => "a list".to_owned(),
        "object" => "an object".to_owned(),
        other => format!("a {other}"),
    };
    types.iter().map(word).collect::<Vec<_>>().join(" or ")
}

fn has_type(value: &Value, of_type: &str) -> bool {
    match of_type {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

/// A value in an error: settings may be secret, so texts are not repeated.
fn said(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::Number(_) => "this number",
        Value::String(_) => "this text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Fewer or more than may be, by the words that end so; what is counted is called one of these.
fn out_of_counts(schema: &Map<String, Value>, count: usize, word: &str, one: &str) -> Option<String> {
    let limit = |side: &str| {
        let limit = schema.get(&format!("{side}{word}")).and_then(Value::as_u64)?;
        Some(usize::try_from(limit).unwrap_or(usize::MAX))
    };
    let counted = |number: usize| match (number, one.strip_suffix('y')) {
        (1, _) => format!("1 {one}"),
        (number, Some(begin)) => format!("{number} {begin}ies"),
        (number, None) => format!("{number} {one}s"),
    };
    if let Some(least) = limit("min").filter(|least| count < *least) {
        return Some(format!(
            "it has {}, and must have at least {}",
            counted(count),
            counted(least)
        ));
    }
    let most = limit("max").filter(|most| count > *most)?;
    Some(format!(
        "it has {}, and may have at most {}",
        counted(count),
        counted(most)
    ))
}

fn out_of_bounds(schema: &Map<String, Value>, number: f64) -> Option<String> {
    let bound = |word: &str| schema.get(word).and_then(Value::as_f64);
    type IsOut = fn(f64, f64) -> bool;
    let bounds: [(&str, IsOut, &str); 4] = [
        ("minimum", |number, bound| number < bound, "at least"),
        ("exclusiveMinimum", |number, bound| number <= bound, "more than"),
        ("maximum", |number, bound| number > bound, "at most"),
        ("exclusiveMaximum", |number, bound| number >= bound, "less than"),
    ];
    let out = bounds.iter().find_map(|(word, is_out, words)| {
        let bound = bound(word).filter(|bound| is_out(number, *bound))?;
        Some((*words, bound))
    });
    out.map(|(words, bound)| format!("it must be {words} {bound}"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::violations;

    fn found(schema: &Value, value: &Value) -> Vec<String> {
        let said = violations(schema, value);
        said.into_iter()
            .map(|one| format!("{}: {}", one.pointer, one.detail))
            .collect()
    }

    fn policy() -> Value {
        json!({
            "type": "object", "required": ["rules"], "additionalProperties": false,
            "properties": {
                "rules": {"type": "array", "minItems": 1, "uniqueItems": true, "items": {"$ref": "#/$defs/rule"}},
                "default": {"enum": ["keep", "block"]},
                "share": {"type": "number", "minimum": 0, "exclusiveMaximum": 1},
                "note": {"type": ["string", "null"], "maxLength": 3}
            },
            "$defs": {"rule": {"type": "object", "required": ["match"], "properties": {
                "match": {"type": "string", "minLength": 1},
                "uses": {"anyOf": [{"type": "integer", "minimum": 1}, {"const": "any"}]}
            }}}
        })
    }

    #[test]
    fn good_settings_break_nothing() {
        for value in [
            json!({"rules": [{"match": "A*"}]}),
            json!({"rules": [{"match": "A", "uses": 2}, {"match": "A", "uses": "any", "more": 1}], "default": "keep",
                   "share": 0.5, "note": null}),
        ] {
            assert_eq!(found(&policy(), &value), [""; 0], "{value}");
        }
    }

    #[test]
    fn each_place_is_told_with_what_it_should_be() {
        for (value, said) in [
            (json!({}), "/rules: it is missing"),
            (
                json!({"rules": []}),
                "/rules: it has 0 entries, and must have at least 1 entry",
            ),
            (json!({"rules": [{}]}), "/rules/0/match: it is missing"),
            (
                json!({"rules": [{"match": 7}]}),
                "/rules/0/match: it must be a text, not this number",
            ),
            (
                json!({"rules": [{"match": ""}]}),
                "/rules/0/match: it has 0 characters, and must have at least 1 character",
            ),
            (
                json!({"rules": [{"match": "A"}, {"match": "A"}]}),
                "/rules/1: it stands there twice",
            ),
            (
                json!({"rules": [{"match": "A", "uses": 0}]}),
                "/rules/0/uses: it must be at least 1",
            ),
            (
                json!({"rules": [{"match": "A"}], "defualt": 1}),
                "/defualt: this is not known here",
            ),
            (
                json!({"rules": [{"match": "A"}], "default": "deny"}),
                "/default: it must be \"keep\" or \"block\", not this text",
            ),
            (
                json!({"rules": [{"match": "A"}], "share": 1}),
                "/share: it must be less than 1",
            ),
            (
                json!({"rules": [{"match": "A"}], "note": "long"}),
                "/note: it has 4 characters, and may have at most 3 characters",
            ),
            (json!([]), ": it must be an object, not a list"),
        ] {
            assert_eq!(found(&policy(), &value), [said], "{value}");
        }
        let two = found(&policy(), &json!({"rules": 1, "share": -1}));
        assert_eq!(
            two,
            [
                "/rules: it must be a list, not this number",
                "/share: it must be at least 0"
            ]
        );
    }

    #[test]
    fn a_schema_without_end_ends() {
        let schema = json!({"type": "object", "allOf": [{"$ref": "#"}, {"$ref": "#"}]});
        assert!(!violations(&schema, &json!({})).is_empty());
    }
}
