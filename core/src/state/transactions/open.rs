//! The marker that stands beside a transaction while it is open: found without a look at the closed ones.

use serde_json::Value;

use super::record::of_one_or_all;
use super::{Transaction, TransactionState};
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::{OPEN_TRANSACTIONS, TRANSACTIONS};
use crate::state::{State, delete, put, records_of};
use crate::store::{Page, StoreError, Write};

/// More open transactions than any station has; bounds what a broken one can make us read.
const MAX_OPEN: usize = 256;

impl State {
    /// The open transactions of one charge point, or of all, after one listing key: those of
    /// [`State::transactions`] without a look at the closed ones. None stands for one that has just
    /// been closed, or cannot be read.
    pub fn open_transactions_after(
        &self,
        charge_point: Option<&ChargePointId>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Option<Transaction>)>, StoreError> {
        let prefix = of_one_or_all(charge_point);
        let markers: Vec<(String, Value)> = self.list(OPEN_TRANSACTIONS, Page::of(&prefix, limit).after(after))?;
        let record = |(key, _): (String, Value)| {
            let found: Option<Transaction> = self.get_or_tell(TRANSACTIONS, &key)?;
            Ok((key, found.filter(|found| found.state == TransactionState::Open)))
        };
        markers.into_iter().map(record).collect()
    }

    /// The open transactions of a charge point with their connector.
    pub fn open_transactions(
        &self,
        charge_point: &ChargePointId,
    ) -> Result<Vec<(TransactionId, Option<i64>)>, StoreError> {
        let page = Page::all(MAX_OPEN);
        Ok(records_of(self.of_station(OPEN_TRANSACTIONS, charge_point, page)?))
    }
}

pub(super) fn mark(key: String, id: &TransactionId, connector: Option<i64>) -> Result<Write, StoreError> {
    put(OPEN_TRANSACTIONS, key, &(id, connector))
}

pub(super) fn unmark(key: String) -> Write {
    delete(OPEN_TRANSACTIONS, key)
}
