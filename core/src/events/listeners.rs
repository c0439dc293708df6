//! Who listens beside the plugins: subscribers with a cursor, each with the kinds that it wants. The table is read for
//! every event without a lock, and replaced as a whole.

use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::sync::Notify;

use super::{Event, KindPattern, Subscription};

/// Somebody who is told events.
#[derive(Debug)]
pub struct Listener {
    kinds: Vec<KindPattern>,
    /// What it has still to be told. It finds what was there before when whoever tells it begins.
    pub subscription: Arc<Subscription>,
    woken: Arc<Notify>,
}

impl Listener {
    /// One who wants these kinds, and is woken by this when there is something new.
    #[must_use]
    pub fn new(kinds: Vec<KindPattern>, subscription: Arc<Subscription>, woken: Arc<Notify>) -> Self {
        Self {
            kinds,
            subscription,
            woken,
        }
    }

    fn wants(&self, kind: &str) -> bool {
        self.kinds.iter().any(|pattern| pattern.takes(kind))
    }
}

/// All of them.
#[derive(Debug, Default)]
pub struct Listeners(ArcSwap<Vec<Listener>>);

impl Listeners {
    /// These listen from now on, and nobody else.
    pub fn replace(&self, listeners: Vec<Listener>) {
        self.0.store(Arc::new(listeners));
    }

    /// Whether anybody wants events of a kind: then it is kept.
    #[must_use]
    pub fn want(&self, kind: &str) -> bool {
        self.0.load().iter().any(|listener| listener.wants(kind))
    }

    /// Whether anybody listens.
    #[must_use]
    pub fn want_any(&self) -> bool {
        !self.0.load().is_empty()
    }

    /// These events are in the store.
    pub fn announce(&self, events: &[Event]) {
        for listener in &**self.0.load() {
            let mut any = false;
            for event in events.iter().filter(|event| listener.wants(&event.kind)) {
                listener.subscription.add(&event.charge_point);
                any = true;
            }
            if any {
                listener.woken.notify_one();
            }
        }
    }
}
