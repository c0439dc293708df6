//! Which sessions are listed, and the way through the index to them: by tag, by doubt, by charge point, or by time. Of few
//! charge points together their own entries are merged; of many, the entries of all are looked through.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::index::{Named, begins, folded};
use super::{Doubt, Transaction, TransactionState};
use crate::clock::{Time, text};
use crate::ids::ChargePointId;
use crate::state::collections::{
    TRANSACTIONS, TRANSACTIONS_BY_DOUBT, TRANSACTIONS_BY_ID_TAG, TRANSACTIONS_BY_STATION, TRANSACTIONS_BY_TIME,
};
use crate::state::{State, key, prefix};
use crate::store::{Collection, Order, Page, StoreError};

/// More open sessions than these are not listed at once.
const MOST_OPEN: usize = 100_000;
/// Entries that are passed over by their keys cost so much less than a record that is read.
const ENTRIES_PER_RECORD: usize = 20;
/// So many entries are looked at in one go where most of them may be passed over.
const STEP: usize = 500;
/// So many entries of single charge points are merged in one go; where it would be more, those of all are looked through.
const MOST_MERGED: usize = 20_000;

/// Which sessions are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub charge_point: Option<ChargePointId>,
    /// Of these charge points alone.
    pub stations: Option<Arc<BTreeSet<ChargePointId>>>,
    /// Whatever its case.
    pub id_tag: Option<String>,
    pub doubt: Option<Doubted>,
    /// Open ones alone, or closed ones alone.
    pub open: Option<bool>,
    /// That began then or later.
    pub from: Option<Time>,
    /// That began before.
    pub to: Option<Time>,
    /// By the time of their start.
    pub order: Order,
}

/// What is in doubt of the sessions that are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubted {
    /// Whatever it is.
    Any,
    /// This.
    Of(Doubt),
}

impl Doubted {
    fn is_in(self, record: &Transaction) -> bool {
        match self {
            Self::Any => !record.doubts.is_empty(),
            Self::Of(doubt) => record.doubts.contains(&doubt),
        }
    }
}

/// Where entries are read.
enum Source<'a> {
    /// A collection, with what its keys begin with.
    One(Collection, String),
    /// Those of each of these.
    Each(&'a BTreeSet<ChargePointId>),
}

impl Wanted {
    /// Whether a session is one of them.
    fn takes(&self, record: &Transaction) -> bool {
        let begins = begins(record);
        let is_tag = |tag: &String| record.id_tag.as_ref().is_some_and(|own| folded(own) == folded(tag));
        let is_open = record.state == TransactionState::Open;
        self.is_at(&record.charge_point)
            && self.id_tag.as_ref().is_none_or(is_tag)
            && self.doubt.is_none_or(|doubt| doubt.is_in(record))
            && self.open.is_none_or(|open| open == is_open)
            && self.from.is_none_or(|from| begins >= from)
            && self.to.is_none_or(|to| begins < to)
    }

    /// Whether sessions of a charge point are wanted.
    fn is_at(&self, station: &ChargePointId) -> bool {
        self.charge_point.as_ref().is_none_or(|id| id == station)
            && self.stations.as_ref().is_none_or(|these| these.contains(station))
    }

    /// Whether none can be.
    fn is_of_nobody(&self) -> bool {
        let of_these = self.stations.as_ref();
        of_these
            .is_some_and(|these| these.is_empty() || self.charge_point.as_ref().is_some_and(|id| !these.contains(id)))
    }

