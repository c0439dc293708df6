//! Where sessions are found by the time of their start: all of them, those of a charge point, of an id tag, or with any
//! doubt. Each entry is a key alone; its parts name the session.
//!
//! Entries are there before the record that they lead to, and old ones go after it, so no crash leaves a record that
//! nobody finds. What leads to a record that says something else is passed over.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::{Transaction, TransactionState};
use crate::clock::{Time, instant, text};
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::{
    COUNTERS, TRANSACTIONS, TRANSACTIONS_BY_DOUBT, TRANSACTIONS_BY_ID_TAG, TRANSACTIONS_BY_STATION,
    TRANSACTIONS_BY_TIME,
};
use crate::state::id_tags::bare;
use crate::state::transactions::Doubt;
use crate::state::{State, delete, key, parts, prefix, put};
use crate::store::{Collection, Order, Page, StoreError, Write};

/// In bytes; a longer one would not fit into a key.
const LONGEST_TAG: usize = 120;
/// The form of the index in which all sessions of the store are.
const IS_BUILT: &str = "transactions-indexed";
/// The form that is written. In the first, a session had an entry for each of its doubts, and their words came first.
const FORM: i64 = 2;
/// A time of the start before it is that of a clock that was never set: 2010-01-01.
const NO_CLOCK_BEFORE: i64 = 1_262_304_000;
/// A start so much later than we heard of it is that of a wrong clock, in days.
const AHEAD_DAYS: i64 = 1;
/// More open sessions than these are not listed at once.
const MOST_OPEN: usize = 100_000;
/// So many sessions are put into the index in one list of writes.
const AT_ONCE: usize = 200;

/// The entries of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entries(BTreeSet<(Collection, String)>);

/// What of a session its entries tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    begins: Time,
    id_tag: Option<String>,
    is_in_doubt: bool,
}

impl Told {
    pub(super) fn of(record: &Transaction) -> Self {
        Self {
            begins: begins(record),
            id_tag: record.id_tag.clone(),
            is_in_doubt: !record.doubts.is_empty(),
        }
    }
}

impl Entries {
    /// Those of a record as it is.
    pub(super) fn of(record: &Transaction) -> Self {
        Self::telling(&Told::of(record), record)
    }

    /// Those of the record that tell this of it.
    fn telling(told: &Told, record: &Transaction) -> Self {
        let at = text(told.begins);
        let (station, id) = (record.charge_point.as_str(), record.id.as_str());
        let mut entries = BTreeSet::from([
            (TRANSACTIONS_BY_TIME, key(&[&at, station, id])),
            (TRANSACTIONS_BY_STATION, key(&[station, &at, id])),
        ]);
        if let Some(tag) = &told.id_tag {
            entries.insert((TRANSACTIONS_BY_ID_TAG, key(&[&folded(tag), &at, station, id])));
        }
        if told.is_in_doubt {
            entries.insert((TRANSACTIONS_BY_DOUBT, key(&[&at, station, id])));
        }
        Self(entries)
    }

    /// What has to be written before the record, and what after it, if its entries told that before; none: it had none.
    pub(super) fn changes(record: &Transaction, before: Option<&Told>) -> Result<(Vec<Write>, Vec<Write>), StoreError> {
        let now = Told::of(record);
        // As with most messages of a session.
        if before == Some(&now) {
            return Ok((Vec::new(), Vec::new()));
        }
        let before = before.map(|before| Self::telling(before, record));
        Self::telling(&now, record).writes_from(&before.unwrap_or_default())
    }

    /// What has to be written before the record, and what after it, if the entries were others before.
    pub(super) fn writes_from(&self, before: &Self) -> Result<(Vec<Write>, Vec<Write>), StoreError> {
        let new = self.0.difference(&before.0);
        let new = new.map(|(collection, key)| put(*collection, key.clone(), &()));
        let old = before.0.difference(&self.0);
        let old = old.map(|(collection, key)| delete(*collection, key.clone()));
        Ok((new.collect::<Result<_, _>>()?, old.collect()))
    }
}

/// A tag as it is looked up: whatever its case, without what readers put around it. Of one that is longer than a key has room
/// for, a digest.
pub(super) fn folded(tag: &str) -> String {
    let folded = bare(tag).to_lowercase();
    if folded.len() <= LONGEST_TAG {
        return folded;
    }
    let digest = Sha256::digest(&folded);
    digest
        .iter()
        .fold(String::from("sha256:"), |text, byte| format!("{text}{byte:02x}"))
}

/// When a session began, as it is listed: by the station's clock, unless that cannot be right.
#[must_use]
pub fn begins(record: &Transaction) -> Time {
    let told = record.started_at.as_deref().and_then(instant);
    let is_right =
        |time: &Time| time.timestamp() >= NO_CLOCK_BEFORE && (*time - record.received_at).num_days() < AHEAD_DAYS;
    told.filter(is_right).unwrap_or(record.received_at)
}

/// Which sessions are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub charge_point: Option<ChargePointId>,
    /// Whatever its case.
    pub id_tag: Option<String>,
    pub doubt: Option<Doubt>,
    /// Open ones alone, or closed ones alone.
    pub open: Option<bool>,
    /// That began then or later.
    pub from: Option<Time>,
    /// That began before.
    pub to: Option<Time>,
    /// By the time of their start.
    pub order: Order,
}

impl Wanted {
    /// Whether a session is one of them.
    fn takes(&self, record: &Transaction) -> bool {
        let begins = begins(record);
        let is_tag = |tag: &String| record.id_tag.as_ref().is_some_and(|own| folded(own) == folded(tag));
        let is_open = record.state == TransactionState::Open;
        self.charge_point.as_ref().is_none_or(|id| *id == record.charge_point)
            && self.id_tag.as_ref().is_none_or(is_tag)
            && self.doubt.is_none_or(|doubt| record.doubts.contains(&doubt))
            && self.open.is_none_or(|open| open == is_open)
            && self.from.is_none_or(|from| begins >= from)
            && self.to.is_none_or(|to| begins < to)
    }

