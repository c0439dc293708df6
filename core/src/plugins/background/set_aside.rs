//! Events that a plugin did not take, kept for people: listed, told again, dismissed. The newest of each plugin
//! are kept.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::outbox::FOR_PLUGIN;
use super::run::Background;
use crate::clock::{self, Time};
use crate::events::{Event, Numbered, log};
use crate::ids::{ChargePointId, MessageId, PluginName};
use crate::plugins::component::load::Version;
use crate::plugins::decide::plugin::Plugin;
use crate::plugins::decide::untaken::{KEPT, SET_ASIDE};
use crate::plugins::stopping::blocking;
use crate::plugins::versions::error::VersionError;
use crate::state::payload::Payload;
use crate::state::{State, delete, key, parts, prefix, put};
use crate::store::{Page, StoreError, Write};

/// Events that are told again in one go.
const STEP: usize = 200;

/// An event that a plugin did not take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored", rename_all = "camelCase")]
pub struct SetAside {
    /// What it was told.
    pub event: Event,
    /// Why it did not take it, the last time.
    pub cause: String,
    /// So often it was told; 0 in records of old, which do not say.
    pub tries: u32,
    /// When it was set aside; of records of old: when it happened.
    pub at: Time,
    /// The author's version of what was told it the last time.
    pub version: String,
    /// Its digest.
    pub digest: String,
}

/// As it lies in the store: the members of both forms. Form 1 is the event alone.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    event: Option<Event>,
    cause: Option<String>,
    tries: Option<u32>,
    at: Time,
    version: String,
    digest: Option<String>,
    kind: Option<String>,
    charge_point: Option<ChargePointId>,
    vendor: Option<String>,
    model: Option<String>,
    message_id: Option<MessageId>,
    attributes: Option<Vec<(String, String)>>,
    payload: Option<Payload>,
}

impl From<Stored> for SetAside {
    fn from(stored: Stored) -> Self {
        let is_told = stored.event.is_some();
        let (at, version) = (stored.at, stored.version.clone());
        let event = stored.event.unwrap_or_else(|| Event {
            kind: stored.kind.unwrap_or_default(),
            charge_point: stored.charge_point.unwrap_or_else(|| ChargePointId::new("")),
            version: stored.version,
            vendor: stored.vendor.unwrap_or_default(),
            model: stored.model.unwrap_or_default(),
            message_id: stored.message_id.unwrap_or_else(|| MessageId::new("")),
            at,
            attributes: stored.attributes.unwrap_or_default(),
            payload: stored.payload.unwrap_or_else(|| Payload::from(&serde_json::json!({}))),
        });
        Self {
            event,
            cause: stored.cause.unwrap_or_default(),
            tries: stored.tries.unwrap_or_default(),
            at,
            version: if is_told { version } else { String::new() },
            digest: stored.digest.unwrap_or_default(),
        }
    }
}

/// An event that was set aside, with its number.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberedSetAside {
    /// The event's number.
    pub number: u64,
    /// What is kept of it.
    pub kept: SetAside,
    key: String,
}

/// Who did not take an event, and why.
#[derive(Clone, Copy)]
pub struct Untaken<'a> {
    /// Who.
    pub plugin: &'a Plugin,
    /// The version that was told it the last time.
    pub version: &'a Version,
    /// What.
    pub event: &'a Numbered,
    /// Why not.
    pub cause: &'a str,
    /// So often it was told.
    pub tries: u32,
}

impl Untaken<'_> {
    /// The writes that set it aside; where too many are, the oldest goes.
    ///
    /// # Errors
    /// The store's.
    pub fn writes(&self, state: &State) -> Result<Vec<Write>, StoreError> {
        let name = self.plugin.name.as_str();
        let kept = SetAside {
            event: self.event.event.clone(),
            cause: self.cause.to_owned(),
            tries: self.tries,
            at: clock::now(),
            version: self.version.manifest.version.clone(),
            digest: self.version.digest.clone(),
        };
        let number = format!("{:020}", self.event.number);
        let mut writes = vec![put(SET_ASIDE, key(&[name, &number]), &kept)?];
        if self.plugin.untaken.number(state, &self.plugin.name)? >= KEPT {
            let prefix = prefix(&[name]);
            let oldest = state.store().list_keys(SET_ASIDE, Page::of(&prefix, 1))?;
            writes.extend(oldest.into_iter().map(|key| delete(SET_ASIDE, key)));
        }
        Ok(writes)
    }
}

