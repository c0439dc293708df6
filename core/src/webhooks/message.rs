//! What is sent: an event as the timeline shows it, with the id that it has however often it is sent.

use bytes::Bytes;
use http::header::HeaderName;
use serde_json::json;

use super::signature::{Signed, sign};
use crate::clock::{self, Time};
use crate::events::{Event, EventView, Numbered};
use crate::ids::ChargePointId;
use crate::state::webhooks::{Gap, Webhook};

/// The kind of what is sent to a webhook that missed events.
const GAP: &str = "webhook.gap";

/// The kind of what an operator sends to try a webhook.
const TEST: &str = "webhook.test";

/// The body of a request, and its id.
#[derive(Debug, Clone)]
pub struct Message {
    /// `webhook-id`.
    pub id: String,
    /// JSON.
    pub body: Bytes,
}

impl Message {
    /// Of an event.
    ///
    /// # Errors
    /// It has no JSON form.
    pub fn of(webhook: &Webhook, numbered: Numbered) -> Result<Self, serde_json::Error> {
        let view = EventView::from(numbered);
        Ok(Self {
            id: format!("msg_{}_{}", webhook.id, view.number),
            body: serde_json::to_vec(&view)?.into(),
        })
    }

    /// Of events that were removed before they could be told.
    ///
    /// # Errors
    /// It has no JSON form.
    pub fn of_gap(webhook: &Webhook, charge_point: &ChargePointId, gap: &Gap) -> Result<Self, serde_json::Error> {
        let payload = json!({"webhook": webhook.name, "lost": gap.lost, "first": gap.first, "last": gap.last,
            "since": clock::text(gap.since), "until": clock::text(gap.until)});
        let event = Event::new(GAP, charge_point, payload);
        let message = Self::of(
            webhook,
            Numbered {
                number: gap.last,
                event,
            },
        )?;
        Ok(Self {
            id: format!("msg_{}_gap_{}_{}", webhook.id, gap.first, gap.last),
            ..message
        })
    }

    /// Of nothing: to see what comes back.
    ///
    /// # Errors
    /// It has no JSON form.
    pub fn of_test(webhook: &Webhook) -> Result<Self, serde_json::Error> {
        let event = Event::new(TEST, &ChargePointId::new(""), json!({"webhook": webhook.name}));
        let message = Self::of(webhook, Numbered { number: 0, event })?;
        Ok(Self {
            id: format!("msg_{}_test_{}", webhook.id, uuid::Uuid::new_v4().simple()),
            ..message
        })
    }

    /// The headers that it is sent with at a moment: id, time and signatures.
    #[must_use]
    pub fn headers(&self, webhook: &Webhook, at: Time) -> [(HeaderName, String); 3] {
        let signed = Signed {
            id: &self.id,
            at,
            body: &self.body,
        };
        [
            (HeaderName::from_static("webhook-id"), self.id.clone()),
            (HeaderName::from_static("webhook-timestamp"), at.timestamp().to_string()),
            (HeaderName::from_static("webhook-signature"), sign(webhook, signed)),
        ]
    }
}
