//! Goes on with what is left of a damaged store: it is laid out anew beside, and only when that is whole the two change
//! places. Nothing of the damaged one is removed. The new one has from its beginning what is told of the loss, so it is told
//! once, whenever the server is killed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;
use tokio::runtime::Runtime;

use super::laying_out::{STATE, synced};
use super::restoring::{RestoreError, Waiting};
use crate::clock;
use crate::events::{Event, kinds, log};
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::audit::{AuditRecord, put_audit};
use crate::state::collections::TABLE;
use crate::state::given::number_in;
use crate::state::lost::NAMING;
use crate::state::transactions::index_is_built;
use crate::store::{Home, Report, Salvage, SledStore, Store as _, StoreError, Write};

/// Where the new store is made, below `store.path`.
const ANEW: &str = "state.salvaged";

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// What was damaged or missing.
    pub report: Report,
    /// So many entries are left.
    pub kept: u64,
    /// The damaged store is here now.
    pub aside: PathBuf,
}

/// Brings to its end what [`salvage`] may not have come to: the new store is whole, and has not its name yet.
///
/// # Errors
/// What renaming failed with.
pub fn finish_salvage(folder: &Path) -> io::Result<()> {
    let (state, anew) = (folder.join(STATE), folder.join(ANEW));
    if anew.exists() && !state.exists() {
        fs::rename(anew, state)?;
        synced(folder)?;
    }
    Ok(())
}

/// Lays out anew what is left of the store below `store.path`, if it is damaged.
///
/// # Errors
/// Why not; the damaged store is as it was then.
pub fn salvage(folder: &Path, cache_bytes: u64, runtime: &Runtime) -> Result<Option<Salvaged>, RestoreError> {
    let failed = |source| RestoreError::Disk {
        path: folder.to_owned(),
        source,
    };
    let (state, anew) = (folder.join(STATE), folder.join(ANEW));
    let Some(found) = Salvage::of(&Home::below(folder).naming(NAMING))? else {
        return Ok(None);
    };
    match fs::remove_dir_all(&anew) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        Ok(()) | Err(_) => {}
    }
    let digits: String = clock::text(clock::now())
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let aside = folder.join(format!("{STATE}.damaged-{digits}"));
    let salvaged = lay_out(found, (&anew, aside), cache_bytes, runtime)?;
    synced(&anew).map_err(failed)?;
    fs::rename(&state, &salvaged.aside).map_err(failed)?;
    synced(folder).map_err(failed)?;
    finish_salvage(folder).map_err(failed)?;
    Ok(Some(salvaged))
}

fn lay_out(
    found: Salvage,
    (anew, aside): (&Path, PathBuf),
    cache_bytes: u64,
    runtime: &Runtime,
) -> Result<Salvaged, RestoreError> {
    let (numbers, report) = (found.numbers().clone(), found.report().clone());
    let store = SledStore::begin(&Home::of(anew).noting(number_in), cache_bytes, found.above())?;
    let mut waiting = Waiting::default();
    let mut kept = 0;
    found.entries(&mut |collection, key, value| {
        // What nobody knows here nobody would read.
        let Some(row) = TABLE.iter().find(|row| row.collection.0 == collection) else {
            return Ok(());
        };
        // Entries of it may be lost: it is made anew below.
        if index_is_built(row.collection, key) {
            return Ok(());
        }
        kept += 1;
        waiting.add(row.collection, key.to_owned(), Some(value));
        if waiting.is_full() {
            runtime.block_on(store.write(waiting.take()))?;
        }
        Ok(())
    })?;
    runtime.block_on(store.write(waiting.take()))?;
    // By value, so that the store is closed when this returns.
    let state = State::new(Arc::new(store));
    runtime.block_on(state.leave_out_given(&numbers))?;
    runtime.block_on(state.build_transaction_index())?;
    let salvaged = Salvaged { report, kept, aside };
    runtime.block_on(state.store().write(told(&state, &salvaged)?))?;
    Ok(salvaged)
}

/// What is told of a loss that was accepted: in the audit log and, to whoever listens, as an event.
fn told(state: &State, salvaged: &Salvaged) -> Result<Vec<Write>, StoreError> {
    let Salvaged { report, kept, aside } = salvaged;
    let Report { lost, expected, .. } = report;
    let number = state.next_audit_number()?;
    let record = AuditRecord {
        result: Some(json!({
            "kept": kept,
            "lost": lost,
            "expected": expected,
            "faults": report.faults,
            "named": report.named,
            "aside": aside,
        })),
        ..AuditRecord::done(number, "command-line", "accept-loss", clock::now())
    };
    let payload = json!({"kept": kept, "lost": lost, "expected": expected, "named": report.named});
    let event = Event::new(kinds::SERVER_DATA_LOST.name, &ChargePointId::new(""), payload);
    Ok(vec![put_audit(&record)?, log::append(&event)?])
}
