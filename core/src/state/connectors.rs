//! The last StatusNotification of each connector.

use serde::{Deserialize, Serialize};

use super::{State, key, latest};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::{Collection, Latest, Page, StoreError};

const CONNECTORS: Collection = Collection("connectors");
const LATEST_METER_VALUES: Collection = Collection("latest-meter-values");

/// A station has far fewer connectors; this bounds what one that invents them can make us read.
const MAX_LISTED: usize = 1000;

/// A connector as the station last reported it. Connector 0 of 1.6 is the charge point itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connector {
    /// From 2.0.1 on.
    pub evse: Option<i64>,
    /// From 0 in 1.6, from 1 later.
    pub connector: i64,
    /// The version's own word: `Available`, `Occupied`, `Charging`, ...
    pub status: String,
    /// 1.6: `NoError`, ...
    pub error_code: Option<String>,
    /// 1.6: the station's free text.
    pub info: Option<String>,
    /// The station's time, else ours.
    pub at: String,
    /// Ours.
    pub received_at: Time,
}

impl State {
    /// The connectors of a charge point, by EVSE and number.
    ///
    /// # Errors
    /// The store's.
    pub fn connectors(&self, id: &ChargePointId) -> Result<Vec<Connector>, StoreError> {
        let prefix = format!("{}/", key(&[id.as_str()]));
        let page = Page {
            prefix: &prefix,
            after: None,
            limit: MAX_LISTED,
        };
        let found: Vec<(String, Connector)> = self.list(CONNECTORS, page)?;
        let mut connectors: Vec<Connector> = found.into_iter().map(|(_, record)| record).collect();
        connectors.sort_by_key(|connector| (connector.evse, connector.connector));
        Ok(connectors)
    }
}

impl State {
    /// The last meter values outside transactions, by connector (1.6) or EVSE (2.x).
    ///
    /// # Errors
    /// The store's.
    pub fn latest_meter_values(&self, id: &ChargePointId) -> Result<Vec<(String, serde_json::Value)>, StoreError> {
        let prefix = format!("{}/", key(&[id.as_str()]));
        let found = self.list(
            LATEST_METER_VALUES,
            Page {
                prefix: &prefix,
                after: None,
                limit: MAX_LISTED,
            },
        )?;
        let strip = |full: String| full.strip_prefix(&prefix).map(str::to_owned).unwrap_or(full);
        Ok(found.into_iter().map(|(full, values)| (strip(full), values)).collect())
    }
}

/// Keeps a connector's state.
///
/// # Errors
/// A record without a JSON form.
pub fn put_connector(id: &ChargePointId, connector: &Connector) -> Result<Latest, StoreError> {
    let evse = connector.evse.unwrap_or(0).to_string();
    latest(
        CONNECTORS,
        key(&[id.as_str(), &evse, &connector.connector.to_string()]),
        connector,
    )
}

/// Keeps the last meter values of a connector (1.6) or EVSE (2.x) that belong to no transaction.
///
/// # Errors
/// A record without a JSON form.
pub fn put_latest_meter_values(
    id: &ChargePointId,
    connector: i64,
    values: &serde_json::Value,
) -> Result<Latest, StoreError> {
    latest(LATEST_METER_VALUES, key(&[id.as_str(), &connector.to_string()]), values)
}
