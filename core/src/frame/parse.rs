//! Text to frame. The usual frames are read in one pass; only what fails there is looked at again
//! to say what is wrong with it.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use ocpp_schemas::types::integer::{self, Whole};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::doubled::{self, Noticing};
use super::repair::Repairs;
use super::{Answer, Call, CallError, Dialect, Frame, FrameFault, MAX_ID_CHARS, UNREADABLE_ID};
use crate::ids::MessageId;

pub(super) const CALL: u64 = 2;
pub(super) const CALL_RESULT: u64 = 3;
pub(super) const CALL_ERROR: u64 = 4;
pub(super) const CALL_RESULT_ERROR: u64 = 5;
pub(super) const SEND: u64 = 6;

/// Reads one text message. What is valid and means less than it says (a member that stands twice) is noted.
///
/// # Errors
/// A [`FrameFault`] that says what is wrong and what the sender is to be answered.
pub fn parse(text: &str, dialect: &Dialect, repairs: &mut Repairs) -> Result<Frame, FrameFault> {
    let is_doubled = Cell::new(false);
    let Ok(frame) = frame(text, &is_doubled) else {
        return Err(diagnose(text, dialect));
    };
    if is_doubled.get() {
        note_doubled(text, repairs);
    }
    let (kind, id) = match &frame {
        Frame::Call(call) => (CALL, &call.id),
        Frame::Send(call) => (SEND, &call.id),
        Frame::Answer(answer) => (CALL_RESULT, &answer.id),
        Frame::ResultError(answer) => (CALL_RESULT_ERROR, &answer.id),
    };
    if !knows(kind, dialect) {
        return Err(unknown_type(&kind.to_string(), Some(id.clone()), dialect));
    }
    if matches!(kind, CALL | SEND) && id.as_str().chars().nth(MAX_ID_CHARS).is_some() {
        return Err(FrameFault {
            reason: format!("the message id has more than {MAX_ID_CHARS} characters"),
            answer: (kind == CALL).then(|| (id.clone(), dialect.unreadable)),
        });
    }
    Ok(accept_null(frame, dialect))
}

pub(super) fn knows(kind: u64, dialect: &Dialect) -> bool {
    match kind {
        CALL | CALL_RESULT | CALL_ERROR => true,
        CALL_RESULT_ERROR | SEND => dialect.has_send,
        _ => false,
    }
}

fn accept_null(mut frame: Frame, dialect: &Dialect) -> Frame {
    if let Frame::Call(call) = &mut frame
        && dialect.null_payload
        && call.payload.value().is_null()
    {
        call.payload = Value::Object(serde_json::Map::new()).into();
    }
    frame
}

/// A well-formed frame of one of the five types, and whether a payload has a member twice.
fn frame(text: &str, is_doubled: &Cell<bool>) -> Result<Frame, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let frame = deserializer.deserialize_seq(Parts { is_doubled })?;
    deserializer.end()?;
    Ok(frame)
}

/// Where a member of the payload stands twice.
fn note_doubled(text: &str, repairs: &mut Repairs) {
    let elements = serde_json::from_str::<Vec<&RawValue>>(text).unwrap_or_default();
    // Of a CALL or SEND the fourth element, of a CALLRESULT the third: the last.
    if let Some(payload) = elements.last() {
        doubled::note(payload, repairs);
    }
}

struct Parts<'a> {
    is_doubled: &'a Cell<bool>,
}

impl<'de> Visitor<'de> for Parts<'_> {
    type Value = Frame;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an OCPP-J frame")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Frame, A::Error> {
        let payload = Noticing(self.is_doubled);
        let kind = u64::try_from(i64::from(element::<Whole, A>(&mut seq)?)).map_err(A::Error::custom)?;
        let id = MessageId::new(&element::<Text<'de>, A>(&mut seq)?.0);
        let frame = match kind {
            CALL | SEND => {
                let action = element::<Text<'de>, A>(&mut seq)?.0.into_owned();
                let call = Call {
                    id,
                    action,
                    payload: element_by(&mut seq, payload)?.into(),
                };
                if kind == CALL {
                    Frame::Call(call)
                } else {
                    Frame::Send(call)
                }
            }
            CALL_RESULT => Frame::Answer(Answer {
                id,
                outcome: Ok(element_by(&mut seq, payload)?),
            }),
            CALL_ERROR => Frame::Answer(Answer {
                id,
                outcome: Err(call_error(&mut seq)?),
            }),
            CALL_RESULT_ERROR => Frame::ResultError(Answer {
                id,
                outcome: Err(call_error(&mut seq)?),
            }),
            _ => return Err(A::Error::custom("unknown message type")),
        };
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(frame),
            Some(_) => Err(A::Error::custom("too many elements")),
        }
    }
}

