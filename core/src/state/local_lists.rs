//! What is known of the local list that a station holds (1.6 sections 5.10 and 5.15, 2.x block D).

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::collections::LOCAL_LISTS;
use super::key::unescape;
use super::seen::Seen;
use super::{State, key, put};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::{Page, StoreError, Write};

/// A station's local list as we know it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LocalList {
    /// The version that the station accepted last; 0: none.
    pub version: i64,
    /// When it did.
    pub accepted_at: Option<Time>,
    /// The entries of that version as they were sent, by what names them.
    pub entries: BTreeMap<String, Value>,
    /// What the station said of its version since.
    pub reported: Option<Reported>,
    /// Updates whose outcome is not known (yet), the oldest first.
    pub unconfirmed: Vec<Update>,
    /// An update failed in a way that leaves open what the station holds.
    pub in_doubt: bool,
    /// Changes that the station did not take, or not yet where one is sent in parts, the oldest first; they are a part
    /// of what it is sent again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<Update>,
    /// When the server sent it all again by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_again_at: Option<Time>,
}

impl LocalList {
    /// The entries that it should have: those that were accepted, with the changes that were not.
    #[must_use]
    pub fn whole(&self) -> BTreeMap<String, Value> {
        let mut entries = self.entries.clone();
        for update in &self.missed {
            update.apply(&mut entries);
        }
        entries
    }

    /// An update in parts begins: until each part is accepted it is missed, so that what breaks off is not lost.
    pub fn intend(&mut self, parts: Vec<Update>) {
        if parts.first().is_some_and(|first| first.full) {
            self.missed.clear();
        }
        for part in &parts {
            overrule(&mut self.missed, part);
        }
        self.missed.extend(parts);
    }

    /// The station did not take a change; what was missed of its names before counts no more.
    pub fn miss(&mut self, update: Update) {
        if self.missed.contains(&update) {
            return;
        }
        overrule(&mut self.missed, &update);
        self.missed.push(update);
    }

    /// The station has this update: what was missed before, or may have been taken, says nothing of its names any more.
    pub fn take(&mut self, update: &Update) {
        let is_it = |one: &Update| one == update;
        let place = self.missed.iter().position(is_it);
        let mut newer = place.map_or_else(Vec::new, |place| self.missed.split_off(place + 1));
        if place.is_some() {
            self.missed.pop();
        }
        if update.full {
            self.missed.clear();
        } else {
            overrule(&mut self.missed, update);
        }
        self.unconfirmed
            .retain(|one| !update.full && one.version != update.version);
        overrule(&mut self.unconfirmed, update);
        let older = self.missed.iter_mut().chain(&mut self.unconfirmed);
        older
            .filter(|older| older.full)
            .for_each(|older| bring_up(older, update));
        self.missed.append(&mut newer);
        update.apply(&mut self.entries);
    }
}

/// Takes the names of a newer update out of older changes.
fn overrule(older: &mut Vec<Update>, newer: &Update) {
    let names = newer.names();
    older.retain_mut(|update| {
        if update.full {
            return true;
        }
        update.entries.retain(|(name, _)| !names.contains(&folded(name)));
        !update.entries.is_empty()
    });
}

/// A full update, which also says what is gone, has these names as they are now.
fn bring_up(full: &mut Update, newer: &Update) {
    let names = newer.names();
    full.entries.retain(|(name, _)| !names.contains(&folded(name)));
    let there = newer.entries.iter().filter(|(_, entry)| entry.is_some());
    full.entries.extend(there.cloned());
}

/// What names an entry is compared without case (1.6 CiString, 2.x identifierString).
fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// A station's own word on its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reported {
    /// 0: it has no list; -1: it supports none (1.6).
    pub version: i64,
    /// When it said so.
    pub at: Time,
}

/// One SendLocalList.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Update {
    /// The version that the station has if it accepts.
    pub version: i64,
    /// It replaces all entries; else it changes those that it names.
    pub full: bool,
    /// What names an entry, and the entry as it is sent; none: it is removed.
    pub entries: Vec<(String, Option<Value>)>,
}

impl Update {
    /// What it names, to be compared.
    fn names(&self) -> HashSet<String> {
        self.entries.iter().map(|(name, _)| folded(name)).collect()
    }

    /// Changes entries as the station does.
    pub fn apply(&self, entries: &mut BTreeMap<String, Value>) {
        if self.full {
            entries.clear();
        }
        let mut spelled: HashMap<String, String> = entries.keys().map(|name| (folded(name), name.clone())).collect();
        for (name, entry) in &self.entries {
            let before = match entry {
                Some(_) => spelled.insert(folded(name), name.clone()),
                None => spelled.remove(&folded(name)),
            };
            if let Some(before) = before {
                entries.remove(&before);
            }
            if let Some(entry) = entry {
                entries.insert(name.clone(), entry.clone());
            }
        }
    }
}

impl State {
    /// What is known of a charge point's local list.
    ///
    /// # Errors
    /// The store's.
    pub fn local_list(&self, id: &ChargePointId) -> Result<LocalList, StoreError> {
        Ok(self.local_list_seen(id)?.0)
    }

    /// What is known of the lists of the charge points after one, in the order of their identities.
    ///
    /// # Errors
    /// The store's.
    pub fn local_lists(
        &self,
        after: Option<&ChargePointId>,
        limit: usize,
    ) -> Result<Vec<(ChargePointId, LocalList)>, StoreError> {
        let after = after.map(|id| key(&[id.as_str()]));
        let found: Vec<(String, LocalList)> = self.list(LOCAL_LISTS, Page::all(limit).after(after.as_deref()))?;
        let named = found
            .into_iter()
            .map(|(key, list)| (ChargePointId::new(&unescape(&key)), list));
        Ok(named.collect())
    }

    /// The same, and what was seen of its record.
    ///
    /// # Errors
    /// The store's.
    pub fn local_list_seen(&self, id: &ChargePointId) -> Result<(LocalList, Seen), StoreError> {
        let key = key(&[id.as_str()]);
        let (list, revision) = self.get_at(LOCAL_LISTS, &key)?.unzip();
        Ok((list.unwrap_or_default(), Seen::new(LOCAL_LISTS, key, revision)))
    }
}

/// Keeps what is known of a charge point's local list.
///
/// # Errors
/// A record without a JSON form.
pub fn put_local_list(id: &ChargePointId, list: &LocalList) -> Result<Write, StoreError> {
    put(LOCAL_LISTS, key(&[id.as_str()]), list)
}
