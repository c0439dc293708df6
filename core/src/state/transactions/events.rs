//! 2.x: each TransactionEvent with its answer.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::index::fitting;
use super::{Runs, fingerprinted};
use crate::clock::{Time, same_moment, second_of};
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::TRANSACTION_EVENTS;
use crate::state::payload::Payload;
use crate::state::writes::decode;
use crate::state::{Ends, State, TwoEnds, create, key, prefix, records_of};
use crate::store::{Page, StoreError, Write};

/// More events of one number, type and second than these are not compared with one that comes.
const MOST_LIKE: usize = 32;
/// So many keys are read at a time.
const KEYS_AT_ONCE: usize = 10_000;

/// One TransactionEvent with its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredEvent {
    /// The request's payload.
    pub request: Payload,
    /// The answer that a repetition gets again.
    pub answer: Value,
    pub received_at: Time,
}

/// What identifies a TransactionEvent. Some stations count from 0 again after a reboot, so the
/// number alone does not; some do not count at all, so the second does not, either.
#[derive(Debug, Clone, Copy)]
pub struct EventKey<'a> {
    /// `seqNo`
    pub seq_no: i64,
    /// `eventType`
    pub event_type: &'a str,
    /// `timestamp` as it was sent; of an event without one [`content_of_event`].
    pub timestamp: &'a str,
    /// [`content_of_event`] of one beside which another of its number, type and second is kept.
    pub content: Option<&'a str>,
}

fn event_key(charge_point: &ChargePointId, id: &TransactionId, event: EventKey<'_>) -> String {
    let at = match second_of(event.timestamp) {
        Some(second) => Cow::Owned(format!("{second}Z")),
        None => fitting(event.timestamp),
    };
    let place = match event.content {
        Some(content) => Cow::Owned(format!("{at}~{content}")),
        None => at,
    };
    key_at(charge_point, id, (event, &place))
}

