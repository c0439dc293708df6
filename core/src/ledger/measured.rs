//! What was measured of a session, read from what is kept of it: all of it, or the last of it.

use rust_decimal::prelude::ToPrimitive;

use super::account;
use super::curve::{Bounds, Curve, curve};
use super::kept::Depth;
use crate::clock::text;
use crate::state::transactions::{MeterValueSet, StoredEvent, Transaction, TransactionState};
use crate::state::views::meter_values::{MeterValue, meter_values};
use crate::state::{Ends, State, views};
use crate::store::StoreError;

/// More messages of a session than these are not read: those of its middle are left out.
const ENDS: Ends = Ends {
    first: 10_000,
    last: 10_000,
};
/// What is measured now stands in the last of them.
const LAST: usize = 4;

/// What some messages of a session measured, by time.
#[must_use]
pub fn measured(sets: &[MeterValueSet], events: &[StoredEvent]) -> Vec<MeterValue> {
    let of_sets = sets.iter().flat_map(|set| meter_values(&set.values.value(), set.named));
    let of_events = events.iter().flat_map(|event| {
        let request = event.request.value();
        let values = request.get("meterValue");
        values
            .map(|values| meter_values(values, true))
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
    });
    let mut all: Vec<MeterValue> = of_sets.chain(of_events).collect();
    all.sort_by(|one, other| one.timestamp.cmp(&other.timestamp));
    all
}

/// The curve of a session, as its account counts it.
///
/// # Errors
/// The store's.
pub fn curve_of(state: &State, transaction: Transaction) -> Result<Curve, StoreError> {
    let (charge_point, id) = (transaction.charge_point.clone(), transaction.id.clone());
    let sets = state.first_and_last_meter_values(&charge_point, &id, ENDS)?;
    let events = state.first_and_last_events(&charge_point, &id, ENDS)?;
    let counted = account::shown(state, transaction, Depth::All)?;
    let base = counted.energy.and_then(|energy| energy.base);
    let bounds = Bounds {
        base: base.map(|base| base.wh).or(counted.meter_start_wh),
        max_power: state.max_power(),
    };
    Ok(curve(&measured(&sets.records, &events.records), bounds))
}

/// A session as it is shown in lists; one that runs with what was measured last.
///
/// # Errors
/// The store's.
pub fn with_measured(state: &State, transaction: Transaction) -> Result<views::Transaction, StoreError> {
    let runs = transaction.state == TransactionState::Open;
    let lately = if runs { lately(state, &transaction)? } else { None };
    let mut shown = views::Transaction::from(account::shown(state, transaction, Depth::Ends)?);
    shown.measured = lately;
    Ok(shown)
}

/// What was measured last of a session.
///
/// # Errors
/// The store's.
pub fn lately(state: &State, of: &Transaction) -> Result<Option<views::Measured>, StoreError> {
    let sets = state.last_meter_values(&of.charge_point, &of.id, LAST)?;
    let events = if of.version == "1.6" {
        Vec::new()
    } else {
        state.last_transaction_events(&of.charge_point, &of.id, LAST)?
    };
    let bounds = Bounds {
        base: None,
        max_power: state.max_power(),
    };
    let points = curve(&measured(&sets, &events), bounds).points;
    let power = points.iter().rev().find_map(|point| Some((point.at, point.power?)));
    let soc = points.iter().rev().find_map(|point| Some((point.at, point.soc?)));
    let at = [power.map(|(at, _)| at), soc.map(|(at, _)| at)]
        .into_iter()
        .flatten()
        .max();
    Ok(at.map(|at| views::Measured {
        at: text(at),
        power_w: power.and_then(|(_, watts)| watts.to_f64()),
        soc: soc.and_then(|(_, percent)| percent.to_f64()),
    }))
}
