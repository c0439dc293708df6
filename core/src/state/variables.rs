//! What a station is set to, as it was last seen: keys of 1.6 (GetConfiguration) and variables of 2.x (block B).
//!
//! One record per variable: a report of thousands arrives in parts, and no part writes again what another one
//! brought; one variable is one read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::collections::VARIABLES;
use super::seen::Seen;
use super::{State, delete, key, put};
use crate::clock::Time;
use crate::frame::secrets::is_secret;
use crate::ids::ChargePointId;
use crate::store::{MAX_KEY_BYTES, Page, StoreError, Write};

/// The attribute that a variable has in any case, and a key of 1.6 alone.
pub const ACTUAL: &str = "Actual";

/// A variable, or a key of 1.6.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Variable {
    /// In the station's own spelling: a key of 1.6, or `Component/Variable`.
    pub name: String,
    /// By their type; [`ACTUAL`] is one of them.
    pub attributes: BTreeMap<String, Attribute>,
    /// 2.x: the data type, the unit, the limits, as they were reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub characteristics: Option<Value>,
    /// 2.x: its monitors, as they were reported last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monitors: Option<Value>,
    /// When the station said something of it last.
    pub at: Time,
}

/// One value of a variable.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attribute {
    /// None: the station gives none, or it is a secret.
    pub value: Option<String>,
    /// When it was that.
    pub value_at: Option<Time>,
    /// `ReadOnly`, `WriteOnly`, `ReadWrite`; none: it was not said.
    pub mutability: Option<String>,
    /// Why the station gave no value when it was asked last, in its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// What it said when it was to be set last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_set: Option<LastSet>,
}

/// What a station said to a new value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastSet {
    /// The value; none: a secret.
    pub value: Option<String>,
    /// `Accepted`, `RebootRequired`, `Rejected`, ...
    pub status: String,
    /// When it said so.
    pub at: Time,
}

impl Variable {
    /// One of which nothing is known yet.
    #[must_use]
    pub fn new(name: &str, at: Time) -> Self {
        Self {
            name: name.to_owned(),
            attributes: BTreeMap::new(),
            characteristics: None,
            monitors: None,
            at,
        }
    }

    /// Whether its value is a secret, which is not kept.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        is_secret(&self.name)
    }

    /// An attribute, to note what was said of it.
    pub fn attribute(&mut self, kind: &str) -> &mut Attribute {
        self.attributes.entry(kind.to_owned()).or_default()
    }
}

/// Whether a variable of this name can be kept: a station may spell it as long as it likes.
#[must_use]
pub fn can_be_kept(id: &ChargePointId, name: &str) -> bool {
    key_of(id, name).len() <= MAX_KEY_BYTES
}

/// What a name is in lists and in the store: names differ by more than case (1.6 section 9.1; 2.x, identifierString).
#[must_use]
pub fn folded(name: &str) -> String {
    name.to_lowercase()
}

fn key_of(id: &ChargePointId, name: &str) -> String {
    key(&[id.as_str(), &folded(name)])
}

impl State {
    /// A variable of a charge point.
    ///
    /// # Errors
    /// The store's.
    pub fn variable(&self, id: &ChargePointId, name: &str) -> Result<Option<Variable>, StoreError> {
        self.get(VARIABLES, &key_of(id, name))
    }

    /// The same, and what was seen of its record.
    ///
    /// # Errors
    /// The store's.
    pub fn variable_seen(&self, id: &ChargePointId, name: &str) -> Result<(Option<Variable>, Seen), StoreError> {
        let key = key_of(id, name);
        let (variable, revision) = self.get_at(VARIABLES, &key)?.unzip();
        Ok((variable, Seen::new(VARIABLES, key, revision)))
    }

    /// The variables of a charge point in the order of their [`folded`] names, after one of these.
    ///
    /// # Errors
    /// The store's.
    pub fn variables(
        &self,
        id: &ChargePointId,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Variable>, StoreError> {
        let after = after.map(|name| key(&[&folded(name)]));
        let found = self.of_station(VARIABLES, id, Page::all(limit).after(after.as_deref()))?;
        Ok(found.into_iter().map(|(_, variable)| variable).collect())
    }
}

/// Keeps a variable.
///
/// # Errors
/// A record without a JSON form.
pub fn put_variable(id: &ChargePointId, variable: &Variable) -> Result<Write, StoreError> {
    put(VARIABLES, key_of(id, &variable.name), variable)
}

/// Forgets a variable.
#[must_use]
pub fn forget_variable(id: &ChargePointId, name: &str) -> Write {
    delete(VARIABLES, key_of(id, name))
}
