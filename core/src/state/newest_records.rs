//! The messages of all charge points, the newest first. They lie by charge point and time, so the newest of each is held
//! against those of the others: one look-up for each charge point that has any, and one more for each message.

use std::collections::BinaryHeap;

use super::collections::RECORDS;
use super::records::StoredMessage;
use super::{State, parts, prefix};
use crate::ids::ChargePointId;
use crate::store::{Page, StoreError, end_of};

/// A message's place among all. The greatest is the newest; those of one moment are in the order of their keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordPlace {
    at: String,
    station: String,
    message: String,
}

/// A message of one of all charge points.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordOfAll {
    /// Where the walk is.
    pub place: RecordPlace,
    /// Whose it is.
    pub charge_point: ChargePointId,
    /// None: it is gone, or cannot be read, which the log says.
    pub record: Option<StoredMessage>,
}

impl RecordPlace {
    /// As a cursor has it.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}/{}/{}", self.at, self.station, self.message)
    }

    /// The place of such a text; none: it is no such text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/').map(str::to_owned);
        let place = Self {
            at: parts.next()?,
            station: parts.next()?,
            message: parts.next()?,
        };
        parts.next().is_none().then_some(place)
    }

    fn of_key(key: &str) -> Option<Self> {
        let (station, rest) = key.split_once('/')?;
        let (at, message) = rest.split_once('/')?;
        Some(Self {
            at: at.to_owned(),
            station: station.to_owned(),
            message: message.to_owned(),
        })
    }

    fn key(&self) -> String {
        format!("{}/{}/{}", self.station, self.at, self.message)
    }

    /// What the keys of a charge point that come before this place are below.
    fn bound(&self, prefix: &str) -> String {
        let station = prefix.strip_suffix('/').unwrap_or(prefix);
        match station.cmp(self.station.as_str()) {
            std::cmp::Ordering::Equal => self.key(),
            // Of the same moment it comes later in this order.
            std::cmp::Ordering::Less => format!("{prefix}{}0", self.at),
            std::cmp::Ordering::Greater => format!("{prefix}{}", self.at),
        }
    }
}

/// A walk.
pub struct NewestRecords<'a> {
    state: &'a State,
    heads: BinaryHeap<RecordPlace>,
}

impl State {
    /// The messages of all charge points, or of one, before a place, the newest first.
    ///
    /// # Errors
    /// The store's.
    pub fn newest_records(
        &self,
        of: Option<&ChargePointId>,
        before: Option<&RecordPlace>,
    ) -> Result<NewestRecords<'_>, StoreError> {
        let mut walk = NewestRecords {
            state: self,
            heads: BinaryHeap::new(),
        };
        if let Some(id) = of {
            walk.begin(&prefix(&[id.as_str()]), before)?;
            return Ok(walk);
        }
        let mut after: Option<String> = None;
        loop {
            let next = self.store().list_keys(RECORDS, Page::all(1).after(after.as_deref()))?;
            let Some((station, _)) = next.first().and_then(|key| key.split_once('/')) else {
                return Ok(walk);
            };
            let prefix = format!("{station}/");
            walk.begin(&prefix, before)?;
            after = end_of(&prefix);
            if after.is_none() {
                return Ok(walk);
            }
        }
    }
}

impl NewestRecords<'_> {
    /// The next older message.
    ///
    /// # Errors
    /// The store's.
    pub fn older(&mut self) -> Result<Option<RecordOfAll>, StoreError> {
        let Some(place) = self.heads.pop() else { return Ok(None) };
        let key = place.key();
        self.add(&format!("{}/", place.station), Some(&key))?;
        Ok(Some(RecordOfAll {
            record: self.state.get_or_tell(RECORDS, &key)?,
            charge_point: ChargePointId::new(&parts(&place.station).concat()),
            place,
        }))
    }

    fn begin(&mut self, prefix: &str, before: Option<&RecordPlace>) -> Result<(), StoreError> {
        let bound = before.map(|place| place.bound(prefix));
        self.add(prefix, bound.as_deref())
    }

    /// Adds the last message of a charge point whose key is below this one.
    fn add(&mut self, prefix: &str, below: Option<&str>) -> Result<(), StoreError> {
        let page = Page::of(prefix, 1).after(below).descending();
        let found = self.state.store().list_keys(RECORDS, page)?;
        self.heads
            .extend(found.first().and_then(|key| RecordPlace::of_key(key)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use serde_json::json;

    use super::*;
    use crate::state::tests::{block_on, in_memory};
    use crate::state::{key, put};

    /// Charge point, second and message of each, in the order in which they are met.
    fn walked(state: &State, of: Option<&str>, before: Option<&RecordPlace>) -> Vec<RecordOfAll> {
        let of = of.map(ChargePointId::new);
        let mut walk = state.newest_records(of.as_ref(), before).unwrap();
        std::iter::from_fn(|| walk.older().unwrap()).collect()
    }

    fn names(found: &[RecordOfAll]) -> Vec<String> {
        let name = |one: &RecordOfAll| format!("{} {}", one.charge_point, one.place.message);
        found.iter().map(name).collect()
    }

    #[test]
    fn the_newest_of_all_come_first_and_each_place_goes_on() {
        let state = in_memory();
        let sent = [
            ("A/1", 1, "a"),
            ("A/1", 3, "b"),
            ("B", 2, "c"),
            ("B", 3, "d"),
            ("B", 3, "e"),
            ("C", 3, "f"),
        ];
        for (station, second, message) in sent {
            let at = format!("2026-01-01T00:00:0{second}.000Z");
            let record = StoredMessage {
                at: at.parse().unwrap(),
                action: "DataTransfer".to_owned(),
                payload: json!({}).into(),
            };
            let write = put(RECORDS, key(&[station, &at, message]), &record).unwrap();
            block_on(state.store().write(vec![write])).unwrap();
        }
        let all = walked(&state, None, None);
        assert_eq!(names(&all), ["C f", "B e", "B d", "A/1 b", "B c", "A/1 a"]);
        assert!(all.iter().all(|one| one.record.is_some()));
        for (met, one) in all.iter().enumerate() {
            let place = RecordPlace::parse(&one.place.text()).unwrap();
            assert_eq!(walked(&state, None, Some(&place)), all[met + 1..], "{place:?}");
        }
        assert_eq!(names(&walked(&state, Some("A/1"), None)), ["A/1 b", "A/1 a"]);
        assert_eq!(RecordPlace::parse("no place"), None);
    }
}
