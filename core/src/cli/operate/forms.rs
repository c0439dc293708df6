//! What the members of a body may be, so that a word of a command line that looks like a number is a text where a text
//! belongs: a tag of digits, a password, a value of a configuration.

use ocpp_schemas::{Catalogue, Kind, Version};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::ocpp::verbs::verb;

/// A form that refers to itself is not followed further.
const DEEPEST: usize = 16;

/// The forms that a body may have: one, or one for each version of OCPP that the charge point may speak.
#[derive(Debug)]
pub struct Forms(Vec<Form>);

/// A form as a JSON Schema.
#[derive(Debug)]
struct Form {
    schema: Value,
    /// Those that it names.
    types: Map<String, Value>,
}

impl Forms {
    /// Those of a command: a verb has one for all versions, an action one in each that has it.
    #[must_use]
    pub fn of_command(name: &str) -> Self {
        if let Some(verb) = verb(name) {
            let mut named = Vec::new();
            let (_, schema) = (verb.schema)(&mut named);
            return Self(vec![Form::of(&schema, named)]);
        }
        let actions = Version::ALL.into_iter();
        let actions = actions.filter_map(|version| Catalogue::of(version).action(name));
        let forms = actions.map(|action| {
            let schema = action.schema(Kind::Request).clone();
            let types = schema.get("$defs").and_then(Value::as_object).cloned();
            Form {
                types: types.unwrap_or_default(),
                schema,
            }
        });
        Self(forms.collect())
    }

    /// That of a body of the API.
    #[must_use]
    pub fn of_body<T: ToSchema>() -> Self {
        let mut named = Vec::new();
        T::schemas(&mut named);
        Self(vec![Form::of(&T::schema(), named)])
    }

    /// That whose members are texts, whatever they are called.
    #[must_use]
    pub fn texts() -> Self {
        Self(vec![Form {
            schema: json!({ "additionalProperties": { "type": "string" } }),
            types: Map::new(),
        }])
    }

    /// The JSON that a word is as the value of a member. What belongs into a text is the word as it stands, whatever it
    /// looks like; where it is not known what belongs there, it is a number only if no digit of it is lost. `null` is
    /// nothing at all, and a text in quotes is what the quotes are around.
    #[must_use]
    pub fn json(&self, member: &str, typed: &str) -> Box<RawValue> {
        let value = serde_json::from_str::<Value>(typed);
        let written = value.ok().filter(|value| !self.is_text(member, value, typed));
        let written = written.and_then(|_| serde_json::from_str(typed).ok());
        written.unwrap_or_else(|| raw(typed))
    }

    /// Whether a word that could be another value is a text.
    fn is_text(&self, member: &str, value: &Value, typed: &str) -> bool {
        let forms = self.0.iter();
        let forms: Vec<_> = forms.filter_map(|form| Some((form, form.member(member)?))).collect();
        let takers = |value: &Value| {
            let takers = forms.iter().filter(|(form, schema)| form.takes(schema, value, DEEPEST));
            takers.count()
        };
        let texts = takers(&Value::String(String::new()));
        // A charge point whose version is not known takes a text for certain.
        let is_text_everywhere = !forms.is_empty() && texts == forms.len();
        match value {
            Value::Null | Value::String(_) => false,
            Value::Array(_) | Value::Object(_) => is_text_everywhere && takers(value) == 0,
            Value::Bool(_) => is_text_everywhere && takers(value) < forms.len(),
            Value::Number(number) => {
                let belongs = is_text_everywhere && takers(value) < forms.len();
                let may_be_one = forms.is_empty() || texts > 0;
                belongs || (may_be_one && number.to_string() != typed)
            }
        }
    }
}