    /// Where entries are read of which so many are looked at in one go.
    fn source(&self, step: usize) -> Source<'_> {
        if let Some(tag) = &self.id_tag {
            return Source::One(TRANSACTIONS_BY_ID_TAG, prefix(&[&folded(tag)]));
        }
        if self.doubt.is_some() {
            return Source::One(TRANSACTIONS_BY_DOUBT, String::new());
        }
        if let Some(station) = &self.charge_point {
            return Source::One(TRANSACTIONS_BY_STATION, prefix(&[station.as_str()]));
        }
        let few = |these: &&BTreeSet<ChargePointId>| these.len().saturating_mul(step) <= MOST_MERGED;
        match self.stations.as_deref().filter(few) {
            Some(these) => Source::Each(these),
            None => Source::One(TRANSACTIONS_BY_TIME, String::new()),
        }
    }

    /// The key after which the list begins.
    fn begin(&self, common: &str) -> Option<String> {
        match self.order {
            Order::Ascending => self.from.map(|from| format!("{common}{}", text(from))),
            Order::Descending => self.to.map(|to| format!("{common}{}", text(to))),
        }
    }

    /// Whether an entry is beyond the last one that is wanted.
    fn is_past(&self, at: &str) -> bool {
        match self.order {
            Order::Ascending => self.to.is_some_and(|to| at >= text(to).as_str()),
            Order::Descending => self.from.is_some_and(|from| at < text(from).as_str()),
        }
    }

    /// Whether one place comes before another in the list.
    fn is_before(&self, one: &str, other: &str) -> bool {
        match self.order {
            Order::Ascending => one < other,
            Order::Descending => one > other,
        }
    }

    /// The key among a charge point's own entries after which those come that are after a place among all.
    fn begin_at(&self, station: &ChargePointId, after: Option<&str>) -> Option<String> {
        let common = prefix(&[station.as_str()]);
        let Some(after) = after else { return self.begin(&common) };
        let (at, rest) = after.split_once('/').unwrap_or((after, ""));
        if let Some(id) = rest.strip_prefix(&common) {
            return Some(format!("{common}{at}/{id}"));
        }
        // Of the same time, all of its entries come after the place, or none: `0` is what follows `/`.
        let all_come = self.is_before(rest, &common);
        let goes_up = self.order == Order::Ascending;
        Some(if all_come == goes_up {
            format!("{common}{at}")
        } else {
            format!("{common}{at}0")
        })
    }
}

/// One session of a list, with the place after it.
pub type Listed = (String, Transaction);

/// A part of a list.
#[derive(Debug, Default)]
pub struct Part {
    pub found: Vec<Listed>,
    /// Where the rest begins; none: there is none.
    pub rest: Option<String>,
    /// How much was read for it, in records.
    pub read: usize,
}

/// Some entries in their order, each with its place.
struct Entries {
    found: Vec<(String, Option<Named>)>,
    /// There are no more.
    is_last: bool,
}

impl State {
    /// Some of the sessions that are wanted, after a place of the list: at most so many, and so many records of the
    /// index, so that a rare wish reads no more than a common one.
    ///
    /// # Errors
    /// The store's.
    pub fn find_transactions(
        &self,
        wanted: &Wanted,
        after: Option<&str>,
        limit: usize,
        most_read: usize,
    ) -> Result<Part, StoreError> {
        if wanted.is_of_nobody() {
            return Ok(Part::default());
        }
        if wanted.open == Some(true) {
            return self.find_open_transactions(wanted, after, limit);
        }
        let mut after = after.map(str::to_owned);
        let (mut part, mut passed_over) = (Part::default(), 0);
        loop {
            // One more than is wanted says whether there is more.
            let missing = (limit + 1).saturating_sub(part.found.len());
            let step = missing.min(most_read.saturating_sub(part.read)).max(1);
            let step = if wanted.stations.is_some() {
                step.max(STEP)
            } else {
                step
            };
            let Entries { found, is_last } = self.entries(wanted, after.as_deref(), step)?;
            for (place, named) in found {
                let Some(named) = named else {
                    after = Some(place);
                    continue;
                };
                if wanted.is_past(&named.at) {
                    return Ok(part);
                }
                if wanted.is_at(&named.charge_point) {
                    part.read += 1;
                    if let Some(record) = self.listed(wanted, &named)? {
                        if part.found.len() == limit {
                            // It is read again with the rest.
                            part.read -= 1;
                            part.rest = part.found.last().map(|(last, _)| last.clone());
                            return Ok(part);
                        }
                        part.found.push((place.clone(), record));
                    }
                } else {
                    passed_over += 1;
                    part.read += usize::from(passed_over % ENTRIES_PER_RECORD == 0);
                }
                after = Some(place);
                if part.read >= most_read {
                    part.rest = after;
                    return Ok(part);
                }
            }
            if is_last {
                return Ok(part);
            }
        }
    }

