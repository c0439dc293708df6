//! The numbers of 1.6 transactions: unique over all charge points and restarts (1.6 section 5.11).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use super::State;
use super::collections::COUNTERS;
use crate::ids::TransactionId;
use crate::store::{Change, Expect, StoreError, Write};

pub(super) const KEY: &str = "transaction-ids";

/// Numbers reserved by one durable write. What a restart skips is lost; 2,147,483,647 allows
/// some 200,000 restarts.
const BLOCK: i64 = 10_000;

/// Hands out numbers from a durably reserved block; no write and no lock on a message's path.
#[derive(Clone)]
pub struct TransactionIds(Arc<Numbers>);

struct Numbers {
    state: State,
    next: AtomicI64,
    end: AtomicI64,
    reserving: AtomicBool,
}

impl TransactionIds {
    /// Reserves the first block.
    pub async fn open(state: State) -> Result<Self, StoreError> {
        let end = reserve(&state).await?;
        Ok(Self(Arc::new(Numbers {
            state,
            next: AtomicI64::new(end - BLOCK + 1),
            end: AtomicI64::new(end),
            reserving: AtomicBool::new(false),
        })))
    }

    /// The next number, or none while a block is being reserved that was used up too fast: the
    /// station retries.
    #[must_use]
    pub fn next(&self) -> Option<TransactionId> {
        let end = self.0.end.load(Ordering::Acquire);
        let number = self.0.next.fetch_add(1, Ordering::AcqRel);
        if number > end - BLOCK / 2 && !self.0.reserving.swap(true, Ordering::AcqRel) {
            self.reserve_more();
        }
        (number <= end).then(|| TransactionId::new(&number.to_string()))
    }

    fn reserve_more(&self) {
        let numbers = Arc::clone(&self.0);
        actix_rt::spawn(async move {
            match reserve(&numbers.state).await {
                Ok(end) => numbers.end.store(end, Ordering::Release),
                Err(error) => tracing::error!(%error, "no transaction ids could be reserved"),
            }
            numbers.reserving.store(false, Ordering::Release);
        });
    }
}

/// Leaves out so many numbers: they may have been given by a server whose state is not known here.
pub(super) fn leave_out(numbers: i64) -> Write {
    Write {
        collection: COUNTERS,
        key: KEY.to_owned(),
        expect: Expect::Any,
        change: Change::Add(numbers),
    }
}

/// The last number of a newly reserved block.
async fn reserve(state: &State) -> Result<i64, StoreError> {
    let change = Change::Add(BLOCK);
    let write = Write {
        collection: COUNTERS,
        key: KEY.to_owned(),
        expect: Expect::Any,
        change,
    };
    state.store().write(vec![write]).await?;
    state.get::<i64>(COUNTERS, KEY)?.ok_or_else(|| StoreError::Failed {
        reason: "the counter of transaction ids is gone".to_owned(),
    })
}
