//! What one call of a plugin may reach: one file per capability, joined here.
//!
//! A capability checks its grant at each use, does one bounded thing, and knows nothing of the
//! others. To add one: an interface in `plugin-sdk/wit`, a file here, a line in `engine.rs`.

mod log;
mod settings;
mod state;
mod state_buffer;
mod state_value;

pub use self::log::{LogCapability, LogRate};
pub use self::settings::SettingsCapability;
pub use self::state::{StateCapability, StateGrant, Usage, swept};

use wasmtime::component::ResourceTable;
use wasmtime_wasi::{WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};

use super::deadline::Deadline;
use super::limits::Limits;
use super::stderr::Captured;

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
    /// The capability `state`.
    pub state: StateCapability,
    /// The capability `settings`.
    pub settings: SettingsCapability,
    /// The capability `log`.
    pub log: LogCapability,
    /// Made when a guest first asks for it, which most never do: it costs a seed of random numbers.
    wasi: Option<Box<WasiCtx>>,
}

impl CallHost {
    /// A host for an instance that may have so much memory in bytes.
    #[must_use]
    pub fn new(capabilities: Capabilities, memory_bytes: usize, deadline: Deadline) -> Self {
        let Capabilities { state, settings, log } = capabilities;
        let limits = Limits::new(memory_bytes);
        Self {
            resources: ResourceTable::new(),
            limits,
            deadline,
            stderr: Captured::default(),
            state,
            settings,
            log,
            wasi: None,
        }
    }

    /// Makes a warm instance's host that of the next call.
    pub fn renew(&mut self, capabilities: Capabilities, deadline: Deadline) {
        self.deadline = deadline;
        let Capabilities { state, settings, log } = capabilities;
        self.state = state;
        self.settings = settings;
        self.log = log;
        self.limits.refused = None;
    }
}

/// The capabilities of one call.
pub struct Capabilities {
    /// Keys and values.
    pub state: StateCapability,
    /// The operator's section.
    pub settings: SettingsCapability,
    /// The server's log.
    pub log: LogCapability,
}

impl WasiView for CallHost {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        let stderr = &self.stderr;
        let ctx = self.wasi.get_or_insert_with(|| Box::new(empty_context(stderr)));
        WasiCtxView {
            ctx,
            table: &mut self.resources,
        }
    }
}

/// No files, no arguments, no environment; what a guest prints is captured.
fn empty_context(stderr: &Captured) -> WasiCtx {
    WasiCtxBuilder::new()
        .stderr(stderr.clone())
        .stdout(stderr.clone())
        .build()
}

/// The interface `types` has no functions.
impl super::contract::types::Host for CallHost {}
