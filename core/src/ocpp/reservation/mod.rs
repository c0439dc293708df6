//! Reservations (1.6 sections 5.2 and 5.13, 2.x block H).

mod rules;
mod status_update;
mod v16;
mod v2;

pub(super) use rules::used;
pub use rules::{ReservationRequest, Reserve};

use super::rows::{Row, Versions};
use crate::events::kinds::RESERVATION_CHANGED;
use ocpp_schemas::Version;

pub(super) const ROWS: &[Row] = &[
    Row::sent("CancelReservation", Versions::ALL),
    Row::handled::<status_update::ReservationStatusUpdate>("ReservationStatusUpdate", Versions::V2)
        .tells(&[&RESERVATION_CHANGED]),
    Row::sent("ReserveNow", Versions::ALL),
];

/// How a version makes and cancels a reservation.
#[must_use]
pub fn of(version: Version) -> Reserve {
    match version {
        Version::V16 => v16::RESERVE,
        Version::V201 | Version::V21 => v2::RESERVE,
    }
}
