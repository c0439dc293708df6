//! What an operator says that a station should be set to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::collections::WANTED_CONFIGURATIONS;
use super::key::unescape;
use super::versioned::put_back;
use super::{State, Versioned, delete, key};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::{Page, StoreError, Write};

/// A station's wanted configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wanted {
    /// By name, as the operator spelled it.
    pub values: BTreeMap<String, String>,
    /// When it was changed last.
    pub changed_at: Option<Time>,
}

impl State {
    /// What a charge point should be set to, to be written back.
    ///
    /// # Errors
    /// The store's.
    pub fn wanted_at(&self, id: &ChargePointId) -> Result<Versioned<Wanted>, StoreError> {
        let found = self.get_at(WANTED_CONFIGURATIONS, &key(&[id.as_str()]))?;
        Ok(found.map_or_else(|| Versioned::absent(Wanted::default()), Versioned::from))
    }

    /// What a charge point should be set to.
    ///
    /// # Errors
    /// The store's.
    pub fn wanted(&self, id: &ChargePointId) -> Result<Wanted, StoreError> {
        Ok(self.wanted_at(id)?.record)
    }

    /// The charge points of which something is wanted, after one, in the order of their identities.
    ///
    /// # Errors
    /// The store's.
    pub fn all_wanted(
        &self,
        after: Option<&ChargePointId>,
        limit: usize,
    ) -> Result<Vec<(ChargePointId, Wanted)>, StoreError> {
        let after = after.map(|id| key(&[id.as_str()]));
        let found = self.list(WANTED_CONFIGURATIONS, Page::all(limit).after(after.as_deref()))?;
        let named = found
            .into_iter()
            .map(|(key, wanted)| (ChargePointId::new(&unescape(&key)), wanted));
        Ok(named.collect())
    }
}

/// Keeps what a charge point should be set to, if nobody changed it since it was read.
///
/// # Errors
/// A record without a JSON form.
pub fn put_back_wanted(id: &ChargePointId, wanted: &Versioned<Wanted>) -> Result<Write, StoreError> {
    let key = key(&[id.as_str()]);
    if wanted.record.values.is_empty() {
        return Ok(Write {
            expect: wanted.condition(),
            ..delete(WANTED_CONFIGURATIONS, key)
        });
    }
    put_back(WANTED_CONFIGURATIONS, key, wanted)
}
