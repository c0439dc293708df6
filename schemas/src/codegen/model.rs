//! Reads a schema into what Rust needs to know of it.

use super::names;
use crate::{Catalogue, Version};
use serde_json::Value;

/// Why no types can be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CodegenError {
    /// A schema that the generator does not understand.
    #[error("{place}: no Rust type for {schema}")]
    NoType {
        /// The item and property.
        place: String,
        /// The schema in question.
        schema: String,
    },
    /// Two items of one version with the same name.
    #[error("{version}: two items are named {name}")]
    SameName {
        /// The version.
        version: Version,
        /// The name in Rust.
        name: String,
    },
}

/// An item to write.
pub(crate) enum Shape {
    Enumeration(Enumeration),
    Struct(Struct),
}

pub(crate) struct Enumeration {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) values: Vec<String>,
}

pub(crate) struct Struct {
    pub(crate) name: String,
    pub(crate) doc: String,
    /// The required ones first, in the order of the schema's `required`; then the optional ones by name.
    pub(crate) fields: Vec<Field>,
}

pub(crate) struct Field {
    /// The name on the wire.
    pub(crate) property: String,
    pub(crate) required: bool,
    pub(crate) rust: RustType,
    /// What the schema limits, in words; may be empty.
    pub(crate) limits: String,
}

/// The type of a field's value.
pub(crate) struct RustType {
    pub(crate) name: String,
    /// What the innermost value is: decides the serde attribute.
    pub(crate) leaf: Leaf,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaf {
    Integer,
    Decimal,
    Any,
    Text,
    Other,
}

impl Shape {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Enumeration(item) => &item.name,
            Self::Struct(item) => &item.name,
        }
    }

    /// `schema` under the Rust name and with the documentation that are given.
    pub(crate) fn read(
        catalogue: &Catalogue,
        (name, doc): (String, String),
        schema: &Value,
    ) -> Result<Self, CodegenError> {
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            let values = values.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            return Ok(Self::Enumeration(Enumeration { name, doc, values }));
        }
        if schema.get("type").and_then(Value::as_str) != Some("object") {
            return Err(CodegenError::NoType {
                place: name,
                schema: schema.to_string(),
            });
        }
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let properties = schema.get("properties").and_then(Value::as_object);
        let mut fields = Vec::new();
        for (property, schema) in properties.into_iter().flatten() {
            let place = format!("{name}.{property}");
            let rust = rust_type(catalogue, &place, schema)?;
            let required = required.contains(&property.as_str());
            fields.push(Field {
                property: property.clone(),
                required,
                rust,
                limits: limits(schema),
            });
        }
        let position = |field: &Field| required.iter().position(|name| *name == field.property);
        fields.sort_by_key(|field| {
            (
                position(field).unwrap_or(usize::MAX),
                field.property == "customData",
                field.property.clone(),
            )
        });
        Ok(Self::Struct(Struct { name, doc, fields }))
    }
}

fn rust_type(catalogue: &Catalogue, place: &str, schema: &Value) -> Result<RustType, CodegenError> {
    let simple = |name: &str, leaf| {
        Ok(RustType {
            name: name.to_owned(),
            leaf,
        })
    };
    if let Some(target) = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|target| target.rsplit('/').next())
    {
        return simple(&names::datatype(catalogue, target), Leaf::Other);
    }
    let date_time = schema.get("format").is_some_and(|format| format == "date-time");
    match schema.get("type").and_then(Value::as_str) {
        Some("string") if date_time => simple("DateTime", Leaf::Text),
        Some("string") if schema.get("enum").is_none() => simple("String", Leaf::Text),
        Some("integer") => simple("i64", Leaf::Integer),
        Some("number") => simple("Decimal", Leaf::Decimal),
        Some("boolean") => simple("bool", Leaf::Other),
        Some("array") => {
            let inner = rust_type(catalogue, place, schema.get("items").unwrap_or(&Value::Null))?;
            let leaf = if inner.leaf == Leaf::Text {
                Leaf::Other
            } else {
                inner.leaf
            };
            Ok(RustType {
                name: format!("Vec<{}>", inner.name),
                leaf,
            })
        }
        None if schema.as_object().is_some_and(serde_json::Map::is_empty) => simple("Value", Leaf::Any),
        _ => Err(CodegenError::NoType {
            place: place.to_owned(),
            schema: schema.to_string(),
        }),
    }
}

/// What a schema limits, in words: `at most 20 characters`.
fn limits(schema: &Value) -> String {
    let mut words = Vec::new();
    words.extend(range(schema, "minItems", "maxItems", " items"));
    if let Some(limit) = schema.get("maxLength") {
        words.push(format!("at most {limit} characters"));
    }
    words.extend(range(schema, "minimum", "maximum", ""));
    if let Some(step) = schema.get("multipleOf") {
        words.push(format!("a multiple of {step}"));
    }
    if schema.get("format").is_some_and(|format| format == "uri") {
        words.push("a URI".to_owned());
    }
    if let Some(default) = schema.get("default") {
        words.push(format!("`{default}` if absent"));
    }
    let inner = schema.get("items").map(limits).unwrap_or_default();
    if !inner.is_empty() {
        words.push(format!("each {inner}"));
    }
    words.join(", ")
}

fn range(schema: &Value, low: &str, high: &str, unit: &str) -> Option<String> {
    match (schema.get(low), schema.get(high)) {
        (Some(low), Some(high)) if low == high => Some(format!("exactly {low}{unit}")),
        (Some(low), Some(high)) => Some(format!("{low} to {high}{unit}")),
        (Some(low), None) => Some(format!("at least {low}{unit}")),
        (None, Some(high)) => Some(format!("at most {high}{unit}")),
        (None, None) => None,
    }
}
