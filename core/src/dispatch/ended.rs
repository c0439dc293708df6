//! A command with what became of it.

use ocpp_schemas::Version;

use crate::clock;
use crate::frame::CallError;
use crate::ocpp::Outcome;
use crate::state::commands::{Command, CommandState};

/// The command with what became of it.
#[must_use]
pub fn ended(command: Command, version: Version, outcome: Outcome) -> Command {
    let (state, response, error) = match outcome {
        Outcome::Answered(payload) => (CommandState::Answered, Some(payload), None),
        Outcome::Refused(error) => (CommandState::Refused, None, Some(error)),
        Outcome::Invalid(payload, violation) => {
            let details = serde_json::json!({ "pointer": violation.pointer, "rule": violation.rule });
            let code = violation.code.spelling(version).to_owned();
            let error = CallError {
                code,
                description: violation.reason,
                details,
            };
            (CommandState::Refused, Some(payload), Some(error))
        }
        Outcome::QueueFull => {
            let description = "too many commands wait for this charge point; this one was not sent".to_owned();
            let error = CallError {
                code: "QueueFull".to_owned(),
                description,
                details: serde_json::json!({}),
            };
            (CommandState::Refused, None, Some(error))
        }
        Outcome::TimedOut => (CommandState::TimedOut, None, None),
        Outcome::Lost => (CommandState::Lost, None, None),
    };
    Command {
        state,
        response,
        error,
        ended_at: Some(clock::now()),
        ..command
    }
}
