//! The id of a message, with the form that its sender gave it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The id that joins a CALL and its answer; at most 36 characters (OCPP-J 4.1.4). It is a text; some stations send a
/// number, and wait for the same number in the answer.
#[derive(Clone)]
pub struct MessageId {
    text: Arc<str>,
    is_number: bool,
}

impl utoipa::PartialSchema for MessageId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        String::schema()
    }
}

impl utoipa::ToSchema for MessageId {}

impl MessageId {
    /// Takes the text as it is.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            text: Arc::from(text),
            is_number: false,
        }
    }

    /// An id that came as a JSON number: the number as it was written.
    #[must_use]
    pub fn number(written: &str) -> Self {
        Self {
            text: Arc::from(written),
            is_number: true,
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// It came as a JSON number, and goes back as one.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.is_number
    }
}

/// Two are the same if they read the same.
impl PartialEq for MessageId {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for MessageId {}

impl Hash for MessageId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl Serialize for MessageId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.text.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for MessageId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Arc::<str>::deserialize(deserializer).map(|text| Self { text, is_number: false })
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &self.text)
    }
}
