//! One call of a guest: a fresh or a warm instance, its limits, and what became of it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};

use wasmtime::component::{self, InstancePre};
use wasmtime::{Store, Trap, WasmBacktrace};

use super::cause::Cause;
use super::guest_call::{GuestCall, GuestFailure, GuestReply, GuestResult};
use super::manifest::Manifest;
use super::told::told;
use crate::plugins::contract::{
    HandlerPlugin, HandlerPluginIndices, HttpPluginIndices, ObserverPluginIndices, SettingsCheckPluginIndices,
    TimerPluginIndices,
};
use crate::plugins::sandbox::call_host::{CallHost, CallLimits};
use crate::plugins::sandbox::capabilities::{Allowance, Capabilities};
use crate::plugins::sandbox::clock::Clock;
use crate::plugins::sandbox::deadline::Deadline;

/// Where instances come from.
pub enum Instances {
    /// Each call has a new one: nothing can leak from call to call.
    PerCall,
    /// Instances that take long to make are used again.
    Warm(Pool),
}

/// Warm instances, one place for each thread that calls, so that no call waits for another's lock.
pub struct Pool(Box<[Mutex<Option<Instance>>]>);

impl Pool {
    /// Places for so many threads.
    #[must_use]
    pub fn new(threads: usize) -> Self {
        Self((0..threads.max(1)).map(|_| Mutex::new(None)).collect())
    }

