//! The figures that people look at first, without a page for a monitoring system around them.

use std::time::SystemTime;

use actix_rt::task::spawn_blocking;
use tokio::time::timeout;

use super::{Metrics, PATIENCE, Stopping, process};

/// The server at a glance. What is counted by walking the store may be some seconds old.
#[derive(Debug, Clone)]
pub struct Glance {
    /// When the process began.
    pub started: SystemTime,
    /// What the process has in memory, in bytes, where the system says so.
    pub memory: Option<u64>,
    /// The store's files, in bytes; none of one in memory.
    pub store_bytes: Option<u64>,
    /// Writes that the store applied since the start.
    pub writes: u64,
    /// Charge points that are connected.
    pub connected: u64,
    /// Those that are registered; none until they were counted.
    pub charge_points: Option<u64>,
    /// Sessions that run.
    pub open_transactions: Option<u64>,
    /// Commands that wait for their charge point or their turn.
    pub queued_commands: Option<u64>,
    /// Connections that listen to live events.
    pub listeners: usize,
}

impl Metrics {
    /// The server at a glance.
    ///
    /// # Errors
    /// The server stops.
    pub async fn glance(&self) -> Result<Glance, Stopping> {
        self.counted().await;
        let metrics = self.clone();
        // It looks at files.
        spawn_blocking(move || metrics.look()).await.map_err(|_| Stopping)
    }

    /// Has the store counted, if the last count is old.
    pub(super) async fn counted(&self) {
        if self.census.is_due() {
            let census = self.census.clone();
            // One that takes longer goes on, and is shown next time.
            timeout(PATIENCE, spawn_blocking(move || census.take())).await.ok();
        }
    }

    fn look(&self) -> Glance {
        let counts = self.census.counts();
        let of = |figure: fn(&super::census::Counts) -> u64| counts.as_ref().map(figure);
        Glance {
            started: self.started,
            memory: process::resident(),
            store_bytes: counts.as_ref().and_then(|counts| counts.store_bytes),
            writes: self.pipeline.state.store().health().writes,
            connected: self
                .pipeline
                .counters
                .totals()
                .by_version()
                .map(|(_, of_version)| of_version.now())
                .sum(),
            charge_points: of(|counts| counts.charge_points),
            open_transactions: of(|counts| counts.open_transactions),
            queued_commands: of(|counts| counts.queued_commands),
            listeners: self.live.listeners(),
        }
    }
}
