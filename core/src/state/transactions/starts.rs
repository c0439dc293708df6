//! 1.6: the index by what identifies a StartTransaction, so that a retry gets the id that it had.

use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::TRANSACTION_STARTS;
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
        timestamp,
        &meter,
        &id_tag.to_lowercase(),
    ])
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
