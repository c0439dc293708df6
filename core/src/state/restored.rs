//! What a state that comes out of a backup must not repeat: the server that it was taken from went on, and gave
//! numbers to stations that nobody here knows of. So did each server for which the same backup was restored before. What they
//! may have given grows with the time, so what is left out does: who restores a backup later begins above all that was given
//! until then. Here those are left out that are counted in records of their own; those that go on from the greatest record
//! are `given`'s.

use std::time::Duration;

use super::collections::{COUNTERS, RESERVATION_NUMBERS};
use super::{State, transaction_ids};
use crate::store::{Change, Expect, Page, Revision, StoreError, Write};

/// So many numbers of 1.6 transactions are left out at least.
const TRANSACTIONS: i64 = 1_000_000;
/// So many more for each second of the first days: several restarts, which leave out 10,000 each, and a busy fleet have room
/// between two restores that are minutes apart.
const TRANSACTIONS_AT_FIRST: i64 = 100;
/// These are the first days, in thousandths of a second.
const FIRST: i64 = 7 * 24 * 60 * 60 * 1000;
/// So many for each second after them: a million a day.
const TRANSACTIONS_LATER: i64 = 12;

/// So many numbers of reservations of each station, of versions of its list and of the audit log are left out at least.
const OTHERS: i64 = 1_000;
/// So many more of the audit log for each second.
const AUDITED: u64 = 100;
/// Of what each station has for itself one more is left out for each second; no more than these, eight years' worth, since
/// from 2^30 on numbers are an operator's.
const MOST_OF_STATIONS: i64 = 1 << 28;

/// So many revisions are left out for each thousandth of a second, by which events are numbered.
const REVISIONS_EACH_MILLI: u64 = 1_000;
/// And no more than these, a hundred years' worth: a program that takes a number of JSON for a floating one reads them to the
/// last digit.
const MOST_REVISIONS: u64 = 1 << 52;

/// Stations at a time.
const STEP: usize = 500;

/// For how long numbers may have been given that nobody here knows of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unknown(pub Duration);

impl Unknown {
    fn seconds(self) -> i64 {
        i64::try_from(self.0.as_secs()).unwrap_or(i64::MAX)
    }

    /// How many numbers of 1.6 transactions are left out where so many were given.
    fn transactions(self, given: i64) -> i64 {
        let millis = i64::try_from(self.0.as_millis()).unwrap_or(i64::MAX);
        let first = millis.min(FIRST);
        let later = (millis - first) / 1000;
        let wanted = TRANSACTIONS
            .saturating_add(first * TRANSACTIONS_AT_FIRST / 1000)
            .saturating_add(later.saturating_mul(TRANSACTIONS_LATER));
        in_range(given, wanted)
    }

    /// How many numbers are left out that are counted for each station, where so many were given.
    pub(super) fn of_stations(self, given: i64) -> i64 {
        in_range(given, OTHERS.saturating_add(self.seconds().min(MOST_OF_STATIONS)))
    }

    /// Revisions go on above this one, where this one was given last, as far as is known: more than a store can give in
    /// the time.
    #[must_use]
    pub fn revisions_above(self, given: Revision) -> Revision {
        let millis = u64::try_from(self.0.as_millis()).unwrap_or(u64::MAX);
        let left_out = millis.saturating_mul(REVISIONS_EACH_MILLI).min(MOST_REVISIONS);
        Revision(given.0.saturating_add(left_out))
    }

    /// How many numbers of the audit log are left out.
    pub(super) fn audited(self) -> u64 {
        OTHERS
            .unsigned_abs()
            .saturating_add(self.0.as_secs().saturating_mul(AUDITED))
    }
}

/// Never more than half of what an integer of 32 bits, as stations take them, still has: no restore takes the last number.
fn in_range(given: i64, wanted: i64) -> i64 {
    let left = i64::from(i32::MAX).saturating_sub(given).max(0);
    wanted.min(left / 2)
}

impl State {
    /// Leaves out numbers that stations may have been told since; these of 1.6 transactions are known to have been given.
    pub(super) async fn skip_numbers(&self, unknown: Unknown, given: i64) -> Result<(), StoreError> {
        let own = self.get::<i64>(COUNTERS, transaction_ids::KEY)?.unwrap_or_default();
        let given = given.max(own);
        let left_out = given.saturating_sub(own).saturating_add(unknown.transactions(given));
        self.store().write(vec![transaction_ids::leave_out(left_out)]).await?;
        let mut after: Option<String> = None;
        loop {
            let page = Page::all(STEP).after(after.as_deref());
            let stations = self.store().list_keys(RESERVATION_NUMBERS, page)?;
            let Some(last) = stations.last() else { return Ok(()) };
            after = Some(last.clone());
            let mut writes = Vec::with_capacity(stations.len());
            for key in stations {
                let told = self.get::<i64>(RESERVATION_NUMBERS, &key)?.unwrap_or_default();
                writes.push(skip(key, told, unknown));
            }
            self.store().write(writes).await?;
        }
    }
}

/// Leaves out numbers of reservations of a station that was told this one last.
fn skip(key: String, told: i64, unknown: Unknown) -> Write {
    Write {
        collection: RESERVATION_NUMBERS,
        key,
        expect: Expect::Any,
        change: Change::Add(unknown.of_stations(told)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60;
    const DAY: u64 = 24 * 60 * MINUTE;

    fn after(seconds: u64) -> Unknown {
        Unknown(Duration::from_secs(seconds))
    }

    #[test]
    fn what_is_left_out_grows_with_the_time() {
        assert_eq!(after(0).transactions(0), 1_000_000);
        let five_minutes_later = after(DAY + 5 * MINUTE).transactions(0) - after(DAY).transactions(0);
        assert!(
            five_minutes_later >= 30_000,
            "two restarts and more: {five_minutes_later}"
        );
        for day in [0, 6, 7, 8, 400] {
            let grown = after((day + 1) * DAY).transactions(0) - after(day * DAY).transactions(0);
            assert!(grown >= 1_000_000, "{day}: {grown}");
        }
        assert_eq!(after(MINUTE).of_stations(5) - after(0).of_stations(5), 60);
        let above = |age| after(age).revisions_above(Revision(7)).0;
        assert_eq!((above(0), above(MINUTE)), (7, 60_000_007));
        assert_eq!(after(MINUTE).audited() - after(0).audited(), 6_000);
    }

    #[test]
    fn every_number_stays_one_that_a_station_takes() {
        for age in [0, DAY, 366 * DAY, u64::MAX] {
            let mut given = 10_000;
            for _ in 0..100 {
                given += after(age).transactions(given);
            }
            assert!(given < i64::from(i32::MAX), "{age}: {given}");
            for told in [7, 1 << 30, i64::from(i32::MAX)] {
                assert!(told + after(age).of_stations(told) <= i64::from(i32::MAX), "{told}");
            }
            assert!(after(age).audited() > 0 && after(age).revisions_above(Revision(1)).0 < 1 << 53);
        }
    }
}
