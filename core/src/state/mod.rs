//! Typed repositories over the [`store`](crate::store): what is kept, under which key, in which
//! form. A repository makes [writes](crate::store::Write); whoever decided hands them to the store in one list.
//!
//! `collections` is the table of all that is kept, `key` and `writes` make keys and writes, [`Versioned`]
//! is a record that goes back only over what it was read as, `forget` and `retention` remove.

#![allow(missing_docs, reason = "of this crate alone; a comment says what the name does not")]

pub mod asked;
pub mod attributes;
pub mod audit;
mod audit_pruner;
mod bell;
pub mod campaigns;
pub mod certificates;
pub mod charge_points;
pub mod charging_profiles;
pub mod clock_watch;
pub mod collections;
pub mod command_news;
pub mod command_queue;
pub mod commands;
pub mod connections;
pub mod connectors;
pub mod credential_changes;
pub mod events_gone;
pub mod file_jobs;
pub mod file_tokens;
pub mod files;
mod forget;
pub mod given;
pub mod hold;
pub mod id_tags;
pub mod idempotency;
pub mod inventories;
mod key;
pub mod local_lists;
pub mod logins;
pub mod lost;
pub mod messages;
pub mod network_profiles;
pub mod newest_records;
pub mod payload;
pub mod profile_words;
pub mod records;
pub mod refusals;
pub mod repairs;
pub mod reservations;
pub mod restored;
pub mod retention;
pub mod sealed;
pub mod seen;
pub mod selection;
pub mod sessions;
pub mod stays;
pub mod tag_refusals;
#[cfg(test)]
pub(crate) mod tests;
pub mod tokens;
pub mod transaction_ids;
pub mod transactions;
mod unreadable;
pub mod variables;
mod versioned;
pub mod views;
pub mod wanted;
pub mod webhooks;
mod writes;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::de::DeserializeOwned;

use self::audit::AuditNumbers;
use self::bell::Bell;
use self::command_news::{AwaitedStations, CommandNews};
use self::hold::Holding;
use self::messages::MessageLogs;
use self::refusals::Refusals;
use self::sessions::Sessions;
use self::stays::Stays;
use self::tag_refusals::TagRefusals;
use self::unreadable::Unreadable;
use self::writes::decode;
use crate::config::defaults::DEFAULT_MAX_POWER;
use crate::ids::ChargePointId;
use crate::store::write_behind::to_write;
use crate::store::{Collection, Page, Revision, Store, StoreError, Write, WriteBehind};

pub use self::key::{key, parts, prefix};
pub use self::versioned::{Removable, Versioned};
pub use self::writes::{create, delete, latest, latest_record, put, put_encoded};

/// How many states of connectors and heartbeats may wait in one part.
const MOST_WAITING: usize = 20_000;
/// Connections on different workers seldom meet in one part.
const WRITE_BEHIND_PARTS: usize = 8;

/// How many records of a long list are read: the middle is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// From its begin on.
    pub first: usize,
    /// Up to its end.
    pub last: usize,
}

/// The records of a long list without its middle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoEnds<T> {
    /// Each once, in their order.
    pub records: Vec<T>,
    /// Where the middle may be; none: these are all.
    pub gap: Option<Gap>,
}

impl<T> Default for TwoEnds<T> {
    fn default() -> Self {
        Self {
            records: Vec::new(),
            gap: None,
        }
    }
}

/// What was left out of a list, by places in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// It begins after this one.
    pub after: String,
    /// It ends before this one.
    pub until: String,
}

/// Values of some charge points that wait a moment.
pub struct Waiting(Mutex<WriteBehind>);

impl Default for Waiting {
    fn default() -> Self {
        Self(Mutex::new(WriteBehind::new(MOST_WAITING)))
    }
}

