//! What is kept of a session, as far as it is read: all of it, or of a long one its two ends.

use crate::state::transactions::{Message, MeterValueSet, StoredEvent, Transaction};
use crate::state::{Ends, Gap, State, TwoEnds};
use crate::store::{Page, StoreError};

/// Of a session so many of the first and of the last messages of each kind are read: all of one that is no longer than that.
const WHOLE: Ends = Ends {
    first: 5_000,
    last: 5_000,
};
/// So many of those between are read where intervals may have to be added up.
const MOST_BETWEEN: usize = 90_000;
/// So many at a time.
const BETWEEN_AT_ONCE: usize = 1_000;
/// Of a session that runs so many of the first and of the last are read, where many sessions are shown.
const ENDS: Ends = Ends { first: 16, last: 48 };

/// How much of a session is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// All of it.
    All,
    /// Its first and last messages.
    Ends,
}

/// The messages of a session that were read.
#[derive(Debug)]
pub struct Kept {
    pub values: TwoEnds<MeterValueSet>,
    /// 2.x
    pub events: TwoEnds<StoredEvent>,
    depth: Depth,
}

impl Kept {
    /// Reads them.
    ///
    /// # Errors
    /// The store's.
    pub fn read(state: &State, of: &Transaction, depth: Depth) -> Result<Self, StoreError> {
        let ends = match depth {
            Depth::All => WHOLE,
            Depth::Ends => ENDS,
        };
        let (charge_point, id) = (&of.charge_point, &of.id);
        Ok(Self {
            values: state.first_and_last_meter_values(charge_point, id, ends)?,
            events: if of.version == "1.6" {
                TwoEnds::default()
            } else {
                state.first_and_last_events(charge_point, id, ends)?
            },
            depth,
        })
    }

    /// Each message of the middle, as far as that is read; whether some are left.
    ///
    /// # Errors
    /// The store's.
    pub fn middle(&self, state: &State, of: &Transaction, mut take: impl FnMut(Message)) -> Result<bool, StoreError> {
        let (charge_point, id) = (&of.charge_point, &of.id);
        let values = self.each(
            self.values.gap.as_ref(),
            |page| state.meter_values_in(charge_point, id, page),
            |set| take(Message::Values(set)),
        )?;
        let events = self.each(
            self.events.gap.as_ref(),
            |page| state.events_in(charge_point, id, page),
            |event| take(Message::Event(event)),
        )?;
        Ok(values || events)
    }

    /// Each record of a gap, read a page at a time.
    fn each<T>(
        &self,
        gap: Option<&Gap>,
        read: impl Fn(Page<'_>) -> Result<Vec<(String, T)>, StoreError>,
        mut take: impl FnMut(T),
    ) -> Result<bool, StoreError> {
        let Some(Gap { after, until }) = gap else {
            return Ok(false);
        };
        if self.depth == Depth::Ends {
            return Ok(true);
        }
        let (mut after, mut taken) = (after.clone(), 0);
        while taken < MOST_BETWEEN {
            let page = read(Page::all(BETWEEN_AT_ONCE).after(Some(&after)))?;
            let Some((last, _)) = page.last() else { return Ok(false) };
            after.clone_from(last);
            taken += page.len();
            for (place, record) in page {
                if place >= *until {
                    return Ok(false);
                }
                take(record);
            }
        }
        Ok(true)
    }
}
