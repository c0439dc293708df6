//! Which events a webhook wants: by kind and by charge point, as it said when they happened.

use std::sync::Arc;

use crate::events::{Event, FOR_WEBHOOK, KindPattern, Numbered};
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::webhooks::{Selected, Webhook};
use crate::store::StoreError;

/// What kinds of events about webhooks begin with.
const OF_WEBHOOKS: &str = "webhook.";

/// A webhook with its patterns read.
#[derive(Debug)]
pub struct Wanted {
    webhook: Arc<Webhook>,
    kinds: Vec<KindPattern>,
    /// Of those before, as they stand in the record.
    earlier: Vec<Vec<KindPattern>>,
}

impl Wanted {
    /// What this webhook wants. A kind that this version does not know any more is nobody's.
    #[must_use]
    pub fn new(webhook: Arc<Webhook>) -> Self {
        let read = |kinds: &[String]| kinds.iter().filter_map(|kind| kind.clone().try_into().ok()).collect();
        Self {
            kinds: read(&webhook.kinds),
            earlier: webhook.earlier.iter().map(|earlier| read(&earlier.kinds)).collect(),
            webhook,
        }
    }

    /// The webhook.
    #[must_use]
    pub fn webhook(&self) -> &Arc<Webhook> {
        &self.webhook
    }

    /// All patterns that count, also for what happened before.
    #[must_use]
    pub fn patterns(&self) -> Vec<KindPattern> {
        self.earlier.iter().chain([&self.kinds]).flatten().cloned().collect()
    }

    /// Whether the webhook is told an event.
    ///
    /// # Errors
    /// The store's.
    pub fn wants(&self, state: &State, Numbered { number, event }: &Numbered) -> Result<bool, StoreError> {
        if !event.is_for(FOR_WEBHOOK, &self.webhook.id) {
            return Ok(false);
        }
        if event.is_repetition() {
            return Ok(true);
        }
        let (kinds, selection) = self.at(*number);
        let is_wanted = kinds.iter().any(|pattern| pattern.takes(&event.kind)) && !self.is_about_itself(event);
        Ok(is_wanted && state.is_meant(selection, &event.charge_point)?)
    }

    /// Whether it may want anything of a charge point.
    ///
    /// # Errors
    /// The store's.
    pub fn may_want(&self, state: &State, charge_point: &ChargePointId) -> Result<bool, StoreError> {
        let selections = self.webhook.earlier.iter().map(|earlier| earlier.selection.as_ref());
        for selection in selections.chain([self.webhook.selection.as_ref()]) {
            if state.is_meant(selection, charge_point)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What was wanted when an event with this number happened.
    fn at(&self, number: u64) -> (&[KindPattern], Option<&Selected>) {
        let then = self.webhook.earlier.iter().zip(&self.earlier);
        let then = then.into_iter().find(|(earlier, _)| number <= earlier.until);
        then.map_or((&self.kinds, self.webhook.selection.as_ref()), |(earlier, kinds)| {
            (kinds, earlier.selection.as_ref())
        })
    }

    /// That it fails is not told to it: that would fail, too.
    fn is_about_itself(&self, event: &Event) -> bool {
        event.kind.starts_with(OF_WEBHOOKS)
            && event.payload.value().get("webhook").and_then(|name| name.as_str()) == Some(&self.webhook.name)
    }
}
