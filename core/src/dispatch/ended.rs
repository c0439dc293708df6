//! A command with what became of it.

use ocpp_schemas::Version;

use crate::clock;
use crate::frame::CallError;
use crate::registry::order::CommandOutcome;
use crate::state::commands::{Command, CommandState};

/// The command with what became of it.
#[must_use]
pub fn ended(command: Command, version: Version, outcome: CommandOutcome) -> Command {
    let (state, response, error) = match outcome {
        CommandOutcome::Answered(payload) => (CommandState::Answered, Some(payload), None),
        CommandOutcome::Refused(error) => (CommandState::Refused, None, Some(error)),
        CommandOutcome::Invalid(payload, violation) => {
            let details = serde_json::json!({ "pointer": violation.pointer, "rule": violation.rule });
            let code = violation.code.spelling(version).to_owned();
            let error = CallError {
                code,
                description: violation.reason,
                details,
            };
            (CommandState::Refused, Some(payload), Some(error))
        }
        CommandOutcome::QueueFull => {
            let description = "too many commands wait for this charge point; this one was not sent".to_owned();
            let error = CallError {
                code: "QueueFull".to_owned(),
                description,
                details: serde_json::json!({}),
            };
            (CommandState::Refused, None, Some(error))
        }
        CommandOutcome::TimedOut => (CommandState::TimedOut, None, None),
        CommandOutcome::Lost => (CommandState::Lost, None, None),
    };
    Command {
        state,
        response,
        error,
        ended_at: Some(clock::now()),
        ..command
    }
}
