//! What becomes of a reservation: asked for, answered, cancelled, used, let go.

use serde_json::{Value, json};

use super::which::{Began, Use, which};
use crate::clock::{Time, text};
use crate::events::kinds::RESERVATION_CHANGED;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::operation::Answer;
use crate::state::id_tags::is_nobody;
use crate::state::reservations::{
    Reservation, ReservationState, put_last_reservation_number, put_replaced, put_reservation,
};

/// A word of the station's answer.
pub(super) const ACCEPTED: &str = "Accepted";

/// A reservation is asked for. One of the same number is replaced, as the station does it, and stays as
/// history; the number is not given again.
///
/// # Errors
/// The store's.
pub fn requested(context: Context<'_>, reservation: Reservation) -> Result<Effects, HandlerError> {
    let (station, now) = (context.caller.charge_point, context.caller.now);
    let number = reservation.reservation_id;
    let reservation = Reservation {
        created_at: Some(now),
        ..reservation.become_at(ReservationState::Requested, now)
    };
    let (before, seen) = context.state.reservation_seen(station, number)?;
    let (last, last_seen) = context.state.last_reservation_number_seen(station)?;
    let mut writes = vec![last_seen.guarded(put_last_reservation_number(station, number.max(last))?)];
    writes.extend(context.state.tidy_markers(station, now)?);
    if let Some(before) = before {
        let replaced = match before.is_open() {
            true => before.become_at(ReservationState::Replaced, now),
            false => before,
        };
        writes.push(put_replaced(station, &replaced, now)?);
    }
    let [record, marker] = put_reservation(station, &reservation)?;
    writes.extend([seen.guarded(record), marker]);
    Ok(Effects::now(writes).tell_own(&RESERVATION_CHANGED, shown(&reservation, now)))
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

/// A transaction began: the reservation that it uses, with what becomes of that one. Part of the transaction's
/// effects.
///
/// # Errors
/// The store's.
pub fn used(context: Context<'_>, began: &Began<'_>) -> Result<(Option<i64>, Effects), HandlerError> {
    let Some(Use { number, is_own }) = which(context, began)? else {
        return Ok((None, Effects::none()));
    };
    let become_used = |reservation: Reservation| Reservation {
        used_by: Some(began.id_tag.to_owned()).filter(|token| !is_own && !is_nobody(token)),
        state: ReservationState::Used(began.transaction.clone()),
        ..reservation
    };
    Ok((Some(number), end(context, number, become_used)?))
}

/// A connector of 1.6 is out of order since then, or with connector 0 the whole charge point: what the station held there
/// is over (1.6 section 5.13). One that is for any connector ends with the charge point alone.
///
/// # Errors
/// The store's.
pub fn out_of_order(context: Context<'_>, place: i64, (word, at): (&str, Time)) -> Result<Effects, HandlerError> {
    let mut effects = Effects::none();
    for reservation in context.state.open_reservations(context.caller.charge_point)? {
        let is_there = place == 0 || reservation.connector == Some(place);
        let in_force = reservation.expiry > at && reservation.created_at.is_none_or(|made| made <= at);
        if is_there && in_force {
            let state = ReservationState::Ended(word.to_owned());
            effects = effects.then(settle(context, reservation.reservation_id, state)?);
        }
    }
    Ok(effects)
}

/// The new state of a reservation that nothing has ended yet: an end stays what it was, with its time. One
/// that we never made is no concern of ours.
///
/// # Errors
/// The store's.
pub fn settle(context: Context<'_>, number: i64, state: ReservationState) -> Result<Effects, HandlerError> {
    end(context, number, |reservation| Reservation { state, ..reservation })
}

fn end(
    context: Context<'_>,
    number: i64,
    ended: impl FnOnce(Reservation) -> Reservation,
) -> Result<Effects, HandlerError> {
    let (station, now) = (context.caller.charge_point, context.caller.now);
    let (found, seen) = context.state.reservation_seen(station, number)?;
    let Some(reservation) = found.filter(Reservation::is_open) else {
        return Ok(Effects::none());
    };
    let reservation = Reservation {
        changed_at: Some(now),
        ..ended(reservation)
    };
    let [record, marker] = put_reservation(station, &reservation)?;
    Ok(Effects::now(vec![seen.guarded(record), marker]).tell_own(&RESERVATION_CHANGED, shown(&reservation, now)))
}

/// As its events show it.
fn shown(reservation: &Reservation, now: Time) -> Value {
    let mut shown = json!({
        "reservationId": reservation.reservation_id,
        "evse": reservation.evse,
        "connector": reservation.connector,
        "connectorType": reservation.connector_type,
        "idTag": reservation.id_tag,
        "idTagType": reservation.id_tag_type,
        "parentIdTag": reservation.parent_id_tag,
        "expiry": text(reservation.expiry),
        "state": reservation.state,
        "createdAt": reservation.created_at.map(text),
        "endedAt": reservation.ended_at(now).map(text),
    });
    if let (Some(members), Some(token)) = (shown.as_object_mut(), &reservation.used_by) {
        members.insert("usedBy".to_owned(), json!(token));
    }
    shown
}
