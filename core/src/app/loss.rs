//! A store that is damaged: the server does not start on it, unless it is told to go on with what is left.

use std::collections::BTreeMap;

use serde_json::json;

use super::ServeError;
use crate::admin::audit::{Asking, Ending, Entry};
use crate::backup::{self, Salvaged};
use crate::config::settings::{Backend, StoreSettings};
use crate::state::State;
use crate::state::audit::{AuditOutcome, Who};
use crate::store::StoreError;

/// Goes on with what is left of a damaged store, if that is asked for. Before anything else works on it.
///
/// # Errors
/// It cannot be laid out anew; the damaged one is as it was.
pub fn accept(settings: &StoreSettings, is_accepted: bool) -> Result<Option<Salvaged>, ServeError> {
    if settings.backend != Backend::Sled {
        return Ok(None);
    }
    let path = &settings.path;
    let failed = |source| ServeError::Salvage {
        path: path.clone(),
        source,
    };
    backup::finish_salvage(path).map_err(|source| {
        failed(backup::RestoreError::Disk {
            path: path.clone(),
            source,
        })
    })?;
    // What a restore has not laid out wholly is no store yet.
    if !is_accepted || backup::is_unfinished(path) {
        return Ok(None);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(ServeError::Thread)?;
    let salvaged = backup::salvage(path, settings.cache_bytes, &runtime).map_err(failed)?;
    match &salvaged {
        None => tracing::warn!("--accept-loss: nothing is damaged or missing; start without it"),
        Some(Salvaged { report, kept, aside }) => tracing::error!(
            lost = report.lost,
            kept,
            aside = %aside.display(),
            "--accept-loss: the store was damaged, and the server goes on with what could be read: {report}"
        ),
    }
    Ok(salvaged)
}

/// What was lost is in the audit log, too.
///
/// # Errors
/// The store's.
pub async fn write_down(state: &State, salvaged: Salvaged) -> Result<(), StoreError> {
    let asking = Asking {
        who: Who {
            name: "command-line".to_owned(),
            role: None,
            address: None,
        },
        operation: "accept-loss".to_owned(),
        path: None,
        target: BTreeMap::new(),
        asked: None,
        before: None,
    };
    let entry = Entry::begin(state, asking)?;
    let ending = Ending {
        outcome: AuditOutcome::Done,
        status: None,
        after: None,
        result: Some(json!({
            "kept": salvaged.kept,
            "lost": salvaged.report.lost,
            "expected": salvaged.report.expected,
            "faults": salvaged.report.faults,
            "aside": salvaged.aside,
        })),
        problem: None,
    };
    entry.end(ending).await
}
