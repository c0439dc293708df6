//! The payload of a request: its text as it came, and the value that it spells, each made of the other when somebody
//! asks for it. Most requests are handled by their text alone.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use serde::de::{DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde::{Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// A request's payload, of any JSON type.
#[derive(Debug, Clone)]
pub struct Body {
    text: OnceLock<Box<str>>,
    value: OnceLock<Value>,
    is_valid: bool,
}

impl Body {
    /// A text that was found to be JSON, and what its schema wants.
    pub(super) fn valid(text: &str) -> Self {
        Self {
            text: OnceLock::from(Box::from(text)),
            value: OnceLock::new(),
            is_valid: true,
        }
    }

    /// It was found to be what its schema wants while it was read. Of others nothing is known yet.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.is_valid
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        let written = || self.value.get().map(Value::to_string).unwrap_or_default().into();
        self.text.get_or_init(written)
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &Value {
        let read = || {
            let text = self.text.get().map(|text| serde_json::from_str(text));
            text.and_then(Result::ok).unwrap_or_default()
        };
        self.value.get_or_init(read)
    }
}

impl From<Value> for Body {
    fn from(value: Value) -> Self {
        Self {
            text: OnceLock::new(),
            value: OnceLock::from(value),
            is_valid: false,
        }
    }
}

/// Two spellings of one value are the same.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        self.value() == other.value()
    }
}

/// A payload to look at: one that came, or one that somebody made.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// It came.
    Body(&'a Body),
    /// It was made, or repaired.
    Value(&'a Value),
}

impl<'a> Content<'a> {
    /// See [`Body::is_valid`].
    #[must_use]
    pub fn is_valid(self) -> bool {
        matches!(self, Self::Body(body) if body.is_valid)
    }

    /// The value.
    #[must_use]
    pub fn value(self) -> &'a Value {
        match self {
            Self::Body(body) => body.value(),
            Self::Value(value) => value,
        }
    }

    /// The text.
    #[must_use]
    pub fn text(self) -> Cow<'a, str> {
        match self {
            Self::Body(body) => Cow::Borrowed(body.text()),
            Self::Value(value) => Cow::Owned(value.to_string()),
        }
    }

    /// A member's value.
    #[must_use]
    pub fn get(self, name: &str) -> Option<&'a Value> {
        self.value().get(name)
    }

    /// The same of one that few messages have, or none is asked for but it: nothing else of the payload is made.
    #[must_use]
    pub fn member(self, name: &str) -> Option<Value> {
        match self {
            Self::Body(body) if body.is_valid && body.value.get().is_none() => {
                let mut reader = serde_json::Deserializer::from_str(body.text());
                reader.deserialize_map(Member(name)).ok().flatten()
            }
            content => content.get(name).cloned(),
        }
    }

    /// Reads it, by its text if that is known to be valid.
    ///
    /// # Errors
    /// It does not fit the type.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, serde_json::Error> {
        match self {
            Self::Body(body) if body.is_valid => serde_json::from_str(body.text()),
            content => T::deserialize(content.value()),
        }
    }
}

/// Finds a member of an object by its name.
struct Member<'a>(&'a str);

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Value>, A::Error> {
        let mut found = None;
        while let Some(is_it) = map.next_key_seed(Named(self.0))? {
            if is_it {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// Whether a name is this one.
struct Named<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for Named<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Named<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(name == self.0)
    }
}

/// The text as it came, where there is one.
impl Serialize for Content<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Self::Body(body) = self
            && let Some(text) = body.text.get()
            && let Ok(raw) = serde_json::from_str::<&RawValue>(text)
        {
            return raw.serialize(serializer);
        }
        self.value().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Body, Content};

    #[test]
    fn a_body_is_the_same_whichever_way_it_came() {
        let value = json!({ "a": { "b": [1, "x"] }, "c": null });
        let (made, came) = (
            Body::from(value.clone()),
            Body::valid("{\"c\": null,\"a\":{\"b\":[1,\"x\"]}}"),
        );
        assert!(came.is_valid() && !made.is_valid());
        for name in ["a", "b", "c", "d"] {
            let members = [&made, &came].map(|body| Content::Body(body).member(name));
            assert_eq!(members, [value.get(name).cloned(), value.get(name).cloned()], "{name}");
        }
        assert_eq!(made, came);
        assert_eq!((made.value(), came.value()), (&value, &value));
        assert_eq!(made.text(), value.to_string());
        let read: Option<Value> = Content::Body(&came).read().ok();
        assert_eq!(read, Some(value.clone()));
        let shown = serde_json::to_string(&[Content::Body(&came), Content::Body(&made), Content::Value(&value)]);
        assert_eq!(shown.ok(), Some(format!("[{},{value},{value}]", came.text())));
    }
}
