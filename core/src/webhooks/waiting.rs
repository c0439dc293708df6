//! What waits for a webhook, counted when somebody looks.

use super::Webhooks;
use super::hold::Holder;
use crate::clock::Time;
use crate::events::log;
use crate::ids::ChargePointId;
use crate::store::StoreError;

/// Charge points, and events of one, that are looked at in one go.
const PAGE: usize = 500;

/// Events are counted up to here.
const MOST_COUNTED: u64 = 10_000;

/// What waits for a webhook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// So many events, at most 10,000 counted.
    pub events: u64,
    /// There may be more.
    pub is_cut: bool,
    /// When the oldest of them happened.
    pub oldest: Option<Time>,
}

impl Webhooks {
    /// What waits for a webhook. Reads it, so it is not to be asked on a thread that others wait for.
    ///
    /// # Errors
    /// The store's.
    pub fn waiting(&self, name: &str) -> Result<Waiting, StoreError> {
        let mut waiting = Waiting::default();
        let Some(holder) = self.holder(name) else {
            return Ok(waiting);
        };
        let mut after = None;
        loop {
            let found = log::charge_points(self.state(), after.as_ref(), PAGE)?;
            let Some(last) = found.last() else { return Ok(waiting) };
            after = Some(last.clone());
            for charge_point in &found {
                self.count(&holder, charge_point, &mut waiting)?;
                if waiting.is_cut {
                    return Ok(waiting);
                }
            }
        }
    }

    /// Adds what waits of a charge point.
    fn count(&self, holder: &Holder, charge_point: &ChargePointId, waiting: &mut Waiting) -> Result<(), StoreError> {
        let state = self.state();
        let mut position = holder.subscription.position(state, charge_point)?;
        if log::last_number(state, charge_point)? <= position || !holder.wanted.may_want(state, charge_point)? {
            return Ok(());
        }
        loop {
            let page = log::after(state, charge_point, position, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            position = last.number;
            for numbered in page {
                if !holder.wanted.wants(state, &numbered)? {
                    continue;
                }
                waiting.events += 1;
                let oldest = waiting.oldest.get_or_insert(numbered.event.at);
                *oldest = (*oldest).min(numbered.event.at);
            }
            if waiting.events >= MOST_COUNTED {
                waiting.is_cut = true;
                return Ok(());
            }
        }
    }
}