/// The key of an event at a place in time.
fn key_at(charge_point: &ChargePointId, id: &TransactionId, (event, place): (EventKey<'_>, &str)) -> String {
    let seq_no = number(event);
    key(&[charge_point.as_str(), id.as_str(), &seq_no, event.event_type, place])
}

/// The number, so that keys are in its order.
fn number(event: EventKey<'_>) -> String {
    format!("{:010}", event.seq_no)
}

impl State {
    /// The TransactionEvents of a number and a type that were answered before, and may be one that comes: those of its second,
    /// and the one with its time as it is written, which is how stores of old have them.
    pub fn events_like(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        event: EventKey<'_>,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let as_told = key_at(charge_point, id, (event, &fitting(event.timestamp)));
        let second = second_of(event.timestamp);
        let of_second = second.map(|second| key_at(charge_point, id, (event, &second)));
        let mut found = Vec::new();
        if let Some(common) = &of_second {
            // One that cannot be read is not passed over: its key is taken.
            for (key, entry) in self.store().list(TRANSACTION_EVENTS, Page::of(common, MOST_LIKE))? {
                found.push(decode(TRANSACTION_EVENTS, &key, &entry.value)?);
            }
        }
        if of_second.is_none_or(|common| !as_told.starts_with(&common)) {
            found.extend(self.get(TRANSACTION_EVENTS, &as_told)?);
        }
        Ok(found)
    }

    /// A TransactionEvent that was answered before.
    pub fn transaction_event(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        event: EventKey<'_>,
    ) -> Result<Option<StoredEvent>, StoreError> {
        self.get(TRANSACTION_EVENTS, &event_key(charge_point, id, event))
    }

    /// Whether any event of this number and type is kept, whenever it was.
    pub fn has_event_like(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        event: EventKey<'_>,
    ) -> Result<bool, StoreError> {
        let seq_no = number(event);
        let like = prefix(&[charge_point.as_str(), id.as_str(), &seq_no, event.event_type]);
        let found = self.store().list_keys(TRANSACTION_EVENTS, Page::of(&like, 1))?;
        Ok(!found.is_empty())
    }

    /// The events of a transaction by seqNo.
    pub fn transaction_events(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let of_it = [charge_point.as_str(), id.as_str()];
        Ok(records_of(self.list_under(
            TRANSACTION_EVENTS,
            &of_it,
            Page::all(limit),
        )?))
    }

    /// So many of the last events of a transaction, by seqNo.
    pub fn last_transaction_events(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let of_it = [charge_point.as_str(), id.as_str()];
        let page = Page::all(limit).descending();
        let mut last = records_of(self.list_under(TRANSACTION_EVENTS, &of_it, page)?);
        last.reverse();
        Ok(last)
    }

    /// So many of the first and of the last by seqNo.
    pub fn first_and_last_events(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        ends: Ends,
    ) -> Result<TwoEnds<StoredEvent>, StoreError> {
        self.ends_of(TRANSACTION_EVENTS, &[charge_point.as_str(), id.as_str()], ends)
    }

    /// One page of them by seqNo, each with its place.
    pub fn events_in(
        &self,
        charge_point: &ChargePointId,
        id: &TransactionId,
        page: Page<'_>,
    ) -> Result<Vec<(String, StoredEvent)>, StoreError> {
        self.list_under(TRANSACTION_EVENTS, &[charge_point.as_str(), id.as_str()], page)
    }

    /// The seqNos of all events of a transaction, however many there are: their keys tell them.
    pub fn seq_nos(&self, charge_point: &ChargePointId, id: &TransactionId) -> Result<Runs, StoreError> {
        let of_it = prefix(&[charge_point.as_str(), id.as_str()]);
        let mut numbers = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = Page::of(&of_it, KEYS_AT_ONCE).after(after.as_deref());
            let keys = self.store().list_keys(TRANSACTION_EVENTS, page)?;
            let number = |key: &String| key.get(of_it.len()..)?.split('/').next()?.parse::<i64>().ok();
            numbers.extend(keys.iter().filter_map(number));
            match keys.into_iter().last() {
                Some(last) => after = Some(last),
                None => return Ok(Runs::of(numbers)),
            }
        }
    }
}

/// What an event tells, however it is sent: a station that sends its events once more says of them that they waited.
#[must_use]
pub fn told_of_event(payload: &Value) -> Value {
    let Value::Object(members) = payload else {
        return payload.clone();
    };
    let told = members.iter().filter(|(name, _)| *name != "offline");
    Value::Object(told.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// Whether two events, of which this is told, are one: a station that sends its events once more may write their times otherwise.
#[must_use]
pub fn tells_the_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => same_moment(one, other),
        (Value::Array(ones), Value::Array(others)) => {
            let mut pairs = ones.iter().zip(others);
            ones.len() == others.len() && pairs.all(|(one, other)| tells_the_same(one, other))
        }
        (Value::Object(ones), Value::Object(others)) => {
            let mut members = ones.iter();
            let has = |(name, one)| others.get(name).is_some_and(|other| tells_the_same(one, other));
            ones.len() == others.len() && members.all(has)
        }
        _ => one == other,
    }
}

/// What stands for the time of an event that has none, and tells one from another of its second: a digest of what it tells, which
/// its repetition has, too.
///
/// # Errors
/// A payload without a JSON form.
pub fn content_of_event(payload: &Value) -> Result<String, StoreError> {
    let (_, digest) = fingerprinted(TRANSACTION_EVENTS, &told_of_event(payload))?;
    Ok(format!("content-{digest}"))
}

/// Keeps a TransactionEvent; refused if it was answered before.
pub fn put_event(
    charge_point: &ChargePointId,
    id: &TransactionId,
    event: EventKey<'_>,
    stored: &StoredEvent,
) -> Result<Write, StoreError> {
    create(TRANSACTION_EVENTS, event_key(charge_point, id, event), stored)
}
