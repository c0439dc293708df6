//! The record of a transaction: its key, its reads, and the writes that change it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::assigned::Assigned;
use super::energy::{Doubts, Energy, Register};
use super::index::{Entries, Told};
use super::open::{OpenMarker, mark, unmark};
use super::runs::Runs;
use super::{MeterValueSet, StoredEvent};
use crate::clock::{Time, is_ahead, told_instant};
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::{TRANSACTION_EVENTS, TRANSACTION_METER_VALUES, TRANSACTIONS};
use crate::state::versioned::put_back;
use crate::state::writes::decode;
use crate::state::{State, Versioned, key, parts, prefix};
use crate::store::{Change, Page, StoreError, Write};

/// A charging session as far as the station has told it. What is not known of it is not written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    pub charge_point: ChargePointId,
    /// Its id at that charge point.
    pub id: TransactionId,
    /// The OCPP version in which it was reported.
    pub version: String,
    /// From 2.0.1 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evse: Option<i64>,
    /// Where the cable is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connector: Option<i64>,
    /// The token that began it; of one that is assigned, the operator's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_tag: Option<String>,
    /// Whether it runs.
    pub state: TransactionState,
    /// It has ended, every message between its start and its end has arrived, and nothing is in doubt.
    pub complete: bool,
    /// What is in doubt.
    #[serde(default, skip_serializing_if = "Doubts::is_empty")]
    pub doubts: Doubts,
    /// Its energy; of one that runs as it was last looked at, none in records of old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub energy: Option<Energy>,
    /// The register with which the next session on the connector began, where that ended this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_start: Option<Register>,
    /// 2.x: the last `chargingState`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charging: Option<Charging>,
    /// The station's time of the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<String>,
    /// The register at the start in Wh, as it was told; in 2.x the one that counts.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "rust_decimal::serde::str_option"
    )]
    pub meter_start_wh: Option<Decimal>,
    /// The station's time of the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<String>,
    /// The register at the end in Wh, as it was told; in 2.x the last one that was heard.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "rust_decimal::serde::str_option"
    )]
    pub meter_stop_wh: Option<Decimal>,
    /// The station's word; ours where it never said that it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_reason: Option<String>,
    /// The reservation that it used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reservation_id: Option<i64>,
    /// 2.x: the RequestStartTransaction that began it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_start_id: Option<i64>,
    /// What became of the id tag at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization: Option<String>,
    /// 1.6: the answer that a repeated StartTransaction gets again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_answer: Option<Value>,
    /// 1.6: the answer that a repeated StopTransaction gets again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_answer: Option<Value>,
    /// 2.x: where its events begin and end.
    #[serde(default, skip_serializing_if = "is_default")]
    pub events: EventCount,
    /// Other sessions of which the station says the same id.
    #[serde(default, skip_serializing_if = "is_default")]
    pub same_id: SameId,
    /// Who ended it, and how we know.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ending: Ending,
    /// It was not told by a station here: another system's history says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<Imported>,
    /// An operator said whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<Assigned>,
    /// When we first heard of it; of one that was imported when it began.
    pub received_at: Time,
}

/// Whether a member has nothing to say.
fn is_default<T: Default + PartialEq>(member: &T) -> bool {
    *member == T::default()
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

/// Where the history comes from that a session is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    /// The system: a short word.
    pub from: String,
    /// When it was brought here.
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

/// Some stations count their transactions from 1 at each start, so one id stands for several sessions. The first
/// has the station's id as its own; each later one has it with its ordinal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SameId {
    /// The station's id, where ours is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station_id: Option<TransactionId>,
    /// Of the first: the ordinal of the newest, from 2 on. Set before that one is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<u32>,
}

/// Who ended a session, and how we know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ending {
    /// Who says that it is over; none while it runs, and of records that were kept before this was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<ClosedBy>,
    /// The token that was shown to end it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_by: Option<String>,
    /// Neither the token that began it nor one of its group.
    #[serde(default, skip_serializing_if = "is_default")]
    pub foreign: bool,
    /// What told the session whose end this was, where the station's message named none that we know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matched_by: Vec<MatchedBy>,
    /// The register at its end in Wh, as an operator says.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "rust_decimal::serde::str_option"
    )]
    pub meter_wh: Option<Decimal>,
    /// When we heard that it is over; none: it runs, the record is of before this was kept, or something came since that is
    /// of a later time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Time>,
}

