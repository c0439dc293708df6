//! Transactions, their events and meter values, and what could not be placed.
//!
//! One transaction is one record. Beside it stand an index by what identifies a start (1.6), a
//! marker while it is open, and one record for each event and each set of meter values, so that
//! nothing grows with the length of a session.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{State, create, decode, delete, encode, key, put, put_encoded};
use crate::clock::Time;
use crate::ids::{ChargePointId, TransactionId};
use crate::store::{Change, Collection, Page, StoreError, Write};

const TRANSACTIONS: Collection = Collection("transactions");
const STARTS: Collection = Collection("transaction-starts");
const OPEN: Collection = Collection("transactions-open");
const EVENTS: Collection = Collection("transaction-events");
const METER_VALUES: Collection = Collection("transaction-meter-values");
const ORPHANS: Collection = Collection("transaction-orphans");

/// More open transactions than any station has; bounds what a broken one can make us read.
const MAX_OPEN: usize = 256;

/// A charging session as far as the station has told it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    /// Whose.
    pub charge_point: ChargePointId,
    /// Its id at that charge point.
    pub id: TransactionId,
    /// The OCPP version in which it was reported.
    pub version: String,
    /// From 2.0.1 on.
    pub evse: Option<i64>,
    /// Where the cable is.
    pub connector: Option<i64>,
    /// Who started it.
    pub id_tag: Option<String>,
    /// Whether it runs.
    pub state: TransactionState,
    /// Every message between its start and its end has arrived.
    pub complete: bool,
    /// The station's time of the start.
    pub started_at: Option<String>,
    /// The register at the start, in Wh.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub meter_start_wh: Option<Decimal>,
    /// The station's time of the end.
    pub stopped_at: Option<String>,
    /// The register at the end, or the last one heard, in Wh.
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

/// What identifies a start in 1.6: a retry repeats all of it under another message id.
#[derive(Debug, Clone, Copy)]
pub struct StartKey<'a> {
    /// `connectorId`
    pub connector: i64,
    /// `idTag`
    pub id_tag: &'a str,
    /// `timestamp` as it was sent.
    pub timestamp: &'a str,
    /// `meterStart`
    pub meter_start: i64,
}

/// One TransactionEvent with its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredEvent {
    /// The request's payload.
    pub request: Value,
    /// The answer that a repetition gets again.
    pub answer: Value,
    /// When it arrived.
    pub received_at: Time,
}

/// What identifies a TransactionEvent. Some stations count from 0 again after a reboot, so the
/// number alone does not.
#[derive(Debug, Clone, Copy)]
pub struct EventKey<'a> {
    /// `seqNo`
    pub seq_no: i64,
    /// `eventType`
    pub event_type: &'a str,
    /// `timestamp` as it was sent.
    pub timestamp: &'a str,
}

/// A message about a transaction that we do not know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Orphan {
    /// `StopTransaction` or `MeterValues`.
    pub action: String,
    /// As it came.
    pub payload: Value,
    /// When it arrived.
    pub received_at: Time,
}

fn transaction_key(charge_point: &ChargePointId, id: &TransactionId) -> String {
    // Numbers of 1.6 are padded, so that a listing is in their order.
    match id.as_str().parse::<i64>() {
        Ok(number) if number >= 0 => key(&[charge_point.as_str(), &format!("{number:010}")]),
        _ => key(&[charge_point.as_str(), id.as_str()]),
    }
}

fn start_key(charge_point: &ChargePointId, start: StartKey<'_>) -> String {
    let StartKey {
        connector,
        id_tag,
        timestamp,
        meter_start,
    } = start;
    let (connector, meter) = (connector.to_string(), meter_start.to_string());
    key(&[
        charge_point.as_str(),
        &connector,
        timestamp,
        &meter,
        &id_tag.to_lowercase(),
    ])
}

