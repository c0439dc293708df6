//! Meter values (1.6 section 4.7, 2.x block J).

mod told;
mod v16;
mod v2;

use ocpp_schemas::types::integer;

use super::context::Context;
use super::rows::{Row, Versions};
use super::transactions::running::Place;
use crate::events::kinds::{METER_VALUES, TRANSACTION_ORPHAN};

pub(super) const ROWS: &[Row] = &[
    Row::handled::<v16::MeterValues>("MeterValues", Versions::V16)
        .before_boot_if(of_transaction)
        .reports()
        .tells(&[&METER_VALUES, &TRANSACTION_ORPHAN]),
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
    let place = |name: &str| member(name).and_then(integer::of);
    let place = Place {
        evse: place("evseId"),
        connector: place("connectorId"),
    };
    let open = context.state.open_transactions(context.caller.charge_point);
    open.unwrap_or_default().iter().any(|open| place.is_of(open))
}
