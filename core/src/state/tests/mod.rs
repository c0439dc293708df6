//! The repositories on a store in memory.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod forgetting;
mod lists;
mod retention;
mod session_search;
pub(crate) mod stored_forms;
mod table;
mod transactions;

use std::sync::Arc;

use super::State;
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::{MemoryStore, Revision, StoreError, Write};

pub(crate) fn in_memory() -> State {
    State::new(Arc::new(MemoryStore::new()))
}

fn station(id: &str) -> ChargePointId {
    ChargePointId::new(id)
}

fn now() -> Time {
    "2026-01-02T03:04:05.678Z".parse().unwrap()
}

pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(work)
}

fn write(state: &State, writes: Vec<Write>) -> Result<Revision, StoreError> {
    block_on(state.store().write(writes))
}
