//! A store that is damaged: the server does not start on it, unless it is told to go on with what is left.

use super::ServeError;
use crate::backup::{self, Salvaged};
use crate::config::settings::{Backend, StoreSettings};

/// Goes on with what is left of a damaged store, if that is asked for. Before anything else works on it. What was lost is
/// in the audit log and in the log of events then.
///
/// # Errors
/// It cannot be laid out anew; the damaged one is as it was.
pub fn accept(settings: &StoreSettings, is_accepted: bool) -> Result<(), ServeError> {
    if settings.backend != Backend::Sled {
        return Ok(());
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
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(ServeError::Thread)?;
    match backup::salvage(path, backup::limits(settings), &runtime).map_err(failed)? {
        None => tracing::warn!("--accept-loss: nothing is damaged or missing; start without it"),
        Some(Salvaged { report, kept, aside }) => tracing::error!(
            lost = report.lost,
            kept,
            aside = %aside.display(),
            "--accept-loss: the store was damaged, and the server goes on with what could be read: {report}"
        ),
    }
    Ok(())
}