    /// The index that is read, with what its keys begin with.
    fn index(&self) -> (Collection, String) {
        if let Some(tag) = &self.id_tag {
            (TRANSACTIONS_BY_ID_TAG, prefix(&[&folded(tag)]))
        } else if self.doubt.is_some() {
            (TRANSACTIONS_BY_DOUBT, String::new())
        } else if let Some(station) = &self.charge_point {
            (TRANSACTIONS_BY_STATION, prefix(&[station.as_str()]))
        } else {
            (TRANSACTIONS_BY_TIME, String::new())
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
}

/// One session of a list, with the place after it.
pub type Listed = (String, Transaction);

/// A part of a list.
#[derive(Debug, Default)]
pub struct Part {
    pub found: Vec<Listed>,
    /// Where the rest begins; none: there is none.
    pub rest: Option<String>,
}

impl State {
    /// Some of the sessions that are wanted, after a place of the list: at most so many, and of so many entries of the
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
        if wanted.open == Some(true) {
            return self.find_open_transactions(wanted, after, limit);
        }
        let (collection, common) = wanted.index();
        let begin = wanted.begin(&common);
        let mut after = after.map(str::to_owned).or(begin);
        let mut part = Part::default();
        let mut read = 0;
        loop {
            // One more than is wanted says whether there is more.
            let missing = (limit + 1).saturating_sub(part.found.len());
            let step = missing.min(most_read - read).max(1);
            let page = Page::of(&common, step).order(wanted.order).after(after.as_deref());
            let entries = self.store().list_keys(collection, page)?;
            let is_last = entries.len() < step;
            read += entries.len();
            for entry in entries {
                let Some(named) = Named::of(collection, &entry) else {
                    continue;
                };
                if wanted.is_past(&named.at) {
                    return Ok(part);
                }
                let found = self.get_or_tell::<Transaction>(TRANSACTIONS, &named.record_key())?;
                let is_its = |record: &Transaction| text(begins(record)) == named.at && wanted.takes(record);
                if let Some(record) = found.filter(is_its) {
                    if part.found.len() == limit {
                        part.rest = part.found.last().map(|(last, _)| last.clone());
                        return Ok(part);
                    }
                    part.found.push((entry.clone(), record));
                }
                after = Some(entry);
            }
            if is_last {
                return Ok(part);
            }
            if read >= most_read {
                part.rest = after;
                return Ok(part);
            }
        }
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
        Ok(Part { found, rest })
    }

    /// Puts the sessions of a store that is older than the index, or its form, into it, once.
    ///
    /// # Errors
    /// The store's.
    pub async fn build_transaction_index(&self) -> Result<(), StoreError> {
        let built = self.get::<i64>(COUNTERS, IS_BUILT)?;
        if built == Some(FORM) {
            return Ok(());
        }
        if built.is_some() {
            self.remove_entries_of_doubts().await?;
        }
        let mut after: Option<String> = None;
        loop {
            let found: Vec<(String, Transaction)> =
                self.list(TRANSACTIONS, Page::all(AT_ONCE).after(after.as_deref()))?;
            let mut writes = Vec::new();
            for (_, record) in &found {
                writes.extend(Entries::of(record).writes_from(&Entries::default())?.0);
            }
            after = match found.into_iter().last() {
                Some((last, _)) => Some(last),
                None => break,
            };
            self.store().write(writes).await?;
        }
        self.store()
            .write(vec![put(COUNTERS, IS_BUILT.to_owned(), &FORM)?])
            .await?;
        Ok(())
    }

    /// Removes the entries of the first form.
    async fn remove_entries_of_doubts(&self) -> Result<(), StoreError> {
        for (word, _) in Doubt::ALL {
            let of_it = prefix(&[word]);
            loop {
                let page = Page::of(&of_it, AT_ONCE);
                let entries = self.store().list_keys(TRANSACTIONS_BY_DOUBT, page)?;
                if entries.is_empty() {
                    break;
                }
                let gone = entries.into_iter().map(|key| delete(TRANSACTIONS_BY_DOUBT, key));
                self.store().write(gone.collect()).await?;
            }
        }
        Ok(())
    }
}

/// What an entry says.
pub(super) struct Named {
    at: String,
    pub(super) charge_point: ChargePointId,
    pub(super) id: TransactionId,
}

impl Named {
    pub(super) fn of(collection: Collection, entry: &str) -> Option<Self> {
        let mut parts = parts(entry).into_iter();
        let (at, charge_point) = if collection == TRANSACTIONS_BY_STATION {
            let charge_point = parts.next()?;
            (parts.next()?, charge_point)
        } else {
            if collection == TRANSACTIONS_BY_ID_TAG {
                parts.next()?;
            }
            (parts.next()?, parts.next()?)
        };
        Some(Self {
            at,
            charge_point: ChargePointId::new(&charge_point),
            id: TransactionId::new(&parts.next()?),
        })
    }

    pub(super) fn record_key(&self) -> String {
        super::record::transaction_key(&self.charge_point, &self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::folded;
    use crate::store::MAX_KEY_BYTES;

    #[test]
    fn a_tag_of_any_length_fits_into_a_key() {
        assert_eq!(folded(" Tag \0"), "tag");
        for tag in ["ä".repeat(255), "%/".repeat(2000)] {
            assert!(folded(&tag).len() < MAX_KEY_BYTES / 4);
            assert_ne!(folded(&tag), folded(&tag.replace('ä', "ö").replace('/', "|")));
        }
    }
}
