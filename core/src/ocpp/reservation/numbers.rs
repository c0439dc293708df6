//! Which reservations count, and which number the next one gets.

use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::reservations::Reservation;
use crate::state::seen::Seen;
use crate::store::StoreError;

const BEYOND: &str = "`reservationId` goes from 1 to 2147483647";

/// Not every station can hold more than 31 bits.
const GREATEST: i64 = i32::MAX as i64;

/// The station holds it, or may: it was asked for and did not say no.
#[must_use]
pub fn in_force(reservation: &Reservation, now: Time) -> bool {
    reservation.is_open() && reservation.expiry > now
}

/// A number that an operator asks for. A station that is asked with the number of a reservation that it
/// holds replaces that one.
///
/// # Errors
/// A number beyond 31 bits.
pub fn asked(number: i64) -> Result<i64, &'static str> {
    (1..=GREATEST).contains(&number).then_some(number).ok_or(BEYOND)
}

/// A number that the station was never told, and what that depends on.
///
/// # Errors
/// The store's.
pub fn next(state: &State, station: &ChargePointId) -> Result<(i64, Vec<Seen>), StoreError> {
    let (last, seen) = state.last_reservation_number_seen(station)?;
    if last < GREATEST {
        return Ok((last.max(0) + 1, vec![seen]));
    }
    // An operator used the last number there is: the smallest that no record has.
    for number in 1..GREATEST {
        let (found, seen) = state.reservation_seen(station, number)?;
        if found.is_none() {
            return Ok((number, vec![seen]));
        }
    }
    Ok((GREATEST, vec![seen]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::Arc;

    use super::{asked, next};
    use crate::ids::ChargePointId;
    use crate::state::State;
    use crate::state::reservations::put_last_reservation_number;
    use crate::store::MemoryStore;

    #[actix_web::test]
    async fn a_number_is_never_given_twice() {
        let (state, station) = (State::new(Arc::new(MemoryStore::new())), ChargePointId::new("CP1"));
        assert_eq!(next(&state, &station).unwrap().0, 1);
        for (told, given) in [(1, 2), (7, 8), (i64::from(i32::MAX) - 1, i64::from(i32::MAX))] {
            let write = put_last_reservation_number(&station, told).unwrap();
            state.store().write(vec![write]).await.unwrap();
            assert_eq!(next(&state, &station).unwrap().0, given);
        }
        let write = put_last_reservation_number(&station, i64::from(i32::MAX)).unwrap();
        state.store().write(vec![write]).await.unwrap();
        assert_eq!(next(&state, &station).unwrap().0, 1, "of those that nothing is kept of");
    }

    #[test]
    fn a_number_has_31_bits() {
        for (number, good) in [(0, false), (-1, false), (2_147_483_647, true), (2_147_483_648, false)] {
            assert_eq!(asked(number).is_ok(), good, "{number}");
        }
    }
}
