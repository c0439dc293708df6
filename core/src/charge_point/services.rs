//! What the connections of one worker share, and how their effects reach the store.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use actix::Addr;

use super::durable::{Durable, Told};
use super::kept_bytes::{KeptBytes, is_small, left_out, without_payload};
use super::moments;
use super::waiting_events::{Next, WaitingEvents};
use crate::commands::DurableList;
use crate::config::settings::Settings;
use crate::counters::WorkerCounters;
use crate::events::Event;
use crate::ids::{ChargePointId, SessionId};
use crate::ocpp::{Effects, Pipeline};
use crate::registry::Registry;
use crate::registry::messages::Leave;
use crate::state::collections::RECORDS;
use crate::state::command_queue::queue_command;
use crate::state::connections::{RefusedConnection, put_refused_connection};
use crate::state::{Waiting, key};
use crate::store::latest::{Latest, Value};
use crate::store::write_behind::{NeedsTimer, NotTaken, to_write};
use crate::store::{Change, StoreError, Write};
use crate::tls::Tls;

/// The worker's tools.
pub struct Services {
    /// The configuration.
    pub settings: Arc<Settings>,
    /// Decides what messages mean.
    pub pipeline: Pipeline,
    /// The certificates of the listeners, and who judges those of charge points.
    pub tls: Arc<Tls>,
    /// Knows who is connected.
    pub registry: Addr<Registry>,
    /// What this worker counts of connections and their messages.
    pub counters: Arc<WorkerCounters>,
    /// Events that may wait a little.
    pub waiting_events: RefCell<WaitingEvents>,
    /// What charge points may still add.
    pub kept_bytes: RefCell<KeptBytes>,
}

impl Services {
    /// The one list that makes effects of a charge point durable: what waits for it, then the writes,
    /// then what happened and what is to be sent. What of the effects is in it is taken out of them.
    ///
    /// # Errors
    /// A record without a JSON form.
    pub fn durable_list(&self, charge_point: &ChargePointId, effects: &mut Effects) -> Result<DurableList, StoreError> {
        let writes = effects.writes.take().unwrap_or_default();
        let first = self.waiting_events.borrow_mut().take(charge_point);
        if !writes.is_empty() {
            self.supersede(charge_point, &writes);
        }
        let list = self.of_events(&first);
        // Mostly nothing waits: then the writes themselves become the list.
        let mut list = if list.is_empty() {
            writes
        } else {
            [list, writes].concat()
        };
        list.reserve(effects.commands.len() + effects.events.len());
        for command in &effects.commands {
            list.extend(queue_command(command)?);
        }
        let events = std::mem::take(&mut effects.events);
        list.extend(self.of_events(&events));
        Ok(DurableList {
            writes: list,
            first,
            events,
        })
    }

    /// Hands a durable list to the store now, and announces its events when they are written, whether or
    /// not whoever waits for it is still there.
    pub fn write_durably(self: &Rc<Self>, list: DurableList) -> Durable {
        Durable::write(
            self.pipeline.state.store().as_ref(),
            list,
            Rc::clone(self) as Rc<dyn Told>,
        )
    }

    /// A session was let in: what an older one of its charge point still says does not count.
    pub fn begin(&self, charge_point: &ChargePointId, session: SessionId) {
        let waiting = self.pipeline.state.write_behind(charge_point);
        waiting.lock().begin(&key(&[charge_point.as_str()]), session.0);
    }

    /// Keeps values of which only the last counts, as a session of their charge point says them.
    pub fn put_latest(&self, charge_point: &ChargePointId, session: SessionId, mut values: Vec<Latest>) {
        self.shorten(charge_point, &mut values);
        self.keep_waiting(charge_point, session, values);
    }

    /// Whether what follows an answer would not be written within a moment: the store refuses writes, or did, and what waits
    /// for it is tried again later.
    pub fn takes_no_report(&self, charge_point: &ChargePointId) -> bool {
        let state = &self.pipeline.state;
        state.store().refuses_writes() || state.write_behind(charge_point).lock().failures() > 0
    }

    /// Takes what is too much out of values.
    pub fn shorten(&self, charge_point: &ChargePointId, values: &mut [Latest]) {
        for latest in values {
            if let (RECORDS, Value::Stored(record)) = (latest.collection, &mut latest.value)
                && !self.may_add(charge_point, record.len())
            {
                *record = without_payload(std::mem::take(record));
            }
        }
    }

