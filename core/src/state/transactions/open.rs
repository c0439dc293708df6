//! The marker that stands beside a transaction while it is open: found without a look at the closed ones.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::index::{Named, folded};
use super::record::{of_one_or_all, transaction_key};
use super::{Transaction, TransactionState};
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::{OPEN_TRANSACTIONS, TRANSACTIONS, TRANSACTIONS_BY_ID_TAG};
use crate::state::{State, delete, parts, prefix, put, records_of};
use crate::store::{Page, StoreError, Write};

/// More open transactions than any station has; bounds what a broken one can make us read.
const MAX_OPEN: usize = 256;
/// A token of which so many newer sessions are known is at none that is older.
const NEWEST_OF_TOKEN: usize = 64;

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

    /// The markers of a charge point's open transactions. A crash may have left one of a transaction that is
    /// not open.
    pub fn open_transactions(&self, charge_point: &ChargePointId) -> Result<Vec<OpenMarker>, StoreError> {
        let page = Page::all(MAX_OPEN);
        let markers: Vec<AnyForm> = records_of(self.of_station(OPEN_TRANSACTIONS, charge_point, page)?);
        let known = |marker| self.marker(charge_point, marker);
        markers
            .into_iter()
            .filter_map(|marker| known(marker).transpose())
            .collect()
    }

    /// The open transactions of a token at any charge point, whatever its case: those among the newest that it began.
    /// Costs the same however many there are of others.
    pub fn open_of_token(&self, token: &str) -> Result<Vec<(ChargePointId, OpenMarker)>, StoreError> {
        let of_it = prefix(&[&folded(token)]);
        let newest = Page::of(&of_it, NEWEST_OF_TOKEN).descending();
        let entries = self.store().list_keys(TRANSACTIONS_BY_ID_TAG, newest)?;
        let mut open = Vec::new();
        for entry in entries {
            let Some(named) = Named::of(TRANSACTIONS_BY_ID_TAG, &entry) else {
                continue;
            };
            let marker: Option<AnyForm> = self.get_or_tell(OPEN_TRANSACTIONS, &named.record_key())?;
            if let Some(marker) = marker
                && let Some(marker) = self.marker(&named.charge_point, marker)?
            {
                open.push((named.charge_point, marker));
            }
        }
        Ok(open)
    }

    /// The markers of all charge points after one key, with theirs.
    pub fn open_markers(&self, after: Option<&str>, limit: usize) -> Result<Vec<(String, OpenMarker)>, StoreError> {
        let page: Vec<(String, AnyForm)> = self.list(OPEN_TRANSACTIONS, Page::all(limit).after(after))?;
        let known = |(key, marker): (String, AnyForm)| -> Result<Option<(String, OpenMarker)>, StoreError> {
            let Some(owner) = owner(&key) else { return Ok(None) };
            Ok(self.marker(&owner, marker)?.map(|marker| (key, marker)))
        };
        page.into_iter().filter_map(|found| known(found).transpose()).collect()
    }

    fn marker(&self, charge_point: &ChargePointId, marker: AnyForm) -> Result<Option<OpenMarker>, StoreError> {
        match marker {
            AnyForm::Present(marker) => Ok(Some(marker)),
            AnyForm::First(id, _) => {
                let record = self.transaction(charge_point, &id)?;
                Ok(record.map(|record| OpenMarker::of(&record)))
            }
        }
    }

    /// Whether a transaction is marked as open; it is, unless a crash left the marker.
    pub fn is_marked_open(&self, charge_point: &ChargePointId, id: &TransactionId) -> Result<bool, StoreError> {
        let key = transaction_key(charge_point, id);
        Ok(self.store().get(OPEN_TRANSACTIONS, &key)?.is_some())
    }
}

fn owner(key: &str) -> Option<ChargePointId> {
    parts(key).first().map(|owner| ChargePointId::new(owner))
}

/// What is known of an open transaction without a look at its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenMarker {
    /// Whose marker it is.
    pub id: TransactionId,
    /// From 2.0.1 on.
    pub evse: Option<i64>,
    /// Where the cable is.
    pub connector: Option<i64>,
    /// The station's time of the start.
    pub started_at: Option<String>,
    /// The token that began it, once it is known.
    pub id_tag: Option<String>,
}

impl OpenMarker {
    pub(super) fn of(record: &Transaction) -> Self {
        Self {
            id: record.id.clone(),
            evse: record.evse,
            connector: record.connector,
            started_at: record.started_at.clone(),
            id_tag: record.id_tag.clone(),
        }
    }
}

/// A marker as it may lie in a store.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum AnyForm {
    Present(OpenMarker),
    /// Form 1: the id and the connector.
    First(TransactionId, Option<i64>),
}

pub(super) fn mark(key: String, marker: &OpenMarker) -> Result<Write, StoreError> {
    put(OPEN_TRANSACTIONS, key, marker)
}

pub(super) fn unmark(key: String) -> Write {
    delete(OPEN_TRANSACTIONS, key)
}
