//! Meter values of a session that was given up, or was over when they came, and within which they were measured: they
//! are added, and where its account was not complete it is made anew. What is complete does not move.

use crate::ledger::account::settle_by;
use crate::ledger::ended::heard_until;
use crate::ledger::evidence::Evidence;
use crate::ledger::kept::Depth;
use crate::ocpp::context::Context;
use crate::state::transactions::{self, MeterValueSet, TransactionChange};
use crate::store::{StoreError, Write};

/// What a set of values changes; with it the time of the last one, in the station's words.
///
/// # Errors
/// The store's.
pub fn values(
    context: Context<'_>,
    mut change: TransactionChange,
    (set, last): (MeterValueSet, Option<&str>),
) -> Result<Vec<Write>, StoreError> {
    let record = &mut change.record;
    let mut writes = vec![transactions::put_meter_value_set(
        &record.charge_point,
        &record.id,
        &set,
    )?];
    if record.complete {
        return Ok(writes);
    }
    if let Some(last) = last {
        heard_until(record, last);
    }
    let mut evidence = Evidence::read(context.state, record, Depth::All)?;
    evidence.add_values(&set);
    settle_by(context.state, record, evidence)?;
    writes.extend(transactions::put_transaction(&change)?);
    Ok(writes)
}
