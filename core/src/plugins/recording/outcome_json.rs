//! What came of a call, as JSON: the guest's word as it gave it, and what it wants done.

use serde_json::{Map, Value, json};

use crate::clock;
use crate::plugins::component::guest_call::{GuestFailure, GuestReply, GuestResult};
use crate::plugins::contract::{Outcome, Response};
use crate::plugins::sandbox::capabilities::{Emitted, PluginCommand, RequestedEffects, StateValue, decode};
use crate::store::{Change, Write};

/// The outcome of a call. Two calls with the same outcome have the same text.
#[must_use]
pub fn outcome_json(result: &Result<GuestResult, GuestFailure>) -> Value {
    let answer = match result {
        Ok(answer) => answer,
        Err(broken) => return json!({ "failed": broken.cause.to_string() }),
    };
    let mut outcome = match &answer.reply {
        GuestReply::Outcome(Outcome::Keep) => object("keep", json!(true)),
        GuestReply::Outcome(Outcome::Replace(text)) => object("replace", json!(text)),
        GuestReply::Outcome(Outcome::CallError(error)) => object("callError", json!(error)),
        GuestReply::Done(Ok(())) => object("done", json!(true)),
        GuestReply::Done(Err(reason)) => object("refused", json!(reason)),
        GuestReply::Response(response) => object("response", of_response(response)),
    };
    wished(&answer.requested, &mut outcome);
    Value::Object(outcome)
}

fn object(name: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), value)])
}

fn of_response(response: &Response) -> Value {
    json!({
        "status": response.status,
        "headers": response.headers,
        "body": String::from_utf8_lossy(&response.body),
    })
}

/// Adds what is to be done, if anything is.
fn wished(requested: &RequestedEffects, outcome: &mut Map<String, Value>) {
    let mut add = |name: &str, values: Vec<Value>| {
        if !values.is_empty() {
            outcome.insert(name.to_owned(), Value::Array(values));
        }
    };
    add("state", requested.state.iter().map(of_write).collect());
    add("commands", requested.commands.iter().map(of_command).collect());
    add("events", requested.events.iter().map(of_event).collect());
}

fn of_write(write: &Write) -> Value {
    // The namespace's name is the server's.
    let key = write.key.split_once('/').map_or(write.key.as_str(), |(_, key)| key);
    match &write.change {
        Change::Delete => json!({ "key": key, "deleted": true }),
        Change::Add(by) => json!({ "key": key, "added": by }),
        // A guest's state has no appends; one would be shown as what it holds.
        Change::Put(bytes) | Change::Append(bytes) => {
            let StateValue { bytes, expires } = decode(bytes).unwrap_or(StateValue {
                bytes: bytes.clone(),
                expires: None,
            });
            let value = String::from_utf8(bytes).map_or_else(|bytes| json!(bytes.into_bytes()), |text| json!(text));
            match expires {
                None => json!({ "key": key, "value": value }),
                Some(at) => json!({ "key": key, "value": value, "expires": clock::text(at) }),
            }
        }
    }
}

fn of_command(command: &PluginCommand) -> Value {
    json!({
        "id": command.id,
        "chargePoint": command.charge_point,
        "action": command.action,
        "payload": command.payload,
        "waits": command.waits,
    })
}

fn of_event(event: &Emitted) -> Value {
    json!({ "chargePoint": event.charge_point, "kind": event.kind, "payload": event.payload })
}
