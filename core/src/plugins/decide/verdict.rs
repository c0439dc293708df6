//! What a handler's reply means, held against the action's schema, the error codes, and what belongs to the core.

use ocpp_schemas::{ErrorCode, Kind};
use serde_json::{Map, Value, json};

use super::question::{Question, Refusal};
use crate::plugins::component::cause::Cause;
use crate::plugins::component::guest_call::GuestReply;
use crate::plugins::contract::Outcome;

/// A CALLERROR's description (OCPP-J 1.6 section 4.2.3), in characters.
const LONGEST_DESCRIPTION: usize = 255;

/// What the server makes of a plugin's word.
pub enum Verdict {
    /// The proposal stands.
    Keep,
    /// This response counts.
    Replace(Value),
    /// The call fails.
    CallError(Refusal),
    /// The plugin failed, and must not let anyone through.
    Refuse,
}

impl Verdict {
    /// As a shadow's outcome is compared with it.
    #[must_use]
    pub fn as_json(&self, proposed: &Value, question: &Question<'_>) -> Value {
        match self {
            Self::Keep => json!({ "response": proposed }),
            Self::Replace(response) => json!({ "response": response }),
            Self::CallError(refusal) => json!({ "callError": {
                "code": refusal.code.spelling(question.context.version),
                "description": refusal.description,
                "details": refusal.details,
            }}),
            Self::Refuse => json!({ "failed": "it failed, and was taken as a refusal" }),
        }
    }
}

/// Checks a handler's answer.
///
/// # Errors
/// What is wrong with it.
pub fn judge(question: &Question<'_>, reply: GuestReply) -> Result<Verdict, Cause> {
    match reply {
        GuestReply::Outcome(Outcome::Replace(text)) => check_response(question, &text).map(Verdict::Replace),
        GuestReply::Outcome(Outcome::CallError(error)) => {
            check_call_error(&error.code, &error.description, &error.details).map(Verdict::CallError)
        }
        // A handler has no other answers.
        GuestReply::Outcome(Outcome::Keep) | GuestReply::Done(_) | GuestReply::Response(_) => Ok(Verdict::Keep),
    }
}

fn check_response(question: &Question<'_>, text: &str) -> Result<Value, Cause> {
    let response: Value = serde_json::from_str(text).map_err(|error| Cause::NotJson(error.to_string()))?;
    let valid = question.action.validate(Kind::Response, &response);
    valid.map_err(|violation| Cause::NotValid {
        pointer: violation.pointer,
        reason: violation.reason,
    })?;
    (question.guard)(&response).map_err(Cause::Guarded)?;
    Ok(response)
}

fn check_call_error(code: &str, description: &str, details: &str) -> Result<Refusal, Cause> {
    let unknown = || Cause::CallError(format!("{code:?} is no error code of OCPP"));
    let code = ErrorCode::parse(code).ok_or_else(unknown)?;
    let details = match details {
        "" => Map::new(),
        text => serde_json::from_str(text)
            .map_err(|error| Cause::CallError(format!("the details are no JSON object: {error}")))?,
    };
    let description = description.chars().take(LONGEST_DESCRIPTION).collect();
    Ok(Refusal {
        code,
        description,
        details: Value::Object(details),
    })
}
