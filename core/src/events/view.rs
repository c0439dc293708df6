//! An event as it is shown to whoever is told it outside: in a timeline, to a listener, to a webhook.

use serde::Serialize;

use super::{Event, FIRST_NUMBER, Numbered};
use crate::clock::text;
use crate::ids::{ChargePointId, MessageId};
use crate::state::payload::Payload;

/// Something that happened.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Event)]
pub struct EventView {
    /// Grows with each event of the server; absent for one that is in no log and is told at its moment alone.
    #[serde(skip_serializing_if = "is_none")]
    pub number: u64,
    /// Such as `transaction.ended`.
    pub kind: String,
    /// Whom it is about; empty: nobody, or nobody who is registered.
    pub charge_point: ChargePointId,
    /// When: RFC 3339.
    #[schema(format = DateTime)]
    pub at: String,
    /// The OCPP version of the connection.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// The id of the message that it is about.
    pub message_id: Option<MessageId>,
    /// What it says.
    pub payload: Payload,
}

impl From<Numbered> for EventView {
    fn from(Numbered { number, event }: Numbered) -> Self {
        let first = event.attribute(FIRST_NUMBER).and_then(|number| number.parse().ok());
        Self {
            number: first.unwrap_or(number),
            ..Self::from(event)
        }
    }
}

impl From<Event> for EventView {
    fn from(event: Event) -> Self {
        let has_message = !event.message_id.as_str().is_empty();
        Self {
            number: 0,
            kind: event.kind,
            charge_point: event.charge_point,
            at: text(event.at),
            version: event.version,
            message_id: has_message.then_some(event.message_id),
            payload: event.payload.without_secrets(),
        }
    }
}

/// The first write of a store has the number 1.
fn is_none(number: &u64) -> bool {
    *number == 0
}
