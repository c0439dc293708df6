//! The record of a transaction: its key, its reads, and the writes that change it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::energy::{Doubts, Energy, Register};
use super::index::Entries;
use super::open::{mark, unmark};
use crate::clock::Time;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::TRANSACTIONS;
use crate::state::versioned::put_back;
use crate::state::writes::decode;
use crate::state::{State, Versioned, key, prefix, records_of};
use crate::store::{Change, Page, StoreError, Write};

/// A charging session as far as the station has told it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    pub charge_point: ChargePointId,
    /// Its id at that charge point.
    pub id: TransactionId,
    /// The OCPP version in which it was reported.
    pub version: String,
    /// From 2.0.1 on.
    pub evse: Option<i64>,
    /// Where the cable is.
    pub connector: Option<i64>,
    pub id_tag: Option<String>,
    /// Whether it runs.
    pub state: TransactionState,
    /// It has ended, every message between its start and its end has arrived, and nothing is in doubt.
    pub complete: bool,
    /// What is in doubt.
    #[serde(default)]
    pub doubts: Doubts,
    /// Its energy; of one that runs as it was last looked at, none in records of old.
    #[serde(default)]
    pub energy: Option<Energy>,
    /// The register with which the next session on the connector began, where that ended this one.
    #[serde(default)]
    pub next_start: Option<Register>,
    /// 2.x: the last `chargingState`.
    #[serde(default)]
    pub charging: Option<Charging>,
    /// The station's time of the start.
    pub started_at: Option<String>,
    /// The register at the start in Wh, as it was told; in 2.x the one that counts.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub meter_start_wh: Option<Decimal>,
    /// The station's time of the end.
    pub stopped_at: Option<String>,
    /// The register at the end in Wh, as it was told; in 2.x the last one that was heard.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub meter_stop_wh: Option<Decimal>,
    /// The station's word; ours where it never said that it ended.
    pub stop_reason: Option<String>,
    /// The reservation that it used.
    pub reservation_id: Option<i64>,
    /// 2.x: the RequestStartTransaction that began it.
    pub remote_start_id: Option<i64>,
    /// What became of the id tag at the start.
    pub authorization: Option<String>,
    /// 1.6: the answer that a repeated StartTransaction gets again.
    pub start_answer: Option<Value>,
    /// 1.6: the answer that a repeated StopTransaction gets again.
    pub stop_answer: Option<Value>,
    /// 2.x: where its events begin and end.
    #[serde(default)]
    pub events: EventCount,
    /// When we first heard of it.
    pub received_at: Time,
}

/// 2.x: whether energy flows, by the station's word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Charging {
    /// `chargingState`
    pub state: String,
    /// Since when, by the station's clock; what is told of an earlier time does not count.
    pub at: Time,
}

/// Whether a transaction runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TransactionState {
    /// It does, as far as we know.
    Open,
    /// The station ended it.
    Closed,
    /// The station began another on the same connector; the end never arrived.
    Superseded,
}

/// 2.x: the seqNos between which every event must be there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventCount {
    /// The seqNo of Started.
    pub first: Option<i64>,
    /// The seqNo of Ended.
    pub last: Option<i64>,
}

/// A transaction that is to be written: over what it was read as, or where there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct TransactionChange {
    /// What it is, or is to become.
    pub record: Transaction,
    before: Versioned<Marked>,
    /// Where it is found so far.
    indexed: Entries,
}

/// Whether there is a marker of an open transaction, and for which connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marked {
    No,
    On(Option<i64>),
}

impl Marked {
    fn of(record: &Transaction) -> Self {
        match record.state {
            TransactionState::Open => Self::On(record.connector),
            TransactionState::Closed | TransactionState::Superseded => Self::No,
        }
    }
}

impl TransactionChange {
    /// A transaction that is not there yet.
    #[must_use]
    pub fn absent(record: Transaction) -> Self {
        Self {
            record,
            before: Versioned::absent(Marked::No),
            indexed: Entries::default(),
        }
    }

