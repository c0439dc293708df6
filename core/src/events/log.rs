//! The log: one record per event, by charge point, in the order in which the store applied them. The
//! number of an event is the revision of its write, so it only grows, also over a restart, and no two
//! writers can give the same one.

use super::{Event, kinds};
use crate::ids::ChargePointId;
use crate::state::collections::EVENTS;
use crate::state::{State, parts, prefix};
use crate::store::{Change, Expect, Page, REVISION_DIGITS, StoreError, Write};

/// What an event says beside its payload has seldom more bytes.
const BESIDE_PAYLOAD: usize = 384;

/// An event with its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbered {
    /// Grows with each event of the server.
    pub number: u64,
    /// What happened.
    pub event: Event,
}

/// The write that keeps an event; none for a kind that is only kept where a subscriber wants it, and none
/// does.
///
/// # Errors
/// [`StoreError::Refused`] for an event that has no JSON form.
pub fn keep(event: &Event, is_wanted: bool) -> Result<Option<Write>, StoreError> {
    if !is_wanted && !kinds::is_durable(&event.kind) {
        return Ok(None);
    }
    append(event).map(Some)
}

/// The write that appends an event.
///
/// # Errors
/// [`StoreError::Refused`] for an event that has no JSON form.
pub fn append(event: &Event) -> Result<Write, StoreError> {
    let key = prefix(&[event.charge_point.as_str()]);
    let mut value = Vec::with_capacity(event.payload.text().len() + BESIDE_PAYLOAD);
    serde_json::to_writer(&mut value, event).map_err(|error| StoreError::Refused {
        collection: EVENTS.0,
        key: key.clone(),
        reason: error.to_string(),
    })?;
    Ok(Write {
        collection: EVENTS,
        key,
        expect: Expect::Any,
        change: Change::Append(value),
    })
}

/// The events of a charge point after a number, oldest first.
///
/// # Errors
/// The store's.
pub fn after(
    state: &State,
    charge_point: &ChargePointId,
    number: u64,
    limit: usize,
) -> Result<Vec<Numbered>, StoreError> {
    let after = digits(number);
    numbered(state, charge_point, Page::all(limit).after(Some(&after)))
}

/// The events of a charge point before a number, or the last ones: newest first.
///
/// # Errors
/// The store's.
pub fn before(
    state: &State,
    charge_point: &ChargePointId,
    number: Option<u64>,
    limit: usize,
) -> Result<Vec<Numbered>, StoreError> {
    let before = number.map(digits);
    let page = Page::all(limit).after(before.as_deref()).descending();
    numbered(state, charge_point, page)
}

fn numbered(state: &State, charge_point: &ChargePointId, page: Page<'_>) -> Result<Vec<Numbered>, StoreError> {
    let found = state.of_station::<Event>(EVENTS, charge_point, page)?;
    let with_number = |(key, event): (String, Event)| {
        let number = key.parse().ok()?;
        Some(Numbered { number, event })
    };
    Ok(found.into_iter().filter_map(with_number).collect())
}

/// The number of a charge point's last event; 0 if it has none.
///
/// # Errors
/// The store's.
pub fn last_number(state: &State, charge_point: &ChargePointId) -> Result<u64, StoreError> {
    let prefix = prefix(&[charge_point.as_str()]);
    let last = state.store().list_keys(EVENTS, Page::of(&prefix, 1).descending())?;
    let number = last.first().and_then(|key| key.get(prefix.len()..)?.parse().ok());
    Ok(number.unwrap_or(0))
}

/// The number of a charge point's first event after a number, if it has one. One look-up, without the event.
///
/// # Errors
/// The store's.
pub fn next_number(state: &State, charge_point: &ChargePointId, after: u64) -> Result<Option<u64>, StoreError> {
    let prefix = prefix(&[charge_point.as_str()]);
    let after = format!("{prefix}{}", digits(after));
    let next = state
        .store()
        .list_keys(EVENTS, Page::of(&prefix, 1).after(Some(&after)))?;
    Ok(next.first().and_then(|key| key.get(prefix.len()..)?.parse().ok()))
}

