//! Events that wait for the plugins that observe them: one record for each event and plugin, written
//! with the effects that it tells of, removed with the effects of the call that took it. What is there
//! is what is still to be told, so nothing is lost by a crash or a swap.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Notify;

use crate::clock;
use crate::events::Event;
use crate::ids::{ChargePointId, PluginName};
use crate::plugins::contract::Context;
use crate::plugins::decide::routing::Routing;
use crate::state::{State, key, put};
use crate::store::{Change, Collection, Expect, Page, StoreError, Write};

/// By plugin, charge point and number.
pub const WAITING: Collection = Collection("plugin-events");
/// Those that a plugin did not take in as many tries as it has, likewise.
pub const SET_ASIDE: Collection = Collection("plugin-events-set-aside");

/// Events of one page.
const PAGE: usize = 200;

/// Gives events their numbers. They only grow, also over a restart.
#[derive(Debug)]
struct Numbers(AtomicU64);

impl Numbers {
    /// After all that wait.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn open(state: &State) -> Result<Self, StoreError> {
        let mut last = None;
        let mut greatest = 0;
        loop {
            let page = Page::all(1000).after(last.as_deref());
            let entries = state.store().list(WAITING, page)?;
            let Some((key, _)) = entries.last() else { break };
            last = Some(key.clone());
            let numbers = entries
                .iter()
                .filter_map(|(key, _)| key.rsplit('/').next()?.parse().ok());
            greatest = numbers.chain([greatest]).max().unwrap_or(greatest);
        }
        let micros = u64::try_from(clock::now().timestamp_micros()).unwrap_or_default();
        Ok(Self(AtomicU64::new(micros.max(greatest + 1))))
    }

    fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// The way of events to those who observe them.
pub struct Outbox {
    numbers: Numbers,
    woken: Notify,
    routing: Arc<Routing>,
}

impl Outbox {
    /// For those who observe by this table.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn open(state: &State, routing: Arc<Routing>) -> Result<Self, StoreError> {
        Ok(Self {
            numbers: Numbers::open(state)?,
            woken: Notify::new(),
            routing,
        })
    }

    /// The writes that keep an event for everyone who observes it.
    ///
    /// # Errors
    /// A record without a JSON form.
    pub fn tell(&self, event: &Event) -> Result<Vec<Write>, StoreError> {
        let table = self.routing.load();
        let observers = table.observers(&event.kind).iter();
        let kept = observers.filter(|entry| entry.plugin.backlog.takes());
        kept.map(|entry| keep(&self.numbers, &entry.plugin.name, event))
            .collect()
    }

    /// There are new events in the store.
    pub fn wake(&self) {
        self.woken.notify_one();
    }

    /// Waits until there are.
    pub fn woken(&self) -> impl Future<Output = ()> {
        self.woken.notified()
    }
}

/// The write that keeps an event for a plugin.
///
/// # Errors
/// A record without a JSON form.
fn keep(numbers: &Numbers, plugin: &PluginName, event: &Event) -> Result<Write, StoreError> {
    let number = format!("{:020}", numbers.next());
    put(
        WAITING,
        key(&[plugin.as_str(), event.charge_point.as_str(), &number]),
        event,
    )
}

/// What a guest is told of an event beside its kind and payload; `id` is the same each time.
#[must_use]
pub fn context(event: &Event, id: &str) -> Context {
    let mut attributes = event.attributes.clone();
    attributes.push(("event".to_owned(), id.to_owned()));
    Context {
        charge_point: event.charge_point.to_string(),
        version: event.version.clone(),
        vendor: event.vendor.clone(),
        model: event.model.clone(),
        message_id: event.message_id.to_string(),
        received_at: clock::text(event.at),
        attributes,
    }
}

/// An event that waits.
#[derive(Debug, Clone)]
pub struct PendingEvent {
    /// Its key, which is also its id.
    pub key: String,
    /// What happened.
    pub event: Event,
}

impl PendingEvent {
    /// The same each time that it is told.
    #[must_use]
    pub fn id(&self) -> &str {
        self.key.rsplit('/').next().unwrap_or_default()
    }

    /// The write that takes it away.
    #[must_use]
    pub fn taken(&self) -> Write {
        Write {
            collection: WAITING,
            key: self.key.clone(),
            expect: Expect::Any,
            change: Change::Delete,
        }
    }

    /// The writes that set it aside.
    ///
    /// # Errors
    /// A record without a JSON form.
    pub fn set_aside(&self) -> Result<Vec<Write>, StoreError> {
        Ok(vec![put(SET_ASIDE, self.key.clone(), &self.event)?, self.taken()])
    }
}

/// A page of what waits for a plugin, by charge point and number, after one key.
///
/// # Errors
/// If the store or a record cannot be read.
pub fn waiting(state: &State, plugin: &PluginName, after: Option<&str>) -> Result<Vec<PendingEvent>, StoreError> {
    let prefix = format!("{}/", key(&[plugin.as_str()]));
    let page = Page::of(&prefix, PAGE).after(after);
    let found = state.list::<Event>(WAITING, page)?;
    Ok(found
        .into_iter()
        .map(|(key, event)| PendingEvent { key, event })
        .collect())
}

/// The key after which the events of the next charge point begin.
#[must_use]
pub fn end_of(plugin: &PluginName, charge_point: &ChargePointId) -> String {
    // `~` comes after every digit.
    key(&[plugin.as_str(), charge_point.as_str(), "~"])
}
