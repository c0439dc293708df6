//! One event: what happened to whom, when, by which message.

use serde::{Deserialize, Serialize};

use crate::clock::{self, Time};
use crate::ids::{ChargePointId, MessageId};
use crate::state::payload::Payload;

/// The attribute of an event that is told one plugin alone, because it happened before and was not taken.
pub const FOR_PLUGIN: &str = "for-plugin";
/// The same of a webhook, whose id it has.
pub const FOR_WEBHOOK: &str = "for-webhook";
/// The attribute of such an event with the number that it had the first time.
pub const FIRST_NUMBER: &str = "first-number";

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
    pub payload: Payload,
}

impl Event {
    /// Whether it is told one subscriber again, and is no news to anybody else.
    #[must_use]
    pub fn is_repetition(&self) -> bool {
        let is_for_one = |name: &str| name == FOR_PLUGIN || name == FOR_WEBHOOK;
        self.attributes.iter().any(|(name, _)| is_for_one(name))
    }

    /// Whether it is for a subscriber of a sort ([`FOR_PLUGIN`], [`FOR_WEBHOOK`]): it is for all, or for this one.
    #[must_use]
    pub fn is_for(&self, sort: &str, subscriber: &str) -> bool {
        !self.is_repetition() || self.attribute(sort) == Some(subscriber)
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// An event that is about no CALL.
    #[must_use]
    pub fn new(kind: &str, charge_point: &ChargePointId, payload: impl Into<Payload>) -> Self {
        Self {
            kind: kind.to_owned(),
            charge_point: charge_point.clone(),
            version: String::new(),
            vendor: String::new(),
            model: String::new(),
            message_id: MessageId::new(""),
            at: clock::now(),
            attributes: Vec::new(),
            payload: payload.into(),
        }
    }
    /// The same, with how many like it were not told before.
    #[must_use]
    pub fn after_untold(mut self, untold: u64) -> Self {
        let mut payload = self.payload.value();
        if let (Some(members), true) = (payload.as_object_mut(), untold > 0) {
            members.insert("untoldBefore".to_owned(), untold.into());
            self.payload = payload.into();
        }
        self
    }
}
