//! Frames of OCPP-J (1.6 section 4, 2.x Part 4): text in, one of five kinds out, and back.

use ocpp_schemas::{ErrorCode, Version};
use serde_json::{Value, json};

/// One message on the socket.
#[derive(Debug, Clone, PartialEq)]
pub enum Frame {
    /// A request.
    Call {
        /// Chosen by who asks; the answer has the same.
        id: String,
        /// Such as `BootNotification`.
        action: String,
        /// What is asked.
        payload: Value,
    },
    /// What is answered to a request.
    Result {
        /// That of the request.
        id: String,
        /// The answer.
        payload: Value,
    },
    /// A request is refused.
    Error {
        /// That of the request.
        id: String,
        /// Why.
        refusal: Refusal,
    },
    /// An answer was not valid (2.1).
    ResultError {
        /// That of the answer.
        id: String,
        /// Why.
        refusal: Refusal,
    },
    /// A request that nobody answers (2.1).
    Send {
        /// Chosen by the sender.
        id: String,
        /// Such as `NotifyPeriodicEventStream`.
        action: String,
        /// What is told.
        payload: Value,
    },
}

/// Why a request is refused: what a CALLERROR carries.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{code}{}{description}", if .description.is_empty() { "" } else { ": " })]
pub struct Refusal {
    /// The word on the wire. [`ErrorCode`] has the standard ones.
    pub code: String,
    /// In words; may be empty.
    pub description: String,
    /// Anything more; an object.
    pub details: Value,
}

impl Refusal {
    /// With a standard code, which is spelled as the version spells it.
    #[must_use]
    pub fn new(code: ErrorCode, version: Version, description: impl Into<String>) -> Self {
        Self {
            code: code.spelling(version).to_owned(),
            description: description.into(),
            details: json!({}),
        }
    }
}

/// The text is no frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Unreadable {
    /// The message's id, where there is one.
    pub id: Option<String>,
    /// What is wrong.
    pub reason: &'static str,
}

impl Frame {
    /// Reads a text message.
    ///
    /// # Errors
    /// It is no JSON, or no frame.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let wrong = |id: Option<&String>, reason| Unreadable {
            id: id.cloned(),
            reason,
        };
        let Ok(Value::Array(items)) = serde_json::from_str(text) else {
            return Err(wrong(None, "it is no JSON array"));
        };
        let mut items = items.into_iter();
        let kind = items.next().as_ref().and_then(Value::as_u64);
        let Some(id) = items.next().and_then(message_id) else {
            return Err(wrong(None, "it has no message id"));
        };
        match kind {
            Some(2 | 6) => {
                let Some(Value::String(action)) = items.next() else {
                    return Err(wrong(Some(&id), "it names no action"));
                };
                let payload = items.next().filter(|payload| !payload.is_null()).unwrap_or(json!({}));
                Ok(if kind == Some(2) {
                    Self::Call { id, action, payload }
                } else {
                    Self::Send { id, action, payload }
                })
            }
            Some(3) => {
                let payload = items.next().filter(|payload| !payload.is_null()).unwrap_or(json!({}));
                Ok(Self::Result { id, payload })
            }
            Some(4 | 5) => {
                let mut text = || match items.next() {
                    Some(Value::String(text)) => text,
                    _ => String::new(),
                };
                let (code, description) = (text(), text());
                let refusal = Refusal {
                    code,
                    description,
                    details: items.next().unwrap_or(json!({})),
                };
                Ok(if kind == Some(4) {
                    Self::Error { id, refusal }
                } else {
                    Self::ResultError { id, refusal }
                })
            }
            _ => Err(wrong(Some(&id), "its message type is not known")),
        }
    }

    /// As a text message.
    #[must_use]
    pub fn text(&self) -> String {
        let failed = |kind: u8, id: &str, refusal: &Refusal| {
            json!([kind, id, refusal.code, refusal.description, refusal.details]).to_string()
        };
        match self {
            Self::Call { id, action, payload } => json!([2, id, action, payload]).to_string(),
            Self::Send { id, action, payload } => json!([6, id, action, payload]).to_string(),
            Self::Result { id, payload } => json!([3, id, payload]).to_string(),
            Self::Error { id, refusal } => failed(4, id, refusal),
            Self::ResultError { id, refusal } => failed(5, id, refusal),
        }
    }
}

/// Some servers send numbers.
fn message_id(value: Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::Frame;

    #[test]
    fn every_kind_is_read_and_written_the_same() {
        for text in [
            r#"[2,"1","Heartbeat",{}]"#,
            r#"[3,"1",{"status":"Accepted"}]"#,
            r#"[4,"1","NotSupported","not here",{}]"#,
            r#"[5,"1","FormatViolation","",{"a":1}]"#,
            r#"[6,"1","NotifyPeriodicEventStream",{"id":1}]"#,
        ] {
            assert_eq!(Frame::parse(text).unwrap().text(), text);
        }
    }

    #[test]
    fn what_is_no_frame_says_why() {
        for (text, id, reason) in [
            ("{}", None, "it is no JSON array"),
            ("[2", None, "it is no JSON array"),
            ("[2]", None, "it has no message id"),
            (r#"[2,"7"]"#, Some("7"), "it names no action"),
            (r#"[9,"7",{}]"#, Some("7"), "its message type is not known"),
        ] {
            let wrong = Frame::parse(text).unwrap_err();
            assert_eq!((wrong.id.as_deref(), wrong.reason), (id, reason), "{text}");
        }
    }
}
