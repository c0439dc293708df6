//! What the connections of one worker share. It stays on its thread: no locks.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use actix::Addr;

use crate::config::settings::Settings;
use crate::counters::Counters;
use crate::ocpp::Central;
use crate::registry::Registry;
use crate::registry::messages::Leave;
use crate::store::soon::{Armed, NotTaken, Soon};
use crate::store::{Change, Write};

/// The worker's tools.
pub struct Services {
    /// The configuration.
    pub settings: Arc<Settings>,
    /// Decides what messages mean.
    pub central: Central,
    /// Knows who is connected.
    pub registry: Addr<Registry>,
    /// Counts what operators want to know.
    pub counters: Arc<Counters>,
    /// Writes that may wait a little.
    pub soon: RefCell<Soon>,
}

impl Services {
    /// Puts writes that may wait a little with the others of this worker.
    pub fn write_soon(self: &Rc<Self>, writes: Vec<Write>) {
        for write in writes {
            let Change::Put(value) = write.change else {
                tracing::error!(key = write.key, "only plain values can be written soon");
                continue;
            };
            let taken = self.soon.borrow_mut().put(write.collection, &write.key, value);
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

    /// Writes what waits. What fails stays for the next time.
    pub async fn flush(self: &Rc<Self>) {
        let Some(writes) = self.soon.borrow_mut().take() else {
            return;
        };
        let answer = self.central.state.store().write(writes).await;
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

    /// The buffer has too many keys: this one goes on its own.
    fn write_now(&self, write: Write) {
        let written = self.central.state.store().write(vec![write]);
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
