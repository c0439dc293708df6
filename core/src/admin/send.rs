//! CALLs that a verb makes, and what the outcome of any CALL is in HTTP.

use actix_web::http::header::RETRY_AFTER;
use ocpp_schemas::Action;
use serde_json::{Value, json};

use super::AppState;
use super::problem::{Kind, Problem, SOON, at, kinds};
use crate::clock;
use crate::commands::{Destination, Wanted};
use crate::frame::repair::Repair;
use crate::frame::secrets::without_secrets;
use crate::ocpp::Outcome;
use crate::ocpp::verb::{Addressee, Planned, VerbError, Wish};
use crate::state::commands::Origin;
use crate::state::payload::Payload;
use crate::state::seen::Seen;

/// A conflict means that somebody else wrote what a wish depends on; it is planned anew, so often.
const MAX_ATTEMPTS: u32 = 5;

/// What a command to a station can be refused for, or come to.
pub const SENDING: &[&Kind] = &[
    kinds::INVALID_PAYLOAD,
    kinds::UNKNOWN_ACTION,
    kinds::WRONG_DIRECTION,
    kinds::CALL_ERROR,
    kinds::INVALID_ANSWER,
    kinds::NOT_CONNECTED,
    kinds::CONNECTION_LOST,
    kinds::QUEUE_FULL,
    kinds::TIMED_OUT,
];

/// A version-neutral wish.
pub struct Verb<'a> {
    /// What it is on the wire.
    pub action: &'static str,
    /// How it becomes a CALL.
    pub plan: &'a dyn Fn(Addressee<'_>) -> Result<Planned, VerbError>,
}

/// A CALL of an action that depends on nothing.
pub struct Call {
    /// What it is on the wire.
    pub action: &'static str,
    /// Its payload.
    pub payload: Value,
}

/// Sends a wish, and answers its number with the station's answer.
///
/// # Errors
/// What keeps it from being sent, and the problem that an outcome without an answer is.
pub async fn send(app: &AppState, to: &Destination, verb: &Verb<'_>) -> Result<(i64, Value), Problem> {
    let mut attempt = 1;
    loop {
        let Planned { number, payload, seen } = (verb.plan)(Addressee {
            command: "",
            charge_point: &to.charge_point,
            version: to.session.info.profile.version,
            state: app.state(),
            settings: app.settings(),
            now: clock::now(),
        })?;
        match app.sender().send(to, wanted(verb.action, &payload, seen)).await {
            Err(error) if error.is_conflict() && attempt < MAX_ATTEMPTS => attempt += 1,
            outcome => return Ok((number, answer(to.action(verb.action)?, outcome?)?)),
        }
    }
}

/// What a station said to the CALLs of a plan.
pub struct Said {
    /// The number of the last CALL that was sent.
    pub number: i64,
    /// Its answer.
    pub answer: Value,
}

/// Sends a wish of which each CALL is numbered after the one before it, as far as the station takes them.
///
/// # Errors
/// As [`send`].
pub async fn send_numbered<W: Wish>(app: &AppState, to: &Destination, wish: &W) -> Result<Said, Problem> {
    for attempt in 1.. {
        let plan = wish.plan(Addressee {
            command: "",
            charge_point: &to.charge_point,
            version: to.session.info.profile.version,
            state: app.state(),
            settings: app.settings(),
            now: clock::now(),
        })?;
        let count = plan.calls.len();
        let mut following = plan.following();
        for (place, call) in plan.calls.into_iter().enumerate() {
            let wanted = Wanted {
                following: std::mem::take(&mut following),
                ..wanted(call.action, &call.payload, call.seen)
            };
            let sent = app.sender().send(to, wanted).await;
            let outcome = match sent {
                Err(error) if error.is_conflict() && place == 0 && attempt < MAX_ATTEMPTS => break,
                sent => sent?,
            };
            if outcome.is_refusal() || place + 1 == count {
                let rest = i64::try_from(count - 1 - place).unwrap_or_default();
                let number = plan.number.unwrap_or_default() - rest;
                let answer = answer(to.action(call.action)?, outcome)?;
                return Ok(Said { number, answer });
            }
        }
    }
    Err(Problem::new(kinds::CONFLICT, "others change it again and again"))
}

/// Sends a CALL of an action that depends on nothing, and answers what the station says.
///
/// # Errors
/// As [`send`].
pub async fn call(app: &AppState, to: &Destination, call: &Call) -> Result<Value, Problem> {
    let Call { action, payload } = call;
    let outcome = app.sender().send(to, wanted(action, payload, Vec::new())).await?;
    answer(to.action(action)?, outcome)
}

fn wanted(action: &str, payload: &Value, seen: Vec<Seen>) -> Wanted {
    Wanted {
        id: None,
        action: action.to_owned(),
        payload: Payload::from(payload),
        origin: Origin::Operator,
        timeout: None,
        seen,
        following: Vec::new(),
    }
}

/// An answer that was not valid as it came: what was repaired stands beside it.
pub fn with_remarks(mut answer: Value, remarks: &[Repair]) -> Value {
    if let Value::Object(members) = &mut answer {
        members.insert("remarks".to_owned(), json!(remarks));
    }
    answer
}

/// The station's answer, without secrets; with `remarks` where it had to be repaired.
///
/// # Errors
/// The problem that an outcome without an answer is.
pub fn answer(action: &Action, outcome: Outcome) -> Result<Value, Problem> {
    match outcome {
        Outcome::Answered(payload) => Ok(without_secrets(payload)),
        Outcome::Remarked(payload, remarks) => Ok(with_remarks(without_secrets(payload), &remarks)),
        Outcome::Invalid(payload, violation) => {
            let detail = format!(
                "the answer to {} breaks its schema at {}",
                action.name(),
                at(&violation)
            );
            let problem = Problem::new(kinds::INVALID_ANSWER, detail).violation(action.version(), &violation);
            Err(problem.with("response", without_secrets(payload)))
        }
        Outcome::Refused(error) => {
            let error = error.without_secrets();
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
        Outcome::Lost | Outcome::NotSent => {
            let detail = "the connection ended before the answer; the charge point may have carried the command out";
            Err(Problem::new(kinds::CONNECTION_LOST, detail))
        }
        Outcome::QueueFull => {
            let detail = "too many commands wait for this charge point; this one was not sent";
            Err(Problem::new(kinds::QUEUE_FULL, detail).header(RETRY_AFTER, SOON))
        }
    }
}
