//! The thread that removes what is too old, now and then.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::sweeper::{Busy, Sweeper};

/// The thread. Dropping it ends the thread after its present step.
pub struct Ageing {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Ageing {
    /// Removes what is too old, now and every so often.
    ///
    /// # Errors
    /// If there can be no further thread.
    pub fn start(sweeper: Arc<Sweeper>) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new().name("ageing".to_owned()).spawn(move || {
            let stops = |pause: Duration| has_stopped(&stopped, pause);
            loop {
                let ran = sweeper.run_by_itself(&runtime, &stops);
                let told = ran.and_then(|ran| match ran {
                    Some(Ok(run)) if !run.removed.is_empty() => Ok(sweeper.write_down(&run, &runtime)?),
                    Some(Ok(_) | Err(Busy)) | None => Ok(()),
                });
                if let Err(error) = told {
                    tracing::error!(%error, "what is too old could not be removed");
                }
                if stops(sweeper.policy().every()) {
                    return;
                }
            }
        })?;
        Ok(Self {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

fn has_stopped(stopped: &Receiver<()>, pause: Duration) -> bool {
    stopped.recv_timeout(pause) != Err(RecvTimeoutError::Timeout)
}

impl Drop for Ageing {
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that removes what is too old panicked");
        }
    }
}
