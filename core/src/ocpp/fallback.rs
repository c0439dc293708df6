//! Every action without a handler of its own: kept as it came, and given the answer that promises
//! nothing which the server does not do. So is a report that has a handler and cannot be made to fit it.

use serde_json::Value;

use super::context::Context;
use super::effects::Effects;
use super::error::HandlerError;
use super::handler::Pending;
use super::rows::{NOTHING, Row, empty};
use crate::clock::text;
use crate::frame::{self, Content};
use crate::ids::MessageId;
use crate::state::payload::Payload;
use crate::state::records::{StoredMessage, put_record};
use crate::state::transactions::{InboxEntry, InboxId, Standing, put_inbox_entry};
use crate::store::StoreError;
use crate::store::latest::Latest;

/// Proposes the row's answer.
pub fn route(context: Context<'_>, row: &'static Row, answer: fn(Content<'_>, &str) -> Value) -> Box<dyn Pending> {
    Box::new(Kept {
        row,
        response: answer(context.payload, &text(context.caller.now)),
    })
}

/// A report of which a handler could make nothing: it is in its inbox, and its answer is empty.
pub fn unplaced(action: &'static str) -> Box<dyn Pending> {
    Box::new(Unplaced { action })
}

struct Unplaced {
    action: &'static str,
}

impl Pending for Unplaced {
    fn is_repeat(&self) -> bool {
        false
    }

    fn response(&self) -> Result<Payload, HandlerError> {
        Ok(empty(NOTHING, "").into())
    }

    fn guard(&self, _: &Value) -> Result<(), String> {
        Ok(())
    }

    /// The answer stays empty: there is nothing for plugins to decide on.
    fn adopt(&mut self, _: Value) -> Result<(), HandlerError> {
        Ok(())
    }

    fn commit(&mut self, context: Context<'_>) -> Result<Effects, HandlerError> {
        let charge_point = context.caller.charge_point;
        let id = InboxId::of(self.action, context.original.value())?;
        let (known, _) = context.state.inbox_entry(charge_point, &id)?;
        if known.is_some() {
            return Ok(Effects::none());
        }
        let entry = InboxEntry {
            action: self.action.to_owned(),
            payload: context.original.value().clone(),
            received_at: context.caller.now,
            standing: Standing::Waiting,
        };
        Ok(Effects::now(vec![put_inbox_entry(charge_point, &id, &entry)?]))
    }

    fn reply(&self, id: &MessageId) -> String {
        frame::call_result(id, &empty(NOTHING, ""))
    }
}

struct Kept {
    row: &'static Row,
    response: Value,
}

/// Keeps the message as it came.
///
/// # Errors
/// A record without a JSON form.
pub fn keep(context: Context<'_>, action: &str) -> Result<Latest, StoreError> {
    let record = StoredMessage {
        at: context.caller.now,
        action: action.to_owned(),
        payload: Payload::from(context.original),
    };
    put_record(context.caller.charge_point, context.message, &record)
}

impl Pending for Kept {
    fn is_repeat(&self) -> bool {
        false
    }

    fn response(&self) -> Result<Payload, HandlerError> {
        Ok(Payload::from(&self.response))
    }

    fn guard(&self, _: &Value) -> Result<(), String> {
        Ok(())
    }

    fn adopt(&mut self, changed: Value) -> Result<(), HandlerError> {
        self.response = changed;
        Ok(())
    }

    fn commit(&mut self, context: Context<'_>) -> Result<Effects, HandlerError> {
        let mut effects = Effects::soon(vec![keep(context, self.row.action)?]);
        if self.row.durable {
            effects.make_durable();
        }
        Ok(self.row.kinds.iter().fold(effects, |effects, kind| effects.tell(kind)))
    }

    fn reply(&self, id: &MessageId) -> String {
        frame::call_result(id, &self.response)
    }
}
