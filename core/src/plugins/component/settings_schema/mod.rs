//! The JSON Schema of a plugin's settings, which its manifest may bring: a part of JSON Schema 2020-12, so that a form can
//! be made of it and settings be held against it. What is not in this part is refused with the component: a rule that
//! nobody checks would only look like one.

mod violations;

pub use violations::{Violation, violations};

use serde_json::{Map, Value};

/// What says something to people, to forms, or to other tools.
const SAID: [&str; 14] = [
    "$schema",
    "$id",
    "$comment",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "contentMediaType",
    "contentEncoding",
    // For forms: a plugin checks by itself what a text has to look like.
    "format",
    "pattern",
];
/// What has a number that is not below nothing.
const COUNTS: [&str; 6] = [
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
];
/// What has a number.
const BOUNDS: [&str; 4] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
/// What has one schema.
const ONE: [&str; 3] = ["items", "additionalProperties", "not"];
/// What has a list of schemas.
const SEVERAL: [&str; 3] = ["allOf", "anyOf", "oneOf"];
/// What has schemas by name.
const NAMED: [&str; 3] = ["properties", "$defs", "definitions"];
/// The types of values.
const TYPES: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];
/// A schema that is nested deeper is not taken.
const DEEPEST: usize = 64;

/// Whether a schema can be used: of settings, which are an object, and with nothing in it that is not known here.
///
/// # Errors
/// Where it cannot, and why.
pub fn check(schema: &Value) -> Result<(), String> {
    if schema.get("type").and_then(Value::as_str) != Some("object") {
        return Err("settings are an object: it begins with \"type\": \"object\"".to_owned());
    }
    let whole = Whole(schema);
    whole.check(schema, String::new(), 0)
}

/// A schema, which its parts refer to.
#[derive(Clone, Copy)]
struct Whole<'a>(&'a Value);

impl<'a> Whole<'a> {
    /// What a reference means; none: nothing of this schema.
    fn referred(self, to: &str) -> Option<&'a Value> {
        self.0.pointer(to.strip_prefix('#')?)
    }

    fn check(self, schema: &Value, place: String, depth: usize) -> Result<(), String> {
        let wrong = |what: &str| Err(format!("{}: {what}", shown(&place)));
        if depth > DEEPEST {
            return wrong("it is nested too deep");
        }
        let members = match schema {
            Value::Bool(_) => return Ok(()),
            Value::Object(members) => members,
            _ => return wrong("a schema is an object, true or false"),
        };
        for (word, said) in members {
            let inner = below(&place, word);
            self.check_word(word, said, &inner, depth)?;
        }
        Ok(())
    }

    fn check_word(self, word: &str, said: &Value, place: &str, depth: usize) -> Result<(), String> {
        let all = |parts: &Map<String, Value>| {
            let mut parts = parts.iter();
            parts.try_for_each(|(name, part)| self.check(part, below(place, name), depth + 1))
        };
        let each = |parts: &[Value]| {
            let mut parts = parts.iter().enumerate();
            parts.try_for_each(|(at, part)| self.check(part, below(place, &at.to_string()), depth + 1))
        };
        let is_fit = match said {
            _ if SAID.contains(&word) || word.starts_with("x-") || word == "const" => true,
            _ if ONE.contains(&word) => return self.check(said, place.to_owned(), depth + 1),
            Value::Object(parts) if NAMED.contains(&word) => return all(parts),
            Value::Array(parts) if SEVERAL.contains(&word) && !parts.is_empty() => return each(parts),
            Value::Array(words) if word == "enum" => !words.is_empty(),
            Value::Array(names) if word == "required" => names.iter().all(Value::is_string),
            Value::Array(types) if word == "type" => !types.is_empty() && types.iter().all(is_type),
            Value::String(_) if word == "type" => is_type(said),
            Value::String(to) if word == "$ref" => self.referred(to).is_some(),
            Value::Number(number) if COUNTS.contains(&word) => number.is_u64(),
            Value::Number(_) if BOUNDS.contains(&word) => true,
            Value::Bool(_) if word == "uniqueItems" => true,
            _ => false,
        };
        if is_fit {
            return Ok(());
        }
        Err(if is_known(word) {
            format!("{place}: this is no {word:?} that can be used")
        } else {
            format!(
                "{place}: {word:?} is not known here; known are {}",
                known().collect::<Vec<_>>().join(", ")
            )
        })
    }
}

