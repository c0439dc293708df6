//! One CALL from an operator to a station, and what its outcome is in HTTP.

use std::time::Duration;

use actix::Recipient;
use actix_web::http::header::RETRY_AFTER;
use actix_web::rt::time::timeout;
use ocpp_schemas::Action;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::problem::{Problem, SOON, at, kinds};
use crate::registry::order::{Command, CommandOutcome, Order};

/// What the actor may take beyond the station's time to tell the outcome.
const GRACE: Duration = Duration::from_millis(500);

/// A valid CALL.
#[derive(Debug, Clone)]
pub struct Call {
    /// One that the central system sends in the connection's version.
    pub action: &'static Action,
    /// JSON text; it goes out as it is.
    pub payload: String,
    /// How long the station may take, and its queue before.
    pub timeout: Duration,
    /// How long the actor may hold CALLs back after a boot.
    pub settle: Duration,
}

/// Sends the CALL and waits for what becomes of it. Nothing waits without a limit: the mailbox of
/// a station that stopped reading does not move, and neither do its timers.
pub async fn send(orders: &Recipient<Order>, call: Call) -> CommandOutcome {
    let Call {
        action,
        payload,
        timeout: time,
        settle,
    } = call;
    let (asker, told) = oneshot::channel();
    let order = Order::Send(Command {
        action,
        payload,
        timeout: time,
        asker: Some(asker),
    });
    match timeout(time, orders.send(order)).await {
        Ok(Ok(())) => {}
        Ok(Err(_)) => return CommandOutcome::Lost,
        Err(_) => return CommandOutcome::TimedOut,
    }
    match timeout(time + settle + GRACE, told).await {
        Ok(Ok(outcome)) => outcome,
        // The actor went, and the queue with it.
        Ok(Err(_)) => CommandOutcome::Lost,
        Err(_) => CommandOutcome::TimedOut,
    }
}

/// The station's answer.
///
/// # Errors
/// The problem that an outcome without an answer is.
pub fn answer(action: &Action, outcome: CommandOutcome) -> Result<Value, Problem> {
    match outcome {
        CommandOutcome::Answered(payload) => Ok(payload),
        CommandOutcome::Invalid(payload, violation) => {
            let detail = format!(
                "the answer to {} breaks its schema at {}",
                action.name(),
                at(&violation)
            );
            let problem = Problem::new(kinds::INVALID_ANSWER, detail).violation(action.version(), &violation);
            Err(problem.with("response", payload))
        }
        CommandOutcome::Refused(error) => {
            let detail = format!(
                "{} was answered with {}: {}",
                action.name(),
                error.code,
                error.description
            );
            let error = json!({ "code": error.code, "description": error.description, "details": error.details });
            Err(Problem::new(kinds::CALL_ERROR, detail).with("error", error))
        }
        CommandOutcome::TimedOut => {
            let detail = "no answer came in time; the charge point may have carried the command out, or may still";
            Err(Problem::new(kinds::TIMED_OUT, detail))
        }
        CommandOutcome::Lost => {
            let detail = "the connection ended before the answer; the charge point may have carried the command out";
            Err(Problem::new(kinds::CONNECTION_LOST, detail))
        }
        CommandOutcome::QueueFull => {
            let detail = "too many commands wait for this charge point; this one was not sent";
            Err(Problem::new(kinds::QUEUE_FULL, detail).header(RETRY_AFTER, SOON))
        }
    }
}