    /// Keeps values of a session in a moment, as they are.
    pub fn keep_waiting(&self, charge_point: &ChargePointId, session: SessionId, values: Vec<Latest>) {
        for latest in values {
            let waiting = self.pipeline.state.write_behind(charge_point);
            let taken = waiting.lock().put(latest, session.0);
            match taken {
                Ok(NeedsTimer::Yes) => self.flush_later(waiting),
                Ok(NeedsTimer::No) | Err(NotTaken::Replaced) => {}
                Err(NotTaken::Full(write)) => self.write_now(waiting, write),
                Err(NotTaken::Refused(error)) => tracing::error!(%error, "a state cannot be stored"),
            }
        }
    }

    /// Keeps events of a charge point, in their order, in a moment.
    pub fn tell(self: &Rc<Self>, charge_point: &ChargePointId, events: Vec<Event>) {
        let next = self.waiting_events.borrow_mut().add(charge_point, events);
        self.follow(next);
    }

    /// Events that the store refused wait for the next time, before those that have come since. A store that failed
    /// takes none any more.
    fn keep_events(self: &Rc<Self>, events: Vec<Event>, error: &StoreError) {
        if events.is_empty() {
            return;
        }
        if !error.passes() && !matches!(error, StoreError::Conflict { .. }) {
            return tracing::error!(events = events.len(), %error, "events could not be stored");
        }
        let in_outage = self.waiting_events.borrow().is_refused();
        if error.passes() && !in_outage {
            tracing::error!(%error, "events could not be stored yet, and are kept");
        }
        let next = self.waiting_events.borrow_mut().put_back(events, error.passes());
        self.follow(next);
    }

    fn follow(self: &Rc<Self>, next: Next) {
        match next {
            Next::Nothing => {}
            Next::WriteNow => self.write_events(),
            Next::WriteSoon(pause) => {
                let services = Rc::clone(self);
                actix_rt::spawn(async move {
                    actix_rt::time::sleep_until(moments::next(pause).into()).await;
                    services.write_events();
                });
            }
        }
    }

    /// Events are in the store: whoever observes is told.
    fn announce(&self, events: &[Event]) {
        if self.waiting_events.borrow().is_refused() {
            let lost = self.waiting_events.borrow_mut().taken();
            if lost == 0 {
                tracing::info!("events are stored again");
            } else {
                tracing::error!(lost, "events are stored again; too many waited, and some are lost");
            }
        }
        self.pipeline.plugins.announce(events);
    }

    /// Keeps an event now, behind those of its charge point that wait: the next connection, perhaps on
    /// another worker, tells its own only after it.
    pub fn tell_now(self: &Rc<Self>, event: Event) {
        let mut events = self.waiting_events.borrow_mut().take(&event.charge_point);
        events.push(event);
        self.write_in_order(events);
    }

    /// The charge point is forgotten, and what waits of it is not kept any more.
    pub fn forget_events(&self, charge_point: &ChargePointId) {
        self.waiting_events.borrow_mut().take(charge_point);
    }

    /// Keeps the last connection that was refused.
    pub fn keep_refused(&self, charge_point: &ChargePointId, refused: &RefusedConnection) {
        let write = match put_refused_connection(charge_point, refused) {
            Ok(write) => write,
            Err(error) => return tracing::error!(%error, "a refused connection cannot be stored"),
        };
        let written = self.pipeline.state.store().write_at_once(vec![write]);
        actix_rt::spawn(async move {
            if let Err(error) = written.await {
                tracing::error!(%error, "a refused connection could not be stored");
            }
        });
    }

    /// The writes of events; one without a JSON form is lost with a log line.
    fn of_events(&self, events: &[Event]) -> Vec<Write> {
        let keep = |event: &Event| {
            let kept = self.pipeline.plugins.keep(event);
            let kept = kept.and_then(|kept| match kept.as_ref().map(size) {
                // Transactions are money: plugins bill by these events.
                Some(bytes) if !event.kind.starts_with("transaction.") && !self.may_add(&event.charge_point, bytes) => {
                    let mut short = event.clone();
                    short.payload = left_out(bytes).into();
                    self.pipeline.plugins.keep(&short)
                }
                _ => Ok(kept),
            });
            kept.unwrap_or_else(|error| {
                tracing::error!(event.kind = event.kind, %error, "an event is lost");
                None
            })
        };
        events.iter().filter_map(keep).collect()
    }

