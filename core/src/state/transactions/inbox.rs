//! A station's inbox: messages about transactions that we do not know, for an operator to assign or dismiss, and
//! those that were matched to a session by other signs than the number that they name.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{MatchedBy, fingerprinted};
use crate::clock::Time;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::ORPHANS;
use crate::state::seen::Seen;
use crate::state::{State, key, parts, put};
use crate::store::{Page, StoreError, Write};

/// A message that names no transaction of ours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InboxEntry {
    /// `StopTransaction`, `MeterValues`, or that of a report that could not be made to fit its handler.
    pub action: String,
    pub payload: Value,
    pub received_at: Time,
    /// What became of it.
    #[serde(default)]
    pub standing: Standing,
}

/// What became of a message that names no transaction of ours.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Standing {
    /// It waits for an operator.
    #[default]
    Waiting,
    /// It ended this session, which these signs told. Kept before the session's record.
    Matched {
        transaction: TransactionId,
        by: Vec<MatchedBy>,
    },
    /// An operator said which session it is about.
    Assigned { transaction: TransactionId, at: Time },
    /// An operator wants to see it no more.
    Dismissed { at: Time },
}

/// Names an entry among those of its station: the action, and a digest of the content. A retry has another
/// message id but the same content, and so is the same entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxId {
    action: String,
    digest: String,
}

impl InboxId {
    /// That of a message.
    ///
    /// # Errors
    /// A payload without a JSON form.
    pub fn of(action: &str, payload: &Value) -> Result<Self, StoreError> {
        let (_, digest) = fingerprinted(ORPHANS, payload)?;
        let action = action.to_owned();
        Ok(Self { action, digest })
    }

    /// The one that [`fmt::Display`] shows so.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (action, digest) = text.split_once('-')?;
        Some(Self {
            action: action.to_owned(),
            digest: digest.to_owned(),
        })
    }

    /// What tells its content apart from others.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    fn key(&self, charge_point: &ChargePointId) -> String {
        key(&[charge_point.as_str(), &self.action, &self.digest])
    }
}

impl fmt::Display for InboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.action, self.digest)
    }
}

impl State {
    /// An entry, and what was seen of its record.
    pub fn inbox_entry(
        &self,
        charge_point: &ChargePointId,
        id: &InboxId,
    ) -> Result<(Option<InboxEntry>, Seen), StoreError> {
        let key = id.key(charge_point);
        let (entry, revision) = self.get_at(ORPHANS, &key)?.unzip();
        Ok((entry, Seen::new(ORPHANS, key, revision)))
    }

    /// The entries of a charge point after one listing key, with theirs.
    pub fn inbox(
        &self,
        charge_point: &ChargePointId,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, InboxId, InboxEntry)>, StoreError> {
        let found = self.of_station(ORPHANS, charge_point, Page::all(limit).after(after))?;
        let named = |(key, entry): (String, InboxEntry)| {
            let [action, digest] = parts(&key).try_into().ok()?;
            Some((key, InboxId { action, digest }, entry))
        };
        Ok(found.into_iter().filter_map(named).collect())
    }

    /// The entries of all charge points after one listing key, with theirs and whose they are, by charge point.
    pub fn inbox_of_all(
        &self,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, ChargePointId, InboxId, InboxEntry)>, StoreError> {
        let found = self.list(ORPHANS, Page::all(limit).after(after))?;
        let named = |(key, entry): (String, InboxEntry)| {
            let [station, action, digest] = parts(&key).try_into().ok()?;
            Some((key, ChargePointId::new(&station), InboxId { action, digest }, entry))
        };
        Ok(found.into_iter().filter_map(named).collect())
    }
}

/// Keeps an entry. Whoever read it before guards the write by what was seen.
pub fn put_inbox_entry(charge_point: &ChargePointId, id: &InboxId, entry: &InboxEntry) -> Result<Write, StoreError> {
    put(ORPHANS, id.key(charge_point), entry)
}
