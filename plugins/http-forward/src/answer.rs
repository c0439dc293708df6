//! What an endpoint answers: an outcome, or the bare response.

use ocpp_plugin_sdk::http::Response;
use ocpp_plugin_sdk::{CallError, Outcome};
use serde::Deserialize;
use serde_json::{Map, Value};

/// The outcome as JSON.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum Answer {
    Keep,
    Replace(Map<String, Value>),
    /// Laid over the proposal, so that a function need not repeat a transactionId.
    Change(Map<String, Value>),
    CallError(Error),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Error {
    code: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    details: Map<String, Value>,
}

/// Reads an answer with a status 2xx. Without a body, the proposal stands.
///
/// # Errors
/// If it is neither an outcome nor a JSON object.
pub fn read(response: &Response, proposed: &str) -> Result<Outcome, String> {
    if response.body.is_empty() {
        return Ok(Outcome::Keep);
    }
    let unreadable = |error: serde_json::Error| format!("the answer cannot be used: {error}");
    let mut answer: Map<String, Value> = response.json().map_err(unreadable)?;
    let Some(outcome) = answer.remove("outcome") else {
        return Ok(Outcome::Replace(Value::Object(answer).to_string()));
    };
    Ok(match Answer::deserialize(outcome).map_err(unreadable)? {
        Answer::Keep => Outcome::Keep,
        Answer::Replace(response) => Outcome::Replace(Value::Object(response).to_string()),
        Answer::Change(change) => {
            let mut response = serde_json::from_str(proposed).map_err(unreadable)?;
            lay_over(&mut response, Value::Object(change));
            Outcome::Replace(response.to_string())
        }
        Answer::CallError(error) => Outcome::CallError(
            CallError::new(&error.code, &error.description).with_details(Value::Object(error.details)),
        ),
    })
}

/// As RFC 7396 merges: null removes a member, objects are merged, anything else takes the place.
fn lay_over(value: &mut Value, change: Value) {
    let Value::Object(change) = change else {
        *value = change;
        return;
    };
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    let Value::Object(members) = value else { return };
    for (name, change) in change {
        if change.is_null() {
            members.remove(&name);
        } else {
            lay_over(members.entry(name).or_insert(Value::Null), change);
        }
    }
}
