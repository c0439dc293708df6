//! What a body holds in one form, and where its example comes from.

use std::fmt;
use std::sync::Arc;

use serde_json::{Value, json};

use super::example::{Examples, Fill};

/// What a body holds in one form.
#[derive(Clone)]
pub struct Content {
    /// The form.
    pub media: &'static str,
    /// What it holds.
    pub schema: Value,
    /// Where its example comes from.
    pub example: Example,
}

/// Where an example comes from.
#[derive(Clone)]
pub enum Example {
    /// From the schema.
    OfSchema,
    /// It is this one, because no schema says what there is.
    Given(Value),
    /// It is a text that is made of an example of this schema.
    Written(Value, Writer),
}

/// Makes a text of a value.
#[derive(Clone)]
pub struct Writer(Arc<dyn Fn(&Value) -> String + Send + Sync>);

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Writer")
    }
}

impl Content {
    /// Of a schema, which says enough for an example.
    #[must_use]
    pub fn of(media: &'static str, schema: Value) -> Self {
        Self {
            media,
            schema,
            example: Example::OfSchema,
        }
    }

    /// A text, made of an example of what it tells in lines.
    #[must_use]
    pub fn written(media: &'static str, of: Value, write: impl Fn(&Value) -> String + Send + Sync + 'static) -> Self {
        Self {
            media,
            schema: json!({ "type": "string" }),
            example: Example::Written(of, Writer(Arc::new(write))),
        }
    }

    /// Text of its own form, or bytes that begin so.
    #[must_use]
    pub fn text(media: &'static str, schema: Value, example: &str) -> Self {
        Self {
            media,
            schema,
            example: Example::Given(example.into()),
        }
    }

    /// As it stands in the document.
    #[must_use]
    pub fn shown(&self, examples: Examples<'_>, fill: Fill, given: Option<&Value>) -> Value {
        let mut shown = json!({ "schema": self.schema });
        let example = match &self.example {
            Example::Given(example) => Some(example.clone()),
            Example::OfSchema => given.cloned().or_else(|| examples.make(&self.schema, fill)),
            Example::Written(of, Writer(write)) => examples.make(of, fill).map(|example| write(&example).into()),
        };
        if let (Some(example), Some(members)) = (example, shown.as_object_mut()) {
            members.insert("example".to_owned(), example);
        }
        shown
    }
}
