//! Webhooks as operators see them: without their secrets, but in the one answer that brings a new one.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::clock::{self, text};
use crate::frame::secrets::{MASK, masked_url};
use crate::ids::ChargePointId;
use crate::state::webhooks::{Delivered, Failing, Selected, SigningSecret, Webhook};
use crate::webhooks::{Status, Waiting};

/// A webhook.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Webhook)]
pub struct WebhookView {
    /// Names it in paths.
    name: String,
    /// Without the values of its query.
    url: String,
    /// The kinds of events that it is told.
    kinds: Vec<String>,
    /// Of whose events; none: of everybody's.
    selection: Option<Selected>,
    /// Masked, but in the answer that brings a new one.
    secret: String,
    /// Until when the secret before signs along; none: it does not.
    #[schema(format = DateTime)]
    previous_secret_until: Option<String>,
    /// Without their values.
    headers: BTreeMap<String, &'static str>,
    /// Whether it is told anything.
    enabled: bool,
    /// Why it is not, if nobody said so.
    stopped: Option<String>,
    /// What it is for.
    note: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// How it stands.
    state: StateView,
}

/// How a webhook stands.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookState)]
struct StateView {
    /// In a word.
    word: Word,
    /// What it took last.
    last_delivered: Option<DeliveredView>,
    /// None: the last try was taken.
    failing: Option<FailingView>,
    /// So many charge points have something that it is to be told, as far as is known.
    charge_points_waiting: usize,
    /// So many events wait, counted up to 10,000; of one by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    events_waiting: Option<u64>,
    /// When the oldest of them happened; of one by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    oldest_waiting: Option<String>,
    /// So many events were removed before it could be told, which it is told as a gap; of one by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    events_lost: Option<u64>,
    /// How many events it did not take.
    dead_letters: u64,
}

/// How it goes.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = WebhookWord)]
enum Word {
    /// It has been told all.
    UpToDate,
    /// It is being told.
    Delivering,
    /// Its receiver does not take what it is sent.
    Failing,
    /// Somebody paused it.
    Paused,
    /// It stopped by itself.
    Stopped,
}

/// The last event that was taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookDelivered)]
struct DeliveredView {
    /// The event's.
    number: u64,
    /// Its kind.
    kind: String,
    /// Whom it is about.
    charge_point: ChargePointId,
    /// When it was taken.
    #[schema(format = DateTime)]
    at: String,
}

impl From<Delivered> for DeliveredView {
    fn from(delivered: Delivered) -> Self {
        Self {
            number: delivered.number,
            kind: delivered.kind,
            charge_point: delivered.charge_point,
            at: text(delivered.at),
        }
    }
}

/// Since when nothing is taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookFailing)]
struct FailingView {
    /// Since when.
    #[schema(format = DateTime)]
    since: String,
    /// Of the last try.
    reason: String,
    /// So often it was tried.
    tries: u32,
    /// None: it is tried as its charge points have their turn.
    #[schema(format = DateTime)]
    next_try: Option<String>,
}

impl WebhookView {
    /// As it stands now.
    pub fn of(webhook: Webhook, status: Status) -> Self {
        let now = clock::now();
        let standing = status.standing;
        let word = match (&webhook, &standing) {
            (webhook, _) if webhook.stopped.is_some() => Word::Stopped,
            (webhook, _) if !webhook.enabled => Word::Paused,
            (_, standing) if standing.state.failing.is_some() => Word::Failing,
            (_, standing) if standing.charge_points > 0 => Word::Delivering,
            _ => Word::UpToDate,
        };
        let next_try = standing.next_try.map(text);
        let failing = |failing: Failing| FailingView {
            since: text(failing.since),
            reason: failing.reason,
            tries: failing.tries,
            next_try,
        };
        let previous = webhook.previous.filter(|previous| now < previous.until);
        Self {
            name: webhook.name,
            url: masked_url(&webhook.url).into_owned(),
            kinds: webhook.kinds,
            selection: webhook.selection,
            secret: MASK.to_owned(),
            previous_secret_until: previous.map(|previous| text(previous.until)),
            headers: webhook.headers.into_keys().map(|name| (name, MASK)).collect(),
            enabled: webhook.enabled,
            stopped: webhook.stopped,
            note: webhook.note,
            created_at: text(webhook.created_at),
            state: StateView {
                word,
                last_delivered: standing.state.last_delivered.map(DeliveredView::from),
                failing: standing.state.failing.map(failing),
                charge_points_waiting: standing.charge_points,
                events_waiting: None,
                oldest_waiting: None,
                events_lost: None,
                dead_letters: status.dead_letters,
            },
        }
    }

    /// With its new secret, which is shown this once.
    pub fn with_secret(mut self, secret: SigningSecret) -> Self {
        self.secret = secret.0;
        self
    }

    /// With what waits, and what is missing.
    pub fn with(mut self, waiting: &Waiting, lost: u64) -> Self {
        self.state.events_waiting = Some(waiting.events);
        self.state.oldest_waiting = waiting.oldest.map(text);
        self.state.events_lost = Some(lost);
        self
    }
}