fn event_key(charge_point: &ChargePointId, id: &TransactionId, event: EventKey<'_>) -> String {
    let seq_no = format!("{:010}", event.seq_no);
    key(&[
        charge_point.as_str(),
        id.as_str(),
        &seq_no,
        event.event_type,
        event.timestamp,
    ])
}

impl State {
    /// A transaction.
    ///
    /// # Errors
    /// The store's.
    pub fn transaction(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
    ) -> Result<Option<Transaction>, StoreError> {
        self.get(TRANSACTIONS, &transaction_key(charge_point, id))
    }

    /// Whether a transaction is known.
    ///
    /// # Errors
    /// The store's.
    pub fn has_transaction(&self, charge_point: &ChargePointId, id: &TransactionId) -> Result<bool, StoreError> {
        Ok(self
            .store
            .get(TRANSACTIONS, &transaction_key(charge_point, id))?
            .is_some())
    }

    /// The transactions of one charge point, or of all, after one listing key.
    ///
    /// # Errors
    /// The store's.
    pub fn transactions(
        &self,
        charge_point: Option<&ChargePointId>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Transaction)>, StoreError> {
        let prefix = charge_point
            .map(|id| format!("{}/", key(&[id.as_str()])))
            .unwrap_or_default();
        self.list(
            TRANSACTIONS,
            Page {
                prefix: &prefix,
                after,
                limit,
            },
        )
    }

    /// The open transactions of one charge point, or of all, after one listing key: those of
    /// [`State::transactions`] without a look at the closed ones. None stands for one that has just
    /// been closed.
    ///
    /// # Errors
    /// The store's.
    pub fn open_transactions_after(
        &self,
        charge_point: Option<&ChargePointId>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Option<Transaction>)>, StoreError> {
        let prefix = charge_point
            .map(|id| format!("{}/", key(&[id.as_str()])))
            .unwrap_or_default();
        let page = Page {
            prefix: &prefix,
            after,
            limit,
        };
        let markers: Vec<(String, Value)> = self.list(OPEN, page)?;
        let record = |(key, _): (String, Value)| {
            let found: Option<Transaction> = self.get(TRANSACTIONS, &key)?;
            Ok((key, found.filter(|found| found.state == TransactionState::Open)))
        };
        markers.into_iter().map(record).collect()
    }

    /// The id that a start was given before, if it was.
    ///
    /// # Errors
    /// The store's.
    pub fn started_as(
        &self,
        charge_point: &ChargePointId,
        start: StartKey<'_>,
    ) -> Result<Option<TransactionId>, StoreError> {
        self.get(STARTS, &start_key(charge_point, start))
    }

    /// The open transactions of a charge point with their connector.
    ///
    /// # Errors
    /// The store's.
    pub fn open_transactions(
        &self,
        charge_point: &ChargePointId,
    ) -> Result<Vec<(TransactionId, Option<i64>)>, StoreError> {
        let prefix = format!("{}/", key(&[charge_point.as_str()]));
        let found: Vec<(String, (TransactionId, Option<i64>))> = self.list(
            OPEN,
            Page {
                prefix: &prefix,
                after: None,
                limit: MAX_OPEN,
            },
        )?;
        Ok(found.into_iter().map(|(_, marker)| marker).collect())
    }

    /// A TransactionEvent that was answered before.
    ///
    /// # Errors
    /// The store's.
    pub fn transaction_event(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        event: EventKey<'_>,
    ) -> Result<Option<StoredEvent>, StoreError> {
        self.get(EVENTS, &event_key(charge_point, id, event))
    }

    /// The events of a transaction by seqNo.
    ///
    /// # Errors
    /// The store's.
    pub fn transaction_events(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        self.values_of(EVENTS, charge_point, id, limit)
    }

    /// The meter values of a transaction by their time.
    ///
    /// # Errors
    /// The store's.
    pub fn meter_values(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        limit: usize,
    ) -> Result<Vec<Value>, StoreError> {
        self.values_of(METER_VALUES, charge_point, id, limit)
    }

