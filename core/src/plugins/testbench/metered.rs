//! Counts what a call uses beside time: instructions, and linear memory. In an engine of its own,
//! because counting makes every call slower.

use wasmtime::component::{Component, InstancePre};
use wasmtime::{Config, Engine, Result, Store};

use crate::plugins::component::guest_call::GuestCall;
use crate::plugins::contract::{HandlerPluginIndices, HttpPluginIndices, ObserverPluginIndices, TimerPluginIndices};
use crate::plugins::sandbox::call_host::{CallHost, CallLimits};
use crate::plugins::sandbox::capabilities::{Allowance, Capabilities};
use crate::plugins::sandbox::deadline::Deadline;
use crate::plugins::sandbox::{engine, wasi};

/// A component that was compiled once more, with counting.
pub struct Meter {
    pre: InstancePre<CallHost>,
    may_wait: bool,
}

/// What a call used.
#[derive(Debug, Clone, Copy)]
pub struct Used {
    /// About one for each instruction.
    pub fuel: u64,
    /// Linear memory of the instance, start included.
    pub memory_bytes: usize,
}

impl Meter {
    /// Compiles a component that a server would load; one with outgoing HTTP may wait.
    ///
    /// # Errors
    /// The engine's.
    pub fn new(bytes: &[u8], may_wait: bool) -> Result<Self> {
        let mut config = Config::new();
        config.wasm_component_model(true).concurrency_support(false);
        config.consume_fuel(true);
        let engine = Engine::new(&config)?;
        let component = Component::from_binary(&engine, bytes)?;
        let mut linker = engine::link(&engine)?;
        wasi::link_sockets(&mut linker, &component)?;
        Ok(Self {
            may_wait,
            pre: linker.instantiate_pre(&component)?,
        })
    }

    /// Asks a fresh instance.
    ///
    /// # Errors
    /// A trap.
    pub fn run(&self, can: Capabilities, allowance: Allowance, ask: GuestCall<'_>) -> Result<Used> {
        let deadline = Deadline::begin(allowance.deadline, allowance.longest);
        let limits = CallLimits {
            memory_bytes: allowance.memory_bytes,
            deadline,
            may_wait: self.may_wait,
        };
        let host = CallHost::new(can, limits);
        let mut store = Store::new(self.pre.engine(), host);
        store.limiter(|host| &mut host.limits);
        store.set_fuel(u64::MAX)?;
        let instance = self.pre.instantiate(&mut store)?;
        let before = store.get_fuel()?;
        match ask {
            GuestCall::Handle {
                context,
                action,
                payload,
                proposed,
            } => {
                let handler = HandlerPluginIndices::new(&self.pre)?.load(&mut store, &instance)?;
                let handler = handler.ocpp_plugin_handler();
                drop(handler.call_handle(&mut store, context, action, payload, proposed)?);
            }
            GuestCall::Event { context, kind, payload } => {
                let observer = ObserverPluginIndices::new(&self.pre)?.load(&mut store, &instance)?;
                let observer = observer.ocpp_plugin_observer();
                drop(observer.call_on_event(&mut store, context, kind, payload)?);
            }
            GuestCall::Tick { context, name } => {
                let timer = TimerPluginIndices::new(&self.pre)?.load(&mut store, &instance)?;
                drop(timer.ocpp_plugin_timer().call_on_tick(&mut store, context, name)?);
            }
            GuestCall::Request(request) => {
                let http = HttpPluginIndices::new(&self.pre)?.load(&mut store, &instance)?;
                drop(http.ocpp_plugin_http().call_on_request(&mut store, request)?);
            }
        }
        Ok(Used {
            fuel: before.saturating_sub(store.get_fuel()?),
            memory_bytes: store.data().limits.used(),
        })
    }
}
