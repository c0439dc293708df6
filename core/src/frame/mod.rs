//! OCPP-J frames: text in, a typed frame or a fault out; and back (OCPP-J 1.6 section 4.2, Part 4
//! of 2.0.1 and 2.1 section 4.2). Pure: no sockets, no schemas, no state. `parse` keeps to the letter; `lenient` reads
//! again what that refuses, and says what it repaired.

mod body;
mod doubled;
mod elements;
mod encode;
pub mod lenient;
mod parse;
pub mod repair;
pub mod secrets;
#[cfg(test)]
mod tests;
mod usual;

pub use body::{Body, Content};
pub use elements::Elements;
pub use encode::{call, call_error, call_result, call_result_error};
pub use parse::parse;
pub use usual::{ValidCall, valid_call};

use ocpp_schemas::ErrorCode;
use serde_json::Value;

use crate::ids::MessageId;

/// The id that answers a frame whose own id cannot be read (Part 4, 4.2.3).
pub const UNREADABLE_ID: &str = "-1";

/// The longest message id (Part 4, 4.1.4), in characters.
pub const MAX_ID_CHARS: usize = 36;

/// What a version's framing knows beyond CALL, CALLRESULT and CALLERROR.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Types 5 (CALLRESULTERROR) and 6 (SEND) exist.
    pub has_send: bool,
    /// An unknown message type is answered with this code; none: it is ignored.
    pub unknown_type: Option<ErrorCode>,
    /// The code for what is not a frame.
    pub unreadable: ErrorCode,
    /// A CALL's payload `null` counts as `{}`.
    pub null_payload: bool,
}

/// A frame that could be read.
#[derive(Debug, Clone, PartialEq)]
pub enum Frame {
    /// A request that wants an answer.
    Call(Call),
    /// A request that must not be answered (2.1).
    Send(Call),
    /// An answer to a CALL of ours.
    Answer(Answer),
    /// Our CALLRESULT was not valid to the other side (2.1).
    ResultError(Answer),
}

/// A CALL or SEND.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Its id.
    pub id: MessageId,
    /// The action's name as it was sent.
    pub action: String,
    /// The payload, of any JSON type.
    pub payload: Body,
}

/// A CALLRESULT, CALLERROR or CALLRESULTERROR.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The id of the CALL that it answers.
    pub id: MessageId,
    /// The payload, or the error.
    pub outcome: Result<Value, CallError>,
}

/// What a CALLERROR says, as it was sent.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct CallError {
    /// The code in the sender's spelling; unknown ones are kept.
    pub code: String,
    /// May be empty.
    pub description: String,
    /// An object if the sender keeps to the specification.
    pub details: Value,
}

impl CallError {
    /// As operators may see it.
    #[must_use]
    pub fn without_secrets(self) -> Self {
        Self {
            description: secrets::masked_url(&self.description).into_owned(),
            details: secrets::without_secrets(self.details),
            code: self.code,
        }
    }

    /// The sender does not do this at all.
    #[must_use]
    pub fn says_not_done(&self) -> bool {
        matches!(self.code.as_str(), "NotImplemented" | "NotSupported")
    }
}

/// A text that is not a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameFault {
    /// What is wrong, safe to show to the sender.
    pub reason: String,
    /// The CALLERROR that it deserves: its id and code. None: it is dropped and counted.
    pub answer: Option<(MessageId, ErrorCode)>,
}