impl Form {
    fn of(schema: &impl Serialize, named: Vec<(String, impl Serialize)>) -> Self {
        let named = named.into_iter();
        let named = named.map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default()));
        Self {
            schema: serde_json::to_value(schema).unwrap_or_default(),
            types: named.collect(),
        }
    }

    /// What it says of a member, if it knows it.
    fn member(&self, name: &str) -> Option<&Value> {
        let own = self.schema.get("properties").and_then(|members| members.get(name));
        own.or_else(|| {
            self.schema
                .get("additionalProperties")
                .filter(|others| others.is_object())
        })
    }

    /// Whether a place takes a value, as far as its type goes.
    fn takes(&self, schema: &Value, value: &Value, depth: usize) -> bool {
        if let Some(named) = schema.get("$ref").and_then(Value::as_str) {
            let named = named.rsplit('/').next().and_then(|name| self.types.get(name));
            return depth == 0 || named.is_none_or(|schema| self.takes(schema, value, depth - 1));
        }
        let any = |of: &str| {
            let schemas = schema.get(of).and_then(Value::as_array);
            schemas.is_none_or(|all| depth == 0 || all.iter().any(|schema| self.takes(schema, value, depth - 1)))
        };
        let is_type = match schema.get("type") {
            Some(Value::Array(types)) => types.iter().any(|named| is_of(value, named)),
            Some(named) => is_of(value, named),
            None => true,
        };
        is_type && any("oneOf") && any("anyOf")
    }
}

/// Whether a value is of a type that JSON Schema has a name for.
fn is_of(value: &Value, named: &Value) -> bool {
    let names: &[&str] = match value {
        Value::Null => &["null"],
        Value::Bool(_) => &["boolean"],
        Value::Number(_) => &["number", "integer"],
        Value::String(_) => &["string"],
        Value::Array(_) => &["array"],
        Value::Object(_) => &["object"],
    };
    named.as_str().is_some_and(|named| names.contains(&named))
}

/// The JSON of what can be written as such.
#[must_use]
pub fn raw<T: Serialize + ?Sized>(value: &T) -> Box<RawValue> {
    to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Forms;

    fn all(forms: &Forms, table: &[(&str, &str, &str)]) {
        for (member, typed, wanted) in table {
            assert_eq!(forms.json(member, typed).get(), *wanted, "{member}={typed}");
        }
    }

    #[test]
    fn a_word_is_a_text_where_its_form_says_so() {
        let start = Forms::of_command("start");
        let table = [
            ("idTag", "12345678", r#""12345678""#),
            ("idTag", "98765432109876543210", r#""98765432109876543210""#),
            ("idTag", "1e3", r#""1e3""#),
            ("idTag", "true", r#""true""#),
            ("idTag", r#""null""#, r#""null""#),
            ("idTag", "null", "null"),
            ("connector", "1", "1"),
            ("connector", "01", r#""01""#),
        ];
        all(&start, &table);
        all(
            &Forms::of_command("set-password"),
            &[("password", "1234567890123456", r#""1234567890123456""#)],
        );
        all(&Forms::of_command("firmware"), &[("file", "20261130", r#""20261130""#)]);
    }

    #[test]
    fn an_action_is_as_its_versions_have_it() {
        let stop = Forms::of_command("RemoteStopTransaction");
        all(&stop, &[("transactionId", "99", "99")]);
        let change = Forms::of_command("ChangeConfiguration");
        all(
            &change,
            &[
                ("key", "X", r#""X""#),
                ("value", "1.10", r#""1.10""#),
                ("value", "{\"a\": 1}", r#""{\"a\": 1}""#),
            ],
        );
        // Data of 2.x are whatever they are, those of 1.6 a text.
        let data = Forms::of_command("DataTransfer");
        all(
            &data,
            &[
                ("data", "42", r#""42""#),
                ("data", "{\"a\":1.10}", "{\"a\":1.10}"),
                ("vendorId", "7", r#""7""#),
            ],
        );
        // A number is no text where a number belongs.
        let cost = Forms::of_command("CostUpdated");
        all(
            &cost,
            &[("totalCost", "1.10", "1.10"), ("transactionId", "1.10", r#""1.10""#)],
        );
    }

    #[test]
    fn what_nobody_knows_is_a_number_only_with_all_its_digits() {
        let table = [
            ("x", "17", "17"),
            ("x", "-1.5", "-1.5"),
            ("x", "1.10", r#""1.10""#),
            ("x", "1e3", r#""1e3""#),
            ("x", "98765432109876543210", r#""98765432109876543210""#),
            ("x", "[1]", "[1]"),
            ("x", "true", "true"),
        ];
        all(&Forms::of_command("NoSuchThing"), &table);
        all(
            &Forms::texts(),
            &[("x", "17", r#""17""#), ("x", "[1]", r#""[1]""#), ("x", "null", "null")],
        );
    }
}
