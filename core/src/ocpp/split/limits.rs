//! What is known of how much a station takes in one message: by its own keys and variables, as they were last seen.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::Limit;
use crate::ids::ChargePointId;
use crate::ocpp::inventory::names::{Name, as_data};
use crate::state::State;
use crate::state::variables::ACTUAL;
use crate::store::StoreError;

/// Where a limit is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Told {
    items: &'static str,
    bytes: Option<&'static str>,
}

fn told(version: Version, action: &str) -> Option<Told> {
    let both = |items, bytes| Told {
        items,
        bytes: Some(bytes),
    };
    let found = match (version, action) {
        (Version::V16, "GetConfiguration") => Told {
            items: "GetConfigurationMaxKeys",
            bytes: None,
        },
        (Version::V16, "SendLocalList") => Told {
            items: "SendLocalListMaxLength",
            bytes: None,
        },
        (Version::V16, _) => return None,
        (_, "GetVariables") => both(
            "DeviceDataCtrlr/ItemsPerMessage[GetVariables]",
            "DeviceDataCtrlr/BytesPerMessage[GetVariables]",
        ),
        (_, "SetVariables") => both(
            "DeviceDataCtrlr/ItemsPerMessage[SetVariables]",
            "DeviceDataCtrlr/BytesPerMessage[SetVariables]",
        ),
        // One limit for both kinds of reports.
        (_, "GetReport" | "GetMonitoringReport") => both(
            "DeviceDataCtrlr/ItemsPerMessage[GetReport]",
            "DeviceDataCtrlr/BytesPerMessage[GetReport]",
        ),
        (_, "SetVariableMonitoring") => both(
            "MonitoringCtrlr/ItemsPerMessage[SetVariableMonitoring]",
            "MonitoringCtrlr/BytesPerMessage[SetVariableMonitoring]",
        ),
        (_, "ClearVariableMonitoring") => both(
            "MonitoringCtrlr/ItemsPerMessage[ClearVariableMonitoring]",
            "MonitoringCtrlr/BytesPerMessage[ClearVariableMonitoring]",
        ),
        (_, "SendLocalList") => both(
            "LocalAuthListCtrlr/ItemsPerMessage",
            "LocalAuthListCtrlr/BytesPerMessage",
        ),
        _ => return None,
    };
    Some(found)
}

/// How much of an action's entries a station takes.
///
/// # Errors
/// The store's.
pub fn limit(state: &State, id: &ChargePointId, version: Version, action: &str) -> Result<Limit, StoreError> {
    let Some(told) = told(version, action) else {
        return Ok(Limit::default());
    };
    let number = |name: &str| -> Result<Option<usize>, StoreError> {
        let variable = state.variable(id, name)?;
        let value = variable.and_then(|mut variable| variable.attributes.remove(ACTUAL)?.value);
        Ok(value
            .and_then(|value| value.trim().parse().ok())
            .filter(|limit| *limit > 0))
    };
    Ok(Limit {
        items: number(told.items)?,
        bytes: told.bytes.map(number).transpose()?.flatten(),
    })
}

/// The CALL that asks a station for its limits of an action: its action and its payload.
#[must_use]
pub fn question(version: Version, action: &str) -> Option<(&'static str, Value)> {
    let told = told(version, action)?;
    if version == Version::V16 {
        return Some(("GetConfiguration", json!({ "key": [told.items] })));
    }
    let names = [Some(told.items), told.bytes].into_iter().flatten();
    let data = names.filter_map(|name| as_data(&Name::read(version, name).ok()?));
    let data: Vec<Value> = data.collect();
    Some(("GetVariables", json!({ "getVariableData": data })))
}
