//! Reservations in the words of each version (1.6 section 5.13, 2.x block H), and what becomes of
//! them when a transaction uses one.

use serde::Deserialize;
use serde_json::Value;

use crate::clock::Time;
use crate::ids::TransactionId;
use crate::ocpp::context::Context;
use crate::state::reservations::{ReservationState, put_reservation};
use crate::store::{StoreError, Write};

/// What an operator asks for, in words that fit all versions.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReservationRequest {
    /// The number that the station shall know it by; given if absent.
    pub reservation_id: Option<i64>,
    /// 2.x; absent: any EVSE.
    pub evse: Option<i64>,
    /// 1.6; absent or 0: any connector.
    pub connector: Option<i64>,
    /// For whom.
    pub id_tag: String,
    /// 2.x: what kind of token it is; `Central` if absent.
    pub id_tag_type: Option<String>,
    /// Until when.
    pub expiry: Time,
    /// The group that may use it too.
    pub parent_id_tag: Option<String>,
    /// 2.x: the kind of connector that is wanted.
    pub connector_type: Option<String>,
}

/// How a version makes and cancels a reservation.
#[derive(Debug, Clone, Copy)]
pub struct Reserve {
    /// ReserveNow's payload for a request with its number; or the member that the version lacks.
    pub reserve_now: fn(&ReservationRequest, i64) -> Result<Value, &'static str>,
    /// CancelReservation's payload.
    pub cancel: fn(i64) -> Value,
}

/// A JSON object of the members that are there.
pub(super) fn object<const N: usize>(members: [Option<(&str, Value)>; N]) -> Value {
    members
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// A transaction began with a reservation: it is used.
///
/// # Errors
/// The store's.
pub fn used(
    context: Context<'_>,
    number: Option<i64>,
    transaction: &TransactionId,
) -> Result<Option<Write>, StoreError> {
    change(context, number, ReservationState::Used(transaction.clone()))
}

/// What is known of a reservation changes. One that we never made is no concern of ours.
///
/// # Errors
/// The store's.
pub fn change(context: Context<'_>, number: Option<i64>, state: ReservationState) -> Result<Option<Write>, StoreError> {
    let charge_point = context.caller.charge_point;
    let Some(number) = number else {
        return Ok(None);
    };
    let Some(mut reservation) = context.state.reservation_to_change(charge_point, number)? else {
        return Ok(None);
    };
    reservation.record.state = state;
    put_reservation(charge_point, &reservation).map(Some)
}
