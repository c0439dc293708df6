//! The host side of one call: its limits, its capabilities, and WASI with nothing in it.

use wasmtime::component::ResourceTable;
use wasmtime_wasi::{WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use super::capabilities::Capabilities;
use super::deadline::Deadline;
use super::limits::Limits;
use super::sources;
use super::stderr::Captured;
use crate::plugins::contract::interfaces::types;

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

/// What holds for a call beside its capabilities.
#[derive(Debug, Clone, Copy)]
pub struct CallLimits {
    /// Linear memory, in bytes.
    pub memory_bytes: usize,
    /// Processor time, which runs already.
    pub deadline: Deadline,
    /// It runs on a thread of its own, and may wait for as long as its deadline lets it.
    pub may_wait: bool,
}

impl CallHost {
    /// The host of a new instance.
    #[must_use]
    pub fn new(can: Capabilities, limits: CallLimits) -> Self {
        Self {
            resources: ResourceTable::new(),
            limits: Limits::new(limits.memory_bytes),
            deadline: limits.deadline,
            stderr: Captured::default(),
            can,
            may_wait: limits.may_wait,
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
    sources::configure(&mut builder, &can.trace, can.now);
    builder.build()
}

/// The interface `types` has no functions.
impl types::Host for CallHost {}
