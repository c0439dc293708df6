//! The events of a request: what its handler says that happened, the CALL itself where somebody
//! subscribes to calls, and refusals.

use ocpp_schemas::Action;
use serde_json::{Value, json};

use super::context::Context;
use super::effects::{Detail, Effects, Happened};
use super::error::HandlerError;
use super::known_connectors::ConnectorReport;
use super::operation::Outcome;
use crate::events::Event;
use crate::events::kinds::{self, CALL, CALL_REFUSED, Keeping};
use crate::ids::MessageId;
use crate::plugins::{Emitted, Refusal};
use crate::state::views;

/// The longest request that a refusal shows, in bytes of JSON text.
const LONGEST_SHOWN: usize = 4096;

/// An answered request.
#[derive(Clone, Copy)]
pub struct Answered<'a> {
    /// What it asks for.
    pub action: &'static Action,
    /// Its answer.
    pub answer: Result<&'a dyn Fn() -> Result<Value, HandlerError>, &'a Refusal>,
    /// Whether anybody subscribes to a kind.
    pub wanted: &'a dyn Fn(&str) -> bool,
}

/// A CALL of ours, with what became of it if that is known.
#[derive(Clone, Copy)]
pub struct Exchange<'a> {
    /// To whom, with the payload.
    pub context: Context<'a>,
    /// What it asks for.
    pub action: &'static Action,
    /// None: it is about to leave.
    pub outcome: Option<&'a Outcome>,
}

/// Turns what an operation says that happened into events.
///
/// # Errors
/// A transaction without a JSON form.
pub fn tell_of_command(
    about_call: Exchange<'_>,
    effects: &mut Effects,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<(), HandlerError> {
    for Happened { kind, detail } in std::mem::take(&mut effects.happened) {
        if kind.keeping == Keeping::Live && !wanted(kind.name) {
            continue;
        }
        let payload = match detail {
            Detail::Own(own) => own,
            Detail::Call => of_call(about_call),
            Detail::Connector { report, untold_before } => with_connector(of_call(about_call), &report, untold_before)?,
            Detail::Transaction(transaction) => {
                let shown = serde_json::to_value(views::Transaction::from(*transaction))?;
                with(of_call(about_call), "transaction", shown)
            }
        };
        effects.events.push(Event {
            payload,
            ..about(about_call.context, kind.name)
        });
    }
    Ok(())
}

/// The same object with one member more.
fn with(mut object: Value, name: &str, value: Value) -> Value {
    if let Value::Object(members) = &mut object {
        members.insert(name.to_owned(), value);
    }
    object
}

/// The same object with a connector, and how many of its changes were not told.
///
/// # Errors
/// A report without a JSON form.
pub fn with_connector(object: Value, report: &ConnectorReport, untold_before: u64) -> Result<Value, HandlerError> {
    let object = with(object, "connector", serde_json::to_value(report)?);
    Ok(match untold_before {
        0 => object,
        untold => with(object, "untoldBefore", untold.into()),
    })
}

/// The request, and the response if there is one.
fn of_call(call: Exchange<'_>) -> Value {
    let mut payload = json!({ "action": call.action.name(), "request": call.context.payload });
    if let (Some(Outcome::Answered(response)), Value::Object(members)) = (call.outcome, &mut payload) {
        members.insert("response".to_owned(), response.clone());
    }
    payload
}

/// Turns what happened into events, and adds the CALL where it is wanted.
///
/// # Errors
/// A response without a JSON form.
pub fn tell(context: Context<'_>, answered: Answered<'_>, effects: &mut Effects) -> Result<(), HandlerError> {
    let happened = std::mem::take(&mut effects.happened);
    let kept = happened.into_iter().filter(|one| is_kept(one, answered.wanted));
    let told = kept.map(|one| (one.kind.name, one.detail));
    let call = (answered.wanted)(CALL.name).then_some((CALL.name, Detail::Call));
    // The transaction of the message, if it has one, is shown by each of its events.
    let mut transaction = None;
    let mut base = None;
    let mut told = told.chain(call).peekable();
    while let Some((kind, detail)) = told.next() {
        if let Detail::Own(payload) = detail {
            effects.events.push(Event {
                payload,
                ..about(context, kind)
            });
            continue;
        }
        let mut payload = base.take().map_or_else(|| exchange(context, answered), Ok)?;
        if told.peek().is_some() {
            base = Some(payload.clone());
        }
        match detail {
            Detail::Connector { report, untold_before } => payload = with_connector(payload, &report, untold_before)?,
            Detail::Transaction(of) => transaction = Some(serde_json::to_value(views::Transaction::from(*of))?),
            Detail::Call | Detail::Own(_) => {}
        }
        if let Some(shown) = &transaction {
            payload = with(payload, "transaction", shown.clone());
        }
        effects.events.push(Event {
            payload,
            ..about(context, kind)
        });
    }
    Ok(())
}

fn is_kept(happened: &Happened, wanted: &dyn Fn(&str) -> bool) -> bool {
    happened.kind.keeping == Keeping::Durable || wanted(happened.kind.name)
}

/// The request and what it was answered.
fn exchange(context: Context<'_>, answered: Answered<'_>) -> Result<Value, HandlerError> {
    // Cloned, and not taken through `json!`, which writes a value anew.
    let payload = with(
        json!({ "action": answered.action.name() }),
        "request",
        context.payload.clone(),
    );
    Ok(match answered.answer {
        Ok(response) => with(payload, "response", response()?),
        Err(refusal) => with(payload, "callError", call_error(context, refusal)),
    })
}

fn call_error(context: Context<'_>, refusal: &Refusal) -> Value {
    json!({
        "code": refusal.code.spelling(context.caller.version),
        "description": refusal.description,
        "details": refusal.details,
    })
}

/// The event of a request that was answered with a CALLERROR.
#[must_use]
pub fn refused(context: Context<'_>, action: &str, refusal: &Refusal) -> Event {
    let mut payload = json!({ "action": action, "callError": call_error(context, refusal) });
    let text = context.payload.to_string();
    if let (Some(members), true) = (payload.as_object_mut(), text.len() <= LONGEST_SHOWN) {
        members.insert("request".to_owned(), context.payload.clone());
    }
    Event {
        payload,
        ..about(context, CALL_REFUSED.name)
    }
}

/// A plugin's own events, told as those of the CALL in which they were emitted.
pub fn emitted(context: Context<'_>, emitted: Vec<Emitted>) -> impl Iterator<Item = Event> {
    emitted.into_iter().map(move |emitted| Event {
        charge_point: emitted.charge_point,
        payload: Value::Object(emitted.payload),
        ..about(context, &emitted.kind)
    })
}

/// An event about the caller, with the CALL's id.
fn about(context: Context<'_>, kind: &str) -> Event {
    let caller = context.caller;
    debug_assert!(kind.starts_with("plugin.") || kinds::ALL.iter().any(|known| known.name == kind));
    Event {
        version: caller.version.to_string(),
        vendor: caller.vendor.to_owned(),
        model: caller.model.to_owned(),
        message_id: MessageId::new(context.message.as_str()),
        at: caller.now,
        ..Event::new(kind, caller.charge_point, Value::Null)
    }
}