/// The charge points that have events, after one, in the order of their keys. One look-up for each.
///
/// # Errors
/// The store's.
pub fn charge_points(
    state: &State,
    after: Option<&ChargePointId>,
    limit: usize,
) -> Result<Vec<ChargePointId>, StoreError> {
    let mut found = Vec::new();
    // `~` comes after every digit.
    let mut skip = after.map(|id| format!("{}~", prefix(&[id.as_str()])));
    while found.len() < limit {
        let next = state.store().list_keys(EVENTS, Page::all(1).after(skip.as_deref()))?;
        let Some(id) = next.first().and_then(|key| parts(key).into_iter().next()) else {
            break;
        };
        skip = Some(format!("{}~", prefix(&[&id])));
        found.push(ChargePointId::new(&id));
    }
    Ok(found)
}

fn digits(number: u64) -> String {
    format!("{number:0REVISION_DIGITS$}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;
    use crate::state::tests::{block_on, in_memory};

    fn told(state: &State, station: &str, kind: &str) {
        let event = Event::new(kind, &ChargePointId::new(station), json!({}));
        block_on(state.store().write(vec![append(&event).unwrap()])).unwrap();
    }

    fn kinds_of(events: Vec<Numbered>) -> Vec<String> {
        events.into_iter().map(|numbered| numbered.event.kind).collect()
    }

    #[test]
    fn a_charge_points_events_are_read_both_ways_and_page_by_page() {
        let state = in_memory();
        let station = ChargePointId::new("CP/1");
        for number in 0..5 {
            told(&state, "CP/1", &format!("kind-{number}"));
            told(&state, "CP", "other");
        }
        let all = after(&state, &station, 0, 10).unwrap();
        let third = all.get(2).unwrap().number;
        assert_eq!(kinds_of(all), ["kind-0", "kind-1", "kind-2", "kind-3", "kind-4"]);
        assert_eq!(kinds_of(after(&state, &station, third, 1).unwrap()), ["kind-3"]);
        assert_eq!(
            kinds_of(before(&state, &station, None, 2).unwrap()),
            ["kind-4", "kind-3"]
        );
        assert_eq!(
            kinds_of(before(&state, &station, Some(third), 9).unwrap()),
            ["kind-1", "kind-0"]
        );
    }

    #[test]
    fn who_has_events_is_found_without_reading_them() {
        let state = in_memory();
        for station in ["B", "A", "A", "A/1", "C"] {
            told(&state, station, "kind");
        }
        let ids = |after: Option<&ChargePointId>, limit| charge_points(&state, after, limit).unwrap();
        let all: Vec<_> = ids(None, 10).iter().map(ToString::to_string).collect();
        // In the order of the keys, in which the `/` of an identity is escaped.
        assert_eq!(all, ["A/1", "A", "B", "C"]);
        assert_eq!(ids(Some(&ChargePointId::new("A/1")), 1), [ChargePointId::new("A")]);
        assert!(last_number(&state, &ChargePointId::new("A")).unwrap() > 0);
        assert_eq!(last_number(&state, &ChargePointId::new("none")).unwrap(), 0);
        let first = next_number(&state, &ChargePointId::new("A"), 0).unwrap().unwrap();
        let second = next_number(&state, &ChargePointId::new("A"), first).unwrap().unwrap();
        assert_eq!(second, last_number(&state, &ChargePointId::new("A")).unwrap());
        assert_eq!(next_number(&state, &ChargePointId::new("A"), second).unwrap(), None);
        assert_eq!(next_number(&state, &ChargePointId::new("none"), 0).unwrap(), None);
    }

    #[test]
    fn a_live_kind_is_kept_only_where_somebody_wants_it() {
        let event = |kind: &str| Event::new(kind, &ChargePointId::new("CP"), json!({}));
        assert!(keep(&event("meter.values"), false).unwrap().is_none());
        assert!(keep(&event("meter.values"), true).unwrap().is_some());
        assert!(keep(&event("transaction.ended"), false).unwrap().is_some());
    }
}
