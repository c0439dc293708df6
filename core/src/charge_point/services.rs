//! What the connections of one worker share. It stays on its thread: no locks.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix::Addr;

use crate::config::settings::Settings;
use crate::counters::Counters;
use crate::ocpp::Central;
use crate::registry::Registry;
use crate::store::soon::Soon;
use crate::store::{Change, Write};

/// How long a heartbeat or status may wait before it goes to the store.
const SOON: Duration = Duration::from_millis(50);

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
    soon: RefCell<Soon>,
    armed: Cell<bool>,
}