impl Waiting {
    /// For a look into a map.
    // A panic cannot leave the buffer half changed, so a poisoned lock is as good as another.
    pub fn lock(&self) -> MutexGuard<'_, WriteBehind> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The repositories' hold on the store, what waits to be written to it, and what is in memory alone: who is connected,
/// what was said, and who waits for news.
#[derive(Clone)]
pub struct State {
    store: Arc<dyn Store>,
    sessions: Arc<Sessions>,
    messages: Arc<MessageLogs>,
    refusals: Arc<Refusals>,
    tag_refusals: Arc<TagRefusals>,
    unreadable: Arc<Unreadable>,
    write_behind: Arc<[Arc<Waiting>; WRITE_BEHIND_PARTS]>,
    queue_bell: Arc<Bell<ChargePointId>>,
    command_news: Arc<CommandNews>,
    awaited: Arc<AwaitedStations>,
    audit_numbers: Arc<AuditNumbers>,
    max_power: Arc<AtomicU64>,
    holding: Arc<Holding>,
    stays: Arc<Stays>,
}

impl State {
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            sessions: Arc::default(),
            messages: Arc::default(),
            refusals: Arc::default(),
            tag_refusals: Arc::default(),
            unreadable: Arc::default(),
            write_behind: Arc::new(std::array::from_fn(|_| Arc::default())),
            queue_bell: Arc::default(),
            command_news: Arc::default(),
            awaited: Arc::default(),
            audit_numbers: Arc::default(),
            max_power: Arc::new(AtomicU64::new(DEFAULT_MAX_POWER)),
            holding: Arc::default(),
            stays: Arc::default(),
        }
    }

    /// In W: between two readings no meter counts more, so one that does is no register.
    #[must_use]
    pub fn max_power(&self) -> u64 {
        self.max_power.load(Ordering::Relaxed)
    }

    /// Sets [`State::max_power`], once the settings are read.
    pub fn set_max_power(&self, watts: u64) {
        self.max_power.store(watts, Ordering::Relaxed);
    }

    /// Who is connected.
    #[must_use]
    pub fn sessions(&self) -> &Arc<Sessions> {
        &self.sessions
    }

    /// What was said on the connections of each charge point.
    #[must_use]
    pub fn messages(&self) -> &Arc<MessageLogs> {
        &self.messages
    }

    /// The connections that were refused lately.
    #[must_use]
    pub fn refusals(&self) -> &Refusals {
        &self.refusals
    }

    /// The authorizations that were refused lately.
    #[must_use]
    pub fn tag_refusals(&self) -> &TagRefusals {
        &self.tag_refusals
    }

    /// Where the values of a charge point wait a moment, beside those of some others. Its lock is not to be
    /// held across an `await`.
    #[must_use]
    pub fn write_behind(&self, owner: &ChargePointId) -> &Arc<Waiting> {
        let [first, ..] = &*self.write_behind;
        // Whoever chooses identities that meet in one part waits for itself. Identities differ in their last digits.
        let mixed = |sum: usize, byte: u8| sum.wrapping_mul(31).wrapping_add(byte.into());
        let at = owner.as_str().bytes().fold(0, mixed) % WRITE_BEHIND_PARTS;
        self.write_behind.get(at).unwrap_or(first)
    }

    /// Everything that waits, also what is on its way: to be written before the process ends.
    #[must_use]
    pub fn take_waiting(&self) -> Vec<Write> {
        let rest = self.write_behind.iter().map(|part| part.lock().rest());
        rest.flat_map(|values| to_write(&values)).collect()
    }

    /// What whoever queues a command rings.
    #[must_use]
    pub fn queue_bell(&self) -> &Bell<ChargePointId> {
        &self.queue_bell
    }

    /// Who waits for news of commands.
    #[must_use]
    pub fn command_news(&self) -> &CommandNews {
        &self.command_news
    }

    /// The stations that accepted a command whose effect is awaited.
    #[must_use]
    pub fn awaited(&self) -> &AwaitedStations {
        &self.awaited
    }

    /// What should have gone and stays.
    #[must_use]
    pub fn stays(&self) -> &Stays {
        &self.stays
    }

    fn audit_numbers(&self) -> &AuditNumbers {
        &self.audit_numbers
    }

    /// The back end itself.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The record of a key.
    ///
    /// # Errors
    /// The store's, and [`StoreError::Corrupt`] for a record that this version cannot read.
    pub fn get<T: DeserializeOwned>(&self, collection: Collection, key: &str) -> Result<Option<T>, StoreError> {
        Ok(self.get_at(collection, key)?.map(|(record, _)| record))
    }

    /// The record of a key with its revision, for a conditional write.
    ///
    /// # Errors
    /// As [`State::get`].
    pub fn get_at<T: DeserializeOwned>(
        &self,
        collection: Collection,
        key: &str,
    ) -> Result<Option<(T, Revision)>, StoreError> {
        let Some(entry) = self.store.get(collection, key)? else {
            return Ok(None);
        };
        Ok(Some((decode(collection, key, &entry.value)?, entry.revision)))
    }

    /// The record of a key; one that cannot be read is told in the log, once, and counts as none.
    fn get_or_tell<T: DeserializeOwned>(&self, collection: Collection, key: &str) -> Result<Option<T>, StoreError> {
        match self.get(collection, key) {
            Err(error @ StoreError::Corrupt { .. }) => {
                self.unreadable.tell(key, &error);
                Ok(None)
            }
            other => other,
        }
    }

    /// The records of one page, with their keys. One that cannot be read is told in the log, once, and
    /// left out: it stops nothing else.
    pub fn list<T: DeserializeOwned>(
        &self,
        collection: Collection,
        page: Page<'_>,
    ) -> Result<Vec<(String, T)>, StoreError> {
        let mut found = Vec::new();
        let mut after = page.after.map(str::to_owned);
        loop {
            let limit = page.limit.saturating_sub(found.len());
            let asked = Page { limit, ..page };
            let entries = self.store.list(collection, asked.after(after.as_deref()))?;
            let (listed, last) = (entries.len(), entries.last().map(|(key, _)| key.clone()));
            for (key, entry) in entries {
                match decode(collection, &key, &entry.value) {
                    Ok(record) => found.push((key, record)),
                    Err(error) => self.unreadable.tell(&key, &error),
                }
            }
            if listed < limit || found.len() >= page.limit {
                return Ok(found);
            }
            after = last;
        }
    }

    /// The records whose keys begin with these parts, by what their keys have after them; the page's
    /// `after` and `prefix` are of that, too.
    fn list_under<T: DeserializeOwned>(
        &self,
        collection: Collection,
        parts: &[&str],
        page: Page<'_>,
    ) -> Result<Vec<(String, T)>, StoreError> {
        let common = prefix(parts);
        let absolute = format!("{common}{}", page.prefix);
        let after = page.after.map(|after| format!("{common}{after}"));
        let page = Page {
            prefix: &absolute,
            after: after.as_deref(),
            ..page
        };
        let found = self.list(collection, page)?;
        let own = |key: String| key.get(common.len()..).map(str::to_owned).unwrap_or_default();
        Ok(found.into_iter().map(|(key, record)| (own(key), record)).collect())
    }

    /// So many of the first records whose keys begin with these parts, and of the last, each once.
    fn ends_of<T: DeserializeOwned>(
        &self,
        collection: Collection,
        parts: &[&str],
        ends: Ends,
    ) -> Result<TwoEnds<T>, StoreError> {
        let mut all: Vec<(String, T)> = self.list_under(collection, parts, Page::all(ends.first))?;
        let mut gap = None;
        if all.len() >= ends.first
            && let Some(after) = all.last().map(|(place, _)| place.clone())
        {
            let mut last = self.list_under(collection, parts, Page::all(ends.last).descending())?;
            last.retain(|(place, _)| *place > after);
            let until = last.last().filter(|_| last.len() >= ends.last);
            gap = until.map(|(until, _)| Gap {
                after,
                until: until.clone(),
            });
            all.extend(last.into_iter().rev());
        }
        Ok(TwoEnds {
            records: records_of(all),
            gap,
        })
    }

    /// The records of a charge point, by what their keys have after its identity; the page's `after` and
    /// `prefix` are of that, too.
    pub fn of_station<T: DeserializeOwned>(
        &self,
        collection: Collection,
        id: &ChargePointId,
        page: Page<'_>,
    ) -> Result<Vec<(String, T)>, StoreError> {
        self.list_under(collection, &[id.as_str()], page)
    }
}

/// The records of a list without their keys.
fn records_of<T>(found: Vec<(String, T)>) -> Vec<T> {
    found.into_iter().map(|(_, record)| record).collect()
}
