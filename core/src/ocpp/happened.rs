//! What a settled CALL tells those who observe: its events, by the action and what it says.

use ocpp_schemas::Action;
use serde_json::{Value, json};

use super::handler::Context;
use super::handler::Trouble;
use crate::ids::MessageId;
use crate::plugins::{Emitted, Event, Refusal};
use crate::state::transactions;
use crate::state::views;
use crate::store::Write;

/// Every CALL that was answered.
const CALL: &str = "call";

/// The kind of event beside `call`; none for what is only a call.
fn kind(action: &str, payload: &Value) -> Option<&'static str> {
    Some(match action {
        "BootNotification" => "charge-point.booted",
        "StatusNotification" => "connector.status",
        "MeterValues" => "meter.values",
        "StartTransaction" => "transaction.started",
        "StopTransaction" => "transaction.ended",
        "SecurityEventNotification" => "security.event",
        "TransactionEvent" => match payload.get("eventType").and_then(Value::as_str) {
            Some("Started") => "transaction.started",
            Some("Ended") => "transaction.ended",
            _ => "transaction.updated",
        },
        _ => return None,
    })
}

/// What is known when a CALL was settled: the writes that it leads to, and which kinds of events
/// anybody observes.
#[derive(Clone, Copy)]
pub struct Outcome<'a> {
    /// In their order.
    pub writes: &'a [Write],
    /// Whether events of a kind are observed.
    pub wanted: &'a dyn Fn(&str) -> bool,
}

/// The events of a CALL.
///
/// # Errors
/// A record that cannot be read.
pub fn events(
    context: Context<'_>,
    action: &'static Action,
    answer: Result<Value, &Refusal>,
    outcome: Outcome<'_>,
) -> Result<Vec<Event>, Trouble> {
    let Outcome { writes, wanted } = outcome;
    let kind = kind(action.name(), context.payload).filter(|_| answer.is_ok());
    let kinds: Vec<_> = kind.into_iter().chain([CALL]).filter(|kind| wanted(kind)).collect();
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let version = context.situation.profile.version;
    let mut payload = match answer {
        Ok(response) => json!({ "action": action.name(), "request": context.payload, "response": response }),
        Err(refusal) => json!({ "action": action.name(), "request": context.payload, "callError": {
            "code": refusal.code.spelling(version), "description": refusal.description, "details": refusal.details,
        }}),
    };
    if let Some(transaction) = transactions::written(writes) {
        let shown = serde_json::to_value(views::Transaction::from(transaction?))?;
        if let Value::Object(members) = &mut payload {
            members.insert("transaction".to_owned(), shown);
        }
    }
    let event = |kind: &str| Event {
        payload: payload.clone(),
        ..about(context, kind)
    };
    Ok(kinds.into_iter().map(event).collect())
}

/// A plugin's own events, told as those of the CALL in which they were emitted.
pub fn emitted(context: Context<'_>, emitted: Vec<Emitted>) -> impl Iterator<Item = Event> {
    emitted.into_iter().map(move |emitted| Event {
        charge_point: emitted.charge_point,
        payload: Value::Object(emitted.payload),
        ..about(context, &emitted.kind)
    })
}

fn about(context: Context<'_>, kind: &str) -> Event {
    let situation = context.situation;
    Event {
        version: situation.profile.version.to_string(),
        vendor: situation.vendor.to_owned(),
        model: situation.model.to_owned(),
        message_id: MessageId::new(context.message.as_str()),
        at: situation.now,
        ..Event::new(kind, situation.charge_point, Value::Null)
    }
}
