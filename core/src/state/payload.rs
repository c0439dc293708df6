//! A payload as JSON text, kept as it came: its members keep their order from whoever asked to the socket.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::frame::Content;
use crate::frame::secrets::masked;

/// JSON text; cheap to clone. In a record or a body it is the JSON value that it spells.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = Value)]
pub struct Payload(Arc<RawValue>);

impl Payload {
    /// The payload that a text is, without the space around it.
    ///
    /// # Errors
    /// The text is not JSON, or nested deeper than we read.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let _: Value = serde_json::from_str(text)?;
        let raw: Box<RawValue> = serde_json::from_str(text)?;
        Ok(Self(Arc::from(raw)))
    }

    /// The payload that a value is.
    ///
    /// # Errors
    /// The value has no JSON form.
    pub fn of<T: Serialize>(value: &T) -> Result<Self, serde_json::Error> {
        Ok(Self(Arc::from(serde_json::value::to_raw_value(value)?)))
    }

    /// As operators may see it.
    #[must_use]
    pub fn without_secrets(self) -> Self {
        match masked(self.text()) {
            Cow::Borrowed(_) => self,
            Cow::Owned(masked) => Self::parse(&masked).unwrap_or_else(|_| Value::Null.into()),
        }
    }

    /// As it goes out.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// Read; `null` for what is nested deeper than we read, which fits no schema.
    #[must_use]
    pub fn value(&self) -> Value {
        serde_json::from_str(self.text()).unwrap_or_default()
    }
}

impl From<&RawValue> for Payload {
    fn from(text: &RawValue) -> Self {
        Self(Arc::from(text.to_owned()))
    }
}

/// As it came, where it did.
impl From<Content<'_>> for Payload {
    fn from(content: Content<'_>) -> Self {
        let text = serde_json::from_str::<Box<RawValue>>(&content.text());
        Self(Arc::from(text.unwrap_or_else(|_| RawValue::NULL.to_owned())))
    }
}

impl From<&Value> for Payload {
    fn from(value: &Value) -> Self {
        let raw = serde_json::value::to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned());
        Self(Arc::from(raw))
    }
}

impl From<Value> for Payload {
    fn from(value: Value) -> Self {
        Self::from(&value)
    }
}

/// Two spellings of one JSON value are the same payload.
impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text() || self.value() == other.value()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::Payload;

    #[test]
    fn a_payload_keeps_its_text_in_a_record_and_out_of_it() {
        let payload = Payload::parse(" {\"value\":1,\n \"key\":2} ").unwrap();
        assert_eq!(payload.text(), "{\"value\":1,\n \"key\":2}");
        let record = serde_json::to_vec(&payload).unwrap();
        let again: Payload = serde_json::from_slice(&record).unwrap();
        assert_eq!(again.text(), payload.text());
        assert_eq!(again, Payload::parse("{\"key\":2,\"value\":1}").unwrap());
        assert!(Payload::parse("{").is_err());
    }
}