/// What is set aside of a plugin's events, the newest first, before one.
///
/// # Errors
/// The store's.
pub fn list(
    state: &State,
    plugin: &PluginName,
    after: Option<&str>,
    limit: usize,
) -> Result<Vec<NumberedSetAside>, StoreError> {
    let prefix = prefix(&[plugin.as_str()]);
    let page = Page::of(&prefix, limit).after(after).descending();
    let found = state.list::<SetAside>(SET_ASIDE, page)?;
    Ok(found.into_iter().map(NumberedSetAside::from).collect())
}

impl NumberedSetAside {
    /// After which a list goes on.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl From<(String, SetAside)> for NumberedSetAside {
    fn from((key, kept): (String, SetAside)) -> Self {
        let number = parts(&key).last().and_then(|last| last.parse().ok());
        Self {
            number: number.unwrap_or_default(),
            kept,
            key,
        }
    }
}

/// Which of the events that were set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// The one with this number.
    Number(u64),
}

impl Background {
    /// Tells a plugin events again that were set aside, the oldest first: they go to the end of what waits for it. So
    /// many were found.
    ///
    /// # Errors
    /// There is no such plugin, or the store does not work.
    pub async fn tell_again(&self, plugin: &PluginName, which: Which) -> Result<u64, VersionError> {
        self.each_set_aside(plugin, which, |found| {
            let mut event = found.kept.event.clone();
            event.attributes.retain(|(name, _)| name != FOR_PLUGIN);
            event.attributes.push((FOR_PLUGIN.to_owned(), plugin.to_string()));
            Ok((Some(log::append(&event)?), Some(event)))
        })
        .await
    }

    /// Removes what was set aside, for good. So many were found.
    ///
    /// # Errors
    /// There is no such plugin, or the store does not work.
    pub async fn dismiss(&self, plugin: &PluginName, which: Which) -> Result<u64, VersionError> {
        self.each_set_aside(plugin, which, |_| Ok((None, None))).await
    }

    /// Takes each from where it was set aside; what is done with it is written in one list with that.
    async fn each_set_aside(
        &self,
        plugin: &PluginName,
        which: Which,
        make: impl Fn(&NumberedSetAside) -> Result<(Option<Write>, Option<Event>), StoreError>,
    ) -> Result<u64, VersionError> {
        let table = self.routing.table();
        let entry = table
            .entry(plugin.as_str())
            .ok_or_else(|| VersionError::unknown(plugin))?;
        let mut done = 0;
        loop {
            let (state, name) = (self.state.clone(), Arc::clone(&entry.plugin));
            let found = blocking(move || Ok::<_, VersionError>(oldest(&state, &name.name, which)?)).await?;
            if found.is_empty() {
                return Ok(done);
            }
            let (mut writes, mut events) = (Vec::with_capacity(found.len() * 2), Vec::new());
            for one in &found {
                let (write, event) = make(one)?;
                writes.extend(write);
                events.extend(event);
                writes.push(delete(SET_ASIDE, one.key.clone()));
            }
            self.state.store().write(writes).await?;
            let taken = u64::try_from(found.len()).unwrap_or(u64::MAX);
            entry.plugin.untaken.less(taken);
            self.outbox.announce(&events);
            done += taken;
        }
    }
}

fn oldest(state: &State, plugin: &PluginName, which: Which) -> Result<Vec<NumberedSetAside>, StoreError> {
    let prefix = prefix(&[plugin.as_str()]);
    match which {
        Which::All => {
            let found = state.list::<SetAside>(SET_ASIDE, Page::of(&prefix, STEP))?;
            Ok(found.into_iter().map(NumberedSetAside::from).collect())
        }
        Which::Number(number) => {
            let new = key(&[plugin.as_str(), &format!("{number:020}")]);
            if let Some(kept) = state.get(SET_ASIDE, &new)? {
                return Ok(vec![(new, kept).into()]);
            }
            // One of form 1, whose key has its charge point.
            let ending = format!("/{number:020}");
            let most = usize::try_from(KEPT).unwrap_or(usize::MAX);
            let keys = state.store().list_keys(SET_ASIDE, Page::of(&prefix, most))?;
            let Some(old) = keys.into_iter().find(|key| key.ends_with(&ending)) else {
                return Ok(Vec::new());
            };
            let kept = state.get(SET_ASIDE, &old)?;
            Ok(kept.map(|kept| (old, kept).into()).into_iter().collect())
        }
    }
}