/// The words that are checked.
fn known() -> impl Iterator<Item = &'static str> {
    let single = ["type", "enum", "const", "required", "uniqueItems", "$ref"];
    single
        .into_iter()
        .chain(COUNTS)
        .chain(BOUNDS)
        .chain(ONE)
        .chain(SEVERAL)
        .chain(NAMED)
}

fn is_known(word: &str) -> bool {
    known().any(|known| known == word)
}

fn is_type(word: &Value) -> bool {
    word.as_str().is_some_and(|word| TYPES.contains(&word))
}

/// The pointer of a member.
fn below(place: &str, member: &str) -> String {
    format!("{place}/{}", member.replace('~', "~0").replace('/', "~1"))
}

fn shown(place: &str) -> &str {
    if place.is_empty() { "the schema" } else { place }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs;
    use std::path::Path;

    use serde_json::{Value, json};

    use super::{check, violations};

    #[test]
    fn what_a_form_can_be_made_of_is_taken() {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["rules"],
            "additionalProperties": false, "x-order": 1,
            "properties": {
                "rules": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/rule"}},
                "default": {"type": ["string", "null"], "enum": ["keep", null], "default": "keep"},
                "limit": {"anyOf": [{"type": "integer", "minimum": 0}, {"const": "none"}]},
                "by name": {"type": "object", "additionalProperties": {"type": "number", "exclusiveMaximum": 1.5}}
            },
            "$defs": {"rule": {"type": "object", "properties": {"match": {"type": "string", "pattern": "^A"}}, "not": false}}
        });
        assert_eq!(check(&schema), Ok(()));
    }

    /// The settings of a plugin's own fixtures are good ones.
    #[test]
    fn the_plugins_that_ship_bring_schemas_of_their_settings() {
        let plugins = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../plugins"));
        let read = |path: &Path| -> Value { serde_json::from_slice(&fs::read(path).unwrap()).unwrap() };
        let (mut schemas, mut settings) = (0, 0);
        for folder in fs::read_dir(plugins).unwrap().map(|entry| entry.unwrap().path()) {
            let path = folder.join("settings.schema.json");
            if !path.is_file() {
                continue;
            }
            let schema = read(&path);
            assert_eq!(check(&schema), Ok(()), "{}", path.display());
            schemas += 1;
            for fixture in fs::read_dir(folder.join("fixtures"))
                .unwrap()
                .map(|entry| entry.unwrap().path())
            {
                let Some(of_fixture) = read(&fixture).get("settings").cloned() else {
                    continue;
                };
                assert_eq!(violations(&schema, &of_fixture), [], "{}", fixture.display());
                settings += 1;
            }
        }
        assert!(schemas >= 4 && settings >= 4, "{schemas} schemas, {settings} settings");
    }

    #[test]
    fn what_nobody_would_check_is_refused_with_its_place() {
        let refused =
            |part: serde_json::Value| check(&json!({"type": "object", "properties": {"a/b": part}})).unwrap_err();
        for (part, said) in [
            (
                json!({"patternProperties": {}}),
                "/properties/a~1b/patternProperties: \"patternProperties\" is not known",
            ),
            (json!({"type": "text"}), "/properties/a~1b/type: this is no \"type\""),
            (json!({"minLength": -1}), "/properties/a~1b/minLength"),
            (json!({"enum": []}), "/properties/a~1b/enum"),
            (json!({"$ref": "#/$defs/nobody"}), "/properties/a~1b/$ref"),
            (json!({"$ref": "https://example.com/a"}), "/properties/a~1b/$ref"),
            (
                json!({"items": [{"type": "string"}]}),
                "/properties/a~1b/items: a schema is an object",
            ),
            (json!([]), "/properties/a~1b: a schema is an object"),
        ] {
            let reason = refused(part);
            assert!(reason.starts_with(said), "{reason}");
        }
        assert!(
            check(&json!({"type": "array"}))
                .unwrap_err()
                .contains("settings are an object")
        );
        let mut deep = json!({});
        for _ in 0..100 {
            deep = json!({ "not": deep });
        }
        assert!(refused(deep).contains("too deep"));
    }
}
