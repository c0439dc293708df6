//! Whether the server's clock may say what is too old. One that was set years ahead, or was wrong at a start, would have all
//! sessions removed in one go.
//!
//! Each look notes the time in the store. A time that is far from the last one is doubted, because of two things either may be so:
//! the server was off for that long, or the clock jumped. Nothing goes by age until the server has gone on by the new time for a
//! week, an operator has it removed, or the clock is set right.

use chrono::{DateTime, TimeDelta};

use super::collections::COUNTERS;
use super::{State, put};
use crate::clock::{Time, text};
use crate::store::{StoreError, Write};

/// So much later than the last look is no jump, beside the time from one look to the next.
const GAP: TimeDelta = TimeDelta::days(1);
/// After so long by the new time it is the time.
const PROVED: TimeDelta = TimeDelta::days(7);

/// When it was looked at last and not doubted, in milliseconds since 1970.
const BELIEVED: &str = "clock-believed";
/// Since when it is doubted, by itself; 0: it is not.
const DOUBTED_SINCE: &str = "clock-doubted-since";
/// When it was looked at last while it was doubted.
const DOUBTED_AT: &str = "clock-doubted-at";

/// What is known of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watched {
    believed: Time,
    doubted: Option<Doubted>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Doubted {
    since: Time,
    at: Time,
}

impl Watched {
    /// As it is when nothing was known before.
    const fn believed(now: Time) -> Self {
        Self {
            believed: now,
            doubted: None,
        }
    }

    /// After another look, which comes at the latest so long after the last.
    fn at(self, now: Time, between: TimeDelta) -> Self {
        let is_near = |last: Time| now - last <= between + GAP;
        if is_near(self.believed) {
            return Self::believed(now);
        }
        let goes_on = |doubted: &Doubted| is_near(doubted.at) && now >= doubted.since;
        let since = self.doubted.filter(goes_on).map_or(now, |doubted| doubted.since);
        if now - since >= PROVED {
            return Self::believed(now);
        }
        Self {
            doubted: Some(Doubted { since, at: now }),
            ..self
        }
    }

    /// Why nothing goes by age; none: what is too old may go.
    #[must_use]
    pub fn doubt(self) -> Option<String> {
        let Doubted { since, .. } = self.doubted?;
        let [believed, since, until] = [self.believed, since, since + PROVED].map(text);
        Some(format!(
            "the server's clock went from {believed} to {since}: nothing goes by age until {until}, or until `ocpp-central \
             retention run`, in case it is wrong"
        ))
    }

    fn writes(self) -> Result<Vec<Write>, StoreError> {
        let millis = |time: Time| time.timestamp_millis();
        let doubted = self
            .doubted
            .map_or((0, 0), |doubted| (millis(doubted.since), millis(doubted.at)));
        [
            (BELIEVED, millis(self.believed)),
            (DOUBTED_SINCE, doubted.0),
            (DOUBTED_AT, doubted.1),
        ]
        .into_iter()
        .map(|(key, number)| put(COUNTERS, key.to_owned(), &number))
        .collect()
    }
}

impl State {
    /// What is to be thought of the clock at a moment, and the writes that note it. Looks come at the latest so long after one
    /// another.
    ///
    /// # Errors
    /// The store's.
    pub fn look_at_clock(&self, now: Time, between: TimeDelta) -> Result<(Watched, Vec<Write>), StoreError> {
        let watched = self
            .noted_clock()?
            .map_or_else(|| Watched::believed(now), |noted| noted.at(now, between));
        Ok((watched, watched.writes()?))
    }

    /// The moment by which records are too old: while the clock is doubted the last one that was not.
    ///
    /// # Errors
    /// The store's.
    pub fn believed_time(&self, now: Time) -> Result<Time, StoreError> {
        let noted = self.noted_clock()?;
        Ok(noted.map_or(now, |noted| noted.at(now, TimeDelta::zero()).believed))
    }

