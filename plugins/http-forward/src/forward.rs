//! A message goes out, its answer comes back; or there is none, and the settings say what holds.

use ocpp_plugin_sdk::http::{Request, Response};
use ocpp_plugin_sdk::{CallError, Context, Outcome, Texts, fail, log, settings};
use serde_json::Value;

use crate::answer;
use crate::message;
use crate::settings::{OnError, Settings};

/// The actions in which a driver is let in.
const AUTHORIZES: [&str; 3] = ["Authorize", "StartTransaction", "TransactionEvent"];

/// Sends a message to its endpoint. One that the settings do not choose is kept as proposed.
pub fn call(context: &Context, action: &str, texts: Texts<'_>) -> Outcome {
    let settings: Settings = settings::read().unwrap_or_else(|error| fail(&error));
    let Some(calls) = settings.call((&context.version, action), &context.charge_point) else {
        return Outcome::Keep;
    };
    let request = message::of_call((&settings, calls), context, action, texts);
    let answer = request
        .map_err(|error| error.to_string())
        .and_then(|request| send(&request, calls.endpoint.retries))
        .and_then(|response| answer::read(&response, texts.proposed));
    answer.unwrap_or_else(|cause| {
        log::warn(&format!("{action} has no answer from {}: {cause}", calls.endpoint.url));
        without_answer(action, texts.proposed, calls.on_error)
    })
}

/// Sends a request until it is answered with something that another try would not change.
///
/// # Errors
/// Why there is no answer with a status 2xx.
pub fn send(request: &Request, retries: u32) -> Result<Response, String> {
    let mut left = retries;
    loop {
        let (cause, may_pass) = match request.send() {
            Ok(response) if (200..300).contains(&response.status) => return Ok(response),
            Ok(response) => (format!("status {}", response.status), may_pass(response.status)),
            Err(error) => (error.to_string(), error.may_pass()),
        };
        if left == 0 || !may_pass {
            return Err(cause);
        }
        left -= 1;
    }
}

/// Too early, too many, or the other side's own trouble.
fn may_pass(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..=599)
}

/// Without a setting as the server does when a plugin fails: whoever cannot be asked lets nobody in.
fn without_answer(action: &str, proposed: &str, on_error: Option<OnError>) -> Outcome {
    let authorizes = AUTHORIZES.contains(&action);
    match on_error {
        Some(OnError::Keep) => Outcome::Keep,
        None if !authorizes => Outcome::Keep,
        None | Some(OnError::Refuse) if authorizes => withdrawn(proposed),
        _ => Outcome::CallError(CallError::new("InternalError", "the answer could not be decided")),
    }
}

/// The proposal with its authorization withdrawn: a charge point that gets a CALLERROR would only
/// repeat its message. A status that refuses already says more, and stays.
fn withdrawn(proposed: &str) -> Outcome {
    let mut response: Value = serde_json::from_str(proposed).unwrap_or_default();
    let info = ["idTagInfo", "idTokenInfo"]
        .into_iter()
        .find(|info| response.get(info).is_some());
    let status = info.and_then(|info| response.get_mut(info)?.get_mut("status"));
    match status.filter(|status| *status == "Accepted") {
        Some(status) => {
            *status = Value::from("Invalid");
            Outcome::Replace(response.to_string())
        }
        None => Outcome::Keep,
    }
}
