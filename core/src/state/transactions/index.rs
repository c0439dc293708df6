//! Where sessions are found by the time of their start: all of them, those of a charge point, of an id tag, or with any
//! doubt. Each entry is a key alone; its parts name the session.
//!
//! Entries are there before the record that they lead to, and old ones go after it, so no crash leaves a record that
//! nobody finds. What leads to a record that says something else is passed over.

use std::borrow::Cow;
use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::Transaction;
use crate::clock::{Time, instant, is_ahead, text};
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::{
    COUNTERS, TRANSACTIONS, TRANSACTIONS_BY_DOUBT, TRANSACTIONS_BY_ID_TAG, TRANSACTIONS_BY_STATION,
    TRANSACTIONS_BY_TIME,
};
use crate::state::id_tags::bare;
use crate::state::transactions::Doubt;
use crate::state::{State, delete, key, parts, prefix, put, put_encoded};
use crate::store::{Collection, Page, StoreError, Write};

/// In bytes, of what a station may make as long as it likes; a longer one would not fit into a key.
const LONGEST_PART: usize = 120;
/// The form of the index in which all sessions of the store are.
const IS_BUILT: &str = "transactions-indexed";
/// The form that is written. In the first, a session had an entry for each of its doubts, and their words came first.
const FORM: i64 = 2;
/// A time of the start before it is that of a clock that was never set: 2010-01-01.
const NO_CLOCK_BEFORE: i64 = 1_262_304_000;
/// So many sessions are put into the index in one list of writes.
const AT_ONCE: usize = 200;

/// Whether a record says that all sessions are in the index.
#[must_use]
pub fn index_is_built(collection: Collection, key: &str) -> bool {
    collection == COUNTERS && key == IS_BUILT
}

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
    pub(super) fn changes(record: &Transaction, before: Option<&Told>) -> (Vec<Write>, Vec<Write>) {
        let now = Told::of(record);
        match before {
            None => (Self::telling(&now, record).into_writes(), Vec::new()),
            // As with most messages of a session.
            Some(before) if *before == now => (Vec::new(), Vec::new()),
            Some(before) => Self::telling(&now, record).writes_from(Self::telling(before, record)),
        }
    }

    /// What has to be written before the record, and what after it, if the entries were others before.
    pub(super) fn writes_from(mut self, before: Self) -> (Vec<Write>, Vec<Write>) {
        let mut old = before.0;
        old.retain(|entry| !self.0.remove(entry));
        let gone = old.into_iter().map(|(collection, key)| delete(collection, key));
        (self.into_writes(), gone.collect())
    }

    fn into_writes(self) -> Vec<Write> {
        let new = self.0.into_iter();
        // The key says all.
        new.map(|(collection, key)| put_encoded(collection, key, b"null".to_vec()))
            .collect()
    }
}

/// A tag as it is looked up: whatever its case, without what readers put around it. Of one that is longer than a key has room
/// for, a digest.
pub(super) fn folded(tag: &str) -> String {
    fitting(&bare(tag).to_lowercase()).into_owned()
}

/// A part of a key in a station's words: a write with a key that is too long is refused, and a report that cannot be
/// written comes again for ever. Of what is longer than a key has room for, a digest.
pub(super) fn fitting(part: &str) -> Cow<'_, str> {
    if part.len() <= LONGEST_PART {
        return Cow::Borrowed(part);
    }
    let digest = Sha256::digest(part);
    let text = digest
        .iter()
        .fold(String::from("sha256:"), |text, byte| format!("{text}{byte:02x}"));
    Cow::Owned(text)
}

/// The session of a station's own id (2.x): of one that is longer than a key has room for, a digest, since all that is
/// kept of a session lies under its id. OCPP allows 36 characters; the messages keep the text whole.
#[must_use]
pub fn id_of_session(told: &str) -> TransactionId {
    TransactionId::new(&fitting(told))
}

/// When a session began, as it is listed: by the station's clock, unless that cannot be right.
#[must_use]
pub fn begins(record: &Transaction) -> Time {
    let told = record.started_at.as_deref().and_then(instant);
    let is_right = |time: &Time| time.timestamp() >= NO_CLOCK_BEFORE && !is_ahead(*time, record.received_at);
    told.filter(is_right).unwrap_or(record.received_at)
}

impl State {
    /// The sessions of a charge point by the time of their start, the newest first, each with its place: after a place, or
    /// before a moment as [`text`] writes it. None stands for one that is gone, or cannot be read.
    pub fn sessions_back(
        &self,
        charge_point: &ChargePointId,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Option<Transaction>)>, StoreError> {
        let common = prefix(&[charge_point.as_str()]);
        let after = after.map(|after| format!("{common}{after}"));
        let page = Page::of(&common, limit).after(after.as_deref()).descending();
        let entries = self.store().list_keys(TRANSACTIONS_BY_STATION, page)?;
        let record = |entry: String| {
            let found = match Named::of(TRANSACTIONS_BY_STATION, &entry) {
                Some(named) => self.get_or_tell(TRANSACTIONS, &named.record_key())?,
                None => None,
            };
            let place = entry.get(common.len()..).unwrap_or_default();
            Ok((place.to_owned(), found))
        };
        entries.into_iter().map(record).collect()
    }

    /// Some of the sessions of a charge point that began after a moment, the earliest first.
    pub fn sessions_after(
        &self,
        charge_point: &ChargePointId,
        after: Time,
        limit: usize,
    ) -> Result<Vec<Transaction>, StoreError> {
        let common = prefix(&[charge_point.as_str()]);
        let after = format!("{common}{}", text(after));
        let page = Page::of(&common, limit).after(Some(&after));
        let entries = self.store().list_keys(TRANSACTIONS_BY_STATION, page)?;
        let named = entries
            .iter()
            .filter_map(|entry| Named::of(TRANSACTIONS_BY_STATION, entry));
        let mut found = Vec::new();
        for named in named {
            found.extend(self.get_or_tell::<Transaction>(TRANSACTIONS, &named.record_key())?);
        }
        Ok(found)
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
                writes.extend(Entries::of(record).into_writes());
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
    pub(super) at: String,
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

    /// Its place among all sessions by time.
    pub(super) fn place(&self) -> String {
        key(&[&self.at, self.charge_point.as_str(), self.id.as_str()])
    }

    pub(super) fn record_key(&self) -> String {
        super::record::transaction_key(&self.charge_point, &self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::{folded, id_of_session};
    use crate::store::MAX_KEY_BYTES;

    #[test]
    fn a_tag_of_any_length_fits_into_a_key() {
        assert_eq!(folded(" Tag \0"), "tag");
        for tag in ["ä".repeat(255), "%/".repeat(2000)] {
            assert!(folded(&tag).len() < MAX_KEY_BYTES / 4);
            assert_ne!(folded(&tag), folded(&tag.replace('ä', "ö").replace('/', "|")));
        }
    }

    #[test]
    fn an_id_of_the_usual_length_stands_for_itself() {
        let usual = "x".repeat(120);
        assert_eq!(id_of_session(&usual).as_str(), usual);
        let (long, other) = ("x".repeat(540), format!("{}y", "x".repeat(539)));
        assert!(id_of_session(&long).as_str().starts_with("sha256:"));
        assert_ne!(id_of_session(&long), id_of_session(&other));
    }
}
