//! The second reading of a text that is no frame by the letter: what stations send all the same, with what was repaired.
//! It is only used after the strict reading failed, so that a message which is right costs nothing more.

mod clean;
#[cfg(test)]
mod tests;

use std::cell::Cell;

use serde::de::DeserializeSeed as _;
use serde_json::value::RawValue;
use serde_json::{Deserializer, Map, Value};

use self::clean::{Cleaned, clean};
use super::doubled::{self, Noticing};
use super::parse::{CALL, CALL_ERROR, CALL_RESULT, CALL_RESULT_ERROR, SEND, knows};
use super::repair::{Repair, Repairs};
use super::{Answer, Call, CallError, Dialect, Frame, MAX_ID_CHARS};
use crate::ids::MessageId;

/// The longest message id that is taken, in characters.
const LONGEST_ID: usize = 255;

/// What could be made of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    /// A frame, and what was repaired.
    Frame(Frame, Vec<Repair>),
    /// A CALL of which no more than the id can be read: it is refused under its own id.
    Named(MessageId),
    /// Nothing.
    Nothing,
}

/// Reads a text again that [`parse`](super::parse()) has refused.
#[must_use]
pub fn read(text: &str, dialect: &Dialect) -> Read {
    let Some(Cleaned { text, mut repairs }) = clean(text) else {
        return Read::Nothing;
    };
    let Ok(elements) = serde_json::from_str::<Vec<Box<RawValue>>>(&text) else {
        return named(&text);
    };
    let mut elements = elements.iter().map(|element| element.get());
    let Some(kind) = elements.next().and_then(|kind| message_type(kind, &mut repairs)) else {
        return Read::Nothing;
    };
    let Some(id) = elements.next().and_then(|id| message_id(id, &mut repairs)) else {
        return Read::Nothing;
    };
    if !knows(kind, dialect) {
        return Read::Nothing;
    }
    let rest: Vec<&str> = elements.collect();
    match frame(kind, &id, &rest, &mut repairs) {
        Some(frame) => Read::Frame(frame, repairs.into_vec()),
        None if kind == CALL => Read::Named(id),
        None => Read::Nothing,
    }
}

/// The number of the message's type: `2`, and also `"2"` and `2.0`.
fn message_type(element: &str, repairs: &mut Repairs) -> Option<u64> {
    if let Ok(kind) = element.parse() {
        return Some(kind);
    }
    let text = element.trim_matches('"').trim();
    let kind = text.strip_suffix(".0").unwrap_or(text).parse().ok()?;
    repairs.note("message-type-form", "");
    Some(kind)
}

fn message_id(element: &str, repairs: &mut Repairs) -> Option<MessageId> {
    let id = match serde_json::from_str(element).ok()? {
        Value::String(text) => MessageId::new(&text),
        Value::Number(_) => {
            repairs.note("message-id-as-number", "");
            MessageId::number(element)
        }
        _ => return None,
    };
    let chars = id.as_str().chars().count();
    if chars > MAX_ID_CHARS {
        repairs.note("message-id-too-long", "");
    }
    (chars <= LONGEST_ID).then_some(id)
}

fn frame(kind: u64, id: &MessageId, rest: &[&str], repairs: &mut Repairs) -> Option<Frame> {
    let wanted = match kind {
        CALL | SEND => 2,
        CALL_RESULT => 1,
        _ => 3,
    };
    if rest.len() > wanted {
        repairs.note("extra-elements", "");
    }
    let id = id.clone();
    match kind {
        CALL | SEND => {
            let sent: String = serde_json::from_str(rest.first()?).ok()?;
            let action = sent.trim().to_owned();
            if action.len() < sent.len() {
                repairs.note("blank-padded", "");
            }
            let payload = payload(of_payload(rest.get(1..).unwrap_or_default()), repairs)?.into();
            let call = Call { id, action, payload };
            Some(if kind == CALL {
                Frame::Call(call)
            } else {
                Frame::Send(call)
            })
        }
        CALL_RESULT => {
            let outcome = Ok(payload(of_payload(rest), repairs)?);
            Some(Frame::Answer(Answer { id, outcome }))
        }
        CALL_ERROR | CALL_RESULT_ERROR => {
            let outcome = Err(call_error(rest));
            let answer = Answer { id, outcome };
            Some(if kind == CALL_ERROR {
                Frame::Answer(answer)
            } else {
                Frame::ResultError(answer)
            })
        }
        _ => None,
    }
}

/// Which of the elements that are left is the payload: the first, unless another one is an object and that is none. Some
/// stations name the action in their answers, too.
fn of_payload<'t>(rest: &[&'t str]) -> Option<&'t str> {
    let object = rest.iter().find(|element| element.starts_with('{'));
    let first = rest.first();
    let within = |text: &&&str| text.starts_with('"') && text.contains('{');
    first.filter(within).or(object).or(first).copied()
}

/// A payload: `{}` where there is none, and the object within a text.
fn payload(element: Option<&str>, repairs: &mut Repairs) -> Option<Value> {
    let empty = Value::Object(Map::new());
    let Some(element) = element else {
        repairs.note("payload-missing", "");
        return Some(empty);
    };
    let is_doubled = Cell::new(false);
    let mut deserializer = Deserializer::from_str(element);
    let payload = Noticing(&is_doubled).deserialize(&mut deserializer).ok()?;
    if is_doubled.get() {
        doubled::note(serde_json::from_str(element).ok()?, repairs);
    }
    match payload {
        Value::Null => {
            repairs.note("null-as-absent", "");
            Some(empty)
        }
        payload => Some(payload),
    }
}

/// An error message with whatever it lacks.
fn call_error(rest: &[&str]) -> CallError {
    let element = |at: usize| rest.get(at).and_then(|text| serde_json::from_str::<Value>(text).ok());
    let text = |at: usize| match element(at) {
        Some(Value::String(text)) => text,
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    CallError {
        code: text(0),
        description: text(1),
        details: element(2).unwrap_or_else(|| Value::Object(Map::new())),
    }
}

/// The id of a CALL whose rest is no JSON.
fn named(text: &str) -> Read {
    let Some(mut rest) = text.strip_prefix('[') else {
        return Read::Nothing;
    };
    let mut next = || {
        let mut values = Deserializer::from_str(rest).into_iter::<&RawValue>();
        let element = values.next()?.ok()?.get();
        rest = rest.get(values.byte_offset()..)?.trim_start().strip_prefix(',')?;
        Some(element)
    };
    let (Some(kind), Some(id)) = (next(), next()) else {
        return Read::Nothing;
    };
    let mut repairs = Repairs::default();
    match (message_type(kind, &mut repairs), message_id(id, &mut repairs)) {
        (Some(CALL), Some(id)) => Read::Named(id),
        _ => Read::Nothing,
    }
}
