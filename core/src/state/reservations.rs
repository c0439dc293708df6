//! Reservations: asked for, held, refused, used, over; and the numbers that they were given.
//!
//! A number that a station was told once is never given again, also when the charge point was forgotten
//! meanwhile: the station may still hold what we do not know any more. An operator may use one again; then
//! the reservation that had it stays beside the new one, as history.
//!
//! A marker stands beside each reservation that nothing has ended, so that those are found without a look at the
//! history. One that expires is told by nobody: its marker goes with the next reservation, long after.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::collections::{OPEN_RESERVATIONS, RESERVATION_NUMBERS, RESERVATIONS};
use super::seen::Seen;
use super::{State, delete, key, put, records_of};
use crate::clock::{Time, text};
use crate::ids::{ChargePointId, TransactionId};
use crate::store::{Page, StoreError, Write};

/// So many open reservations of a station are looked at, the greatest numbers first; bounds what a broken one can
/// make us read.
const MAX_OPEN: usize = 1000;

/// What began before a reservation expired may be told so long after, by a station that was off line.
const LATE: TimeDelta = TimeDelta::days(30);

/// A reservation as we know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reservation {
    /// The number that the station knows it by.
    pub reservation_id: i64,
    /// 2.x; absent: any.
    pub evse: Option<i64>,
    /// 1.6; absent: any.
    pub connector: Option<i64>,
    /// 2.x: the kind of connector that was asked for.
    #[serde(default)]
    pub connector_type: Option<String>,
    /// For whom.
    pub id_tag: String,
    /// 2.x: what kind of token that is.
    #[serde(default)]
    pub id_tag_type: Option<String>,
    /// The group that may use it, too.
    #[serde(default)]
    pub parent_id_tag: Option<String>,
    pub expiry: Time,
    /// What became of it.
    pub state: ReservationState,
    /// When it was asked for; none in records of old.
    #[serde(default)]
    pub created_at: Option<Time>,
    /// Since when its state is what it is; none in records of old.
    #[serde(default)]
    pub changed_at: Option<Time>,
    /// The token whose session used it, where it is another one than it was for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_by: Option<String>,
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
    /// The station says that it is over, with its own word: of 2.x's ReservationStatusUpdate, of 1.6's state of a connector
    /// that is out of order.
    Ended(String),
    /// Another one was asked for under its number.
    Replaced,
}

impl Reservation {
    /// Nothing has ended it yet, but perhaps its expiry.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, ReservationState::Requested | ReservationState::Active)
    }

    /// In another state from now on.
    #[must_use]
    pub fn become_at(self, state: ReservationState, now: Time) -> Self {
        Self {
            state,
            changed_at: Some(now),
            ..self
        }
    }

    /// When it ended: by what became of it, or by its expiry.
    #[must_use]
    pub fn ended_at(&self, now: Time) -> Option<Time> {
        if self.is_open() {
            return Some(self.expiry).filter(|expiry| *expiry <= now);
        }
        self.changed_at
    }
}

impl State {
    /// The reservation that last had this number.
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

    /// The reservations of a charge point after one key, by number, with their keys; what had a number before
    /// comes after what has it now.
    pub fn reservations(
        &self,
        id: &ChargePointId,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Reservation)>, StoreError> {
        self.of_station(RESERVATIONS, id, Page::all(limit).after(after))
    }

    /// The reservations that nothing has ended yet, but perhaps their expiry, by number.
    ///
    /// # Errors
    /// The store's.
    pub fn open_reservations(&self, id: &ChargePointId) -> Result<Vec<Reservation>, StoreError> {
        let noted: Option<i64> = self.get(RESERVATION_NUMBERS, &key(&[id.as_str()]))?;
        if noted.is_none() {
            // A store of old has no markers.
            let all = self.of_station(RESERVATIONS, id, Page::all(MAX_OPEN).descending())?;
            let mut found: Vec<Reservation> = records_of(all);
            found.retain(Reservation::is_open);
            found.reverse();
            return Ok(found);
        }
        let page = Page::all(MAX_OPEN).descending();
        let markers: Vec<(String, Time)> = self.of_station(OPEN_RESERVATIONS, id, page)?;
        let mut found = Vec::with_capacity(markers.len());
        for (number, _) in markers.into_iter().rev() {
            let record: Option<Reservation> = self.get(RESERVATIONS, &key(&[id.as_str(), &number]))?;
            found.extend(record.filter(Reservation::is_open));
        }
        Ok(found)
    }

    /// What brings the markers of a station up to date before its next reservation: those of a store of old are
    /// made, those of reservations that expired long ago go.
    ///
    /// # Errors
    /// The store's.
    pub fn tidy_markers(&self, id: &ChargePointId, now: Time) -> Result<Vec<Write>, StoreError> {
        let noted: Option<i64> = self.get(RESERVATION_NUMBERS, &key(&[id.as_str()]))?;
        if noted.is_none() {
            let open = self.open_reservations(id)?;
            return open.iter().map(|open| marker(id, open)).collect();
        }
        let markers: Vec<(String, Time)> = self.of_station(OPEN_RESERVATIONS, id, Page::all(MAX_OPEN))?;
        let long_over = markers.into_iter().filter(|(_, expiry)| *expiry + LATE < now);
        Ok(long_over
            .map(|(number, _)| delete(OPEN_RESERVATIONS, key(&[id.as_str(), &number])))
            .collect())
    }

    /// The greatest number that a station was ever told, or may have been, and what was seen of it; 0: none.
    ///
    /// # Errors
    /// The store's.
    pub fn last_reservation_number_seen(&self, id: &ChargePointId) -> Result<(i64, Seen), StoreError> {
        let key = key(&[id.as_str()]);
        let (noted, revision) = self.get_at::<i64>(RESERVATION_NUMBERS, &key)?.unzip();
        // A store of old has reservations and no note.
        let newest: Vec<(String, Reservation)> = self.of_station(RESERVATIONS, id, Page::all(1).descending())?;
        let greatest = newest.first().map(|(_, reservation)| reservation.reservation_id);
        let from = self.numbers_from()?;
        let last = noted.into_iter().chain(greatest).fold(from, i64::max);
        Ok((last, Seen::new(RESERVATION_NUMBERS, key, revision)))
    }
}

fn reservation_key(id: &ChargePointId, number: i64) -> String {
    key(&[id.as_str(), &format!("{number:010}")])
}

/// Keeps a reservation and its marker. Whoever read it before guards the first write by what was seen.
pub fn put_reservation(id: &ChargePointId, reservation: &Reservation) -> Result<[Write; 2], StoreError> {
    let key = reservation_key(id, reservation.reservation_id);
    Ok([put(RESERVATIONS, key, reservation)?, marker(id, reservation)?])
}

fn marker(id: &ChargePointId, reservation: &Reservation) -> Result<Write, StoreError> {
    let key = reservation_key(id, reservation.reservation_id);
    if reservation.is_open() {
        put(OPEN_RESERVATIONS, key, &reservation.expiry)
    } else {
        Ok(delete(OPEN_RESERVATIONS, key))
    }
}

/// Keeps a reservation whose number another one has from now on.
pub fn put_replaced(id: &ChargePointId, reservation: &Reservation, now: Time) -> Result<Write, StoreError> {
    let number = format!("{:010}", reservation.reservation_id);
    put(RESERVATIONS, key(&[id.as_str(), &number, &text(now)]), reservation)
}

/// Notes the greatest number that a station was told.
pub fn put_last_reservation_number(id: &ChargePointId, number: i64) -> Result<Write, StoreError> {
    put(RESERVATION_NUMBERS, key(&[id.as_str()]), &number)
}
