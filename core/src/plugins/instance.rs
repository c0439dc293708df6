//! One call of a guest: a fresh or a warm instance, its limits, and what became of it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::time::Duration;

use wasmtime::component::InstancePre;
use wasmtime::{Engine, Store, Trap};

use super::capabilities::{CallHost, Capabilities};
use super::contract::{Context, HandlerPlugin, HandlerPluginPre, Outcome};
use super::deadline::Deadline;
use super::failure::Cause;
use super::limits::LONGEST_DEADLINE;
use crate::store::Write;

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
    handler: HandlerPlugin,
    /// Calls until it is replaced.
    left: u32,
}

/// A linked component.
pub struct Prepared {
    /// Makes instances.
    pub pre: HandlerPluginPre<CallHost>,
    /// Which instances are used.
    pub instances: Instances,
}

/// The limits of one call.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// How long it may take.
    pub deadline: Duration,
    /// Linear memory in bytes.
    pub memory_bytes: usize,
}

impl Allowance {
    fn deadline(&self) -> Deadline {
        Deadline::begin(self.deadline.min(LONGEST_DEADLINE))
    }
}

/// What a guest is asked.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// Where the CALL came from.
    pub context: &'a Context,
    /// Its action.
    pub action: &'a str,
    /// The request as JSON text.
    pub payload: &'a str,
    /// The response as JSON text.
    pub proposed: &'a str,
}

/// What a guest answered.
pub struct Answer {
    /// Its outcome.
    pub outcome: Outcome,
    /// Its state, to be written if the outcome is used.
    pub writes: Vec<Write>,
    /// How many bytes the writes add.
    pub grown: i64,
    /// What it wrote to its standard error.
    pub stderr: String,
}

/// Why a guest has no answer.
pub struct Broken {
    /// What happened.
    pub cause: Cause,
    /// What the guest wrote to its standard error.
    pub stderr: String,
}

impl Prepared {
    /// Links once, so that a mismatch shows now.
    ///
    /// # Errors
    /// If the component does not export the handler as the contract says.
    pub fn new(pre: InstancePre<CallHost>) -> wasmtime::Result<Self> {
        Ok(Self {
            pre: HandlerPluginPre::new(pre)?,
            instances: Instances::PerCall,
        })
    }

    /// Makes an instance under its limits.
    ///
    /// # Errors
    /// A trap of the guest's start, a limit, or that too many instances run.
    pub fn instantiate(&self, capabilities: Capabilities, allowance: Allowance) -> Result<Instance, Broken> {
        let deadline = allowance.deadline();
        let host = CallHost::new(capabilities, allowance.memory_bytes, deadline);
        let mut store = Store::new(self.engine(), host);
        store.limiter(|host| &mut host.limits);
        store.epoch_deadline_callback(|store| store.data().deadline.look());
        store.set_epoch_deadline(deadline.ticks());
        match self.pre.instantiate(&mut store) {
            Ok(handler) => Ok(Instance {
                store,
                handler,
                left: lifetime(),
            }),
            Err(error) => Err(broken(&mut store, &error)),
        }
    }

    /// Asks the guest.
    ///
    /// # Errors
    /// A trap, the deadline or a limit; the instance is gone then.
    pub fn call(&self, capabilities: Capabilities, allowance: Allowance, ask: Ask<'_>) -> Result<Answer, Broken> {
        let mut instance = match self.take_warm() {
            Some(mut instance) => {
                let deadline = allowance.deadline();
                instance.store.data_mut().renew(capabilities, deadline);
                instance.store.set_epoch_deadline(deadline.ticks());
                instance
            }
            None => self.instantiate(capabilities, allowance)?,
        };
        let answer = instance.ask(ask)?;
        self.give_back(instance);
        Ok(answer)
    }

    fn engine(&self) -> &Engine {
        self.pre.instance_pre().engine()
    }

    fn take_warm(&self) -> Option<Instance> {
        match &self.instances {
            Instances::PerCall => None,
            Instances::Warm(pool) => pool.place()?.take(),
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
    fn ask(&mut self, ask: Ask<'_>) -> Result<Answer, Broken> {
        let Ask {
            context,
            action,
            payload,
            proposed,
        } = ask;
        let handler = self.handler.ocpp_plugin_handler();
        let called = handler.call_handle(&mut self.store, context, action, payload, proposed);
        let (writes, grown) = self.store.data_mut().state.finish();
        match called {
            Ok(outcome) => {
                let stderr = self.store.data().stderr.take();
                Ok(Answer {
                    outcome,
                    writes,
                    grown,
                    stderr,
                })
            }
            Err(error) => Err(broken(&mut self.store, &error)),
        }
    }
}

fn broken(store: &mut Store<CallHost>, error: &wasmtime::Error) -> Broken {
    let host = store.data_mut();
    let stderr = host.stderr.take();
    let cause = match host.limits.refused.take() {
        _ if error.downcast_ref::<Trap>() == Some(&Trap::Interrupt) => Cause::Deadline,
        Some(refused) => Cause::Limit(refused),
        None => Cause::Trap(format!("{:#}", error.root_cause())),
    };
    Broken { cause, stderr }
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
