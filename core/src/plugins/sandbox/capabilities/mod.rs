//! What one call of a plugin may reach: one file per capability, joined here.
//!
//! A capability checks its grant at each use, does one bounded thing, and knows nothing of the
//! others. What it does to the world waits until the call's outcome is used. To add one: an interface
//! in `plugin-sdk/wit`, a file here, a line in `engine.rs`.

mod access;
mod commands;
mod directory;
mod events;
mod exchange;
mod http;
mod log;
mod settings;
mod space;
mod state;
mod state_buffer;
mod state_value;

pub use self::access::Access;
pub use self::commands::PluginCommand;
pub use self::events::Emitted;
pub use self::http::Answers;
pub use self::log::LogRate;
pub use self::space::Space;
pub use self::state::{COLLECTION, swept};
pub use self::state_buffer::Seen;
pub use self::state_value::{Value as StateValue, decode, encode};

use std::sync::Arc;

use wasmtime::component::ResourceTable;
use wasmtime_wasi::{WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use self::commands::CommandsCapability;
use self::directory::DirectoryCapability;
use self::events::EventsCapability;
use self::http::HttpCapability;
use self::log::LogCapability;
use self::settings::SettingsCapability;
use self::state::StateCapability;
use crate::plugins::sandbox::deadline::Deadline;
use crate::plugins::sandbox::limits::Limits;
use crate::plugins::sandbox::sources;
use crate::plugins::sandbox::trace::Tape;
use crate::plugins::sandbox::stderr::Captured;
use crate::clock::Time;
use crate::ids::{ChargePointId, MessageId};
use crate::store::Write;

/// The host side of one call, or of a warm instance between two.
pub struct CallHost {
    /// WASI's resources, such as open streams.
    pub resources: ResourceTable,
    /// Memory and tables.
    pub limits: Limits,
    /// Processor time.
    pub deadline: Deadline,
    /// What the guest wrote to standard error and output.
    pub stderr: Captured,
    /// What it may reach.
    pub can: Capabilities,
    /// It runs on a thread of its own, and may wait for as long as its deadline lets it.
    pub may_wait: bool,
    /// For `wasi:http`; nothing of a call stays in it.
    http_context: WasiHttpCtx,
    /// Made when a guest first asks for it, which most never do: it costs a seed of random numbers.
    wasi: Option<Box<WasiCtx>>,
}

impl CallHost {
    /// A host for an instance that may have so much memory in bytes.
    #[must_use]
    pub fn new(can: Capabilities, (memory_bytes, may_wait): (usize, bool), deadline: Deadline) -> Self {
        Self {
            resources: ResourceTable::new(),
            limits: Limits::new(memory_bytes),
            deadline,
            stderr: Captured::default(),
            can,
            may_wait,
            http_context: WasiHttpCtx::new(),
            wasi: None,
        }
    }

    /// Makes a warm instance's host that of the next call.
    pub fn renew(&mut self, can: Capabilities, deadline: Deadline) {
        self.can = can;
        self.deadline = deadline;
        self.limits.refused = None;
    }
}

/// Which call it is.
#[derive(Clone)]
pub struct Occasion {
    /// Whose CALL or event; empty if it is about none.
    pub charge_point: ChargePointId,
    /// Which CALL; empty if there is none.
    pub message_id: MessageId,
    /// When it was made.
    pub now: Time,
    /// Where its plugin's state lies.
    pub space: Arc<Space>,
    /// Whether what the host answers is recorded.
    pub tape: Tape,
}

/// The capabilities of one call.
pub struct Capabilities {
    /// Keys and values.
    pub state: StateCapability,
    /// The operator's section.
    pub settings: SettingsCapability,
    /// The server's log.
    pub log: LogCapability,
    /// CALLs to charge points.
    pub commands: CommandsCapability,
    /// Charge points, transactions, id tags.
    pub directory: DirectoryCapability,
    /// Events of its own.
    pub events: EventsCapability,
    /// Requests to other servers.
    pub http: HttpCapability,
    /// For clocks and random numbers.
    pub tape: Tape,
    now: Time,
}

impl Capabilities {
    /// What a plugin may reach in one call.
    #[must_use]
    pub fn new(access: &Arc<Access>, occasion: Occasion) -> Self {
        let access = || Arc::clone(access);
        let tape = || occasion.tape.clone();
        Self {
            now: occasion.now,
            state: StateCapability::new(access(), (occasion.space, occasion.now), tape()),
            settings: SettingsCapability { access: access() },
            log: LogCapability {
                access: access(),
                charge_point: occasion.charge_point,
                message_id: occasion.message_id,
            },
            commands: CommandsCapability::new(access(), tape()),
            directory: DirectoryCapability::new(access(), tape()),
            events: EventsCapability::new(access()),
            http: HttpCapability::new(access(), tape()),
            tape: tape(),
        }
    }

    /// Ends the call: what it wants done.
    pub fn finish(&mut self) -> Wishes {
        let (state, grown, seen) = self.state.finish();
        Wishes {
            state,
            grown,
            seen,
            commands: self.commands.finish(),
            events: self.events.finish(),
        }
    }
}

/// What a call wants done to the world, if its outcome is used.
#[derive(Debug, Default)]
pub struct Wishes {
    /// Its plugin's state.
    pub state: Vec<Write>,
    /// How many bytes the state grows by.
    pub grown: i64,
    /// What the state was, as far as the call looked at it.
    pub seen: Seen,
    /// CALLs to charge points.
    pub commands: Vec<PluginCommand>,
    /// Events of its own.
    pub events: Vec<Emitted>,
}

impl Wishes {
    /// Adds those of the next plugin of a chain.
    pub fn extend(&mut self, others: Self) {
        self.state.extend(others.state);
        self.grown += others.grown;
        self.commands.extend(others.commands);
        self.events.extend(others.events);
    }
}

impl WasiView for CallHost {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        let (stderr, can) = (&self.stderr, &self.can);
        let ctx = self.wasi.get_or_insert_with(|| Box::new(empty_context(stderr, can)));
        WasiCtxView {
            ctx,
            table: &mut self.resources,
        }
    }
}

impl WasiHttpView for CallHost {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        self.can.http.remaining = self.deadline.remaining();
        WasiHttpCtxView {
            hooks: &mut self.can.http,
            table: &mut self.resources,
            ctx: &mut self.http_context,
        }
    }
}

/// No files, no arguments, no environment; what a guest prints is captured.
fn empty_context(stderr: &Captured, can: &Capabilities) -> WasiCtx {
    let mut builder = WasiCtxBuilder::new();
    builder.stderr(stderr.clone()).stdout(stderr.clone());
    sources::furnish(&mut builder, &can.tape, can.now);
    builder.build()
}

/// The interface `types` has no functions.
impl crate::plugins::contract::types::Host for CallHost {}
