//! The verb that mends drift: what is wanted of a station and is not so is set. What that is shows when its turn comes, so
//! one campaign brings each station what is its own.

use std::collections::BTreeMap;

use ocpp_schemas::Version;
use serde::{Deserialize, Serialize};

use super::verb::{REBOOT, SetConfigurationRequest};
use crate::ids::ChargePointId;
use crate::ocpp::inventory::drift::{Drift, Station, is_settable};
use crate::ocpp::inventory::names::Name;
use crate::ocpp::inventory::values::Text;
use crate::ocpp::verb::{Addressee, Answered, Joined, Plan, VerbError, Wish};
use crate::state::State;
use crate::store::StoreError;

/// What is wanted of the station and is not so shall be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ApplyConfigurationRequest {}

impl Wish for ApplyConfigurationRequest {
    const NAME: &'static str = "apply-configuration";
    const ACCEPTED: &'static [&'static str] = &["Accepted", REBOOT];
    const REPEATABLE: bool = true;

    /// Without a CALL where nothing differs. What the version has no name for stays unknown, and keeps nothing else back.
    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        let mut values = differing(to.state, to.charge_point)?;
        values.retain(|name, _| Name::read(to.version, name).is_ok());
        if values.is_empty() {
            return Ok(Plan::of(Vec::new()));
        }
        let values = values.into_iter().map(|(name, value)| (name, Text(value)));
        SetConfigurationRequest {
            values: values.collect(),
        }
        .plan(to)
    }

    fn joined(version: Version, answers: &[Answered]) -> Joined {
        Joined {
            accepted: answers.is_empty() || SetConfigurationRequest::joined(version, answers).accepted,
            ..SetConfigurationRequest::joined(version, answers)
        }
    }
}

/// What is wanted of a station, is not so, and can be set.
///
/// # Errors
/// The store's.
pub fn differing(state: &State, id: &ChargePointId) -> Result<BTreeMap<String, String>, StoreError> {
    let inventory = state.inventory(id)?;
    let compared = Station::new(state, id, &inventory).compare(&state.wanted(id)?)?;
    let differs = compared.into_iter();
    let differs = differs.filter(|one| one.drift != Drift::None && is_settable(one.seen.as_ref()));
    Ok(differs.map(|one| (one.name, one.wanted)).collect())
}
