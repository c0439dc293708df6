//! The events of a request: what its handler says that happened, the CALL itself where somebody
//! subscribes to calls, and refusals.

use ocpp_schemas::Action;
use serde::Serialize;
use serde_json::{Value, json};

use super::context::Context;
use super::effects::{Detail, Effects, Happened};
use super::error::HandlerError;
use super::known_connectors::ConnectorReport;
use super::operation::Outcome;
use crate::events::Event;
use crate::events::kinds::{self, CALL, CALL_REFUSED, Keeping, MESSAGE_REPAIRED};
use crate::frame::Content;
use crate::frame::repair::Repair;
use crate::ids::MessageId;
use crate::plugins::{Emitted, Refusal};
use crate::state::payload::Payload;
use crate::state::views;

/// The longest request that a refusal shows, in bytes of JSON text.
pub(super) const LONGEST_SHOWN: usize = 4096;

/// An answered request.
#[derive(Clone, Copy)]
pub struct Answered<'a> {
    /// What it asks for.
    pub action: &'static Action,
    /// Its answer.
    pub answer: Result<&'a dyn Fn() -> Result<Payload, HandlerError>, &'a Refusal>,
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

/// What an event says of a message, beside what the event itself has.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    action: &'a str,
    request: Content<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<&'a Payload>,
    #[serde(skip_serializing_if = "Option::is_none")]
    call_error: Option<CallError<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connector: Option<&'a ConnectorReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    untold_before: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction: Option<&'a views::Transaction>,
}

/// A CALLERROR.
#[derive(Clone, Copy, Serialize)]
pub(super) struct CallError<'a> {
    code: &'a str,
    description: &'a str,
    details: &'a Value,
}

impl<'a> Told<'a> {
    fn of(action: &'static Action, context: Context<'a>) -> Self {
        Self {
            action: action.name(),
            request: context.payload,
            response: None,
            call_error: None,
            connector: None,
            untold_before: None,
            transaction: None,
        }
    }

    /// The event with what the detail adds.
    fn event(self, context: Context<'_>, kind: &str, detail: Detail) -> Result<Event, HandlerError> {
        let payload = match detail {
            Detail::Own(own) => own.into(),
            Detail::Call => Payload::of(&self)?,
            Detail::Connector { report, untold_before } => Payload::of(&Told {
                connector: Some(&report),
                untold_before: (untold_before > 0).then_some(untold_before),
                ..self
            })?,
            Detail::Transaction(transaction) => Payload::of(&Told {
                transaction: Some(&views::Transaction::from(*transaction)),
                ..self
            })?,
        };
        Ok(about(context, kind, payload))
    }
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
    let Exchange {
        context,
        action,
        outcome,
    } = about_call;
    let response = match outcome {
        Some(Outcome::Answered(response) | Outcome::Remarked(response, _)) => Some(response),
        _ => None,
    };
    let response = response.map(Payload::from);
    for Happened { kind, detail } in std::mem::take(&mut effects.happened) {
        if kind.keeping == Keeping::Live && !wanted(kind.name) {
            continue;
        }
        let told = Told {
            response: response.as_ref(),
            ..Told::of(action, context)
        };
        effects.events.push(told.event(context, kind.name, detail)?);
    }
    Ok(())
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
    let mut told = told.chain(call).peekable();
    if told.peek().is_none() {
        return Ok(());
    }
    let (response, call_error) = match answered.answer {
        Ok(response) => (Some(response()?), None),
        Err(refusal) => (None, Some(call_error(context, refusal))),
    };
    // The transaction of the message, if it has one, is shown by each event from then on.
    let mut transaction: Option<views::Transaction> = None;
    for (kind, mut detail) in told {
        if let Detail::Transaction(of) = detail {
            transaction = Some(views::Transaction::from(*of));
            detail = Detail::Call;
        }
        let told = Told {
            response: response.as_ref(),
            call_error,
            transaction: transaction.as_ref(),
            ..Told::of(answered.action, context)
        };
        effects.events.push(told.event(context, kind, detail)?);
    }
    Ok(())
}

fn is_kept(happened: &Happened, wanted: &dyn Fn(&str) -> bool) -> bool {
    happened.kind.keeping == Keeping::Durable || wanted(happened.kind.name)
}

/// A refusal as events show it.
pub(super) fn call_error<'a>(context: Context<'_>, refusal: &'a Refusal) -> CallError<'a> {
    CallError {
        code: refusal.code.spelling(context.caller.version),
        description: &refusal.description,
        details: &refusal.details,
    }
}

/// The event of a request that was answered with a CALLERROR.
#[must_use]
pub fn refused(context: Context<'_>, action: &str, refusal: &Refusal) -> Event {
    let mut payload = json!({ "action": action, "callError": call_error(context, refusal) });
    let text = context.payload.text();
    if let (Some(members), true) = (payload.as_object_mut(), text.len() <= LONGEST_SHOWN) {
        members.insert("request".to_owned(), context.payload.value().clone());
    }
    about(context, CALL_REFUSED.name, payload.into())
}

/// The event of a request that had to be repaired.
#[must_use]
pub fn repaired(context: Context<'_>, action: &str, repairs: &[Repair]) -> Event {
    let mut payload = json!({ "action": action, "repairs": repairs });
    let text = context.original.text();
    if let (Some(members), true) = (payload.as_object_mut(), text.len() <= LONGEST_SHOWN) {
        members.insert("request".to_owned(), context.original.value().clone());
    }
    about(context, MESSAGE_REPAIRED.name, payload.into())
}

/// A plugin's own events, told as those of the CALL in which they were emitted.
pub fn emitted(context: Context<'_>, emitted: Vec<Emitted>) -> impl Iterator<Item = Event> {
    emitted.into_iter().map(move |emitted| Event {
        charge_point: emitted.charge_point,
        ..about(context, &emitted.kind, Value::Object(emitted.payload).into())
    })
}

/// An event about the caller, with the CALL's id.
pub(super) fn about(context: Context<'_>, kind: &str, payload: Payload) -> Event {
    let caller = context.caller;
    debug_assert!(kind.starts_with("plugin.") || kinds::ALL.iter().any(|known| known.name == kind));
    Event {
        kind: kind.to_owned(),
        charge_point: caller.charge_point.clone(),
        version: caller.version.to_string(),
        vendor: caller.vendor.to_owned(),
        model: caller.model.to_owned(),
        message_id: MessageId::new(context.message.as_str()),
        at: caller.now,
        attributes: Vec::new(),
        payload,
    }
}
