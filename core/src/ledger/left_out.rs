//! Readings that do not count, gathered by reason: one entry for each, however many they are.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::clock::Time;
use crate::state::transactions::{LeftOut, LeftOutReason};

/// What was left out so far.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<LeftOutReason, LeftOut>);

impl Tally {
    /// One more.
    pub fn add(&mut self, reason: LeftOutReason, wh: Option<Decimal>, at: Time) {
        self.put(LeftOut {
            reason,
            count: 1,
            first_wh: wh,
            first_at: Some(at),
        });
    }

    /// Those of another one.
    pub fn merge(&mut self, other: Self) {
        other.0.into_values().for_each(|left_out| self.put(left_out));
    }

    fn put(&mut self, new: LeftOut) {
        let earliest = |left_out: &LeftOut| (left_out.first_at, left_out.first_wh);
        self.0
            .entry(new.reason)
            .and_modify(|known| {
                known.count = known.count.saturating_add(new.count);
                if earliest(&new) < earliest(known) {
                    (known.first_at, known.first_wh) = earliest(&new);
                }
            })
            .or_insert(new);
    }

    /// By reason.
    #[must_use]
    pub fn into_list(self) -> Vec<LeftOut> {
        self.0.into_values().collect()
    }
}
