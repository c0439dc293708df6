//! The WASM engine: one per process, tuned so that a fresh instance per call is cheap.

use std::num::TryFromIntError;

use wasmtime::component::{HasSelf, Linker};
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

use super::call_host::CallHost;
use super::capabilities;
use super::clock::{Clock, Goes, Tick};
use super::wasi;
use crate::config::settings::PluginSettings;
use crate::plugins::contract::interfaces::types;

/// Calls that run at the same time, warm instances included; beyond it a call fails as a trap does.
const INSTANCES: u32 = 256;
/// What stays resident of a used memory slot, so that the next instance has no page faults there.
const KEEP_RESIDENT: usize = 512 * 1024;
/// No guest gets more than that, whatever its limit says.
const LARGEST_MEMORY: usize = 1024 * 1024 * 1024;
/// The guest's own stack on the calling thread.
const STACK: usize = 256 * 1024;

/// The WASM engine cannot work on this machine.
#[derive(Debug, thiserror::Error)]
#[error("the WASM engine does not start: {reason}")]
pub struct EngineError {
    /// Its words, or the system's.
    pub reason: String,
}

impl From<std::io::Error> for EngineError {
    fn from(error: std::io::Error) -> Self {
        failed(error)
    }
}

/// The engine and what every component is linked with.
pub struct Sandbox {
    /// Compiles, and knows the time for deadlines.
    pub engine: Engine,
    /// Lets that time go on while a guest runs.
    pub clock: Clock,
    /// The capabilities and WASI.
    pub linker: Linker<CallHost>,
    /// The largest memory of a guest, in bytes.
    pub memory: usize,
}

impl Sandbox {
    /// Starts the engine and its clock's thread, which ends with the engine.
    ///
    /// # Errors
    /// [`EngineError`] if the machine cannot reserve the address space or start a thread.
    pub fn start(settings: &PluginSettings) -> Result<Self, EngineError> {
        let memory = memory(settings);
        let engine = compiling(memory)?;
        let linker = link(&engine).map_err(failed)?;
        let weak = engine.weak();
        let clock = Clock::start(move |tick| match weak.upgrade() {
            Some(engine) if tick == Tick::Ticks => {
                engine.increment_epoch();
                Goes::On
            }
            Some(_) => Goes::On,
            None => Goes::Ends,
        });
        Ok(Self {
            clock: clock.map_err(failed)?,
            engine,
            linker,
            memory,
        })
    }
}

fn failed(error: impl std::fmt::Display) -> EngineError {
    EngineError {
        reason: format!("{error:#}"),
    }
}

/// An engine for guests of at most so much memory, without the clock for deadlines.
///
/// # Errors
/// [`EngineError`] if the machine cannot reserve the address space.
pub fn compiling(memory: usize) -> Result<Engine, EngineError> {
    let config = config(memory).map_err(failed)?;
    Engine::new(&config).map_err(failed)
}

/// What the largest guest may have.
fn memory(settings: &PluginSettings) -> usize {
    let own = settings.chain.iter().map(|plugin| plugin.limits.memory_bytes);
    let most = own.chain([settings.limits.memory_bytes]).max().unwrap_or(0);
    most.min(LARGEST_MEMORY)
}

fn config(memory: usize) -> Result<Config, TryFromIntError> {
    let mut config = Config::new();
    config.wasm_component_model(true).concurrency_support(false);
    config.epoch_interruption(true).max_wasm_stack(STACK);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(memory)?));
    Ok(config)
}

fn pool(memory: usize) -> Result<PoolingAllocationConfig, TryFromIntError> {
    let limits = super::limits::Limits::new(memory);
    let memories = u32::try_from(limits.memories)?;
    let tables = u32::try_from(limits.tables)?;
    let instances = u32::try_from(limits.instances)?;
    let mut pool = PoolingAllocationConfig::default();
    pool.total_component_instances(INSTANCES)
        .total_core_instances(INSTANCES * 8)
        .total_memories(INSTANCES * 2)
        .total_tables(INSTANCES * 4)
        .max_core_instances_per_component(instances)
        .max_memories_per_component(memories)
        .max_tables_per_component(tables)
        .max_memory_size(memory.next_multiple_of(64 * 1024))
        .table_elements(limits.table_elements)
        .linear_memory_keep_resident(KEEP_RESIDENT)
        .table_keep_resident(64 * 1024)
        .pagemap_scan(Enabled::Auto);
    Ok(pool)
}

/// The capabilities and WASI for an engine.
///
/// # Errors
/// If an interface is linked twice, which the first start of any server would show.
pub fn link(engine: &Engine) -> wasmtime::Result<Linker<CallHost>> {
    let mut linker = Linker::new(engine);
    wasi::link(&mut linker)?;
    types::add_to_linker::<CallHost, HasSelf<CallHost>>(&mut linker, |host| host)?;
    capabilities::link(&mut linker)?;
    Ok(linker)
}