    /// The session that an entry leads to, if it is one of those that are wanted.
    fn listed(&self, wanted: &Wanted, named: &Named) -> Result<Option<Transaction>, StoreError> {
        let found = self.get_or_tell::<Transaction>(TRANSACTIONS, &named.record_key())?;
        Ok(found.filter(|record| text(begins(record)) == named.at && wanted.takes(record)))
    }

    fn entries(&self, wanted: &Wanted, after: Option<&str>, step: usize) -> Result<Entries, StoreError> {
        let (collection, common) = match wanted.source(step) {
            Source::One(collection, common) => (collection, common),
            Source::Each(stations) => return self.merged(wanted, stations, after, step),
        };
        let begin = after.map(str::to_owned).or_else(|| wanted.begin(&common));
        let page = Page::of(&common, step).order(wanted.order).after(begin.as_deref());
        let keys = self.store().list_keys(collection, page)?;
        let is_last = keys.len() < step;
        let named = |entry: String| {
            let named = Named::of(collection, &entry);
            (entry, named)
        };
        let found = keys.into_iter().map(named).collect();
        Ok(Entries { found, is_last })
    }

    /// The entries of some charge points as if they lay together by time.
    fn merged(
        &self,
        wanted: &Wanted,
        stations: &BTreeSet<ChargePointId>,
        after: Option<&str>,
        step: usize,
    ) -> Result<Entries, StoreError> {
        let mut found: Vec<(String, Option<Named>)> = Vec::new();
        // What lies beyond it is not known of all yet.
        let mut horizon: Option<String> = None;
        for station in stations {
            let common = prefix(&[station.as_str()]);
            let begin = wanted.begin_at(station, after);
            let page = Page::of(&common, step).order(wanted.order).after(begin.as_deref());
            let keys = self.store().list_keys(TRANSACTIONS_BY_STATION, page)?;
            let is_cut = keys.len() == step;
            let named = keys
                .iter()
                .filter_map(|entry| Named::of(TRANSACTIONS_BY_STATION, entry));
            found.extend(named.map(|named| (named.place(), Some(named))));
            if let Some((last, _)) = found.last().filter(|_| is_cut)
                && horizon.as_ref().is_none_or(|horizon| wanted.is_before(last, horizon))
            {
                horizon = Some(last.clone());
            }
        }
        if let Some(horizon) = &horizon {
            found.retain(|(place, _)| !wanted.is_before(horizon, place));
        }
        found.sort_by(|(one, _), (other, _)| match wanted.order {
            Order::Ascending => one.cmp(other),
            Order::Descending => other.cmp(one),
        });
        let is_last = horizon.is_none();
        Ok(Entries { found, is_last })
    }

    /// Few are open, whatever the history: they are read all and put in order.
    fn find_open_transactions(&self, wanted: &Wanted, after: Option<&str>, limit: usize) -> Result<Part, StoreError> {
        let open = self.open_transactions_after(wanted.charge_point.as_ref(), None, MOST_OPEN)?;
        let open = open.into_iter().filter_map(|(_, record)| record);
        let place = |record: &Transaction| {
            let at = text(begins(record));
            key(&[&at, record.charge_point.as_str(), record.id.as_str()])
        };
        let is_after = |place: &str| {
            after.is_none_or(|after| match wanted.order {
                Order::Ascending => place > after,
                Order::Descending => place < after,
            })
        };
        let open = open
            .filter(|record| wanted.takes(record))
            .map(|record| (place(&record), record));
        let mut found: Vec<Listed> = open.filter(|(place, _)| is_after(place)).collect();
        found.sort_by(|(one, _), (other, _)| match wanted.order {
            Order::Ascending => one.cmp(other),
            Order::Descending => other.cmp(one),
        });
        let has_more = found.len() > limit;
        found.truncate(limit);
        let rest = found.last().filter(|_| has_more).map(|(place, _)| place.clone());
        let read = found.len();
        Ok(Part { found, rest, read })
    }
}
