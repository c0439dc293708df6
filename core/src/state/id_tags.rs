//! Id tags (1.6) and id tokens (2.x). Compared without case (1.6 CiString) and without the blanks at their ends,
//! tokens with their type (2.x C01.FR.25).
//!
//! One record holds what is registered under one text, because it is looked up at once and changed at once: a
//! tag without a type, which counts for every type, or one for each of some types.

use serde::{Deserialize, Serialize};

use super::collections::ID_TAGS;
use super::{State, delete, key, put};
use crate::clock::Time;
use crate::store::{Page, Revision, StoreError, Write};

/// What an operator says of an id tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdTag {
    /// The tag in the operator's spelling.
    pub tag: String,
    /// 2.x: what kind of token it is; none: any.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
    /// Whether it may charge.
    pub status: IdTagStatus,
    /// The group it belongs to (`parentIdTag`, `groupIdToken`).
    #[serde(default)]
    pub parent: Option<String>,
    /// From then on it is Expired.
    #[serde(default)]
    pub expiry: Option<Time>,
}

/// All that the versions know (2.x AuthorizationStatusEnumType; 1.6 has the first five).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub enum IdTagStatus {
    /// May charge.
    Accepted,
    /// Is blocked.
    Blocked,
    /// Charges elsewhere already.
    ConcurrentTx,
    /// Was valid once.
    Expired,
    /// Is not wanted, or not known.
    Invalid,
    /// Has no credit left.
    NoCredit,
    /// May not charge at an EVSE of this kind.
    NotAllowedTypeEVSE,
    /// May not charge here.
    NotAtThisLocation,
    /// May not charge now.
    NotAtThisTime,
    /// Is not known.
    Unknown,
}

/// What is known of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Registration {
    /// It is registered.
    Known(IdTag),
    /// The text is registered for tokens of other types.
    OfAnotherType,
    /// The text is not registered.
    Unknown,
}

/// What is registered under one text: one tag, and others of further types.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdTagRecord {
    tag: String,
    #[serde(rename = "type", default)]
    kind: Option<String>,
    status: IdTagStatus,
    #[serde(default)]
    parent: Option<String>,
    #[serde(default)]
    expiry: Option<Time>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    further: Vec<IdTag>,
}

impl IdTag {
    /// Its status at a moment: an accepted tag past its expiry is Expired.
    #[must_use]
    pub fn status_at(&self, now: Time) -> IdTagStatus {
        match self.expiry {
            Some(expiry) if self.status == IdTagStatus::Accepted && expiry <= now => IdTagStatus::Expired,
            _ => self.status,
        }
    }

    /// It is of this type, or of any.
    #[must_use]
    pub fn is_of(&self, kind: &str) -> bool {
        self.kind.as_deref().is_none_or(|own| own.eq_ignore_ascii_case(kind))
    }

    /// Types are compared without case.
    fn same_kind(&self, other: Option<&str>) -> bool {
        match (self.kind.as_deref(), other) {
            (Some(own), Some(other)) => own.eq_ignore_ascii_case(other),
            (own, other) => own == other,
        }
    }
}

impl From<IdTagRecord> for Vec<IdTag> {
    fn from(record: IdTagRecord) -> Self {
        let IdTagRecord {
            tag,
            kind,
            status,
            parent,
            expiry,
            mut further,
        } = record;
        let first = IdTag {
            tag,
            kind,
            status,
            parent,
            expiry,
        };
        further.insert(0, first);
        further
    }
}

impl IdTagRecord {
    /// Of what is registered, in the order of the types; none if nothing is.
    fn of(mut tags: Vec<IdTag>) -> Option<Self> {
        tags.sort_by(|one, other| one.kind.cmp(&other.kind));
        let mut tags = tags.into_iter();
        let IdTag {
            tag,
            kind,
            status,
            parent,
            expiry,
        } = tags.next()?;
        Some(Self {
            tag,
            kind,
            status,
            parent,
            expiry,
            further: tags.collect(),
        })
    }
}

/// A tag without what readers put around its number: blanks, NUL and other control characters, which say nothing in
/// any numbering of cards.
#[must_use]
pub fn bare(tag: &str) -> &str {
    tag.trim_matches(|c: char| c.is_whitespace() || c.is_control())
}

/// Whether a tag names nobody: some stations write a text without a number where they have no card (1.6), and a token of
/// the type NoAuthorization has one by rule (2.x).
#[must_use]
pub fn is_nobody(tag: &str) -> bool {
    bare(tag).is_empty()
}

/// Whether two tags are the same one.
#[must_use]
pub fn same_tag(one: &str, other: &str) -> bool {
    bare(one).to_lowercase() == bare(other).to_lowercase()
}

fn tag_key(tag: &str) -> String {
    key(&[&bare(tag).to_lowercase()])
}

impl State {
    /// What is registered under a text, whatever its type: 1.6 knows none. Of several types one that may
    /// not charge counts.
    pub fn id_tag(&self, tag: &str) -> Result<Option<IdTag>, StoreError> {
        let found = self.id_tags_of(tag)?;
        let refused = found.iter().position(|tag| tag.status != IdTagStatus::Accepted);
        Ok(found.into_iter().nth(refused.unwrap_or_default()))
    }

