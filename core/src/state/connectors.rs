//! The last StatusNotification of each connector.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::collections::{CONNECTORS, LATEST_METER_VALUES};
use super::payload::Payload;
use super::{State, key, latest_record, records_of};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::latest::Latest;
use crate::store::{Page, StoreError};

/// A station has far fewer connectors; this bounds what one that invents them can make us read.
const MAX_LISTED: usize = 1000;

/// Of what a station told a state that counts for each of its connectors (2.x).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Whole {
    /// The connector's EVSE.
    Evse,
    /// The station.
    Station,
}

/// A connector as the station last reported it. Connector 0 of 1.6 is the charge point itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connector {
    /// From 2.0.1 on.
    pub evse: Option<i64>,
    /// From 0 in 1.6, from 1 later.
    pub connector: i64,
    /// The version's own word: `Available`, `Occupied`, `Charging`, ...
    pub status: Cow<'static, str>,
    /// 1.6: `NoError`, ...
    pub error_code: Option<Cow<'static, str>>,
    /// 1.6: the station's free text.
    pub info: Option<String>,
    /// 1.6: whose code `vendor_error_code` is.
    #[serde(default)]
    pub vendor_id: Option<String>,
    /// 1.6.
    #[serde(default)]
    pub vendor_error_code: Option<String>,
    /// The station's time, else ours.
    pub at: String,
    /// Ours.
    pub received_at: Time,
    /// 2.x: it was told of more than this connector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<Whole>,
}

impl State {
    /// The connectors of a charge point, by EVSE and number.
    pub fn connectors(&self, id: &ChargePointId) -> Result<Vec<Connector>, StoreError> {
        let mut connectors: Vec<Connector> = records_of(self.of_station(CONNECTORS, id, Page::all(MAX_LISTED))?);
        connectors.sort_by_key(|connector| (connector.evse, connector.connector));
        Ok(connectors)
    }

    /// A connector of a charge point, by its EVSE and number.
    ///
    /// # Errors
    /// The store's.
    pub fn connector(&self, id: &ChargePointId, place: (Option<i64>, i64)) -> Result<Option<Connector>, StoreError> {
        self.get(CONNECTORS, &connector_key(id, place))
    }

    /// Whether a connector of a charge point is in a state, whatever its case. No more of the reports is read.
    pub fn has_connector_in(&self, id: &ChargePointId, status: &str) -> Result<bool, StoreError> {
        #[derive(Deserialize)]
        struct Standing {
            status: String,
        }
        let connectors = self.of_station::<Standing>(CONNECTORS, id, Page::all(MAX_LISTED))?;
        Ok(connectors
            .iter()
            .any(|(_, one)| one.status.eq_ignore_ascii_case(status)))
    }

    /// The last meter values outside transactions, by connector (1.6) or EVSE (2.x).
    pub fn latest_meter_values(&self, id: &ChargePointId) -> Result<Vec<(String, serde_json::Value)>, StoreError> {
        self.of_station(LATEST_METER_VALUES, id, Page::all(MAX_LISTED))
    }
}

/// Keeps a connector's state.
pub fn put_connector(id: &ChargePointId, connector: impl Into<Arc<Connector>>) -> Latest {
    let connector = connector.into();
    let key = connector_key(id, (connector.evse, connector.connector));
    latest_record(CONNECTORS, key, connector)
}

fn connector_key(id: &ChargePointId, (evse, connector): (Option<i64>, i64)) -> String {
    let evse = evse.map_or(Cow::Borrowed("0"), |evse| evse.to_string().into());
    key(&[id.as_str(), &evse, &connector.to_string()])
}

/// Keeps the last meter values of a connector (1.6) or EVSE (2.x) that belong to no transaction.
pub fn put_latest_meter_values(id: &ChargePointId, connector: i64, values: &Payload) -> Latest {
    let key = key(&[id.as_str(), &connector.to_string()]);
    latest_record(LATEST_METER_VALUES, key, Arc::new(values.clone()))
}
