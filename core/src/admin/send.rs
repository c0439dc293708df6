//! What the outcome of a CALL to a station is in HTTP.

use actix_web::http::header::RETRY_AFTER;
use ocpp_schemas::Action;
use serde_json::{Value, json};

use super::problem::{Problem, SOON, at, kinds};
use crate::ocpp::Outcome;

/// The station's answer.
///
/// # Errors
/// The problem that an outcome without an answer is.
pub fn answer(action: &Action, outcome: Outcome) -> Result<Value, Problem> {
    match outcome {
        Outcome::Answered(payload) => Ok(payload),
        Outcome::Invalid(payload, violation) => {
            let detail = format!(
                "the answer to {} breaks its schema at {}",
                action.name(),
                at(&violation)
            );
            let problem = Problem::new(kinds::INVALID_ANSWER, detail).violation(action.version(), &violation);
            Err(problem.with("response", payload))
        }
        Outcome::Refused(error) => {
            let detail = format!(
                "{} was answered with {}: {}",
                action.name(),
                error.code,
                error.description
            );
            let error = json!({ "code": error.code, "description": error.description, "details": error.details });
            Err(Problem::new(kinds::CALL_ERROR, detail).with("error", error))
        }
        Outcome::TimedOut => {
            let detail = "no answer came in time; the charge point may have carried the command out, or may still";
            Err(Problem::new(kinds::TIMED_OUT, detail))
        }
        Outcome::Lost => {
            let detail = "the connection ended before the answer; the charge point may have carried the command out";
            Err(Problem::new(kinds::CONNECTION_LOST, detail))
        }
        Outcome::QueueFull => {
            let detail = "too many commands wait for this charge point; this one was not sent";
            Err(Problem::new(kinds::QUEUE_FULL, detail).header(RETRY_AFTER, SOON))
        }
    }
}
