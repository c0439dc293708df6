//! The thread that brings into sled what the journal has, and lets the journal forget it then.
//!
//! It takes a generation of the table when that is large or old enough, so that a key that was written several times
//! meanwhile is carried over once, and one that was made and removed not at all, if sled never had it. The place in the
//! journal is noted in sled after all that lies before it, and only when that is durable does the journal forget.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use super::super::StoreError;
use super::super::health::Gauges;
use super::super::journal::Log;
use super::super::writer::guarded;
use super::files::Step;
use super::table::{Ripe, Table};
use super::view::{Checkpoint, Due, View};

/// How often to look whether there is room again.
const EVERY: Duration = Duration::from_millis(500);

/// The running thread; dropping it ends it.
pub(super) struct Filler {
    table: Arc<Table>,
    thread: Option<JoinHandle<()>>,
}

struct Work {
    table: Arc<Table>,
    log: Arc<dyn Log>,
    view: View,
    gauges: Arc<Gauges>,
}

impl Filler {
    /// Starts the thread.
    ///
    /// # Errors
    /// [`StoreError::Failed`] if there can be no further thread.
    pub(super) fn start(
        table: &Arc<Table>,
        log: Arc<dyn Log>,
        view: View,
        gauges: &Arc<Gauges>,
    ) -> Result<Self, StoreError> {
        let mut work = Work {
            table: Arc::clone(table),
            log,
            view,
            gauges: Arc::clone(gauges),
        };
        let thread = std::thread::Builder::new()
            .name("store-filler".to_owned())
            .spawn(move || work.run())
            .map_err(|error| StoreError::Failed {
                reason: format!("no thread to carry over from the journal: {error}"),
            })?;
        Ok(Self {
            table: Arc::clone(table),
            thread: Some(thread),
        })
    }

    /// Leaves what is not carried over to the next start, and returns when the thread has ended.
    pub(super) fn end(&mut self) {
        self.table.end();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that carries over from the journal panicked");
        }
    }
}

impl Drop for Filler {
    fn drop(&mut self) {
        self.end();
    }
}

impl Work {
    fn run(&mut self) {
        self.carry_all_over();
        if self.gauges.failure().is_some() {
            return;
        }
        // Without it the next start does not know whether the end of the journal is missing.
        if let Err(error) = guarded(|| self.view.close(self.table.end_of_journal())) {
            tracing::warn!(%error, "the end of the journal could not be noted");
        }
    }

    fn carry_all_over(&mut self) {
        while let Some(ripe) = self.table.wait_for_ripe() {
            let (mut due, mut told) = (None, false);
            loop {
                match guarded(|| self.carry_over(&ripe, &mut due)) {
                    Ok(Carried::Wholly) => break,
                    Ok(Carried::Interrupted) => return,
                    // sled must not meet a full disk: all waits in the journal until there is room.
                    Err(passing) if passing.passes() => {
                        if !std::mem::replace(&mut told, true) {
                            tracing::warn!(error = %passing, "what is in the journal cannot be carried over for now");
                        }
                        self.table.stall(passing, EVERY);
                    }
                    Err(failure) => return self.give_up(failure),
                }
            }
            self.view.step(Step::CarriedOver);
            self.table.carried_over();
            self.gauges.count_carried_over();
            // It is tried again the next time; until then the journal takes more room.
            if let Err(error) = self.log.drop_below(ripe.end) {
                tracing::warn!(%error, "the journal could not be made shorter");
            }
            self.view.step(Step::Dropped);
        }
    }

    /// `due` is what is due of this generation, once that is known: what is half carried over when there is no room is
    /// neither old nor new, so it is not asked again.
    fn carry_over(&mut self, ripe: &Ripe, due: &mut Option<Vec<Due>>) -> Result<Carried, StoreError> {
        if self.table.is_ending() {
            return Ok(Carried::Interrupted);
        }
        self.view.check_room(ripe.generation.bytes())?;
        self.table.resume();
        let checkpoint = Checkpoint {
            position: ripe.end,
            last: ripe.last,
        };
        if due.is_none() {
            let mut note = self.view.noted();
            let weighed = ripe.generation.all();
            let weighed = weighed.filter_map(|(key, version)| self.view.weigh(&mut note, key, version).transpose());
            let weighed = weighed.collect::<Result<_, _>>()?;
            self.view.announce(note, checkpoint)?;
            *due = Some(weighed);
        }
        for due in due.iter().flatten() {
            if self.table.is_ending() {
                return Ok(Carried::Interrupted);
            }
            self.view.carry_over(due)?;
        }
        self.view.note(checkpoint)?;
        Ok(Carried::Wholly)
    }

    /// What sled holds in memory cannot be relied on any more. All that was acknowledged is in the journal.
    fn give_up(&self, failure: StoreError) {
        match &failure {
            StoreError::Failed { reason } => self.gauges.fail_wholly(reason),
            other => self.gauges.fail_wholly(&other.to_string()),
        }
        self.table.fail(self.gauges.failure().unwrap_or(failure));
    }
}

/// What became of a generation.
enum Carried {
    Wholly,
    /// There is to be an end.
    Interrupted,
}
