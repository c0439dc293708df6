//! Events on their way to the plugins that observe them: each is in the log once (`events::log`), and each
//! plugin has a cursor for each charge point. What an older version of this program left waiting in records
//! of its own is moved to the log at the start.

use std::future::Future;
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::Deserialize;
use tokio::sync::Notify;

use crate::clock;
use crate::counters::Counter;
use crate::events::kinds::{ALL, Keeping, TRANSACTION_ENDED};
use crate::events::{self, Broadcast, Event, Listeners, Numbered, log};
use crate::ids::PluginName;
use crate::plugins::contract::Context;
use crate::plugins::decide::routing::Routing;
use crate::state::{State, delete, parts};
use crate::store::{Collection, Page, StoreError, Write};

/// Where events waited before there was a log: by plugin, charge point and number.
const WAITED: Collection = Collection("plugin-events");

/// The attribute of an event that is for one plugin alone.
pub const FOR_PLUGIN: &str = events::FOR_PLUGIN;

/// The way of events to those who observe them.
pub struct Outbox {
    woken: Notify,
    routing: Arc<Routing>,
    /// Who listens beside the plugins.
    pub listeners: Arc<Listeners>,
    /// How many are in the store, by the place of their kind; those that plugins tell come last.
    stored: [Counter; ALL.len() + 1],
    /// In Wh: that of the sessions that have ended.
    energy: Counter,
    /// Who listens at this moment.
    pub broadcast: Arc<Broadcast>,
}

impl Outbox {
    /// For those who observe by this table.
    #[must_use]
    pub fn new(routing: Arc<Routing>) -> Self {
        Self {
            woken: Notify::new(),
            routing,
            listeners: Arc::default(),
            stored: std::array::from_fn(|_| Counter::default()),
            energy: Counter::default(),
            broadcast: Arc::default(),
        }
    }

    /// The write that keeps an event, if it is one that is kept.
    ///
    /// # Errors
    /// A record without a JSON form.
    pub fn keep(&self, event: &Event) -> Result<Option<Write>, StoreError> {
        let is_observed = self.routing.load().observes(&event.kind);
        log::keep(event, is_observed || self.listeners.want(&event.kind))
    }

    /// These events are in the store, or are of kinds that are not kept.
    pub fn announce(&self, events: &[Event]) {
        self.broadcast.tell(events);
        self.listeners.announce(events);
        let table = self.routing.load();
        for event in events {
            self.count(event, table.observes(&event.kind) || self.listeners.want(&event.kind));
            if event.kind == TRANSACTION_ENDED.name && !event.is_repetition() {
                self.energy.add_large(energy_of(event).unwrap_or_default());
            }
        }
        if !table.is_observed() {
            return;
        }
        for event in events {
            for entry in table.observers(&event.kind) {
                entry.plugin.backlog.add();
                entry.plugin.news.add(&event.charge_point);
            }
        }
        self.woken.notify_one();
    }

    fn count(&self, event: &Event, is_observed: bool) {
        let place = ALL.iter().position(|kind| kind.name == event.kind);
        let kind = place.and_then(|place| ALL.get(place));
        let is_kept = is_observed || kind.is_none_or(|kind| kind.keeping == Keeping::Durable);
        if is_kept
            && !event.is_repetition()
            && let Some(counter) = self.stored.get(place.unwrap_or(ALL.len()))
        {
            counter.add();
        }
    }

    /// How many events are in the store since the start, by kind; `plugin` stands for all that plugins told.
    #[must_use]
    pub fn stored(&self) -> Vec<(&'static str, u64)> {
        let kinds = ALL.iter().map(|kind| kind.name).chain(["plugin"]);
        kinds.zip(self.stored.iter().map(Counter::now)).collect()
    }

    /// How much energy the sessions had that have ended since the start, in Wh.
    #[must_use]
    pub fn energy_wh(&self) -> u64 {
        self.energy.now()
    }

    /// Waits until there is something new.
    pub fn woken(&self) -> impl Future<Output = ()> {
        self.woken.notified()
    }
}

/// What the account of a session's end says of it.
#[derive(Deserialize)]
struct Ended {
    transaction: Option<EndedTransaction>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EndedTransaction {
    energy_wh: Option<Decimal>,
}

/// The energy of a session that has ended, in whole Wh.
fn energy_of(ended: &Event) -> Option<u64> {
    let ended: Ended = serde_json::from_str(ended.payload.text()).ok()?;
    ended.transaction?.energy_wh?.round().to_u64()
}

/// What a guest is told of an event beside its kind and payload; the id is the same each time.
#[must_use]
pub fn context(numbered: &Numbered) -> Context {
    let event = &numbered.event;
    let own = event.attributes.iter().filter(|(name, _)| name != FOR_PLUGIN);
    let mut attributes: Vec<_> = own.cloned().collect();
    attributes.push(("event".to_owned(), format!("{:020}", numbered.number)));
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

/// Whether an event is for a plugin, which observes its kind.
#[must_use]
pub fn is_for(event: &Event, plugin: &PluginName) -> bool {
    event.is_for(FOR_PLUGIN, plugin.as_str())
}

/// Moves what an older version left waiting to the log, each event for the plugin that it waited for.
///
/// # Errors
/// The store's; what was not moved is still there.
pub async fn move_waiting(state: &State) -> Result<(), StoreError> {
    const STEP: usize = 200;
    loop {
        let waited = state.list::<Event>(WAITED, Page::all(STEP))?;
        if waited.is_empty() {
            return Ok(());
        }
        let mut writes = Vec::with_capacity(waited.len() * 2);
        for (old, mut event) in waited {
            let plugin = parts(&old).into_iter().next().unwrap_or_default();
            event.attributes.push((FOR_PLUGIN.to_owned(), plugin));
            writes.push(log::append(&event)?);
            writes.push(delete(WAITED, old));
        }
        state.store().write(writes).await?;
    }
}
