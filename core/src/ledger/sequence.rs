//! Whether every event of a 2.x session has arrived. A station counts `seqNo` for each transaction, or for itself as
//! a whole (E01.FR.07, E04.FR.07): then the numbers between are those of its other sessions. Which have arrived their
//! records say; where a record does not, the keys of its events do, however many they are.

use chrono::TimeDelta;

use super::evidence::Evidence;
use crate::clock::{Time, text, told_instant};
use crate::state::State;
use crate::state::transactions::{Runs, Transaction, begins};
use crate::store::StoreError;

/// So many sessions of the station are read at a time.
const AT_ONCE: usize = 64;
/// More sessions that began while one ran than these are not looked at.
const MOST_WITHIN: usize = 4_096;
/// More of those that had begun before it, and may have gone on, are not.
const MOST_BEFORE: usize = 64;
/// A station's clock may be set while a session runs: others that seem to begin so much after its end began before it.
const CLOCK_IS_SET_BY_MINUTES: i64 = 15;

/// Whether all numbers between Started and Ended are there.
///
/// # Errors
/// The store's.
pub fn is_whole(state: &State, of: &Transaction, evidence: &Evidence) -> Result<bool, StoreError> {
    let (Some(first), Some(last)) = (of.events.first, of.events.last) else {
        return Ok(false);
    };
    if last < first {
        return Ok(false);
    }
    let missing = match &of.events.arrived {
        Some(arrived) => arrived.missing(first, last),
        None => arrived(state, of, evidence)?.missing(first, last),
    };
    are_elsewhere(state, of, missing)
}

/// The numbers of a session whose record does not say them.
fn arrived(state: &State, of: &Transaction, evidence: &Evidence) -> Result<Runs, StoreError> {
    if !evidence.has_more_events {
        return Ok(Runs::of(evidence.seq_nos.clone()));
    }
    let mut arrived = state.seq_nos(&of.charge_point, &of.id)?;
    // Of a message that is not kept yet, too.
    evidence.seq_nos.iter().for_each(|number| arrived.add(*number));
    Ok(arrived)
}

/// Whether all these numbers are of sessions beside one: of those that had begun when it ended, the newest first.
fn are_elsewhere(state: &State, of: &Transaction, mut missing: Runs) -> Result<bool, StoreError> {
    let began = begins(of);
    let (mut within, mut before) = (0, 0);
    let mut after = until(of).map(text);
    while !missing.is_empty() {
        let page = state.sessions_back(&of.charge_point, after.as_deref(), AT_ONCE)?;
        let Some((last, _)) = page.last() else { return Ok(false) };
        after = Some(last.clone());
        for other in page.into_iter().filter_map(|(_, other)| other) {
            let seen = if begins(&other) < began {
                &mut before
            } else {
                &mut within
            };
            *seen += 1;
            if before > MOST_BEFORE || within > MOST_WITHIN {
                return Ok(false);
            }
            if is_counted_with(of, &other) {
                missing = missing.without(&numbers(state, &other)?);
            }
        }
    }
    Ok(true)
}

/// The moment until which other sessions may have begun that ran beside one; none: its station had no clock.
fn until(of: &Transaction) -> Option<Time> {
    let end = of.stopped_at.as_deref().and_then(told_instant)?;
    let slack = TimeDelta::minutes(CLOCK_IS_SET_BY_MINUTES);
    end.max(begins(of)).checked_add_signed(slack)
}

/// Whether the numbers of another session of the station may be between those of one.
fn is_counted_with(of: &Transaction, other: &Transaction) -> bool {
    // Two sessions that both begin with 0 are counted each for itself.
    let is_own = of.events.first == Some(0) && other.events.first.is_none_or(|first| first == 0);
    other.id != of.id && other.version != "1.6" && !is_own
}

/// The numbers of another session.
fn numbers(state: &State, of: &Transaction) -> Result<Runs, StoreError> {
    match &of.events.arrived {
        Some(arrived) => Ok(arrived.clone()),
        None => state.seq_nos(&of.charge_point, &of.id),
    }
}
