//! Frees threads that sled has forgotten.
//!
//! Whoever flushes waits for sled's I/O threads. If a reader was just splitting a node when the buffer
//! was closed, and the write of that buffer then fails, sled notes the error and wakes nobody: the
//! filler would wait for ever, and in the end the writer for it. One more flush finds the
//! note, wakes all, and each finds the error. While nothing has failed it merely waits along.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use sled::Tree;

use super::super::StoreError;
use super::super::health::Gauges;
use super::super::writer::guarded;

/// How often to look.
const EVERY: Duration = Duration::from_millis(500);

/// How long a sync may take before it is suspected.
const PATIENCE: Duration = Duration::from_secs(2);

/// The thread that looks.
pub(super) struct Watch {
    ending: Arc<AtomicBool>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Watch {
    /// Starts looking.
    ///
    /// # Errors
    /// [`StoreError::Failed`] if there can be no further thread.
    pub(super) fn start(tree: Tree, gauges: Arc<Gauges>) -> Result<Self, StoreError> {
        let ending = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&ending);
        let thread = std::thread::Builder::new()
            .name("store-watch".to_owned())
            .spawn(move || {
                while !ended.load(Ordering::Acquire) {
                    look(&tree, &gauges);
                    std::thread::park_timeout(EVERY);
                }
            })
            .map_err(|error| StoreError::Failed {
                reason: format!("no thread to watch the writer: {error}"),
            })?;
        Ok(Self {
            ending,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Stops looking, and returns when the thread has let go of the tree.
    pub(super) fn end(&self) {
        self.ending.store(true, Ordering::Release);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            thread.thread().unpark();
            drop(thread.join());
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.end();
    }
}

fn look(tree: &Tree, gauges: &Gauges) {
    let stuck = gauges.carrying().time().is_some_and(|busy| busy > PATIENCE);
    // Readers can be stuck as well, and nobody flushes any more after a failure.
    if stuck || gauges.failure().is_some() {
        // The error is the writer's or the reader's to report.
        drop(guarded(|| {
            tree.flush().map_err(|error| StoreError::Failed {
                reason: error.to_string(),
            })
        }));
    }
}
