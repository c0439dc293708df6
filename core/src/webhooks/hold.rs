//! What retention leaves, and tells: events that a webhook was not told stay for `webhooks.retry_for`. What is older
//! goes as ever, and is a gap, which the webhook is told before the next event of that charge point.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Webhooks;
use super::wanted::Wanted;
use crate::clock::{self, Time};
use crate::events::{Event, Numbered, Subscription};
use crate::ids::ChargePointId;
use crate::state::collections::EVENTS;
use crate::state::hold::{Hold, Released};
use crate::state::parts;
use crate::state::webhooks::{Gap, put_gap};
use crate::store::{StoreError, Write};

/// A webhook as retention asks it.
#[derive(Clone)]
pub struct Holder {
    pub wanted: Arc<Wanted>,
    pub subscription: Arc<Subscription>,
    /// So many events it missed, since the server's start.
    pub lost: Arc<AtomicU64>,
}

impl Hold for Webhooks {
    fn release(&self, charge_point: &ChargePointId, keys: &[String]) -> Result<Released, StoreError> {
        let mut released = Released {
            keys: keys.len(),
            writes: Vec::new(),
        };
        let mut lost = Vec::new();
        for holder in self.holders() {
            let untold = self.untold(&holder, charge_point, keys.get(..released.keys).unwrap_or(keys))?;
            released.keys = untold.free;
            lost.push((holder, untold.lost));
        }
        for (holder, untold) in lost {
            let gone = untold.into_iter().filter(|(place, _)| *place < released.keys);
            let gap = gone.map(|(_, gap)| gap).reduce(Gap::and);
            if let Some(gap) = gap {
                released.writes.push(self.lose(&holder, charge_point, gap)?);
            }
        }
        Ok(released)
    }
}

/// What of the oldest events of a charge point a webhook was not told.
struct Untold {
    /// So many of the first may go.
    free: usize,
    /// Those of them that it wanted, by their place.
    lost: Vec<(usize, Gap)>,
}

impl Webhooks {
    fn untold(&self, holder: &Holder, charge_point: &ChargePointId, keys: &[String]) -> Result<Untold, StoreError> {
        let mut untold = Untold {
            free: keys.len(),
            lost: Vec::new(),
        };
        let state = self.state();
        let position = holder.subscription.position(state, charge_point)?;
        let number = |key: &String| parts(key).last().and_then(|last| last.parse::<u64>().ok());
        let behind = keys.last().and_then(number).is_some_and(|last| last > position);
        if !behind || !holder.wanted.may_want(state, charge_point)? {
            return Ok(untold);
        }
        let now = clock::now();
        for (place, key) in keys.iter().enumerate() {
            let Some(number) = number(key).filter(|number| *number > position) else {
                continue;
            };
            let Some(event) = readable(state.get::<Event>(EVENTS, key))? else {
                continue;
            };
            let (at, numbered) = (event.at, Numbered { number, event });
            if !holder.wanted.wants(state, &numbered)? {
                continue;
            }
            if self.is_held(at, now) {
                untold.free = place;
                break;
            }
            let gap = Gap {
                lost: 1,
                first: number,
                last: number,
                since: at,
                until: at,
            };
            untold.lost.push((place, gap));
        }
        Ok(untold)
    }

    fn is_held(&self, at: Time, now: Time) -> bool {
        (now - at).to_std().is_ok_and(|age| age < self.settings().retry_for)
    }

    fn lose(&self, holder: &Holder, charge_point: &ChargePointId, gap: Gap) -> Result<Write, StoreError> {
        let webhook = holder.wanted.webhook();
        if holder.lost.fetch_add(gap.lost, Ordering::Relaxed) == 0 {
            tracing::error!(
                webhook.name = webhook.name,
                charge_point.id = %charge_point,
                "events go that a webhook was not told: it was away for longer than webhooks.retry_for"
            );
        }
        let before = readable(self.state().gap(&webhook.id, charge_point))?;
        let gap = before.map_or(gap.clone(), |before| before.record.and(gap));
        put_gap(&webhook.id, charge_point, &gap)
    }
}

/// What cannot be read holds nothing up.
fn readable<T>(read: Result<Option<T>, StoreError>) -> Result<Option<T>, StoreError> {
    match read {
        Err(StoreError::Corrupt { .. }) => Ok(None),
        read => read,
    }
}
