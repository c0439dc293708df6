//! What happened how often since the start; for operators. What is on a message's path is counted by each worker for
//! itself (`worker`), what is rare or already costly by all together. The totals are made when somebody looks
//! ([`Totals`]): they are all that `/counters` and `/metrics` show.

pub mod actions;
mod counter;
mod histogram;
mod totals;
mod worker;

pub use actions::Place;
pub use counter::{Counter, Named};
pub use histogram::{Distribution, Histogram, SECONDS, SIZES, Scale};
pub use totals::{ByAction, ByteTotals, CompressionTotals, ConnectionTotals, Summary, Totals};
pub use worker::{Carried, Closed, Ended, NotLetIn, Verdict, WorkerCounters};

use std::sync::{Arc, Mutex, PoisonError};

/// A command by what is wanted and how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommandEnd {
    /// A verb's name, or an action's.
    pub name: &'static str,
    /// A state of commands.
    pub state: &'static str,
}

/// The counters of a process.
#[derive(Debug, Default)]
pub struct Counters {
    workers: Mutex<Vec<Arc<WorkerCounters>>>,
    /// Messages that were not valid and were repaired, by the repair's name.
    pub repairs: Named<String>,
    /// Commands that are over.
    pub commands: Named<CommandEnd>,
    /// Messages that were forgotten because too many were in the inbox of one station.
    pub inbox_forgotten: Counter,
    /// Messages about sessions that were over, forgotten because there were too many of one session.
    pub later_messages_forgotten: Counter,
}

impl Counters {
    /// A block for a worker that begins now.
    #[must_use]
    pub fn worker(&self) -> Arc<WorkerCounters> {
        let block = Arc::<WorkerCounters>::default();
        self.workers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Arc::clone(&block));
        block
    }

    /// What all workers have counted until now.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Totals::of(&workers)
    }

    /// The sums that say what goes wrong.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let totals = self.totals();
        let (from, to) = (|verdict| totals.received_with(verdict), |end| totals.sent_with(end));
        Summary {
            handshakes_refused: totals.refused.iter().sum(),
            sessions_replaced: totals.replaced,
            frames_malformed: from(Verdict::Fault),
            frames_ignored: from(Verdict::Ignored),
            repairs: self.repairs.now(),
            calls_refused: from(Verdict::Refused),
            answers_stray: totals.stray,
            answers_invalid: to(Ended::Invalid),
            inbound_overflows: from(Verdict::Busy),
            outbound_overflows: to(Ended::QueueFull),
            inbox_forgotten: self.inbox_forgotten.now(),
            later_messages_forgotten: self.later_messages_forgotten.now(),
        }
    }
}
