//! Changing and checking a local list in words that fit all versions.

use ocpp_schemas::Version;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{v2, v16};
use crate::clock::Time;
use crate::ocpp::split::{Raw, limits, split};
use crate::ocpp::verb::{Addressee, Plan, PlannedCall, VerbError, Wish};
use crate::state::State;
use crate::state::id_tags::{IdTag, IdTagStatus};
use crate::state::local_lists::LocalList;

/// What sends a list in every version.
pub const ACTION: &str = "SendLocalList";

/// A tag that may not charge, in every version.
const BLOCKED: &str = "Blocked";

/// The update that an operator asks for.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = LocalListRequest, examples(json!({"update": "differential", "entries": [{"idTag": "ALICE", "status": "Accepted"}]})))]
pub struct ListRequest {
    /// How.
    pub update: UpdateKind,
    /// What the list shall hold, or what of it shall be another; none where it is sent again.
    pub entries: Option<Vec<Entry>>,
    /// The version that the station shall have; the next one if absent.
    pub version: Option<i64>,
}

/// How an update changes the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = LocalListUpdate)]
pub enum UpdateKind {
    /// The entries are the list.
    Full,
    /// The entries change the list.
    Differential,
    /// All that the list should hold, as it is known, with the changes that the station did not take.
    Again,
}

impl UpdateKind {
    /// On the wire, in every version.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Full | Self::Again => "Full",
            Self::Differential => "Differential",
        }
    }
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = LocalListEntry)]
pub struct Entry {
    /// The tag.
    pub id_tag: String,
    /// 2.x: what kind of token it is; if absent the type that the tag is registered with, else `Central`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_tag_type: Option<String>,
    /// In the version's words; `Accepted` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expiry: Option<Time>,
    /// Its group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id_tag: Option<String>,
    /// It is taken from the list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remove: bool,
}

impl Entry {
    pub(super) fn status(&self) -> &str {
        self.status.as_deref().unwrap_or("Accepted")
    }

    fn lets_charge(&self) -> bool {
        !self.remove && self.status() != BLOCKED
    }
}

impl ListRequest {
    fn named(&self) -> &[Entry] {
        self.entries.as_deref().unwrap_or_default()
    }

    /// The version that the station shall have, and the entries as they are sent.
    fn known(&self, to: Addressee<'_>, list: &LocalList) -> Result<(i64, Vec<Value>), VerbError> {
        let number = match self.version {
            Some(version) => Some(version).filter(|version| (1..=i64::from(i32::MAX)).contains(version)),
            None => next(list, to.state.numbers_from()?),
        };
        let number = number.ok_or(VerbError::Invalid("`version` goes from 1 to 2147483647".into()))?;
        let entries = match (self.update, to.version) {
            (UpdateKind::Again, _) => all_again(to.state, list)?,
            (_, Version::V16) => self.as_registered(to.state)?.iter().map(v16::entry).collect(),
            (_, Version::V201 | Version::V21) => {
                let entries = with_types(to.state, &self.as_registered(to.state)?)?;
                entries.iter().map(v2::entry).collect()
            }
        };
        Ok((number, entries))
    }

    /// A list may have waited while its tags were blocked: those are sent as blocked, and one that was to be something
    /// else is left out.
    fn as_registered(&self, state: &State) -> Result<Vec<Entry>, VerbError> {
        let mut entries = Vec::with_capacity(self.named().len());
        for entry in self.named() {
            let is_refused = entry.lets_charge() && is_blocked(state, entry)?;
            match &entry.status {
                _ if !is_refused => entries.push(entry.clone()),
                Some(_) => {}
                None => entries.push(Entry {
                    status: Some(BLOCKED.to_owned()),
                    ..entry.clone()
                }),
            }
        }
        if entries.is_empty() && self.update == UpdateKind::Differential {
            return Err(VerbError::Invalid("all of its tags are blocked".into()));
        }
        Ok(entries)
    }
}

impl Wish for ListRequest {
    const NAME: &'static str = "local-list";
    const REPEATABLE: bool = true;

    /// As many CALLs as the station's limits ask for: their versions rise, and the last one is the list's.
    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        check_entries(to.version, self)?;
        let (list, seen) = to.state.local_list_seen(to.charge_point)?;
        let (number, entries) = self.known(to, &list)?;
        let payload = match to.version {
            Version::V16 => v16::payload(number, self.update, &entries),
            Version::V201 | Version::V21 => v2::payload(number, self.update, &entries),
        };
        let raw = Raw {
            version: to.version,
            action: ACTION,
            payload: &payload,
        };
        let parts = split(raw, limits::limit(to.state, to.charge_point, to.version, ACTION)?);
        let mut calls: Vec<PlannedCall> = parts
            .into_iter()
            .map(|payload| PlannedCall::new(ACTION, payload))
            .collect();
        let last = number.saturating_add(i64::try_from(calls.len()).unwrap_or(1) - 1);
        if let Some(first) = calls.first_mut() {
            // The others follow its answer, which changes what is known.
            first.seen.push(seen);
        }
        Ok(Plan {
            number: Some(last),
            ..Plan::of(calls)
        })
    }
}

