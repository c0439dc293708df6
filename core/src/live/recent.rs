//! The newest durable events in memory: whoever was away for a moment needs no log. Pure.

use std::collections::VecDeque;
use std::sync::Arc;

use super::told::Told;

const MOST: usize = 20_000;
const MOST_BYTES: usize = 16 << 20;

/// All events after a number, as far as there were any.
#[derive(Debug, Default)]
pub struct Recent {
    after: u64,
    events: VecDeque<(u64, Arc<Told>)>,
    bytes: usize,
}

impl Recent {
    /// Nothing yet, from this number on.
    #[must_use]
    pub fn beginning(after: u64) -> Self {
        Self {
            after,
            ..Self::default()
        }
    }

    /// One more, newer than all others.
    pub fn push(&mut self, number: u64, told: &Arc<Told>) {
        self.bytes += told.bytes();
        self.events.push_back((number, Arc::clone(told)));
        while self.events.len() > MOST || self.bytes > MOST_BYTES {
            let Some((number, oldest)) = self.events.pop_front() else {
                return;
            };
            self.bytes -= oldest.bytes();
            self.after = number;
        }
    }

    /// Whether all that came after a number is here.
    #[must_use]
    pub fn reaches(&self, after: u64) -> bool {
        after >= self.after
    }

    /// What came after a number, oldest first.
    pub fn after(&self, number: u64) -> impl Iterator<Item = &Arc<Told>> {
        let begin = self.events.partition_point(|(known, _)| *known <= number);
        self.events.range(begin..).map(|(_, told)| told)
    }
}
