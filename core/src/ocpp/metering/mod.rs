//! Meter values (1.6 section 4.7, 2.x block J).

mod v16;
mod v2;

use serde_json::Value;

use super::context::Context;
use super::rows::{Row, Versions};
use crate::events::kinds::METER_VALUES;

/// More open transactions than any station has.
const MAX_OPEN: usize = 256;

pub(super) const ROWS: &[Row] = &[
    Row::handled::<v16::MeterValues>("MeterValues", Versions::V16)
        .before_boot_if(of_transaction)
        .reports()
        .tells(&[&METER_VALUES]),
    Row::handled::<v2::MeterValues>("MeterValues", Versions::V2)
        .before_boot_if(of_transaction)
        .reports()
        .tells(&[&METER_VALUES]),
];

/// The values are of a transaction: it is named (1.6), or runs where they were measured. What cannot be read
/// of the state does not make them so.
fn of_transaction(context: Context<'_>) -> bool {
    let member = |name: &str| context.payload.get(name).filter(|value| !value.is_null());
    if member("transactionId").is_some() {
        return true;
    }
    let place = |name: &str| member(name).and_then(Value::as_i64);
    let (connector, evse) = (place("connectorId"), place("evseId"));
    let open = context
        .state
        .open_transactions_after(Some(context.caller.charge_point), None, MAX_OPEN);
    open.unwrap_or_default()
        .into_iter()
        .filter_map(|(_, transaction)| transaction)
        .any(|open| (evse.is_some() && open.evse == evse) || (connector.is_some() && open.connector == connector))
}