/// All that the station should have; what was blocked meanwhile as blocked.
fn all_again(state: &State, list: &LocalList) -> Result<Vec<Value>, VerbError> {
    let mut entries = Vec::new();
    for mut sent in list.whole().into_values() {
        let entry = shown(&sent);
        if entry.lets_charge() && is_blocked(state, &entry)? {
            let status = ["/idTagInfo/status", "/idTokenInfo/status"];
            let place = status.into_iter().find(|place| sent.pointer(place).is_some());
            if let Some(status) = place.and_then(|place| sent.pointer_mut(place)) {
                *status = json!(BLOCKED);
            }
        }
        entries.push(sent);
    }
    Ok(entries)
}

/// Whether the register blocks a tag; without a type, one that is blocked with any.
fn is_blocked(state: &State, entry: &Entry) -> Result<bool, VerbError> {
    let registered = state.id_tags_of(&entry.id_tag)?;
    let is_it = |tag: &IdTag| entry.id_tag_type.as_deref().is_none_or(|kind| tag.is_of(kind));
    Ok(registered
        .iter()
        .any(|tag| tag.status == IdTagStatus::Blocked && is_it(tag)))
}

/// A station compares text and type, so the type must be the driver's.
fn with_types(state: &State, entries: &[Entry]) -> Result<Vec<Entry>, VerbError> {
    let mut entries = entries.to_vec();
    for entry in entries.iter_mut().filter(|entry| entry.id_tag_type.is_none()) {
        entry.id_tag_type = state.type_of_id_tag(&entry.id_tag)?;
    }
    Ok(entries)
}

/// GetLocalListVersion's payload, the same in every version.
#[must_use]
pub fn check() -> Value {
    json!({})
}

/// A version only grows: beyond all that the station had, has or may have.
fn next(list: &LocalList, from: i64) -> Option<i64> {
    let unconfirmed = list.unconfirmed.iter().map(|update| update.version);
    let reported = list.reported.map(|reported| reported.version);
    let greatest = unconfirmed.chain(reported).chain([list.version, from]).max()?;
    greatest.checked_add(1).filter(|next| *next <= i64::from(i32::MAX))
}

fn check_entries(version: Version, wanted: &ListRequest) -> Result<(), VerbError> {
    let any = |of: fn(&Entry) -> bool| wanted.named().iter().any(of);
    if wanted.update == UpdateKind::Full && any(|entry| entry.remove) {
        return Err(VerbError::Invalid(
            "a full update has no entries to `remove`: it replaces the list".into(),
        ));
    }
    if wanted.update != UpdateKind::Again && wanted.entries.is_none() {
        return Err(VerbError::Invalid("`entries` is missing".into()));
    }
    if wanted.update == UpdateKind::Again && wanted.entries.is_some() {
        return Err(VerbError::Invalid(
            "a list that is sent `again` has no entries of its own".into(),
        ));
    }
    if version == Version::V16 && any(|entry| entry.id_tag_type.is_some()) {
        return Err(VerbError::Invalid("OCPP 1.6 has no `idTagType`".into()));
    }
    if wanted.update == UpdateKind::Differential && wanted.named().is_empty() {
        return Err(VerbError::Invalid(
            "a differential update has at least one entry".into(),
        ));
    }
    Ok(())
}

/// An entry as it was sent, in words that fit all versions.
#[must_use]
pub fn shown(sent: &Value) -> Entry {
    let text = |pointer: &str| sent.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let either = |old: &str, new: &str| text(old).or_else(|| text(new));
    Entry {
        id_tag: either("/idTag", "/idToken/idToken").unwrap_or_default(),
        id_tag_type: text("/idToken/type"),
        status: either("/idTagInfo/status", "/idTokenInfo/status"),
        expiry: either("/idTagInfo/expiryDate", "/idTokenInfo/cacheExpiryDateTime").and_then(|at| at.parse().ok()),
        parent_id_tag: either("/idTagInfo/parentIdTag", "/idTokenInfo/groupIdToken/idToken"),
        remove: false,
    }
}
