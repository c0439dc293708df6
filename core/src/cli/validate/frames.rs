//! Judges whole frames as the specification has them: nothing is tolerated that a receiver may be
//! lenient with (OCPP-J 1.6 section 4; Part 4 of 2.0.1 and 2.1 section 4).

use std::collections::{HashMap, VecDeque};

use ocpp_schemas::{Action, Catalogue, ErrorCode, Kind, Version};
use serde_json::Value;

use super::repairs;
use super::verdict::{Fault, Verdict, of_value};
use crate::frame::lenient::{self, Read};
use crate::frame::repair::{Repair, Repairs};
use crate::frame::{self, Answer, Call, CallError, Dialect, Frame};
use crate::ids::MessageId;

/// How many CALLs are remembered for their results; the oldest is forgotten first.
const REMEMBERED: usize = 1 << 16;

/// The longest description of an error, in characters.
const LONGEST_DESCRIPTION: usize = 255;

/// The judge of one input, with the CALLs that it has seen.
pub struct Frames {
    catalogue: &'static Catalogue,
    dialect: Dialect,
    calls: HashMap<MessageId, &'static Action>,
    order: VecDeque<MessageId>,
}

impl Frames {
    /// A judge that has seen nothing.
    pub fn of(version: Version) -> Self {
        let catalogue = Catalogue::of(version);
        let dialect = Dialect {
            has_send: catalogue.actions().any(|action| !action.confirmed()),
            unknown_type: Some(ErrorCode::MessageTypeNotSupported),
            unreadable: ErrorCode::RpcFrameworkError,
            null_payload: false,
        };
        Self {
            catalogue,
            dialect,
            calls: HashMap::new(),
            order: VecDeque::new(),
        }
    }

    /// Judges one frame.
    pub fn judge(&mut self, text: &str) -> Verdict {
        let frame = frame::parse(text, &self.dialect, &mut Repairs::default()).map_err(|fault| {
            let code = fault.answer.map_or(self.dialect.unreadable, |(_, code)| code);
            self.fault(code, "", fault.reason)
        })?;
        match frame {
            Frame::Call(call) => self.call(&call, true),
            Frame::Send(call) => self.call(&call, false),
            Frame::Answer(Answer {
                id,
                outcome: Ok(payload),
            }) => self.result(&id, &payload),
            Frame::Answer(Answer {
                outcome: Err(error), ..
            })
            | Frame::ResultError(Answer {
                outcome: Err(error), ..
            }) => self.error(text, &error),
            Frame::ResultError(Answer { outcome: Ok(_), .. }) => Err(self.unreadable("is no error")),
        }
    }

    /// What the server would repair in a frame; none if it would be refused all the same.
    pub fn repairs(&self, text: &str) -> Option<Vec<Repair>> {
        let mut noted = Repairs::default();
        let (frame, mut repairs) = match frame::parse(text, &self.dialect, &mut noted) {
            Ok(frame) => (frame, noted.into_vec()),
            Err(_) => match lenient::read(text, &self.dialect) {
                Read::Frame(frame, repairs) => (frame, repairs),
                Read::Named(_) | Read::Nothing => return None,
            },
        };
        let (action, kind, payload) = match frame {
            Frame::Call(call) | Frame::Send(call) => (
                self.catalogue.action(&call.action)?,
                Kind::Request,
                call.payload.value().clone(),
            ),
            Frame::Answer(answer) => (*self.calls.get(&answer.id)?, Kind::Response, answer.outcome.ok()?),
            Frame::ResultError(_) => return None,
        };
        if action.validate(kind, &payload).is_err() {
            repairs.extend(repairs::of_payload(action, kind, &payload)?);
        }
        Some(repairs)
    }

    /// A fault of a line that cannot be read as a frame.
    pub fn unreadable(&self, reason: &str) -> Fault {
        self.fault(self.dialect.unreadable, "", reason)
    }

    fn fault(&self, code: ErrorCode, pointer: &str, reason: impl Into<String>) -> Fault {
        Fault::new(self.catalogue.version(), code, pointer, reason)
    }

    fn call(&mut self, call: &Call, confirmed: bool) -> Verdict {
        let Some(action) = self.catalogue.action(&call.action) else {
            let reason = format!("OCPP {} has no action {:?}", self.catalogue.version(), call.action);
            return Err(self.fault(ErrorCode::NotImplemented, "", reason));
        };
        if action.confirmed() != confirmed {
            let right = if action.confirmed() {
                "a CALL (type 2)"
            } else {
                "a SEND (type 6)"
            };
            let reason = format!("{} travels as {right}", action.name());
            return Err(self.fault(ErrorCode::ProtocolError, "", reason));
        }
        if confirmed {
            self.remember(&call.id, action);
        }
        of_value(action, Kind::Request, call.payload.value())
    }

    fn result(&self, id: &MessageId, payload: &Value) -> Verdict {
        match self.calls.get(id) {
            Some(action) => of_value(action, Kind::Response, payload),
            None => {
                let reason = format!("cannot be judged: no CALL of a known action with the id {id:?} came before");
                Err(self.fault(ErrorCode::GenericError, "", reason))
            }
        }
    }

    /// An error message. The parser tolerates what is missing in one, so its text is looked at again.
    fn error(&self, text: &str, error: &CallError) -> Verdict {
        let elements: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
        let [_, _, _, description, details] = elements.as_slice() else {
            let reason = format!("an error message has 5 elements, this one has {}", elements.len());
            return Err(self.unreadable(&reason));
        };
        let version = self.catalogue.version();
        if !ErrorCode::ALL.iter().any(|code| code.spelling(version) == error.code) {
            let reason = format!("OCPP {version} has no error code {:?}", error.code);
            return Err(self.fault(ErrorCode::PropertyConstraintViolation, "/2", reason));
        }
        let Some(description) = description.as_str() else {
            return Err(self.fault(ErrorCode::TypeConstraintViolation, "/3", "is not of type string"));
        };
        if description.chars().nth(LONGEST_DESCRIPTION).is_some() {
            let reason = format!("is longer than {LONGEST_DESCRIPTION} characters");
            return Err(self.fault(ErrorCode::PropertyConstraintViolation, "/3", reason));
        }
        if !details.is_object() {
            return Err(self.fault(ErrorCode::TypeConstraintViolation, "/4", "is not of type object"));
        }
        Ok(())
    }

    fn remember(&mut self, id: &MessageId, action: &'static Action) {
        if self.calls.insert(id.clone(), action).is_none() {
            self.order.push_back(id.clone());
        }
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.calls.remove(&oldest);
        }
    }
}
