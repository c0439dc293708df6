//! How often which repair was made in the messages of a charge point.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::collections::REPAIRS;
use super::{State, key, latest};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::StoreError;
use crate::store::latest::Latest;

/// What was repaired of a charge point's messages since it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RepairCounts {
    /// By the repair's name: in so many messages.
    pub counts: BTreeMap<String, u64>,
    /// When the last one arrived.
    pub last_at: Option<Time>,
}

impl State {
    /// What was repaired of a charge point's messages.
    pub fn repairs(&self, id: &ChargePointId) -> Result<RepairCounts, StoreError> {
        Ok(self.get(REPAIRS, &key(&[id.as_str()]))?.unwrap_or_default())
    }
}

pub fn put_repairs(id: &ChargePointId, counts: &RepairCounts) -> Result<Latest, StoreError> {
    latest(REPAIRS, key(&[id.as_str()]), counts)
}