/// Who says that a session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClosedBy {
    /// The station's own message.
    Station,
    /// The server gave it up, by what the station did since.
    Server,
    /// An operator.
    Operator,
}

/// What tells which session a message without a usable id is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MatchedBy {
    /// It is at the message's connector, or at that of the session which the message names.
    Connector,
    /// The message's token began it, or one of its group.
    IdTag,
    /// No other of the station is open.
    OnlyOpen,
    /// An operator said so.
    Operator,
}

/// 2.x: the seqNos between which every event must be there, and those that are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventCount {
    /// The seqNo of Started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<i64>,
    /// The seqNo of Ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<i64>,
    /// The seqNos that have arrived. None: they are not kept, and the events themselves tell: of records of old, and where
    /// they have too many gaps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived: Option<Runs>,
}

/// With more runs than these a record would grow with its session.
const MOST_RUNS: usize = 64;

impl EventCount {
    /// Of a session of which nothing has arrived.
    #[must_use]
    pub fn none_yet() -> Self {
        Self {
            arrived: Some(Runs::default()),
            ..Self::default()
        }
    }

    /// Whether no event of a number is kept. The numbers are kept with the events, so that nothing has to be looked for.
    #[must_use]
    pub fn is_new(&self, seq_no: i64) -> bool {
        self.arrived.as_ref().is_some_and(|arrived| !arrived.has(seq_no))
    }

    /// A number has arrived, for the first time or again.
    pub fn arrive(&mut self, seq_no: i64) {
        let Some(runs) = &mut self.arrived else { return };
        runs.add(seq_no);
        if runs.count() > MOST_RUNS {
            self.arrived = None;
        }
    }
}

/// A transaction that is to be written: over what it was read as, or where there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct TransactionChange {
    /// What it is, or is to become.
    pub record: Transaction,
    before: Versioned<Marked>,
    /// What the entries tell by which it is found so far; none: there are none.
    indexed: Option<Told>,
}

/// The marker of an open transaction, if there is one.
type Marked = Option<OpenMarker>;

fn marked(record: &Transaction) -> Marked {
    (record.state == TransactionState::Open).then(|| OpenMarker::of(record))
}

impl TransactionChange {
    /// A transaction that is not there yet.
    #[must_use]
    pub fn absent(record: Transaction) -> Self {
        Self {
            record,
            before: Versioned::absent(None),
            indexed: None,
        }
    }

    /// The same change, of which another record comes out.
    #[must_use]
    pub fn with(self, record: Transaction) -> Self {
        Self { record, ..self }
    }
}

pub(in crate::state) fn transaction_key(charge_point: &ChargePointId, id: &TransactionId) -> String {
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
            before: Versioned::from((marked(&record), revision)),
            indexed: Some(Told::of(&record)),
            record,
        }))
    }

    /// Whether a transaction is known.
    pub fn has_transaction(&self, charge_point: &ChargePointId, id: &TransactionId) -> Result<bool, StoreError> {
        let found = self.store().get(TRANSACTIONS, &transaction_key(charge_point, id))?;
        Ok(found.is_some())
    }

    /// When something was last heard of a transaction: its first message, its last event, its last meter values
    /// by their time, or by when they came where that cannot be right. Few reads, however long it is.
    pub fn last_heard_of(&self, record: &Transaction, now: Time) -> Result<Time, StoreError> {
        let of_it = prefix(&[record.charge_point.as_str(), record.id.as_str()]);
        let last = Page::of(&of_it, 1).descending();
        let events: Vec<(String, StoredEvent)> = self.list(TRANSACTION_EVENTS, last)?;
        let values: Vec<(String, MeterValueSet)> = self.list(TRANSACTION_METER_VALUES, last)?;
        let measured = values.first().and_then(|(key, set)| {
            let told = told_instant(parts(key).get(2)?);
            told.filter(|at| !is_ahead(*at, now)).or(set.received_at)
        });
        let told = events.first().map(|(_, event)| event.received_at);
        Ok(told.into_iter().chain(measured).fold(record.received_at, Time::max))
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
    let marked = marked(record);
    let written = put_back(TRANSACTIONS, key.clone(), &before.clone().with(record))?;
    let (mut writes, old) = Entries::changes(record, indexed.as_ref());
    match marked {
        None => writes.extend([written, unmark(key)]),
        Some(_) if marked == before.record => writes.push(written),
        Some(marker) => writes.extend([mark(key, &marker)?, written]),
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
