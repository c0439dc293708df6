//! What a state that comes out of a backup must not repeat: the server that it was taken from went on, and gave
//! numbers to stations that nobody here knows of. Here those are left out that are counted in records of their own; those
//! that go on from the greatest record are `given`'s.

use super::collections::RESERVATION_NUMBERS;
use super::{State, transaction_ids};
use crate::store::{Change, Expect, Page, StoreError, Write};

/// So many numbers of 1.6 transactions are left out; 2,147,483,647 allows some 2,000 restores.
const TRANSACTIONS: i64 = 1_000_000;
/// So many numbers of reservations of each station are left out.
const RESERVATIONS: i64 = 1_000;
/// Stations at a time.
const STEP: usize = 500;

impl State {
    /// Leaves out numbers that stations may have been told since.
    pub(super) async fn skip_numbers(&self) -> Result<(), StoreError> {
        self.store()
            .write(vec![transaction_ids::leave_out(TRANSACTIONS)])
            .await?;
        let mut after: Option<String> = None;
        loop {
            let page = Page::all(STEP).after(after.as_deref());
            let stations = self.store().list_keys(RESERVATION_NUMBERS, page)?;
            let Some(last) = stations.last() else { return Ok(()) };
            after = Some(last.clone());
            let skip = |key| Write {
                collection: RESERVATION_NUMBERS,
                key,
                expect: Expect::Any,
                change: Change::Add(RESERVATIONS),
            };
            self.store().write(stations.into_iter().map(skip).collect()).await?;
        }
    }
}
