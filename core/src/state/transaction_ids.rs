//! The numbers of 1.6 transactions: unique over all charge points and restarts (1.6 section 5.11).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use super::State;
use super::collections::COUNTERS;
use crate::ids::TransactionId;
use crate::store::{Change, Expect, StoreError, Write};

pub(super) const KEY: &str = "transaction-ids";

/// Numbers reserved by one durable write. What a restart skips is lost; 2,147,483,647 allows
/// some 200,000 restarts.
const BLOCK: i64 = 10_000;

/// How often a block is asked for while the store takes no writes.
const EVERY: Duration = Duration::from_secs(1);

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
    /// Reserves the first block. A store that takes no writes for now gives none: until it does there is no number, and
    /// all else is served.
    ///
    /// # Errors
    /// The store's.
    pub async fn open(state: State) -> Result<Self, StoreError> {
        let (first, numbers) = (
            reserve(&state).await,
            Self(Arc::new(Numbers {
                state,
                next: AtomicI64::new(1),
                end: AtomicI64::new(0),
                reserving: AtomicBool::new(false),
            })),
        );
        match first {
            Ok(end) => numbers.0.add(end),
            Err(error) if error.passes() => {
                tracing::error!(%error, "no transaction ids could be reserved: no session of OCPP 1.6 begins until they are");
                numbers.0.reserving.store(true, Ordering::Release);
                numbers.reserve_later();
            }
            Err(error) => return Err(error),
        }
        Ok(numbers)
    }

    /// As soon as the store takes it.
    fn reserve_later(&self) {
        let numbers = Arc::clone(&self.0);
        actix_rt::spawn(async move {
            loop {
                actix_rt::time::sleep(EVERY).await;
                match reserve(&numbers.state).await {
                    Ok(end) => {
                        numbers.add(end);
                        tracing::info!("transaction ids are reserved: sessions begin again");
                        break;
                    }
                    Err(error) if error.passes() => {}
                    Err(error) => {
                        tracing::error!(%error, "no transaction ids could be reserved");
                        break;
                    }
                }
            }
            numbers.reserving.store(false, Ordering::Release);
        });
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
                Ok(end) => numbers.add(end),
                Err(error) => tracing::error!(%error, "no transaction ids could be reserved"),
            }
            numbers.reserving.store(false, Ordering::Release);
        });
    }
}

impl Numbers {
    /// The block that ends with this number may be used. Where another one ended before it begins, what lies between is
    /// somebody else's.
    fn add(&self, end: i64) {
        let before = end - BLOCK;
        if self.end.load(Ordering::Acquire) != before {
            self.next.fetch_max(before + 1, Ordering::AcqRel);
        }
        self.end.store(end, Ordering::Release);
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::store::guided::{Guided, refused};
    use crate::store::{MemoryStore, Store as _};

    #[actix_web::test]
    async fn on_a_full_disk_there_is_no_number_until_there_is_room_and_none_is_given_twice() {
        let (inner, is_full) = (MemoryStore::new(), Arc::new(AtomicBool::new(false)));
        let over = || {
            let is_full = Arc::clone(&is_full);
            let disk = Guided::new(inner.clone(), move |inner: &MemoryStore, writes| {
                match is_full.load(Ordering::Relaxed) {
                    true => refused(),
                    false => inner.write(writes),
                }
            });
            State::new(Arc::new(disk))
        };
        let before = TransactionIds::open(over()).await.unwrap();
        assert_eq!(before.next().unwrap().to_string(), "1");
        is_full.store(true, Ordering::Relaxed);
        let ids = TransactionIds::open(over()).await.unwrap();
        assert_eq!((ids.next(), ids.next()), (None, None));
        is_full.store(false, Ordering::Relaxed);
        let first = loop {
            match ids.next() {
                Some(first) => break first,
                None => actix_rt::time::sleep(Duration::from_millis(20)).await,
            }
        };
        let first: i64 = first.to_string().parse().unwrap();
        assert_eq!(first, BLOCK + 1);
        // What is left of a block is used before the next one.
        for number in first + 1..first + BLOCK + 1 {
            let next = ids.next();
            actix_rt::task::yield_now().await;
            assert_eq!(next.unwrap().to_string(), number.to_string());
        }
    }
}
