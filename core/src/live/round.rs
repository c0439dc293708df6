//! What was told within a few milliseconds, in one order.
//!
//! To wake a thread takes time of whoever wakes it and a core from somebody else, and both are those who answer charge
//! points. So whoever follows looks only so often, takes all that lies there, and wakes each listener once for it.

use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;

use crate::events::Live;
use crate::store::{Batch, Watch, WatchEnd};

/// What happens is gathered so long once something was handed out; the first after a silence waits for nothing.
pub const GATHERED: Duration = Duration::from_millis(25);
/// So much is taken of each sort at a time; whoever tells may be faster than whoever takes.
const MOST: usize = 4096;

/// What lay there.
#[derive(Debug, Default)]
pub struct Round {
    durable: Vec<Batch>,
    live: Vec<Live>,
    /// The store tells nothing more behind this.
    pub end: Option<WatchEnd>,
}

/// One part of it.
#[derive(Debug)]
pub enum Part {
    Durable(Batch),
    Live(Live),
}

impl Round {
    /// The first of it.
    pub fn of_durable(told: Result<Batch, WatchEnd>) -> Self {
        let mut round = Self::default();
        round.add(told.map(Some));
        round
    }

    /// The first of it.
    pub fn of_live(told: Option<Live>) -> Self {
        Self {
            live: told.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Whether nothing was told.
    pub fn is_empty(&self) -> bool {
        self.durable.is_empty() && self.live.is_empty()
    }

    /// Takes what lies there.
    pub fn take(&mut self, watch: &mut Watch, live: &mut UnboundedReceiver<Live>) {
        while self.end.is_none() && self.durable.len() < MOST {
            if !self.add(watch.try_next()) {
                break;
            }
        }
        while self.live.len() < MOST
            && let Ok(told) = live.try_recv()
        {
            self.live.push(told);
        }
    }

    /// Whether there was something.
    fn add(&mut self, told: Result<Option<Batch>, WatchEnd>) -> bool {
        match told {
            Ok(None) => return false,
            Ok(Some(batch)) => self.durable.push(batch),
            Err(end) => self.end = Some(end),
        }
        true
    }

    /// All parts, each sort in its own order and the two by the moments when they were told: who tells live kinds does
    /// so after what they belong to is durable.
    pub fn in_order(self) -> impl Iterator<Item = Part> {
        let (mut durable, mut live) = (self.durable.into_iter().peekable(), self.live.into_iter().peekable());
        std::iter::from_fn(move || {
            let is_live = match (durable.peek(), live.peek()) {
                (Some(batch), Some(told)) => told.at < batch.at(),
                (batch, _) => batch.is_none(),
            };
            if is_live {
                live.next().map(Part::Live)
            } else {
                durable.next().map(Part::Durable)
            }
        })
    }
}
