//! 1.6: the index by what identifies a StartTransaction, so that a retry gets the id that it had.

use std::borrow::Cow;

use super::index::{fitting, folded};
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::TRANSACTION_STARTS;
use crate::state::id_tags::same_tag;
use crate::state::seen::Seen;
use crate::state::{State, key, put};
use crate::store::{StoreError, Write};

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
        &fitting(timestamp),
        &meter,
        &tag_in_key(id_tag),
    ])
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
        let key = start_key(charge_point, start);
        let (id, revision) = self.get_at(TRANSACTION_STARTS, &key)?.unzip();
        Ok((id, Seen::new(TRANSACTION_STARTS, key, revision)))
    }
}

/// Notes the id that a start is given. Whoever looked for one before guards the write by what was seen.
pub fn note_start(charge_point: &ChargePointId, start: StartKey<'_>, id: &TransactionId) -> Result<Write, StoreError> {
    put(TRANSACTION_STARTS, start_key(charge_point, start), id)
}
