//! 1.6: the index by what identifies a StartTransaction, so that a retry gets the id that it had.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::index::{fitting, folded};
use crate::clock::second_of;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::TRANSACTION_STARTS;
use crate::state::id_tags::same_tag;
use crate::state::seen::Seen;
use crate::state::{State, key, prefix, put};
use crate::store::{StoreError, Write};

/// What identifies a start in 1.6: a retry repeats all of it under another message id. Whether two of one second are one start
/// their times tell.
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

fn start_key(charge_point: &ChargePointId, (start, at): (StartKey<'_>, &str)) -> String {
    let (connector, meter) = (start.connector.to_string(), start.meter_start.to_string());
    let tag = tag_in_key(start.id_tag);
    key(&[charge_point.as_str(), &connector, at, &meter, &tag])
}

/// The time of a start in its key: its second, in whatever way a retry writes it.
fn at(told: &str) -> Cow<'_, str> {
    match second_of(told) {
        Some(second) => Cow::Owned(format!("{second}Z")),
        None => fitting(told),
    }
}

/// What the keys begin with of the starts at a connector and a time: in stores of old the time is as it was told.
pub(super) fn starts_at(charge_point: &ChargePointId, connector: i64, told: &str) -> BTreeSet<String> {
    let connector = connector.to_string();
    let of = |at: Cow<'_, str>| prefix(&[charge_point.as_str(), &connector, &at]);
    BTreeSet::from([of(at(told)), of(fitting(told))])
}

/// The tag as its key has it: of one that is longer than a key has room for, the digest by which it is looked up.
fn tag_in_key(id_tag: &str) -> String {
    let tag = id_tag.to_lowercase();
    match fitting(&tag) {
        Cow::Borrowed(_) => tag,
        Cow::Owned(_) => folded(&tag),
    }
}

/// Whether the last part of a start's key is this tag.
#[must_use]
pub fn starts_with_tag(part: &str, tag: &str) -> bool {
    same_tag(part, tag) || part == folded(tag)
}

impl State {
    /// The id that a start was given before, if it was, and what was seen.
    pub fn started_as(
        &self,
        charge_point: &ChargePointId,
        start: StartKey<'_>,
    ) -> Result<(Option<TransactionId>, Seen), StoreError> {
        let key = start_key(charge_point, (start, &at(start.timestamp)));
        let as_told = start_key(charge_point, (start, &fitting(start.timestamp)));
        let (mut id, revision) = self.get_at(TRANSACTION_STARTS, &key)?.unzip();
        if id.is_none() && as_told != key {
            // As stores of old have it.
            id = self.get(TRANSACTION_STARTS, &as_told)?;
        }
        Ok((id, Seen::new(TRANSACTION_STARTS, key, revision)))
    }
}

/// Notes the id that a start is given. Whoever looked for one before guards the write by what was seen.
pub fn note_start(charge_point: &ChargePointId, start: StartKey<'_>, id: &TransactionId) -> Result<Write, StoreError> {
    let key = start_key(charge_point, (start, &at(start.timestamp)));
    put(TRANSACTION_STARTS, key, id)
}
