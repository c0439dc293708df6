//! A subscriber with a cursor: what it has been told of each charge point is kept in the store, so that
//! nothing is lost by a crash; which charge points have something new is in memory alone, and found out
//! again at the start.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::log::{self, Numbered};
use crate::ids::ChargePointId;
use crate::state::collections::EVENT_CURSORS;
use crate::state::{State, key, put};
use crate::store::{StoreError, Write};

/// Charge points that are looked at in one go when a subscription is opened.
const STEP: usize = 500;

/// What one subscriber has still to be told.
#[derive(Debug)]
pub struct Subscription {
    name: String,
    news: Mutex<BTreeSet<ChargePointId>>,
}

impl Subscription {
    /// The subscription of this name. Everything that it was not told before is news.
    ///
    /// # Errors
    /// The store's.
    pub fn open(state: &State, name: &str) -> Result<Self, StoreError> {
        let subscription = Self::unread(name);
        subscription.find_news(state)?;
        Ok(subscription)
    }

    /// The same before it was looked for news: what happens from now on is added, and nothing is missed meanwhile.
    #[must_use]
    pub fn unread(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            news: Mutex::default(),
        }
    }

    /// Finds everything that it was not told before.
    ///
    /// # Errors
    /// The store's.
    pub fn find_news(&self, state: &State) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let stations = log::charge_points(state, after.as_ref(), STEP)?;
            let Some(last) = stations.last() else { return Ok(()) };
            after = Some(last.clone());
            for station in stations {
                if log::last_number(state, &station)? > self.position(state, &station)? {
                    self.add(&station);
                }
            }
        }
    }

    /// The last number that was told of a charge point, or where the subscription began if that is later.
    ///
    /// # Errors
    /// The store's.
    pub fn position(&self, state: &State, charge_point: &ChargePointId) -> Result<u64, StoreError> {
        position(state, &self.name, charge_point)
    }

    /// There is something new of a charge point.
    pub fn add(&self, charge_point: &ChargePointId) {
        self.lock().insert(charge_point.clone());
    }

    /// Whether any charge point has news.
    pub fn has_news(&self) -> bool {
        !self.lock().is_empty()
    }

    /// The charge points with news, which are none any more: whoever takes them tells them, or adds them
    /// again.
    pub fn take(&self) -> BTreeSet<ChargePointId> {
        std::mem::take(&mut *self.lock())
    }

    /// What the subscriber was not told of a charge point, in order.
    ///
    /// # Errors
    /// The store's.
    pub fn next(&self, state: &State, charge_point: &ChargePointId, limit: usize) -> Result<Vec<Numbered>, StoreError> {
        let told = position(state, &self.name, charge_point)?;
        log::after(state, charge_point, told, limit)
    }

    /// The write that moves the cursor: all up to this number was told, or was of no interest.
    ///
    /// # Errors
    /// A record without a JSON form.
    pub fn told(&self, charge_point: &ChargePointId, number: u64) -> Result<Write, StoreError> {
        put(EVENT_CURSORS, key(&[&self.name, charge_point.as_str()]), &number)
    }

    // The set cannot be left half changed, so a poisoned lock is as good as another.
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeSet<ChargePointId>> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The write that begins a subscription after a number: what happened before is not told.
///
/// # Errors
/// A record without a JSON form.
pub fn begin(name: &str, number: u64) -> Result<Write, StoreError> {
    put(EVENT_CURSORS, key(&[name]), &number)
}

/// The last number that was told of a charge point, or where the subscription began if that is later.
fn position(state: &State, name: &str, charge_point: &ChargePointId) -> Result<u64, StoreError> {
    let begun: Option<u64> = state.get(EVENT_CURSORS, &key(&[name]))?;
    let told: Option<u64> = state.get(EVENT_CURSORS, &key(&[name, charge_point.as_str()]))?;
    Ok(begun.max(told).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::super::Event;
    use super::*;
    use crate::state::tests::{block_on, in_memory};

    fn happen(state: &State, station: &str, kind: &str) {
        let event = Event::new(kind, &ChargePointId::new(station), json!({}));
        block_on(state.store().write(vec![log::append(&event).unwrap()])).unwrap();
    }

    fn kinds(subscription: &Subscription, state: &State, station: &ChargePointId) -> Vec<String> {
        let next = subscription.next(state, station, 10).unwrap();
        next.into_iter().map(|numbered| numbered.event.kind).collect()
    }

    #[test]
    fn a_cursor_goes_through_each_charge_points_events_by_itself() {
        let state = in_memory();
        let (a, b) = (ChargePointId::new("A/1"), ChargePointId::new("B"));
        for (station, kind) in [("A/1", "one"), ("B", "two"), ("A/1", "three")] {
            happen(&state, station, kind);
        }
        let subscription = Subscription::open(&state, "reader").unwrap();
        assert_eq!(subscription.take(), BTreeSet::from([a.clone(), b.clone()]));
        assert_eq!(kinds(&subscription, &state, &a), ["one", "three"]);
        let first = subscription.next(&state, &a, 1).unwrap();
        let told = subscription.told(&a, first.first().unwrap().number).unwrap();
        block_on(state.store().write(vec![told])).unwrap();
        assert_eq!(kinds(&subscription, &state, &a), ["three"]);
        assert_eq!(kinds(&subscription, &state, &b), ["two"]);
        let again = Subscription::open(&state, "reader").unwrap();
        assert_eq!(again.take(), BTreeSet::from([a, b]));
    }

    #[test]
    fn what_happened_before_a_subscription_began_is_not_told() {
        let state = in_memory();
        let a = ChargePointId::new("A");
        happen(&state, "A", "before");
        let now = block_on(state.store().write(Vec::new())).unwrap();
        block_on(state.store().write(vec![begin("late", now.0).unwrap()])).unwrap();
        assert!(Subscription::open(&state, "late").unwrap().take().is_empty());
        happen(&state, "A", "after");
        let subscription = Subscription::open(&state, "late").unwrap();
        assert_eq!(subscription.take(), BTreeSet::from([a.clone()]));
        assert_eq!(kinds(&subscription, &state, &a), ["after"]);
    }
}
