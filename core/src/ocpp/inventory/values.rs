//! Values as operators write them: text, and numbers and truth values, which are text to a station.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use utoipa::openapi::schema::{SchemaType, Type};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Text(pub String);

impl PartialSchema for Text {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Number, Type::Boolean]))
            .description(Some("A value: a text, a number, true or false."))
            .into()
    }
}

impl ToSchema for Text {
    fn name() -> Cow<'static, str> {
        "ConfiguredValue".into()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Bool(truth) => truth.to_string(),
            _ => return Err(serde::de::Error::custom("a value is a text, a number, true or false")),
        };
        Ok(Self(text))
    }
}

/// Of the values that a member of a body has by their names, the first that is a number which would become another text
/// than the one that stands there, as a card's number with more digits than a number has: what to do about it. `text` is
/// the body as it came, because nobody else knows any more.
#[must_use]
pub fn inexact(text: &str, member: &str) -> Option<String> {
    type Members<'a> = BTreeMap<Cow<'a, str>, &'a RawValue>;
    let body: Members<'_> = serde_json::from_str(text).ok()?;
    let values: Members<'_> = serde_json::from_str(body.get(member)?.get()).ok()?;
    let lost = values.iter().find(|(_, written)| {
        let read = serde_json::from_str(written.get());
        matches!(read, Ok(Value::Number(number)) if number.to_string() != written.get())
    });
    lost.map(|(name, written)| {
        format!(
            "`{member}/{name}` is the number {written}, which would not be kept as it stands there; send it as a text: \
             \"{written}\""
        )
    })
}

#[cfg(test)]
mod tests {
    use super::inexact;

    #[test]
    fn a_number_is_a_value_only_if_it_stays_as_it_is_written() {
        let said = |value: &str| inexact(&format!(r#"{{"wanted": {{"A": "x", "ICCID": {value}}}}}"#), "wanted");
        for kept in [
            "17",
            "-1.5",
            "0.1",
            "\"89490200001234567890\"",
            "true",
            "null",
            "18446744073709551615",
        ] {
            assert_eq!(said(kept), None, "{kept}");
        }
        for lost in ["89490200001234567890", "1.10", "1e3", "-0"] {
            let told = said(lost).unwrap_or_default();
            assert!(
                told.starts_with("`wanted/ICCID` is the number") && told.ends_with(&format!("\"{lost}\"")),
                "{told}"
            );
        }
        assert_eq!(inexact("{}", "wanted"), None);
        assert_eq!(inexact(r#"{"wanted": 1.10}"#, "wanted"), None);
    }
}
