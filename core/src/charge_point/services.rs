//! What the connections of one worker share.

use std::rc::Rc;
use std::sync::Arc;

use actix::Addr;

use crate::config::settings::Settings;
use crate::counters::Counters;
use crate::ids::{ChargePointId, SessionId};
use crate::ocpp::Central;
use crate::registry::Registry;
use crate::registry::messages::Leave;
use crate::state::key;
use crate::store::write_behind::{Latest, NeedsTimer, NotTaken, to_write};
use crate::store::{Change, Write};

/// The worker's tools.
#[derive(Clone)]
pub struct Services {
    /// The configuration.
    pub settings: Arc<Settings>,
    /// Decides what messages mean.
    pub central: Central,
    /// Knows who is connected.
    pub registry: Addr<Registry>,
    /// Counts what operators want to know.
    pub counters: Arc<Counters>,
}

impl Services {
    /// A session was let in: what an older one still says does not count.
    pub fn begin(&self, charge_point: &ChargePointId, session: SessionId) {
        self.central
            .state
            .write_behind()
            .begin(&key(&[charge_point.as_str()]), session.0);
    }

    /// Puts a session's writes that may wait a little with the others.
    pub fn write_soon(self: &Rc<Self>, session: SessionId, writes: Vec<Write>) {
        for write in writes {
            let Change::Put(value) = write.change else {
                tracing::error!(key = write.key, "only plain values can be written soon");
                continue;
            };
            let taken = self.central.state.write_behind().put(Latest {
                collection: write.collection,
                key: write.key,
                value,
                session: session.0,
            });
            match taken {
                Ok(NeedsTimer::Yes) => self.flush_later(),
                Ok(NeedsTimer::No) | Err(NotTaken::Replaced) => {}
                Err(NotTaken::Full(write)) => self.write_now(write),
                Err(NotTaken::Refused(error)) => {
                    tracing::error!(%error, "a state cannot be stored")
                }
            }
        }
    }

    /// Hands writes to the store now, before whatever comes later, and waits for nothing.
    pub fn write_in_order(&self, writes: Vec<Write>) {
        let written = self.central.state.store().write(writes);
        actix_rt::spawn(async move {
            if let Err(error) = written.await {
                tracing::error!(%error, "an event could not be stored");
            }
        });
    }

    /// Writes go to the store now: nothing older of the same keys may come after them.
    pub fn overtake(&self, writes: &[Write]) {
        let mut write_behind = self.central.state.write_behind();
        for write in writes {
            write_behind.supersede(write.collection, &write.key);
        }
    }

    fn flush_later(self: &Rc<Self>) {
        let services = Rc::clone(self);
        let pause = self.central.state.write_behind().pause();
        actix_rt::spawn(async move {
            actix_rt::time::sleep(pause).await;
            services.flush().await;
        });
    }

    /// Writes what waits. What fails stays for the next time.
    pub async fn flush(self: &Rc<Self>) {
        let Some(values) = self.central.state.write_behind().take() else {
            return;
        };
        let answer = self.central.state.store().write(to_write(&values)).await;
        drop(values);
        let failed_before = self.central.state.write_behind().failures() > 0;
        match &answer {
            // Once per outage: every connection's log would drown the cause.
            Err(error) if !failed_before => {
                tracing::error!(%error, "states of connectors and heartbeats could not be stored yet, and are kept");
            }
            Ok(_) if failed_before => tracing::info!("states of connectors and heartbeats are stored again"),
            _ => {}
        }
        let needs_timer = self.central.state.write_behind().done(&answer);
        if needs_timer == NeedsTimer::Yes {
            self.flush_later();
        }
    }

    /// The buffer has too many keys: this one goes on its own.
    fn write_now(&self, write: Write) {
        let written = self.central.state.store().write(vec![write]);
        let in_outage = self.central.state.write_behind().failures() > 0;
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
