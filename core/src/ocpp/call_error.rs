//! CALLs that are answered with a CALLERROR, in the order of the checks (OCPP-J 4.2.3; Part 4 of
//! 2.x, 4.2.3 and 4.3).

use ocpp_schemas::{ErrorCode, Violation};
use serde_json::json;

use super::error::HandlerError;
use super::profile::Profile;
use super::reply::{Expects, Handled};
use crate::frame;
use crate::ids::MessageId;
use crate::plugins::Refusal;

impl Profile {
    /// More CALLs wait than one station may have waiting.
    #[must_use]
    pub fn too_busy(&self, id: &MessageId, expects: Expects) -> Handled {
        let reason = "too many calls of this charge point wait; send one at a time";
        self.refuse(id, expects, &simple(ErrorCode::InternalError, reason))
    }

    /// The effects could not be made durable.
    #[must_use]
    pub fn not_stored(&self, id: &MessageId, expects: Expects) -> Handled {
        let reason = "the request could not be stored; try again later";
        self.refuse(id, expects, &simple(ErrorCode::InternalError, reason))
    }

    /// A CALLERROR; a SEND gets none.
    #[must_use]
    pub(super) fn refuse(&self, id: &MessageId, expects: Expects, refusal: &Refusal) -> Handled {
        let code = refusal.code.spelling(self.version);
        let reply = match expects {
            Expects::Answer => Some(frame::call_error(id, code, &refusal.description, &refusal.details)),
            Expects::Nothing => None,
        };
        Handled {
            reply,
            refused: true,
            ..Handled::silent()
        }
    }
}

/// A refusal without details.
pub fn simple(code: ErrorCode, description: &str) -> Refusal {
    Refusal {
        code,
        description: description.to_owned(),
        details: json!({}),
    }
}

/// The payload is not valid: what, where, and by which rule.
pub fn invalid(violation: &Violation) -> Refusal {
    let pointer = if violation.pointer.is_empty() {
        "the payload"
    } else {
        &violation.pointer
    };
    Refusal {
        code: violation.code,
        description: format!("{pointer}: {}", violation.reason),
        details: json!({ "pointer": violation.pointer, "rule": violation.rule }),
    }
}

/// Something of ours failed. The station learns that it may try again, not why.
pub fn failed(error: &HandlerError) -> Refusal {
    tracing::error!(%error, "a request could not be handled");
    simple(
        ErrorCode::InternalError,
        "the server could not handle the request; try again later",
    )
}