    /// The calling thread's place; none while another thread that shares it is at it.
    fn place(&self) -> Option<MutexGuard<'_, Option<Instance>>> {
        let place = THREAD.with(|thread| *thread).checked_rem(self.0.len())?;
        match self.0.get(place)?.try_lock() {
            Ok(place) => Some(place),
            Err(TryLockError::Poisoned(place)) => Some(place.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

static THREADS: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// The number of this thread among those that called a plugin.
    static THREAD: usize = THREADS.fetch_add(1, Ordering::Relaxed);
}

/// A guest that was instantiated.
pub struct Instance {
    store: Store<CallHost>,
    instance: component::Instance,
    /// Looked up when it is first asked.
    handler: Option<HandlerPlugin>,
    /// Calls until it is replaced.
    left: u32,
}

/// A linked component.
pub struct Prepared {
    /// Makes instances.
    pre: InstancePre<CallHost>,
    exports: Exports,
    /// For their deadlines.
    clock: Clock,
    /// Its guests may wait, since they are never called on a connection's thread.
    may_wait: bool,
    /// Which instances are used.
    pub instances: Instances,
    /// Instances that were made for the next call, where each has a new one.
    ready: Pool,
}

/// Where the exports are that a component has.
#[derive(Default)]
struct Exports {
    handler: Option<HandlerPluginIndices>,
    observer: Option<ObserverPluginIndices>,
    timer: Option<TimerPluginIndices>,
    http: Option<HttpPluginIndices>,
    settings_check: Option<SettingsCheckPluginIndices>,
}

impl Exports {
    fn find(pre: &InstancePre<CallHost>, manifest: &Manifest) -> wasmtime::Result<Self> {
        let has = |export: &str| manifest.exports.iter().any(|known| known == export);
        Ok(Self {
            handler: has("handler").then(|| HandlerPluginIndices::new(pre)).transpose()?,
            observer: has("observer").then(|| ObserverPluginIndices::new(pre)).transpose()?,
            timer: has("timer").then(|| TimerPluginIndices::new(pre)).transpose()?,
            http: has("http").then(|| HttpPluginIndices::new(pre)).transpose()?,
            settings_check: has("settings-check")
                .then(|| SettingsCheckPluginIndices::new(pre))
                .transpose()?,
        })
    }
}

impl Prepared {
    /// Looks the exports up, so that a mismatch shows now.
    ///
    /// # Errors
    /// If the component's exports are not as the contract says.
    pub fn new(pre: InstancePre<CallHost>, manifest: &Manifest, clock: Clock) -> wasmtime::Result<Self> {
        Ok(Self {
            exports: Exports::find(&pre, manifest)?,
            clock,
            may_wait: manifest.sends_http,
            pre,
            instances: Instances::PerCall,
            ready: Pool::new(std::thread::available_parallelism().map_or(1, usize::from)),
        })
    }

    /// Makes an instance under its limits.
    ///
    /// # Errors
    /// A trap of the guest's start, a limit, or that too many instances run.
    pub fn instantiate(&self, can: Capabilities, allowance: Allowance) -> Result<Instance, GuestFailure> {
        let _running = self.clock.run();
        let deadline = Deadline::begin(allowance.deadline, allowance.longest);
        let limits = CallLimits {
            memory_bytes: allowance.memory_bytes,
            deadline,
            may_wait: self.may_wait,
        };
        let host = CallHost::new(can, limits);
        let mut store = Store::new(self.pre.engine(), host);
        store.limiter(|host| &mut host.limits);
        store.epoch_deadline_callback(|store| store.data().deadline.look());
        store.set_epoch_deadline(deadline.ticks());
        match self.pre.instantiate(&mut store) {
            Ok(instance) => Ok(Instance {
                store,
                instance,
                handler: None,
                left: lifetime(),
            }),
            Err(error) => Err(failure(&mut store, &error)),
        }
    }

    /// Looks all exports up, so that one of another type than the contract's shows before any call.
    ///
    /// # Errors
    /// Which function is of another type.
    pub fn look_up(&self, instance: &mut Instance) -> wasmtime::Result<()> {
        let Instance { store, instance, .. } = instance;
        let exports = &self.exports;
        if let Some(handler) = &exports.handler {
            handler
                .load(&mut *store, instance)
                .map_err(not_the_contracts("handler"))?;
        }
        if let Some(observer) = &exports.observer {
            observer
                .load(&mut *store, instance)
                .map_err(not_the_contracts("observer"))?;
        }
        if let Some(timer) = &exports.timer {
            timer.load(&mut *store, instance).map_err(not_the_contracts("timer"))?;
        }
        if let Some(http) = &exports.http {
            http.load(&mut *store, instance).map_err(not_the_contracts("http"))?;
        }
        if let Some(check) = &exports.settings_check {
            check
                .load(&mut *store, instance)
                .map_err(not_the_contracts("settings-check"))?;
        }
        Ok(())
    }

    /// Whether the plugin says if settings are good.
    #[must_use]
    pub fn checks_settings(&self) -> bool {
        self.exports.settings_check.is_some()
    }

    /// Asks the plugin whether settings are good, on an instance of their own; they are if it does not say.
    ///
    /// # Errors
    /// A trap, the deadline or a limit. Within: what is wrong with the settings, in the plugin's words.
    pub fn check_settings(
        &self,
        mut can: Capabilities,
        allowance: Allowance,
        settings: &str,
    ) -> Result<Result<(), String>, GuestFailure> {
        let Some(check) = &self.exports.settings_check else {
            return Ok(Ok(()));
        };
        let _running = self.clock.run();
        can.settings.text = Arc::new(settings.to_owned());
        let mut made = self.instantiate(can, allowance)?;
        let Instance { store, instance, .. } = &mut made;
        let asked = check.load(&mut *store, instance);
        let said = asked.and_then(|check| check.ocpp_plugin_settings_check().call_check(&mut *store, settings));
        said.map_err(|error| failure(store, &error))
    }

    /// Asks the guest.
    ///
    /// # Errors
    /// A trap, the deadline or a limit; the instance is gone then.
    pub fn call(
        &self,
        can: Capabilities,
        allowance: Allowance,
        ask: GuestCall<'_>,
    ) -> Result<GuestResult, GuestFailure> {
        let _running = self.clock.run();
        // A recorded call must not depend on the calls before it.
        let alone = can.trace.is_recorded();
        let made = if alone { None } else { self.take(&can) };
        let mut instance = match made {
            Some(mut instance) => {
                let deadline = Deadline::begin(allowance.deadline, allowance.longest);
                instance.store.data_mut().renew(can, deadline);
                instance.store.set_epoch_deadline(deadline.ticks());
                instance
            }
            None => self.instantiate(can, allowance)?,
        };
        match instance.ask(&self.exports, ask) {
            Ok(reply) => {
                let host = instance.store.data_mut();
                let (requested, stderr) = (host.can.finish(), host.stderr.take());
                let away = host.can.http.went_unanswered();
                if !alone {
                    self.give_back(instance);
                }
                Ok(GuestResult {
                    reply,
                    requested,
                    stderr,
                    away,
                })
            }
            Err(error) => Err(failure(&mut instance.store, &error)),
        }
    }

    /// Makes the calling thread's instance for the next call, where each has a new one: while nobody waits for it.
    ///
    /// # Errors
    /// As [`Prepared::instantiate`]; the next call makes its own then.
    pub fn make_ready(&self, can: Capabilities, allowance: Allowance) -> Result<(), GuestFailure> {
        if matches!(self.instances, Instances::PerCall)
            && let Some(mut place) = self.ready.place()
            && place.is_none()
        {
            *place = Some(self.instantiate(can, allowance)?);
        }
        Ok(())
    }

    /// A warm instance, or one that was made for this call: under other settings it may have begun otherwise.
    fn take(&self, can: &Capabilities) -> Option<Instance> {
        match &self.instances {
            Instances::Warm(pool) => pool.place()?.take(),
            Instances::PerCall => {
                let ready = self.ready.place()?.take()?;
                let settings = &ready.store.data().can.settings.text;
                Arc::ptr_eq(settings, &can.settings.text).then_some(ready)
            }
        }
    }

    fn give_back(&self, mut instance: Instance) {
        let Instances::Warm(pool) = &self.instances else { return };
        instance.left = instance.left.saturating_sub(1);
        if instance.left > 0
            && let Some(mut place) = pool.place()
        {
            *place = Some(instance);
        }
    }
}

impl Instance {
    fn ask(&mut self, exports: &Exports, ask: GuestCall<'_>) -> wasmtime::Result<GuestReply> {
        let Self {
            store,
            instance,
            handler,
            ..
        } = self;
        match ask {
            GuestCall::Handle {
                context,
                action,
                payload,
                proposed,
            } => {
                let known = match handler.take() {
                    Some(known) => known,
                    None => there(exports.handler.as_ref())?.load(&mut *store, instance)?,
                };
                let known = handler.insert(known);
                let asked = known.ocpp_plugin_handler();
                asked
                    .call_handle(store, context, action, payload, proposed)
                    .map(GuestReply::Outcome)
            }
            GuestCall::Event { context, kind, payload } => {
                let observer = there(exports.observer.as_ref())?.load(&mut *store, instance)?;
                let asked = observer.ocpp_plugin_observer();
                asked.call_on_event(store, context, kind, payload).map(GuestReply::Done)
            }
            GuestCall::Tick { context, name } => {
                let timer = there(exports.timer.as_ref())?.load(&mut *store, instance)?;
                let asked = timer.ocpp_plugin_timer();
                asked.call_on_tick(store, context, name).map(GuestReply::Done)
            }
            GuestCall::Request(request) => {
                let http = there(exports.http.as_ref())?.load(&mut *store, instance)?;
                let asked = http.ocpp_plugin_http();
                asked.call_on_request(store, request).map(GuestReply::Response)
            }
        }
    }
}

fn not_the_contracts(export: &'static str) -> impl FnOnce(wasmtime::Error) -> wasmtime::Error {
    move |error| wasmtime::format_err!("its export {export} is not as the contract says: {error:#}")
}

/// Nobody asks for an export that the component does not have: its manifest was checked.
fn there<T>(export: Option<&T>) -> wasmtime::Result<&T> {
    export.ok_or_else(|| wasmtime::format_err!("the component has no such export"))
}

fn failure(store: &mut Store<CallHost>, error: &wasmtime::Error) -> GuestFailure {
    let host = store.data_mut();
    let stderr = host.stderr.take();
    let cause = match host.limits.refused.take() {
        _ if error.downcast_ref::<Trap>() == Some(&Trap::Interrupt) => Cause::Deadline,
        Some(refused) => Cause::Limit(refused),
        None => Cause::Trap(trapped(&stderr, error)),
    };
    GuestFailure {
        cause,
        stderr,
        traceback: traceback(error),
        away: host.can.http.went_unanswered(),
    }
}

/// The author's sentence and line first, then what the engine says.
fn trapped(stderr: &str, error: &wasmtime::Error) -> String {
    let engine = format!("{:#}", error.root_cause());
    match told(stderr) {
        Some(told) => format!("{told}; {engine}"),
        None => engine,
    }
}

/// The guest's functions at a trap, as the engine names them.
fn traceback(error: &wasmtime::Error) -> Vec<String> {
    let Some(trace) = error.downcast_ref::<WasmBacktrace>() else {
        return Vec::new();
    };
    // The lines around the frames are about the engine.
    let text = trace.to_string();
    let frames = text.lines().filter_map(|line| line.trim().split_once(" - "));
    frames.map(|(_, function)| function.to_owned()).collect()
}

/// Warm instances are replaced after 8,000 to 12,000 calls, not all at once.
fn lifetime() -> u32 {
    let mut random = [0; 2];
    // Without random numbers they are replaced together, which is harmless.
    if getrandom::fill(&mut random).is_err() {
        random = [0; 2];
    }
    8_000 + u32::from(u16::from_le_bytes(random)) % 4_001
}