    /// The same change, of which another record comes out.
    #[must_use]
    pub fn with(self, record: Transaction) -> Self {
        Self { record, ..self }
    }
}

pub(super) fn transaction_key(charge_point: &ChargePointId, id: &TransactionId) -> String {
    // Numbers of 1.6 are padded, so that a listing is in their order.
    match id.as_str().parse::<i64>() {
        Ok(number) if number >= 0 => key(&[charge_point.as_str(), &format!("{number:010}")]),
        _ => key(&[charge_point.as_str(), id.as_str()]),
    }
}

impl State {
    pub fn transaction(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
    ) -> Result<Option<Transaction>, StoreError> {
        self.get(TRANSACTIONS, &transaction_key(charge_point, id))
    }

    /// A transaction, to be changed and written back.
    pub fn transaction_to_change(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
    ) -> Result<Option<TransactionChange>, StoreError> {
        let found = self.get_at::<Transaction>(TRANSACTIONS, &transaction_key(charge_point, id))?;
        Ok(found.map(|(record, revision)| TransactionChange {
            before: Versioned::from((Marked::of(&record), revision)),
            indexed: Entries::of(&record),
            record,
        }))
    }

    /// Whether a transaction is known.
    pub fn has_transaction(&self, charge_point: &ChargePointId, id: &TransactionId) -> Result<bool, StoreError> {
        let found = self.store().get(TRANSACTIONS, &transaction_key(charge_point, id))?;
        Ok(found.is_some())
    }

    /// The transactions of a charge point whose ids are the highest.
    pub fn latest_transactions(
        &self,
        charge_point: &ChargePointId,
        limit: usize,
    ) -> Result<Vec<Transaction>, StoreError> {
        let page = Page::all(limit).descending();
        Ok(records_of(self.of_station(TRANSACTIONS, charge_point, page)?))
    }

    /// The transactions of one charge point, or of all, after one listing key.
    pub fn transactions(
        &self,
        charge_point: Option<&ChargePointId>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Transaction)>, StoreError> {
        let prefix = of_one_or_all(charge_point);
        self.list(TRANSACTIONS, Page::of(&prefix, limit).after(after))
    }
}

/// What the listing keys of one charge point's transactions begin with, or of all.
pub(super) fn of_one_or_all(charge_point: Option<&ChargePointId>) -> String {
    charge_point.map(|id| prefix(&[id.as_str()])).unwrap_or_default()
}

/// The writes that make a transaction what it is now, unless somebody has changed it since it was read.
///
/// The marker of an open one is there before the record, so that no crash leaves an open transaction that
/// nobody finds; it is gone after the record, for the same reason. A conflict of the record may therefore
/// leave a marker of a transaction that is not open. Readers allow for that, and whoever is told of the
/// conflict reads again, and writes again what is true.
pub fn put_transaction(change: &TransactionChange) -> Result<Vec<Write>, StoreError> {
    let TransactionChange {
        record,
        before,
        indexed,
    } = change;
    let key = transaction_key(&record.charge_point, &record.id);
    let marked = Marked::of(record);
    let written = put_back(TRANSACTIONS, key.clone(), &before.clone().with(record))?;
    let (mut writes, old) = Entries::of(record).writes_from(indexed)?;
    match marked {
        Marked::No => writes.extend([written, unmark(key)]),
        Marked::On(_) if marked == before.record => writes.push(written),
        Marked::On(connector) => writes.extend([mark(key, &record.id, connector)?, written]),
    }
    writes.extend(old);
    Ok(writes)
}

/// The writes that keep a transaction which nobody knows yet.
pub fn create_transaction(record: &Transaction) -> Result<Vec<Write>, StoreError> {
    put_transaction(&TransactionChange::absent(record.clone()))
}

/// The last transaction record among a list of writes.
#[must_use]
pub fn written(writes: &[Write]) -> Option<Result<Transaction, StoreError>> {
    let record = |write: &Write| match &write.change {
        Change::Put(value) if write.collection == TRANSACTIONS => Some(decode(TRANSACTIONS, &write.key, value)),
        _ => None,
    };
    writes.iter().rev().find_map(record)
}