    /// The writes that note that somebody takes the clock as right.
    ///
    /// # Errors
    /// A number that cannot be encoded: none.
    pub fn believe_clock(&self, now: Time) -> Result<Vec<Write>, StoreError> {
        Watched::believed(now).writes()
    }

    fn noted_clock(&self) -> Result<Option<Watched>, StoreError> {
        let noted = |key| -> Result<Option<Time>, StoreError> {
            let millis = self.get::<i64>(COUNTERS, key)?.filter(|millis| *millis != 0);
            Ok(millis.and_then(DateTime::from_timestamp_millis))
        };
        let Some(believed) = noted(BELIEVED)? else {
            return Ok(None);
        };
        let doubted = noted(DOUBTED_SINCE)?.zip(noted(DOUBTED_AT)?);
        Ok(Some(Watched {
            believed,
            doubted: doubted.map(|(since, at)| Doubted { since, at }),
        }))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::super::tests::{block_on, in_memory};
    use super::*;
    use crate::clock::instant;

    fn now() -> Time {
        instant("2026-01-01T00:00:00Z").unwrap()
    }

    fn write(state: &State, writes: Vec<Write>) {
        block_on(state.store().write(writes)).unwrap();
    }

    const HOUR: TimeDelta = TimeDelta::hours(1);

    /// What is thought of the clock after looks at moments, in hours, each with what was noted before.
    fn doubted(hours: impl IntoIterator<Item = i64>) -> Vec<bool> {
        let state = in_memory();
        let look = |hour| {
            let (watched, writes) = state.look_at_clock(now() + TimeDelta::hours(hour), HOUR).unwrap();
            write(&state, writes);
            watched.doubt().is_some()
        };
        hours.into_iter().map(look).collect()
    }

    #[test]
    fn a_clock_that_goes_on_is_believed() {
        assert_eq!(doubted([0, 1, 2, 20, 44]), [false; 5]);
        // It was ahead by less than matters, or is set back.
        assert_eq!(doubted([0, 24, 23, -9_000, -8_999]), [false; 5]);
    }

    #[test]
    fn a_jump_is_doubted_until_the_clock_is_set_right_or_a_week_has_gone() {
        const YEARS: i64 = 5 * 365 * 24;
        assert_eq!(
            doubted([0, YEARS, YEARS + 1, 2, 3]),
            [false, true, true, false, false],
            "set right"
        );
        let week = (0..=7 * 24).map(|hour| YEARS + hour);
        let thought = doubted(std::iter::once(0).chain(week));
        assert_eq!(thought.iter().filter(|doubted| **doubted).count(), 7 * 24);
        assert_eq!(thought.last(), Some(&false), "a week has gone by");
    }

    #[test]
    fn another_jump_begins_the_week_again() {
        // Days of six hours, so that looks are near one another.
        let begun = (0..24).map(|step| 1_000 + 6 * step);
        let after_another = (0..24).map(|step| 50_000 + 6 * step);
        let thought = doubted(std::iter::once(0).chain(begun).chain(after_another));
        assert!(thought.iter().skip(1).all(|doubted| *doubted), "{thought:?}");
    }

    #[test]
    fn an_operator_takes_it_as_right() {
        let state = in_memory();
        let later = now() + TimeDelta::days(400);
        for time in [now(), later] {
            let (_, writes) = state.look_at_clock(time, HOUR).unwrap();
            write(&state, writes);
        }
        write(&state, state.believe_clock(later).unwrap());
        let (watched, _) = state.look_at_clock(later + HOUR, HOUR).unwrap();
        assert_eq!(watched.doubt(), None);
    }

    #[test]
    fn records_age_by_the_last_time_that_was_believed() {
        let state = in_memory();
        assert_eq!(state.believed_time(now()).unwrap(), now());
        let (_, writes) = state.look_at_clock(now(), HOUR).unwrap();
        write(&state, writes);
        assert_eq!(state.believed_time(now() + HOUR).unwrap(), now() + HOUR);
        let years = TimeDelta::days(2_000);
        assert_eq!(state.believed_time(now() + years).unwrap(), now());
    }
}
