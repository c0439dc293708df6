//! The log: one record per event, by charge point, in the order in which the store applied them. The
//! number of an event is the revision of its write, so it only grows, also over a restart, and no two
//! writers can give the same one.

use super::Event;
use crate::ids::ChargePointId;
use crate::state::key;
use crate::store::{Change, Collection, Expect, StoreError, Write};

/// By charge point and number.
pub const EVENTS: Collection = Collection("events");

/// The write that appends an event.
///
/// # Errors
/// [`StoreError::Refused`] for an event that has no JSON form.
pub fn append(event: &Event) -> Result<Write, StoreError> {
    let key = prefix(&event.charge_point);
    let value = serde_json::to_vec(event).map_err(|error| StoreError::Refused {
        collection: EVENTS.0,
        key: key.clone(),
        reason: error.to_string(),
    })?;
    Ok(Write {
        collection: EVENTS,
        key,
        expect: Expect::Any,
        change: Change::Append(value),
    })
}

/// What all keys of a charge point's events begin with.
#[must_use]
pub fn prefix(charge_point: &ChargePointId) -> String {
    format!("{}/", key(&[charge_point.as_str()]))
}