    /// What is registered of a token of a type.
    ///
    /// # Errors
    /// The store's.
    pub fn id_token(&self, text: &str, kind: &str) -> Result<Registration, StoreError> {
        let found = self.id_tags_of(text)?;
        let any = !found.is_empty();
        let known = found.into_iter().find(|tag| tag.is_of(kind));
        Ok(known.map_or(
            if any {
                Registration::OfAnotherType
            } else {
                Registration::Unknown
            },
            Registration::Known,
        ))
    }

    /// The one type that a text is registered with.
    ///
    /// # Errors
    /// The store's.
    pub fn type_of_id_tag(&self, tag: &str) -> Result<Option<String>, StoreError> {
        let found = self.id_tags_of(tag)?;
        Ok(<[IdTag; 1]>::try_from(found).ok().and_then(|[tag]| tag.kind))
    }

    /// All that is registered under a text, in the order of the types.
    ///
    /// # Errors
    /// The store's.
    pub fn id_tags_of(&self, tag: &str) -> Result<Vec<IdTag>, StoreError> {
        let found: Option<IdTagRecord> = self.get(ID_TAGS, &tag_key(tag))?;
        Ok(found.map(Vec::from).unwrap_or_default())
    }

    /// The same with the revision of the record.
    ///
    /// # Errors
    /// The store's.
    pub fn id_tags_of_at(&self, tag: &str) -> Result<Option<(Vec<IdTag>, Revision)>, StoreError> {
        let found: Option<(IdTagRecord, Revision)> = self.get_at(ID_TAGS, &tag_key(tag))?;
        Ok(found.map(|(record, revision)| (record.into(), revision)))
    }

    /// The id tags of at most so many texts after one, in the order of their lower-case text.
    pub fn id_tags(&self, after: Option<&str>, limit: usize) -> Result<Vec<IdTag>, StoreError> {
        let after = after.map(tag_key);
        let found: Vec<(String, IdTagRecord)> = self.list(ID_TAGS, Page::all(limit).after(after.as_deref()))?;
        Ok(found.into_iter().flat_map(|(_, record)| Vec::from(record)).collect())
    }
}

/// What is registered under a tag's text once this tag is, too. One without a type counts for every type, so
/// it stands alone: it replaces those of a type, and is replaced by one.
#[must_use]
pub fn with(known: Vec<IdTag>, tag: IdTag) -> Vec<IdTag> {
    let stays = |one: &IdTag| tag.kind.is_some() && one.kind.is_some() && !one.same_kind(tag.kind.as_deref());
    let mut tags: Vec<_> = known.into_iter().filter(stays).collect();
    tags.push(tag);
    tags
}

/// What is left once the tag of this type is forgotten; none: of all types.
#[must_use]
pub fn without(known: Vec<IdTag>, kind: Option<&str>) -> Vec<IdTag> {
    let stays = |one: &IdTag| kind.is_some() && !one.same_kind(kind);
    known.into_iter().filter(stays).collect()
}

/// Registers an id tag alone under its text.
pub fn put_id_tag(tag: &IdTag) -> Result<Write, StoreError> {
    put_id_tags(&tag.tag, vec![tag.clone()])
}

/// Registers these under a text, and nothing else.
pub fn put_id_tags(text: &str, tags: Vec<IdTag>) -> Result<Write, StoreError> {
    match IdTagRecord::of(tags) {
        Some(record) => put(ID_TAGS, tag_key(text), &record),
        None => Ok(delete(ID_TAGS, tag_key(text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(kind: Option<&str>, status: IdTagStatus) -> IdTag {
        IdTag {
            tag: "A".to_owned(),
            kind: kind.map(str::to_owned),
            status,
            parent: None,
            expiry: None,
        }
    }

    fn kinds(tags: &[IdTag]) -> Vec<Option<&str>> {
        tags.iter().map(|tag| tag.kind.as_deref()).collect()
    }

    #[test]
    fn a_tag_without_a_type_stands_alone() {
        let (any, pin) = (
            tag(None, IdTagStatus::Blocked),
            tag(Some("KeyCode"), IdTagStatus::Accepted),
        );
        let card = tag(Some("ISO14443"), IdTagStatus::Accepted);
        let narrowed = with(vec![any.clone()], pin.clone());
        assert_eq!(kinds(&narrowed), [Some("KeyCode")]);
        let both = with(narrowed, card.clone());
        assert_eq!(kinds(&both), [Some("KeyCode"), Some("ISO14443")]);
        let again = with(both.clone(), tag(Some("keycode"), IdTagStatus::Blocked));
        assert_eq!(kinds(&again), [Some("ISO14443"), Some("keycode")]);
        assert_eq!(kinds(&with(both.clone(), any)), [None]);
        assert_eq!(without(both.clone(), Some("KEYCODE")), [card]);
        assert!(without(both, None).is_empty());
    }
}
