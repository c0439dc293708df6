//! Frame to text. Payloads come as JSON text or as anything that serialises; nothing is parsed.

use serde::Serialize;
use serde_json::Value;

use crate::ids::MessageId;

/// The longest description of an error, in characters (OCPP-J 4.2.3).
const MAX_DESCRIPTION_CHARS: usize = 255;

/// A CALL with a payload that is JSON text already: its members keep their order.
#[must_use]
pub fn call(id: &MessageId, action: &str, payload: &str) -> String {
    let mut text = String::with_capacity(payload.len() + action.len() + id.as_str().len() + 12);
    text.push_str("[2,");
    text.push_str(&json(id.as_str()));
    text.push(',');
    text.push_str(&json(action));
    text.push(',');
    text.push_str(payload);
    text.push(']');
    text
}

/// A CALLRESULT.
#[must_use]
pub fn call_result<T: Serialize + ?Sized>(id: &MessageId, payload: &T) -> String {
    if id.is_number() {
        return format!("[3,{id},{}]", json(payload));
    }
    json(&(3, id.as_str(), payload))
}

/// A CALLERROR; the code in the version's spelling.
#[must_use]
pub fn call_error(id: &MessageId, code: &str, description: &str, details: &Value) -> String {
    Error {
        kind: 4,
        id,
        code,
        description,
        details,
    }
    .frame()
}

/// A CALLRESULTERROR (2.1): the station's answer to our CALL was not valid.
#[must_use]
pub fn call_result_error(id: &MessageId, code: &str, description: &str, details: &Value) -> String {
    Error {
        kind: 5,
        id,
        code,
        description,
        details,
    }
    .frame()
}

/// What both kinds of errors say.
struct Error<'a> {
    /// The message type.
    kind: u8,
    id: &'a MessageId,
    code: &'a str,
    description: &'a str,
    details: &'a Value,
}

impl Error<'_> {
    fn frame(&self) -> String {
        let empty = Value::Object(serde_json::Map::new());
        let details = if self.details.is_object() { self.details } else { &empty };
        let end = self.description.char_indices().nth(MAX_DESCRIPTION_CHARS);
        let end = end.map_or(self.description.len(), |(at, _)| at);
        let description = self.description.get(..end).unwrap_or_default();
        if self.id.is_number() {
            let (code, description, details) = (json(self.code), json(description), json(details));
            return format!("[{},{},{code},{description},{details}]", self.kind, self.id);
        }
        json(&(self.kind, self.id.as_str(), self.code, description, details))
    }
}

/// Our own types serialise; if one does not, `null` keeps the frame readable.
fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}
