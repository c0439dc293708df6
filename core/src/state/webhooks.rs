//! Webhooks: who is told what happens by HTTP, how far each is, and of which charge points it missed something.
//!
//! The record of a webhook is written by operators, and by its delivery where that stops it; its state by its delivery
//! alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::attributes::Label;
use super::collections::{EVENT_CURSORS, WEBHOOK_DEAD_LETTERS, WEBHOOK_GAPS, WEBHOOK_STATES, WEBHOOKS};
use super::selection::Selection;
use super::versioned::put_back;
use super::{State, Versioned, delete, key, prefix, put};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::{Page, StoreError, Write};

/// Keys that are removed at a time.
const STEP: usize = 500;

/// A secret as it lies in the store: requests are signed with it, so it cannot be hashed. It never prints.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SigningSecret(pub String);

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A webhook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// Its own for as long as there are webhooks: another one of the same name has another.
    pub id: String,
    pub name: String,
    pub url: String,
    /// Kinds of events, or what they begin with and a `*`.
    pub kinds: Vec<String>,
    /// Of whose events; none: of everybody's.
    pub selection: Option<Selected>,
    /// What was wanted before, the oldest first: of events that happened then.
    #[serde(default)]
    pub earlier: Vec<Earlier>,
    pub secret: SigningSecret,
    /// The one before, which signs along for a while.
    pub previous: Option<PreviousSecret>,
    /// What else each request has.
    pub headers: BTreeMap<String, String>,
    pub enabled: bool,
    /// Why it is not, if nobody said so.
    pub stopped: Option<String>,
    pub note: Option<String>,
    pub created_at: Time,
}

/// What a webhook wanted before it was changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Earlier {
    /// The number of the last event that it is about.
    pub until: u64,
    pub kinds: Vec<String>,
    pub selection: Option<Selected>,
}

/// The secret before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviousSecret {
    pub secret: SigningSecret,
    pub until: Time,
}

/// Whose events are meant: all that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookSelection)]
pub struct Selected {
    /// One of these; none: whoever has the rest.
    pub charge_points: Option<BTreeSet<ChargePointId>>,
    /// Who has all of these.
    pub labels: BTreeSet<Label>,
    /// Of charge points that belong there.
    pub site: Option<String>,
}

/// How far a webhook is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WebhookState {
    pub last_delivered: Option<Delivered>,
    /// Nothing was delivered since.
    pub failing: Option<Failing>,
}

/// An event that a webhook was told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivered {
    pub number: u64,
    pub kind: String,
    pub charge_point: ChargePointId,
    pub at: Time,
}

/// Since when nothing is delivered, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Failing {
    pub since: Time,
    /// Of the last try.
    pub reason: String,
    pub tries: u32,
    /// Whether the event `webhook.failing` was told.
    pub told: bool,
}

/// What a webhook was not told of a charge point, because it was removed before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gap {
    /// So many events.
    pub lost: u64,
    /// The number of the first.
    pub first: u64,
    /// Of the last.
    pub last: u64,
    /// When the first happened.
    pub since: Time,
    /// When the last happened.
    pub until: Time,
}

impl Gap {
    /// Both as one, this one first.
    #[must_use]
    pub fn and(self, later: Self) -> Self {
        Self {
            lost: self.lost.saturating_add(later.lost),
            last: later.last,
            until: later.until,
            ..self
        }
    }
}

/// The write that sets a webhook, if it is still as it was read.
pub fn put_webhook(webhook: &Versioned<Webhook>) -> Result<Write, StoreError> {
    put_back(WEBHOOKS, key(&[&webhook.record.name]), webhook)
}

/// The writes that keep how far a webhook is.
pub fn put_webhook_state(id: &str, state: &WebhookState) -> Result<Write, StoreError> {
    put(WEBHOOK_STATES, key(&[id]), state)
}