    fn may_add(&self, charge_point: &ChargePointId, bytes: usize) -> bool {
        is_small(bytes) || self.kept_bytes.borrow_mut().takes(charge_point, bytes, Instant::now())
    }

    fn write_events(self: &Rc<Self>) {
        let mut waiting = self.waiting_events.borrow_mut().take_all();
        if self.waiting_events.borrow().is_refused() {
            // They have waited long enough for their charge point to be forgotten.
            let state = &self.pipeline.state;
            waiting.retain(|event| {
                let id = &event.charge_point;
                id.as_str().is_empty() || !matches!(state.charge_point(id), Ok(None))
            });
        }
        self.write_in_order(waiting);
    }

    /// Hands events to the store now, before whatever comes later, and waits for nothing.
    fn write_in_order(self: &Rc<Self>, events: Vec<Event>) {
        let writes = self.of_events(&events);
        if writes.is_empty() {
            // They are of kinds that are not kept.
            return self.pipeline.plugins.announce(&events);
        }
        let written = self.pipeline.state.store().write_at_once(writes);
        let services = Rc::clone(self);
        actix_rt::spawn(async move {
            match written.await {
                Ok(_) => services.announce(&events),
                Err(error) => services.keep_events(events, &error),
            }
        });
    }

    /// Writes of a charge point go to the store now: nothing older of the same keys may come after them.
    fn supersede(&self, charge_point: &ChargePointId, writes: &[Write]) {
        let mut waiting = self.pipeline.state.write_behind(charge_point).lock();
        for write in writes {
            waiting.supersede(write.collection, &write.key);
        }
    }

    fn flush_later(&self, waiting: &Arc<Waiting>) {
        let (pipeline, waiting) = (self.pipeline.clone(), Arc::clone(waiting));
        actix_rt::spawn(flush(pipeline, waiting));
    }

    /// Hands the events that wait to the store, and resolves when all before them is durable.
    pub async fn flush_events(self: &Rc<Self>) {
        let events = self.waiting_events.borrow_mut().take_all();
        match self.pipeline.state.store().write(self.of_events(&events)).await {
            Ok(_) => self.pipeline.plugins.announce(&events),
            Err(error) => tracing::error!(%error, "the last events could not be stored"),
        }
    }

    /// Waits until all that was handed to the store is durable: also what became of the last commands.
    pub async fn all_written(&self) {
        if let Err(error) = self.pipeline.state.store().write(Vec::new()).await {
            tracing::error!(%error, "the last writes of a connection are not durable");
        }
    }

    /// The buffer has too many keys: this one goes on its own.
    fn write_now(&self, waiting: &Waiting, write: Write) {
        let written = self.pipeline.state.store().write(vec![write]);
        let in_outage = waiting.lock().failures() > 0;
        actix_rt::spawn(async move {
            match written.await {
                Err(error) if !in_outage => tracing::error!(%error, "a state could not be stored"),
                _ => {}
            }
        });
    }

    /// Tells the registry that a session has ended.
    #[expect(clippy::disallowed_methods, reason = "one message per session's life, never more")]
    pub fn leave(&self, leave: Leave) {
        self.registry.do_send(leave);
    }
}

impl Told for Services {
    fn stored(&self, events: &[Event]) {
        self.announce(events);
    }

    fn put_back(self: Rc<Self>, events: Vec<Event>, error: &StoreError) {
        self.keep_events(events, error);
    }
}

/// How much a write adds.
fn size(write: &Write) -> usize {
    match &write.change {
        Change::Put(value) | Change::Append(value) => value.len(),
        _ => 0,
    }
}

/// Writes the values that wait in one part, again and again while some come. What fails waits for the next
/// time.
async fn flush(pipeline: Pipeline, waiting: Arc<Waiting>) {
    loop {
        let pause = waiting.lock().pause();
        actix_rt::time::sleep_until(moments::next(pause).into()).await;
        let Some(values) = waiting.lock().take() else { return };
        let answer = pipeline.state.store().write(to_write(&values)).await;
        drop(values);
        let failed_before = waiting.lock().failures() > 0;
        match &answer {
            // Once per outage: every connection's log would drown the cause.
            Err(error) if !failed_before => {
                tracing::error!(%error, "states of connectors and heartbeats could not be stored yet, and are kept");
            }
            Ok(_) if failed_before => tracing::info!("states of connectors and heartbeats are stored again"),
            _ => {}
        }
        if waiting.lock().done(&answer) == NeedsTimer::No {
            return;
        }
    }
}
