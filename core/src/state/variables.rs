//! What a station is set to, as it was last seen: keys of 1.6 (GetConfiguration) and variables of 2.x (block B).
//!
//! They lie on shelves: the variables of one component are a record, the keys of 1.6 too, and what is more than a record
//! should have is on the next one. A report of thousands arrives in parts: each writes the few shelves that it is about,
//! and no record grows with the report.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::collections::VARIABLE_SHELVES;
use super::seen::Seen;
use super::{State, delete, key, parts, prefix, put};
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

/// Some of the variables of one component.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Shelf {
    /// In the order in which they came.
    pub variables: Vec<Variable>,
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

/// More variables are on the next shelf.
const PER_SHELF: usize = 100;
/// So many shelves are read at a time where all are.
const STEP: usize = 64;
/// A component with more shelves than that is not read any further.
const MOST_SHELVES: usize = 1000;

impl Shelf {
    /// Whether another variable has its place here.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.variables.len() < PER_SHELF
    }

    /// Where a variable of this [`folded`] name is.
    #[must_use]
    pub fn find(&self, folded_name: &str) -> Option<usize> {
        self.variables.iter().position(|one| folded(&one.name) == folded_name)
    }
}

/// Whether a variable of this name can be kept: a station may spell it as long as it likes.
#[must_use]
pub fn can_be_kept(id: &ChargePointId, name: &str) -> bool {
    shelf_key(id, &component_of(name), MOST_SHELVES).len() <= MAX_KEY_BYTES
}

/// What a name is among others: case does not tell two apart (1.6 section 9.1; 2.x, identifierString).
#[must_use]
pub fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// The component of a variable; of a key of 1.6 none.
#[must_use]
pub fn component_of(name: &str) -> String {
    let component = name.split_once('/').map(|(component, _)| component);
    folded(component.unwrap_or_default())
}

/// The place of a name in lists: by its component as the store has them in order, then by itself.
#[must_use]
pub fn place_of(name: &str) -> (String, String) {
    (format!("{}/", component_of(name)), folded(name))
}

fn shelf_key(id: &ChargePointId, component: &str, number: usize) -> String {
    key(&[id.as_str(), component, &format!("{number:04}")])
}

impl State {
    /// One shelf of a component, from 0 on, and what was seen of its record.
    ///
    /// # Errors
    /// The store's.
    pub fn shelf_seen(
        &self,
        id: &ChargePointId,
        component: &str,
        number: usize,
    ) -> Result<(Option<Shelf>, Seen), StoreError> {
        let key = shelf_key(id, component, number);
        let (shelf, revision) = self.get_at(VARIABLE_SHELVES, &key)?.unzip();
        Ok((shelf, Seen::new(VARIABLE_SHELVES, key, revision)))
    }

    /// The components of which a charge point has shelves, each once.
    ///
    /// # Errors
    /// The store's.
    pub fn shelved_components(&self, id: &ChargePointId) -> Result<Vec<String>, StoreError> {
        let (mut found, mut after): (Vec<String>, Option<String>) = (Vec::new(), None);
        loop {
            let page: Vec<(String, IgnoredAny)> =
                self.of_station(VARIABLE_SHELVES, id, Page::all(STEP).after(after.as_deref()))?;
            let is_last = page.len() < STEP;
            for (key, _) in page {
                found.extend(parts(&key).into_iter().next());
                after = Some(key);
            }
            found.dedup();
            if is_last {
                return Ok(found);
            }
        }
    }

    /// A variable of a charge point.
    ///
    /// # Errors
    /// The store's.
    pub fn variable(&self, id: &ChargePointId, name: &str) -> Result<Option<Variable>, StoreError> {
        let (component, folded) = (component_of(name), folded(name));
        for number in 0..MOST_SHELVES {
            let Some(mut shelf): Option<Shelf> = self.get(VARIABLE_SHELVES, &shelf_key(id, &component, number))? else {
                break;
            };
            if let Some(at) = shelf.find(&folded) {
                return Ok(Some(shelf.variables.swap_remove(at)));
            }
        }
        Ok(None)
    }