fn element<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(seq: &mut A) -> Result<T, A::Error> {
    seq.next_element()?.ok_or_else(|| A::Error::custom("too few elements"))
}

fn element_by<'de, S: DeserializeSeed<'de>, A: SeqAccess<'de>>(seq: &mut A, seed: S) -> Result<S::Value, A::Error> {
    let found = seq.next_element_seed(seed)?;
    found.ok_or_else(|| A::Error::custom("too few elements"))
}

/// Stations leave out the description or the details, or send the details as text: an error
/// message must not be lost for that.
fn call_error<'de, A: SeqAccess<'de>>(seq: &mut A) -> Result<CallError, A::Error> {
    let code = element::<Text<'de>, A>(seq)?.0.into_owned();
    let description = seq.next_element::<Value>()?.unwrap_or_default();
    let description = match description {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let details = seq
        .next_element()?
        .unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    Ok(CallError {
        code,
        description,
        details,
    })
}

/// A string that is borrowed where it has no escapes.
struct Text<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
}

/// Says what is wrong with a text that [`frame`] refused.
fn diagnose(text: &str, dialect: &Dialect) -> FrameFault {
    let unreadable = |reason: &str| FrameFault {
        reason: reason.to_owned(),
        answer: Some((MessageId::new(UNREADABLE_ID), dialect.unreadable)),
    };
    if text.trim().is_empty() {
        return FrameFault {
            reason: "the message is empty".to_owned(),
            answer: None,
        };
    }
    let elements = match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(elements)) => elements,
        Ok(_) => return unreadable("the message is not a JSON array"),
        Err(error) => return unreadable(&format!("the message is not JSON ({})", place(&error))),
    };
    let Some(kind) = elements.first() else {
        return unreadable("the array is empty");
    };
    let id = elements.get(1).and_then(Value::as_str).map(MessageId::new);
    match integer::of(kind).and_then(|kind| u64::try_from(kind).ok()) {
        None if !kind.is_number() => FrameFault {
            reason: "the message type is not a number".to_owned(),
            answer: Some((echoed(id), dialect.unreadable)),
        },
        Some(kind) if knows(kind, dialect) => malformed(kind, &elements, id, dialect),
        _ => unknown_type(&kind.to_string(), id, dialect),
    }
}

/// Where the text stops being JSON, without echoing it.
fn place(error: &serde_json::Error) -> String {
    format!("line {}, column {}", error.line(), error.column())
}

fn unknown_type(kind: &str, id: Option<MessageId>, dialect: &Dialect) -> FrameFault {
    FrameFault {
        reason: format!("the message type {kind} is not known to this version"),
        answer: dialect.unknown_type.map(|code| (echoed(id), code)),
    }
}

/// The id that the sender can match, if it is one.
fn echoed(id: Option<MessageId>) -> MessageId {
    id.filter(|id| id.as_str().chars().nth(MAX_ID_CHARS).is_none())
        .unwrap_or_else(|| MessageId::new(UNREADABLE_ID))
}

/// A known type with wrong elements. Only a CALL is answered.
fn malformed(kind: u64, elements: &[Value], id: Option<MessageId>, dialect: &Dialect) -> FrameFault {
    let wanted = match kind {
        CALL | SEND => 4,
        CALL_RESULT => 3,
        _ => 5,
    };
    let reason = if id.is_none() {
        "the message id is not a string".to_owned()
    } else if elements.len() != wanted {
        format!(
            "a message of type {kind} has {wanted} elements, this one has {}",
            elements.len()
        )
    } else {
        "the third element is not a string".to_owned()
    };
    let id = id.unwrap_or_else(|| MessageId::new(UNREADABLE_ID));
    FrameFault {
        reason,
        answer: (kind == CALL).then_some((id, dialect.unreadable)),
    }
}