pub fn put_gap(id: &str, charge_point: &ChargePointId, gap: &Gap) -> Result<Write, StoreError> {
    put(WEBHOOK_GAPS, key(&[id, charge_point.as_str()]), gap)
}

/// The write that says that a webhook was told of a gap, if it has not grown meanwhile.
#[must_use]
pub fn delete_gap(id: &str, charge_point: &ChargePointId, told: &Versioned<Gap>) -> Write {
    Write {
        expect: told.condition(),
        ..delete(WEBHOOK_GAPS, key(&[id, charge_point.as_str()]))
    }
}

impl State {
    /// The webhook of a name.
    pub fn webhook(&self, name: &str) -> Result<Option<Versioned<Webhook>>, StoreError> {
        Ok(self.get_at(WEBHOOKS, &key(&[name]))?.map(Versioned::from))
    }

    /// All webhooks, by name.
    pub fn webhooks(&self) -> Result<Vec<Webhook>, StoreError> {
        let found = self.list(WEBHOOKS, Page::all(usize::MAX))?;
        Ok(found.into_iter().map(|(_, webhook)| webhook).collect())
    }

    /// How far a webhook is, by its id.
    pub fn webhook_state(&self, id: &str) -> Result<WebhookState, StoreError> {
        Ok(self.get_or_tell(WEBHOOK_STATES, &key(&[id]))?.unwrap_or_default())
    }

    /// What a webhook missed of a charge point, and was not told yet.
    pub fn gap(&self, id: &str, charge_point: &ChargePointId) -> Result<Option<Versioned<Gap>>, StoreError> {
        let found = self.get_at(WEBHOOK_GAPS, &key(&[id, charge_point.as_str()]))?;
        Ok(found.map(Versioned::from))
    }

    /// How many events a webhook missed that it was not told of yet, of all charge points.
    pub fn lost(&self, id: &str) -> Result<u64, StoreError> {
        let prefix = prefix(&[id]);
        let found = self.list::<Gap>(WEBHOOK_GAPS, Page::of(&prefix, usize::MAX))?;
        Ok(found.iter().map(|(_, gap)| gap.lost).sum())
    }

    /// Removes a webhook: first it, so that nobody is told any more, then what is kept of it.
    pub async fn forget_webhook(&self, webhook: &Versioned<Webhook>, subscriber: &str) -> Result<(), StoreError> {
        let (name, id) = (&webhook.record.name, &webhook.record.id);
        let mut gone = delete(WEBHOOKS, key(&[name]));
        gone.expect = webhook.condition();
        self.store()
            .write(vec![gone, delete(WEBHOOK_STATES, key(&[id]))])
            .await?;
        for (collection, owner) in [
            (WEBHOOK_GAPS, id.as_str()),
            (WEBHOOK_DEAD_LETTERS, id),
            (EVENT_CURSORS, subscriber),
        ] {
            let prefix = prefix(&[owner]);
            loop {
                let keys = self.store().list_keys(collection, Page::of(&prefix, STEP))?;
                if keys.is_empty() {
                    break;
                }
                let writes = keys.into_iter().map(|key| delete(collection, key)).collect();
                self.store().write(writes).await?;
            }
        }
        let cursor = delete(EVENT_CURSORS, key(&[subscriber]));
        self.store().write(vec![cursor]).await.map(drop)
    }

    /// Whether the events of a charge point are meant. Those that are about nobody, and about identities that nobody
    /// registered, are for who selects nothing.
    pub fn is_meant(&self, selected: Option<&Selected>, id: &ChargePointId) -> Result<bool, StoreError> {
        let Some(selected) = selected else { return Ok(true) };
        let named = selected.charge_points.as_ref();
        if named.is_some_and(|named| !named.contains(id)) {
            return Ok(false);
        }
        let Some(record) = self.charge_point(id)? else {
            return Ok(false);
        };
        let selection = Selection {
            labels: selected.labels.clone(),
            site: selected.site.clone(),
            ..Selection::default()
        };
        self.is_selected(&selection, id, &record)
    }
}
