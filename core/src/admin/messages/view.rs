//! One message as operators see it.

use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::clock::{Time, text};

/// What can have become of a message.
pub const VERDICTS: [&str; 9] = [
    "accepted",
    "refused",
    "answered",
    "pending",
    "timedOut",
    "lost",
    "invalid",
    "stray",
    "unreadable",
];

/// A message with what became of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Message)]
pub struct MessageView {
    /// Grows with each message of the charge point.
    pub number: u64,
    /// When it was received, or sent: RFC 3339.
    #[serde(rename = "time", serialize_with = "as_text")]
    #[schema(value_type = String, format = DateTime)]
    pub at: Time,
    /// `in`: from the charge point; `out`: to it.
    pub direction: &'static str,
    /// `CALL`, `CALLRESULT`, `CALLERROR`, `CALLRESULTERROR`, `SEND`.
    pub message_type: Option<&'static str>,
    /// The id on the wire.
    pub message_id: Option<String>,
    /// Of an answer: the action that it answers.
    pub action: Option<String>,
    /// Of a request: what it was answered (`accepted`, `refused`; ours: `answered`, `refused`, `timedOut`, `lost`), or
    /// `pending`. Of the station's answer: `accepted`, `refused`, `invalid`, `stray`. Of our answer: `answered`,
    /// `refused`. `unreadable`: no OCPP-J frame.
    pub verdict: &'static str,
    /// The error code of a refusal.
    pub code: Option<String>,
    /// Why, in words.
    pub reason: Option<String>,
    /// Where in the payload: a JSON pointer.
    pub pointer: Option<String>,
    /// Which rule was broken.
    pub rule: Option<String>,
    /// What was repaired so that it could be used.
    pub repairs: Vec<Value>,
    /// The plugins that were asked, with what each made of it.
    pub plugins: Vec<Value>,
    /// Milliseconds from a request to its answer.
    pub answered_after: Option<i64>,
    /// The payload as it stands in the frame.
    #[schema(value_type = Option<Value>)]
    pub payload: Option<Box<RawValue>>,
    /// The text on the wire.
    pub frame: String,
    /// The length of the whole message.
    pub bytes: usize,
    /// `frame` is its beginning alone.
    pub truncated: bool,
}

fn as_text<S: Serializer>(at: &Time, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text(*at))
}
