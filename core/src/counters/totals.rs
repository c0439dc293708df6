//! What the workers have counted, added up.

use std::array;
use std::collections::BTreeMap;
use std::sync::Arc;

use ocpp_schemas::Version;
use serde::Serialize;

use super::actions;
use super::counter::Counter;
use super::histogram::{Distribution, SECONDS};
use super::worker::{Bytes, Closed, Compression, Ended, NotLetIn, Verdict, WorkerCounters};

/// All workers together, at a moment.
#[derive(Debug)]
pub struct Totals {
    /// By version, in the order of [`Version::ALL`].
    pub connections: [ConnectionTotals; 3],
    /// In the order of [`NotLetIn::ALL`].
    pub refused: [u64; NotLetIn::ALL.len()],
    /// Sessions that gave their place to a newer one.
    pub replaced: u64,
    /// Answers that nobody waited for, and complaints about ours.
    pub stray: u64,
    /// The connections whose messages are compressed.
    pub compression: CompressionTotals,
    /// By place; in the order of [`Verdict::ALL`].
    pub received: Vec<ByAction<{ Verdict::ALL.len() }>>,
    /// By place; in the order of [`Ended::ALL`].
    pub sent: Vec<ByAction<{ Ended::ALL.len() }>>,
}

/// The connections of one version.
#[derive(Debug, Clone, Copy, Default)]
pub struct ConnectionTotals {
    /// That began.
    pub opened: u64,
    /// That ended; in the order of [`Closed::ALL`].
    pub closed: [u64; Closed::ALL.len()],
}

impl ConnectionTotals {
    /// That are there.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.opened.saturating_sub(self.closed.iter().sum())
    }
}

/// The connections whose messages are compressed.
#[derive(Debug, Clone, Copy, Default)]
pub struct CompressionTotals {
    /// That began.
    pub began: u64,
    /// That ended.
    pub ended: u64,
    /// What came from stations.
    pub came: ByteTotals,
    /// What went to them.
    pub went: ByteTotals,
}

/// The bytes of messages.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByteTotals {
    /// As they are read.
    pub text: u64,
    /// As they were carried.
    pub wire: u64,
}

impl CompressionTotals {
    /// That are there.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.began.saturating_sub(self.ended)
    }

    fn add(&mut self, of_worker: &Compression) {
        self.ended += of_worker.ended.now();
        self.began += of_worker.began.now();
        self.came.add(&of_worker.came);
        self.went.add(&of_worker.went);
    }
}

impl ByteTotals {
    fn add(&mut self, of_worker: &Bytes) {
        self.text += of_worker.text.now();
        self.wire += of_worker.wire.now();
    }
}

/// The messages of one action.
#[derive(Debug, Clone, Copy)]
pub struct ByAction<const WORDS: usize> {
    /// By what became of them.
    pub counts: [u64; WORDS],
    /// How long they took.
    pub took: Distribution,
}

impl<const WORDS: usize> ByAction<WORDS> {
    const NONE: Self = Self {
        counts: [0; WORDS],
        took: Distribution::empty(&SECONDS),
    };

    fn add(&mut self, counts: &[Counter], took: &Distribution) {
        add(&mut self.counts, counts);
        self.took = self.took.and(took);
    }

    /// None was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.iter().all(|count| *count == 0)
    }
}

fn add(totals: &mut [u64], counters: &[Counter]) {
    for (total, counter) in totals.iter_mut().zip(counters) {
        *total += counter.now();
    }
}

impl Totals {
    pub(super) fn of(workers: &[Arc<WorkerCounters>]) -> Self {
        let places = actions::all().len();
        let mut totals = Self {
            connections: [ConnectionTotals::default(); 3],
            refused: array::from_fn(|_| 0),
            replaced: 0,
            stray: 0,
            compression: CompressionTotals::default(),
            received: vec![ByAction::NONE; places],
            sent: vec![ByAction::NONE; places],
        };
        for worker in workers {
            totals.replaced += worker.replaced.now();
            totals.stray += worker.stray.now();
            totals.compression.add(&worker.compression);
            add(&mut totals.refused, &worker.refused);
            for (total, of_worker) in totals.connections.iter_mut().zip(&worker.connections) {
                // Those that ended before those that began: what ends meanwhile is not missing.
                add(&mut total.closed, &of_worker.closed);
                total.opened += of_worker.opened.now();
            }
            for (total, of_worker) in totals.received.iter_mut().zip(&worker.from_stations) {
                total.add(&of_worker.verdicts, &of_worker.took.now());
            }
            for (total, of_worker) in totals.sent.iter_mut().zip(&worker.to_stations) {
                total.add(&of_worker.ends, &of_worker.took.now());
            }
        }
        totals
    }

    /// The messages of stations of which this became.
    #[must_use]
    pub fn received_with(&self, verdict: Verdict) -> u64 {
        let of_it = |action: &ByAction<_>| action.counts.get(verdict as usize).copied();
        self.received.iter().filter_map(of_it).sum()
    }

    /// The CALLs that ended so.
    #[must_use]
    pub fn sent_with(&self, end: Ended) -> u64 {
        let of_it = |action: &ByAction<_>| action.counts.get(end as usize).copied();
        self.sent.iter().filter_map(of_it).sum()
    }

    /// The connections of each version.
    pub fn by_version(&self) -> impl Iterator<Item = (Version, ConnectionTotals)> {
        Version::ALL.into_iter().zip(self.connections)
    }
}

/// The sums that say what goes wrong.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Counters)]
pub struct Summary {
    /// Upgrade requests that were refused.
    pub handshakes_refused: u64,
    /// Connections that were replaced by a newer one of the same charge point.
    pub sessions_replaced: u64,
    /// Messages that were not OCPP-J frames and were answered with a CALLERROR.
    pub frames_malformed: u64,
    /// Messages that get no answer: of a type that the version does not know, empty, or broken answers.
    pub frames_ignored: u64,
    /// Messages that were not valid and were repaired, by the repair's name.
    pub repairs: BTreeMap<String, u64>,
    /// Requests (CALL, SEND) that were read and refused.
    pub calls_refused: u64,
    /// Answers that nobody waited for: late, repeated or never asked for; and complaints about ours.
    pub answers_stray: u64,
    /// Answers of stations that were not valid.
    pub answers_invalid: u64,
    /// CALLs that were refused because too many of one station waited.
    pub inbound_overflows: u64,
    /// Commands that were refused because too many for one station waited.
    pub outbound_overflows: u64,
    /// Messages that were forgotten because too many were in the inbox of one station.
    pub inbox_forgotten: u64,
    /// Messages about sessions that were over, forgotten because there were too many of one session.
    pub later_messages_forgotten: u64,
}
