//! What becomes of a reservation: asked for, answered, cancelled, used, let go.

use serde_json::{Value, json};

use crate::clock::text;
use crate::events::kinds::RESERVATION_CHANGED;
use crate::ids::{ChargePointId, TransactionId};
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::operation::Answer;
use crate::state::reservations::{Reservation, ReservationState, put_reservation};

/// A word of the station's answer.
pub(super) const ACCEPTED: &str = "Accepted";

/// A reservation is asked for. One of the same number is replaced, as the station does it.
///
/// # Errors
/// A record without a JSON form.
pub fn requested(context: Context<'_>, reservation: &Reservation) -> Result<Effects, HandlerError> {
    let charge_point = context.caller.charge_point;
    let write = put_reservation(charge_point, reservation)?;
    Ok(Effects::now(vec![write]).tell_own(&RESERVATION_CHANGED, shown(reservation)))
}

/// What the station's word makes of the reservation that it was asked for; an unknown outcome leaves it
/// requested, because the station may hold it.
///
/// # Errors
/// The store's.
pub fn answered(context: Context<'_>, number: i64, answer: Answer<'_, &str>) -> Result<Effects, HandlerError> {
    let state = match answer {
        Answer::Response(ACCEPTED) => ReservationState::Active,
        Answer::Response(word) => ReservationState::Refused(word.to_owned()),
        Answer::Refused(error) => ReservationState::Refused(error.code.clone()),
        Answer::NotSent => ReservationState::Refused("NotSent".to_owned()),
        Answer::Unknown => return Ok(Effects::none()),
    };
    settle(context, number, state)
}

/// A reservation is cancelled if the station says so.
///
/// # Errors
/// The store's.
pub fn cancelled(context: Context<'_>, number: i64, answer: Answer<'_, &str>) -> Result<Effects, HandlerError> {
    match answer {
        Answer::Response(ACCEPTED) => settle(context, number, ReservationState::Cancelled),
        _ => Ok(Effects::none()),
    }
}

/// The new state of a reservation that was not used or ended meanwhile.
fn settle(context: Context<'_>, number: i64, state: ReservationState) -> Result<Effects, HandlerError> {
    let charge_point: &ChargePointId = context.caller.charge_point;
    let (found, seen) = context.state.reservation_seen(charge_point, number)?;
    let open = |reservation: &Reservation| {
        matches!(
            reservation.state,
            ReservationState::Requested | ReservationState::Active
        )
    };
    let Some(reservation) = found.filter(open) else {
        return Ok(Effects::none());
    };
    let reservation = Reservation { state, ..reservation };
    let write = seen.guarded(put_reservation(charge_point, &reservation)?);
    Ok(Effects::now(vec![write]).tell_own(&RESERVATION_CHANGED, shown(&reservation)))
}

/// As its events show it.
fn shown(reservation: &Reservation) -> Value {
    json!({
        "reservationId": reservation.reservation_id,
        "evse": reservation.evse,
        "connector": reservation.connector,
        "idTag": reservation.id_tag,
        "expiry": text(reservation.expiry),
        "state": reservation.state,
    })
}

/// A transaction began with a reservation: it is used. Part of the transaction's effects.
///
/// # Errors
/// The store's.
pub fn used(context: Context<'_>, number: Option<i64>, transaction: &TransactionId) -> Result<Effects, HandlerError> {
    change(context, number, ReservationState::Used(transaction.clone()))
}

/// What is known of a reservation changes. One that we never made is no concern of ours.
///
/// # Errors
/// The store's.
pub fn change(context: Context<'_>, number: Option<i64>, state: ReservationState) -> Result<Effects, HandlerError> {
    let charge_point = context.caller.charge_point;
    let Some(number) = number else {
        return Ok(Effects::none());
    };
    let (known, seen) = context.state.reservation_seen(charge_point, number)?;
    let Some(reservation) = known else {
        return Ok(Effects::none());
    };
    let reservation = Reservation { state, ..reservation };
    let write = seen.guarded(put_reservation(charge_point, &reservation)?);
    Ok(Effects::now(vec![write]).tell_own(&RESERVATION_CHANGED, shown(&reservation)))
}
