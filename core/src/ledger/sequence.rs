//! Whether every event of a 2.x session has arrived. A station counts `seqNo` for each transaction, or for itself as
//! a whole (E01.FR.07, E04.FR.07): then the numbers between are those of its other sessions.

use std::collections::BTreeSet;

use crate::state::State;
use crate::state::transactions::{EventCount, Transaction};
use crate::store::StoreError;

/// More numbers than these are not looked for.
const MOST_MISSING: i64 = 10_000;
/// More sessions that ran beside one than these are not looked at.
const MOST_BESIDE: usize = 64;
/// More events of such a session than these are not read.
const MOST_EVENTS: usize = 10_000;

/// Whether all numbers between Started and Ended are there.
///
/// # Errors
/// The store's.
pub fn is_whole(state: &State, of: &Transaction, arrived: &BTreeSet<i64>) -> Result<bool, StoreError> {
    let EventCount { first, last } = of.events;
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(false);
    };
    let Some(missing) = missing(first, last, arrived) else {
        return Ok(false);
    };
    if missing.is_empty() {
        return Ok(true);
    }
    let beside = state.latest_transactions(&of.charge_point, MOST_BESIDE)?;
    let mut elsewhere = BTreeSet::new();
    for other in beside
        .into_iter()
        .filter(|other| other.id != of.id && other.version != "1.6")
    {
        // Two sessions that both begin with 0 are counted each for itself.
        if first == 0 && other.events.first.is_none_or(|first| first == 0) {
            continue;
        }
        let events = state.transaction_events(&other.charge_point, &other.id, MOST_EVENTS)?;
        let numbers = events
            .iter()
            .filter_map(|event| event.request.value().get("seqNo")?.as_i64());
        elsewhere.extend(numbers);
    }
    Ok(missing.is_subset(&elsewhere))
}

/// The numbers between two that have not arrived; none: so many that nobody looks for them, or they go backwards.
fn missing(first: i64, last: i64, arrived: &BTreeSet<i64>) -> Option<BTreeSet<i64>> {
    let is_sane = last >= first && last.checked_sub(first)? <= MOST_MISSING;
    is_sane.then(|| (first..=last).filter(|number| !arrived.contains(number)).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::missing;

    #[test]
    fn a_set_of_numbers_has_gaps_whatever_its_size() {
        let missing = |first, last, arrived: &[i64]| missing(first, last, &arrived.iter().copied().collect());
        assert_eq!(missing(0, 2, &[0, 1, 2]), Some(BTreeSet::new()));
        assert_eq!(missing(0, 3, &[0, 3, 7, 9]), Some(BTreeSet::from([1, 2])));
        assert_eq!(missing(5, 3, &[5, 3]), None);
        assert_eq!(missing(0, i64::MAX, &[]), None);
        assert_eq!(missing(i64::MIN, i64::MAX, &[]), None);
    }
}
