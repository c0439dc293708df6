//! What removes a session that is over, or what was said of it while its figures stay.

use super::TransactionState;
use super::index::{Entries, Named};
use super::open::unmark;
use super::record::{Transaction, transaction_key};
use super::starts::starts_at;
use super::status::ToldStatus;
use crate::clock::{Time, instant, text};
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::{
    TRANSACTION_EVENTS, TRANSACTION_LATER, TRANSACTION_METER_VALUES, TRANSACTION_STARTS, TRANSACTION_STATUSES,
    TRANSACTIONS, TRANSACTIONS_BY_TIME,
};
use crate::state::{State, delete, key, prefix};
use crate::store::{Collection, Expect, Page, StoreError, Write};

/// What was said of a session, message by message.
const DETAILS: [Collection; 3] = [TRANSACTION_EVENTS, TRANSACTION_METER_VALUES, TRANSACTION_LATER];

/// One session that began long enough ago, by its place in the list of all.
#[derive(Debug)]
pub struct Begun {
    /// Its entry in the list of all by time.
    pub place: String,
    /// None: there is no such session any more.
    pub charge_point: Option<ChargePointId>,
    pub id: Option<TransactionId>,
}

impl State {
    /// The sessions that began before a moment, the oldest first, after a place.
    ///
    /// # Errors
    /// The store's.
    pub fn sessions_begun_before(
        &self,
        moment: Time,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Begun>, StoreError> {
        let keys = self
            .store()
            .list_keys(TRANSACTIONS_BY_TIME, Page::all(limit).after(after))?;
        let end = text(moment);
        let before = keys.into_iter().take_while(|key| *key < end);
        let begun = before.map(|place| {
            let named = Named::of(TRANSACTIONS_BY_TIME, &place);
            let (charge_point, id) = named.map(|named| (named.charge_point, named.id)).unzip();
            Begun {
                place,
                charge_point,
                id,
            }
        });
        Ok(begun.collect())
    }

    /// The writes that remove what was said of a session; its figures stay. They have no condition: what falls on one of
    /// these keys again is the same message.
    ///
    /// # Errors
    /// The store's.
    pub fn remove_details(&self, charge_point: &ChargePointId, id: &TransactionId) -> Result<Vec<Write>, StoreError> {
        let of_it = prefix(&[charge_point.as_str(), id.as_str()]);
        let mut writes = Vec::new();
        for collection in DETAILS {
            let keys = self.store().list_keys(collection, Page::of(&of_it, usize::MAX))?;
            writes.extend(keys.into_iter().map(|key| delete(collection, key)));
        }
        Ok(writes)
    }

    /// Whether anything of what was said of a session is kept.
    ///
    /// # Errors
    /// The store's.
    pub fn has_details(&self, charge_point: &ChargePointId, id: &TransactionId) -> Result<bool, StoreError> {
        let of_it = prefix(&[charge_point.as_str(), id.as_str()]);
        for collection in DETAILS {
            if !self.store().list_keys(collection, Page::of(&of_it, 1))?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The writes that remove a session with all that leads to it, if it is still as it was read; none if it runs, or is
    /// gone. Its place in the list of all goes last, so that whoever is interrupted finds it again.
    ///
    /// # Errors
    /// The store's.
    pub fn remove_transaction(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
    ) -> Result<Option<Vec<Write>>, StoreError> {
        let own = transaction_key(charge_point, id);
        let Some((record, revision)) = self.get_at::<Transaction>(TRANSACTIONS, &own)? else {
            return Ok(None);
        };
        if record.state == TransactionState::Open {
            return Ok(None);
        }
        let mut writes = self.remove_details(charge_point, id)?;
        writes.extend(self.starts_of(&record)?);
        writes.push(self.remove_status(charge_point, id)?);
        writes.push(unmark(own.clone()));
        let (_, entries) = Entries::default().writes_from(Entries::of(&record));
        let (last, first): (Vec<_>, Vec<_>) = entries
            .into_iter()
            .partition(|write| write.collection == TRANSACTIONS_BY_TIME);
        writes.extend(first);
        writes.push(Write {
            expect: Expect::Revision(revision),
            ..delete(TRANSACTIONS, own)
        });
        writes.extend(last);
        Ok(Some(writes))
    }

    /// What the station said of it last, if it has not said something else since.
    fn remove_status(&self, charge_point: &ChargePointId, id: &TransactionId) -> Result<Write, StoreError> {
        let told = self.removable::<ToldStatus>(TRANSACTION_STATUSES, key(&[charge_point.as_str(), id.as_str()]))?;
        Ok(told.removal)
    }

    /// 1.6: what a repetition of its start would be told.
    fn starts_of(&self, record: &Transaction) -> Result<Vec<Write>, StoreError> {
        let (Some(connector), Some(at)) = (record.connector, record.started_at.as_deref()) else {
            return Ok(Vec::new());
        };
        let mut starts: Vec<(String, TransactionId)> = Vec::new();
        for of_it in starts_at(&record.charge_point, connector, at) {
            starts.extend(self.list(TRANSACTION_STARTS, Page::of(&of_it, 100))?);
        }
        let own = starts.into_iter().filter(|(_, id)| *id == record.id);
        Ok(own.map(|(key, _)| delete(TRANSACTION_STARTS, key)).collect())
    }
}

impl Transaction {
    /// When it was over, as it is kept: by the station's clock, or when it was last heard of. A session that runs is
    /// not over.
    #[must_use]
    pub fn over_since(&self) -> Option<Time> {
        if self.state == TransactionState::Open {
            return None;
        }
        let told = self.stopped_at.as_deref().and_then(instant);
        Some(told.unwrap_or(self.received_at).max(self.received_at))
    }
}
