//! To which site a charge point belongs, and which labels it has: read when it first says something, and changed in
//! the order in which the store was.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::attributes::{Attributes, Label};
use crate::state::charge_points::ChargePoint;

/// What rooms of sites and labels look at.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Belongs {
    /// In lower case.
    pub site: Option<String>,
    pub labels: BTreeSet<Label>,
}

impl From<Attributes> for Belongs {
    fn from(said: Attributes) -> Self {
        Self {
            site: said.site.as_deref().map(site),
            labels: said.labels,
        }
    }
}

/// A site as it is compared.
#[must_use]
pub fn site(name: &str) -> String {
    name.trim().to_lowercase()
}

/// What is known of charge points. One entry for each that is registered, and none for others.
#[derive(Debug, Default)]
pub struct Known(Mutex<HashMap<ChargePointId, Arc<Belongs>>>);

impl Known {
    /// Where a charge point belongs now.
    pub fn of(&self, state: &State, id: &ChargePointId) -> Arc<Belongs> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(belongs) = known.get(id) {
            return Arc::clone(belongs);
        }
        match state.charge_point(id) {
            Ok(Some(record)) => {
                let belongs = Arc::new(Belongs::from(record.attributes));
                known.insert(id.clone(), Arc::clone(&belongs));
                belongs
            }
            Ok(None) => Arc::default(),
            Err(error) => {
                tracing::error!(charge_point.id = %id, %error, "where a charge point belongs cannot be read");
                Arc::default()
            }
        }
    }

    /// It was changed to this record; none: it is not registered any more, or its record cannot be read.
    pub fn change(&self, id: &ChargePointId, record: Option<&[u8]>) {
        let record = record.and_then(|bytes| serde_json::from_slice::<ChargePoint>(bytes).ok());
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match record {
            Some(record) => drop(known.insert(id.clone(), Arc::new(Belongs::from(record.attributes)))),
            None => drop(known.remove(id)),
        }
    }

    /// Changes may be missed from now on.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
