//! Reservations (1.6 sections 5.2 and 5.13, 2.x block H): what is in force, and which number the next one
//! gets (`numbers`); what CALLs, answers and the station's own words make of one (`rules`); which one a session uses (`which`); the
//! version-neutral verb (`verb`); and each version's words.

mod numbers;
mod rules;
mod status_update;
mod v16;
mod v2;
mod verb;
mod which;

pub use numbers::in_force;
pub(super) use rules::{out_of_order, used};
pub use verb::{CancelRequest, ReservationRequest, cancel, reserve};
pub(super) use which::Began;

use super::rows::{Row, Versions};
use crate::events::kinds::RESERVATION_CHANGED;

pub(super) const ROWS: &[Row] = &[
    Row::operated::<v16::CancelReservation>("CancelReservation", Versions::V16).tells(&[&RESERVATION_CHANGED]),
    Row::operated::<v2::CancelReservation>("CancelReservation", Versions::V2).tells(&[&RESERVATION_CHANGED]),
    Row::handled::<status_update::ReservationStatusUpdate>("ReservationStatusUpdate", Versions::V2)
        .reports()
        .durable()
        .tells(&[&RESERVATION_CHANGED]),
    Row::operated::<v16::ReserveNow>("ReserveNow", Versions::V16).tells(&[&RESERVATION_CHANGED]),
    Row::operated::<v2::ReserveNow>("ReserveNow", Versions::V2).tells(&[&RESERVATION_CHANGED]),
];