    /// The variables of a charge point by their [`place_of`], after that of one name.
    ///
    /// # Errors
    /// The store's.
    pub fn variables(
        &self,
        id: &ChargePointId,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Variable>, StoreError> {
        let begin = after.map(|name| (component_of(name), folded(name)));
        // The component itself is read again: what all its keys begin with is before them.
        let mut next = begin.as_ref().map(|(component, _)| prefix(&[component]));
        let mut found: Vec<Variable> = Vec::new();
        let mut open: Option<(String, Vec<Variable>)> = None;
        loop {
            let page: Vec<(String, Shelf)> =
                self.of_station(VARIABLE_SHELVES, id, Page::all(STEP).after(next.as_deref()))?;
            let is_last = page.len() < STEP;
            for (key, shelf) in page {
                let component = parts(&key).into_iter().next().unwrap_or_default();
                match &mut open {
                    Some((known, variables)) if *known == component => variables.extend(shelf.variables),
                    open => {
                        let whole = open.replace((component, shelf.variables));
                        found.extend(in_order(whole, begin.as_ref()));
                    }
                }
                next = Some(key);
            }
            if is_last {
                found.extend(in_order(open.take(), begin.as_ref()));
            }
            if is_last || found.len() >= limit {
                found.truncate(limit);
                return Ok(found);
            }
        }
    }
}

/// The variables of a component in their order, after a place.
fn in_order(component: Option<(String, Vec<Variable>)>, after: Option<&(String, String)>) -> Vec<Variable> {
    let Some((component, mut variables)) = component else {
        return Vec::new();
    };
    variables.sort_by_cached_key(|variable| folded(&variable.name));
    if let Some((begun, name)) = after
        && *begun == component
    {
        variables.retain(|variable| folded(&variable.name) > *name);
    }
    variables
}

/// Keeps a shelf.
///
/// # Errors
/// A record without a JSON form.
pub fn put_shelf(id: &ChargePointId, component: &str, number: usize, shelf: &Shelf) -> Result<Write, StoreError> {
    put(VARIABLE_SHELVES, shelf_key(id, component, number), shelf)
}

/// Forgets a shelf that has nothing any more.
#[must_use]
pub fn delete_shelf(id: &ChargePointId, component: &str, number: usize) -> Write {
    delete(VARIABLE_SHELVES, shelf_key(id, component, number))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::Arc;

    use super::*;
    use crate::clock::now;
    use crate::store::MemoryStore;

    #[actix_web::test]
    async fn pages_have_each_variable_once_whatever_its_component_is_called() {
        let state = State::new(Arc::new(MemoryStore::new()));
        let id = ChargePointId::new("CP/1");
        let mut names = Vec::new();
        for component in ["Ctrlr", "Ctrlr-x", "Ctrlr[1]", "Ctrlr@1.2", "50%", "EVSE"] {
            names.extend((0..250).map(|number| format!("{component}/V{number:03}")));
        }
        names.extend((0..30).map(|number| format!("Key{number:02}")));
        for (component, own) in names
            .chunk_by(|one, other| component_of(one) == component_of(other))
            .map(|own| (component_of(own.first().unwrap()), own))
        {
            for (number, part) in own.chunks(PER_SHELF).enumerate() {
                let variables = part.iter().rev().map(|name| Variable::new(name, now())).collect();
                let write = put_shelf(&id, &component, number, &Shelf { variables }).unwrap();
                state.store().write(vec![write]).await.unwrap();
            }
        }
        for limit in [7, 100, 1000] {
            let mut paged: Vec<String> = Vec::new();
            loop {
                let page = state.variables(&id, paged.last().map(String::as_str), limit).unwrap();
                if page.is_empty() {
                    break;
                }
                assert!(page.len() <= limit);
                paged.extend(page.into_iter().map(|variable| variable.name));
            }
            assert_eq!(paged.len(), names.len(), "{limit}");
            assert!(paged.is_sorted_by_key(|name| place_of(name)), "{limit}");
        }
        for name in &names {
            assert_eq!(state.variable(&id, &name.to_uppercase()).unwrap().unwrap().name, *name);
        }
        assert_eq!(state.variable(&id, "EVSE/V250").unwrap(), None);
    }
}
