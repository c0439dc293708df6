//! What the connections of one worker share, and how their effects reach the store. It stays on its
//! thread: no locks.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix::Addr;

use super::waiting_events::{Next, WaitingEvents};
use crate::config::settings::Settings;
use crate::counters::Counters;
use crate::events::{Event, log};
use crate::ids::ChargePointId;
use crate::ocpp::{Effects, Pipeline};
use crate::registry::Registry;
use crate::registry::messages::Leave;
use crate::state::command_queue::queue_command;
use crate::store::soon::{Armed, NotTaken, Soon};
use crate::store::{Latest, StoreError, Write};

/// How long an event of a plain report may wait.
const EVENTS_WAIT: Duration = Duration::from_millis(50);

/// The worker's tools.
pub struct Services {
    /// The configuration.
    pub settings: Arc<Settings>,
    /// Decides what messages mean.
    pub pipeline: Pipeline,
    /// Knows who is connected.
    pub registry: Addr<Registry>,
    /// Counts what operators want to know.
    pub counters: Arc<Counters>,
    /// Values that may wait a little.
    pub soon: RefCell<Soon>,
    /// Events that may wait a little.
    pub waiting_events: RefCell<WaitingEvents>,
}

impl Services {
    /// The one list that makes effects of a charge point durable: what waits for it, then the writes,
    /// then what happened and what is to be sent. Empties what it takes.
    ///
    /// # Errors
    /// A record without a JSON form.
    pub fn durable_list(&self, charge_point: &ChargePointId, effects: &mut Effects) -> Result<Vec<Write>, StoreError> {
        let writes = effects.writes.take().unwrap_or_default();
        let mut list = self.waiting_events.borrow_mut().take(charge_point);
        self.supersede(&writes);
        list.extend(writes);
        for command in &effects.commands {
            list.extend(queue_command(command)?);
        }
        list.extend(self.of_events(&std::mem::take(&mut effects.events)));
        Ok(list)
    }

    /// Keeps values of which only the last counts.
    pub fn put_latest(self: &Rc<Self>, latest: Vec<Latest>) {
        for Latest { collection, key, value } in latest {
            let taken = self.soon.borrow_mut().put(collection, &key, value);
            match taken {
                Ok(Armed::Yes) => self.flush_later(),
                Ok(Armed::No) => {}
                Err(NotTaken::Full(write)) => self.write_now(write),
                Err(NotTaken::Refused(error)) => {
                    tracing::error!(%error, "a state cannot be stored")
                }
            }
        }
    }

    /// Keeps events of a charge point, in their order, in a moment.
    pub fn tell(self: &Rc<Self>, charge_point: &ChargePointId, events: &[Event]) {
        let writes = self.of_events(events);
        let next = self.waiting_events.borrow_mut().add(charge_point, writes);
        match next {
            Next::Nothing => {}
            Next::WriteNow => self.write_events(),
            Next::WriteSoon => {
                let services = Rc::clone(self);
                actix_rt::spawn(async move {
                    actix_rt::time::sleep(EVENTS_WAIT).await;
                    services.write_events();
                });
            }
        }
    }

    /// Keeps an event now, behind those of its charge point that wait: the next connection, perhaps on
    /// another worker, tells its own only after it.
    pub fn tell_now(self: &Rc<Self>, event: &Event) {
        let mut writes = self.waiting_events.borrow_mut().take(&event.charge_point);
        writes.extend(self.of_events(std::slice::from_ref(event)));
        self.write_in_order(writes);
    }

    /// The writes of events; one without a JSON form is lost with a log line.
    fn of_events(&self, events: &[Event]) -> Vec<Write> {
        let mut writes = Vec::with_capacity(events.len());
        for event in events {
            let kept = log::append(event).and_then(|write| Ok((write, self.pipeline.plugins.tell(event)?)));
            match kept {
                Ok((write, told)) => {
                    writes.push(write);
                    writes.extend(told);
                }
                Err(error) => tracing::error!(event.kind = event.kind, %error, "an event is lost"),
            }
        }
        writes
    }

    fn write_events(self: &Rc<Self>) {
        let waiting = self.waiting_events.borrow_mut().take_all();
        self.write_in_order(waiting.into_values().flatten().collect());
    }

    /// Events are in the store: whoever observes some may look.
    pub fn announce(&self) {
        if self.pipeline.plugins.is_observed() {
            self.pipeline.plugins.wake();
        }
    }

    /// Hands writes to the store now, before whatever comes later, and waits for nothing.
    fn write_in_order(self: &Rc<Self>, writes: Vec<Write>) {
        if writes.is_empty() {
            return;
        }
        let written = self.pipeline.state.store().write(writes);
        let services = Rc::clone(self);
        actix_rt::spawn(async move {
            match written.await {
                Ok(_) => services.announce(),
                Err(error) => tracing::error!(%error, "an event could not be stored"),
            }
        });
    }

    /// Writes go to the store now: nothing older of the same keys may come after them.
    fn supersede(&self, writes: &[Write]) {
        let mut soon = self.soon.borrow_mut();
        for write in writes {
            soon.overtaken(write.collection, &write.key);
        }
    }

    fn flush_later(self: &Rc<Self>) {
        let services = Rc::clone(self);
        let pause = self.soon.borrow().pause();
        actix_rt::spawn(async move {
            actix_rt::time::sleep(pause).await;
            services.flush().await;
        });
    }

    /// Writes the values and events that wait. Values that fail stay for the next time.
    pub async fn flush(self: &Rc<Self>) {
        self.write_events();
        let Some(writes) = self.soon.borrow_mut().take() else {
            return;
        };
        let answer = self.pipeline.state.store().write(writes).await;
        let failed_before = self.soon.borrow().failures() > 0;
        match &answer {
            // Once per outage: every connection's log would drown the cause.
            Err(error) if !failed_before => {
                tracing::error!(%error, "states of connectors and heartbeats could not be stored yet, and are kept");
            }
            Ok(_) if failed_before => tracing::info!("states of connectors and heartbeats are stored again"),
            _ => {}
        }
        if self.soon.borrow_mut().done(&answer) == Armed::Yes {
            self.flush_later();
        }
    }

    /// Waits until all that was handed to the store is durable: also what became of the last commands.
    pub async fn all_written(&self) {
        if let Err(error) = self.pipeline.state.store().write(Vec::new()).await {
            tracing::error!(%error, "the last writes of a connection are not durable");
        }
    }

    /// The buffer has too many keys: this one goes on its own.
    fn write_now(&self, write: Write) {
        let written = self.pipeline.state.store().write(vec![write]);
        let in_outage = self.soon.borrow().failures() > 0;
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