    /// The messages about unknown transactions, oldest first.
    ///
    /// # Errors
    /// The store's.
    pub fn orphans(&self, charge_point: &ChargePointId, limit: usize) -> Result<Vec<Orphan>, StoreError> {
        let prefix = format!("{}/", key(&[charge_point.as_str()]));
        let found = self.list(
            ORPHANS,
            Page {
                prefix: &prefix,
                after: None,
                limit,
            },
        )?;
        Ok(found.into_iter().map(|(_, orphan)| orphan).collect())
    }

    fn values_of<T: serde::de::DeserializeOwned>(
        &self,
        collection: Collection,
        charge_point: &ChargePointId,
        id: &TransactionId,
        limit: usize,
    ) -> Result<Vec<T>, StoreError> {
        let prefix = format!("{}/", key(&[charge_point.as_str(), id.as_str()]));
        let found = self.list(
            collection,
            Page {
                prefix: &prefix,
                after: None,
                limit,
            },
        )?;
        Ok(found.into_iter().map(|(_, value)| value).collect())
    }
}

/// The writes that make a transaction what it is now. The marker of an open one is there before
/// the record, and gone after it.
///
/// # Errors
/// A record without a JSON form.
pub fn put_transaction(transaction: &Transaction) -> Result<Vec<Write>, StoreError> {
    let Transaction {
        charge_point,
        id,
        connector,
        ..
    } = transaction;
    let record_key = transaction_key(charge_point, id);
    let record = put(TRANSACTIONS, record_key.clone(), transaction)?;
    Ok(match transaction.state {
        TransactionState::Open => vec![put(OPEN, record_key, &(id, connector))?, record],
        TransactionState::Closed | TransactionState::Superseded => {
            vec![record, delete(OPEN, record_key)]
        }
    })
}

/// Notes the id that a start is given; refused if it has one.
///
/// # Errors
/// A record without a JSON form.
pub fn note_start(charge_point: &ChargePointId, start: StartKey<'_>, id: &TransactionId) -> Result<Write, StoreError> {
    create(STARTS, start_key(charge_point, start), id)
}

/// Keeps a TransactionEvent.
///
/// # Errors
/// A record without a JSON form.
pub fn put_event(
    charge_point: &ChargePointId,
    id: &TransactionId,
    event: EventKey<'_>,
    stored: &StoredEvent,
) -> Result<Write, StoreError> {
    put(EVENTS, event_key(charge_point, id, event), stored)
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

/// Keeps meter values. The same values again (a retry) fall on the same key.
///
/// # Errors
/// A record without a JSON form.
pub fn put_meter_values(charge_point: &ChargePointId, id: &TransactionId, values: &Value) -> Result<Write, StoreError> {
    let first = values
        .get(0)
        .and_then(|value| value.get("timestamp"))
        .and_then(Value::as_str);
    let (text, digest) = fingerprinted(METER_VALUES, values)?;
    let key = key(&[charge_point.as_str(), id.as_str(), first.unwrap_or("-"), &digest]);
    Ok(put_encoded(METER_VALUES, key, text))
}

/// Keeps a message about an unknown transaction. A retry has another message id but the same
/// content, and falls on the same key.
///
/// # Errors
/// A record without a JSON form.
pub fn put_orphan(charge_point: &ChargePointId, orphan: &Orphan) -> Result<Write, StoreError> {
    let (_, digest) = fingerprinted(ORPHANS, &orphan.payload)?;
    put(ORPHANS, key(&[charge_point.as_str(), &orphan.action, &digest]), orphan)
}

/// The JSON text of a content, and what tells it apart from others: the same in every process.
fn fingerprinted(collection: Collection, value: &Value) -> Result<(Vec<u8>, String), StoreError> {
    let text = encode(collection, "", value)?;
    let digest = Sha256::digest(&text)
        .iter()
        .take(8)
        .fold(0, |sum: u64, byte| sum << 8 | u64::from(*byte));
    Ok((text, format!("{digest:016x}")))
}
