//! Reservations: asked for, held, refused, used, over.

use serde::{Deserialize, Serialize};

use super::collections::RESERVATIONS;
use super::seen::Seen;
use super::{State, key, put, records_of};
use crate::clock::Time;
use crate::ids::{ChargePointId, TransactionId};
use crate::store::{Page, StoreError, Write};

const MAX_LISTED: usize = 1000;

/// A reservation as we know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reservation {
    /// The number that the station knows it by.
    pub reservation_id: i64,
    /// 2.x; absent: any.
    pub evse: Option<i64>,
    /// 1.6.
    pub connector: Option<i64>,
    pub id_tag: String,
    pub expiry: Time,
    /// What became of it.
    pub state: ReservationState,
}

/// What became of a reservation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReservationState {
    /// Was sent to the station, which did not answer yet.
    Requested,
    /// The station holds it.
    Active,
    /// The station did not take it, with its own word.
    Refused(String),
    /// A transaction used it.
    Used(TransactionId),
    /// We cancelled it.
    Cancelled,
    /// The station says that it is over (2.x ReservationStatusUpdate), with its own word.
    Ended(String),
}

impl State {
    /// A reservation of a charge point.
    pub fn reservation(&self, id: &ChargePointId, number: i64) -> Result<Option<Reservation>, StoreError> {
        self.get(RESERVATIONS, &reservation_key(id, number))
    }

    /// A reservation of a charge point, and what was seen of its record.
    ///
    /// # Errors
    /// The store's.
    pub fn reservation_seen(&self, id: &ChargePointId, number: i64) -> Result<(Option<Reservation>, Seen), StoreError> {
        let key = reservation_key(id, number);
        let (reservation, revision) = self.get_at(RESERVATIONS, &key)?.unzip();
        Ok((reservation, Seen::new(RESERVATIONS, key, revision)))
    }

    /// The reservations of a charge point, by number.
    pub fn reservations(&self, id: &ChargePointId) -> Result<Vec<Reservation>, StoreError> {
        Ok(records_of(self.of_station(RESERVATIONS, id, Page::all(MAX_LISTED))?))
    }
}

fn reservation_key(id: &ChargePointId, number: i64) -> String {
    key(&[id.as_str(), &format!("{number:010}")])
}

/// Keeps a reservation. Whoever read it before guards the write by what was seen.
pub fn put_reservation(id: &ChargePointId, reservation: &Reservation) -> Result<Write, StoreError> {
    put(
        RESERVATIONS,
        reservation_key(id, reservation.reservation_id),
        reservation,
    )
}
