//! What happened, for plugins that observe: the event, its record while it waits, and the context that
//! a guest is given.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::{self, Time};
use crate::ids::{ChargePointId, MessageId};
use crate::plugins::contract::Context;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Such as `transaction.ended`.
    pub kind: String,
    /// Whom it is about; empty: nobody.
    pub charge_point: ChargePointId,
    /// The connection's OCPP version, or empty.
    pub version: String,
    /// From the last BootNotification, or empty.
    pub vendor: String,
    /// From the last BootNotification, or empty.
    pub model: String,
    /// The CALL that caused it, or empty.
    pub message_id: MessageId,
    /// When.
    pub at: Time,
    /// Anything else, as name and value.
    pub attributes: Vec<(String, String)>,
    /// A JSON object.
    pub payload: Value,
}

impl Event {
    /// An event that is about no CALL.
    #[must_use]
    pub fn new(kind: &str, charge_point: &ChargePointId, payload: Value) -> Self {
        Self {
            kind: kind.to_owned(),
            charge_point: charge_point.clone(),
            version: String::new(),
            vendor: String::new(),
            model: String::new(),
            message_id: MessageId::new(""),
            at: clock::now(),
            attributes: Vec::new(),
            payload,
        }
    }

    /// What the guest is told of it beside its kind and payload; `id` is the same each time.
    #[must_use]
    pub fn context(&self, id: &str) -> Context {
        let mut attributes = self.attributes.clone();
        attributes.push(("event".to_owned(), id.to_owned()));
        Context {
            charge_point: self.charge_point.to_string(),
            version: self.version.clone(),
            vendor: self.vendor.clone(),
            model: self.model.clone(),
            message_id: self.message_id.to_string(),
            received_at: clock::text(self.at),
            attributes,
        }
    }
}
