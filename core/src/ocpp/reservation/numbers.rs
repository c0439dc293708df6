//! Which reservations count, and which number the next one gets.

use std::collections::BTreeSet;

use crate::clock::Time;
use crate::state::reservations::{Reservation, ReservationState};

const BEYOND: &str = "`reservationId` goes from 1 to 2147483647";

/// The station holds it, or may: it was asked for and did not say no.
#[must_use]
pub fn in_force(reservation: &Reservation, now: Time) -> bool {
    let open = matches!(
        reservation.state,
        ReservationState::Requested | ReservationState::Active
    );
    open && reservation.expiry > now
}

/// The number that was asked for, or the smallest that no reservation in force has. A station
/// that is asked with the number of a reservation that it holds replaces that one.
///
/// # Errors
/// A number beyond 31 bits, which not every station can hold.
pub fn number(asked: Option<i64>, known: &[Reservation], now: Time) -> Result<i64, &'static str> {
    let all = 1..=i64::from(i32::MAX);
    if let Some(number) = asked {
        return all.contains(&number).then_some(number).ok_or(BEYOND);
    }
    let taken: BTreeSet<i64> = known
        .iter()
        .filter(|reservation| in_force(reservation, now))
        .map(|reservation| reservation.reservation_id)
        .collect();
    all.into_iter().find(|number| !taken.contains(number)).ok_or(BEYOND)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::number;
    use crate::clock::Time;
    use crate::state::reservations::{Reservation, ReservationState};

    fn at(hour: u32) -> Time {
        format!("2026-01-01T{hour:02}:00:00Z").parse().unwrap()
    }

    fn reservation(reservation_id: i64, state: ReservationState) -> Reservation {
        let id_tag = "DRIVER".to_owned();
        Reservation {
            reservation_id,
            evse: None,
            connector: None,
            id_tag,
            expiry: at(12),
            state,
        }
    }

    #[test]
    fn the_smallest_number_that_no_reservation_in_force_has() {
        let known = [
            reservation(1, ReservationState::Active),
            reservation(2, ReservationState::Requested),
            reservation(3, ReservationState::Refused("Occupied".to_owned())),
            reservation(4, ReservationState::Active),
        ];
        assert_eq!(number(None, &[], at(10)).unwrap(), 1);
        assert_eq!(number(None, &known, at(10)).unwrap(), 3);
        assert_eq!(number(None, &known, at(12)).unwrap(), 1);
        assert_eq!(number(Some(4), &known, at(10)).unwrap(), 4);
    }

    #[test]
    fn a_number_has_31_bits() {
        for (asked, good) in [(0, false), (-1, false), (2_147_483_647, true), (2_147_483_648, false)] {
            assert_eq!(number(Some(asked), &[], at(10)).is_ok(), good, "{asked}");
        }
    }
}
