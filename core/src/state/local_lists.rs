//! What is known of the local list that a station holds (1.6 sections 5.10 and 5.15, 2.x block D).

use std::collections::BTreeMap;

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
    /// Changes that the station did not take, the oldest first; they are a part of what it is sent again.
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
    /// Changes entries as the station does.
    pub fn apply(&self, entries: &mut BTreeMap<String, Value>) {
        if self.full {
            entries.clear();
        }
        for (name, entry) in &self.entries {
            match entry {
                Some(entry) => entries.insert(name.clone(), entry.clone()),
                None => entries.remove(name),
            };
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
