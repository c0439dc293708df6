//! The verb `trigger`: TriggerMessage (1.6 section 5.17, 2.x F06) and ExtendedTriggerMessage (1.6 security
//! whitepaper): one word for a message in all versions.

use ocpp_schemas::Version;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::ocpp::verb::{Addressee, OnRefusal, Place, Plan, PlannedCall, VerbError, Wish, connector, evse, object};

/// A message that the station shall send.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"message": "StatusNotification", "connector": 1})))]
pub struct TriggerRequest {
    /// Its name; that of another version is taken for the one that does the same.
    pub message: String,
    /// 2.x; absent: the connector's number. Without both: all.
    pub evse: Option<i64>,
    /// Absent: the EVSE's number in 1.6.
    pub connector: Option<i64>,
}

/// The action of 1.6, and its word, for a message.
fn v16(message: &str) -> Option<(&'static str, &str)> {
    Some(match message {
        "BootNotification"
        | "DiagnosticsStatusNotification"
        | "FirmwareStatusNotification"
        | "Heartbeat"
        | "MeterValues"
        | "StatusNotification" => ("TriggerMessage", message),
        "LogStatusNotification" | "SignChargePointCertificate" => ("ExtendedTriggerMessage", message),
        "SignChargingStationCertificate" => ("ExtendedTriggerMessage", "SignChargePointCertificate"),
        // What it is in 1.6 for a session that runs.
        "TransactionEvent" => ("TriggerMessage", "MeterValues"),
        _ => return None,
    })
}

/// The word of 2.x for a message.
fn v2(message: &str) -> &str {
    match message {
        "DiagnosticsStatusNotification" => "LogStatusNotification",
        "SignChargePointCertificate" => "SignChargingStationCertificate",
        message => message,
    }
}

impl TriggerRequest {
    /// One CALL; a StatusNotification is of one connector (F06.FR.13), so without a place there is one for each that is known.
    fn v2_plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        let payload = |evse: Option<Value>| {
            object([
                Some(("requestedMessage", json!(v2(&self.message)))),
                evse.map(|evse| ("evse", evse)),
            ])
        };
        let call = |evse| PlannedCall::new("TriggerMessage", payload(Some(evse)));
        if self.message == "StatusNotification" && self.evse.is_none() && self.connector.is_none() {
            let known = to.state.connectors(to.charge_point)?;
            let places = known.iter().filter_map(|known| Some((known.evse?, known.connector)));
            let places = places.map(|(evse, connector)| json!({ "id": evse, "connectorId": connector }));
            let calls: Vec<PlannedCall> = places.map(call).collect();
            if !calls.is_empty() {
                return Ok(Plan {
                    on_refusal: OnRefusal::GoOn,
                    ..Plan::of(calls)
                });
            }
        }
        Ok(Plan::one("TriggerMessage", payload(self.v2_evse())))
    }

    fn v2_evse(&self) -> Option<Value> {
        let place = Place {
            evse: self.evse,
            connector: self.connector,
        };
        // A StatusNotification is of a connector (F06.FR.13).
        let is_status = self.message == "StatusNotification";
        let connector = self
            .connector
            .filter(|_| self.evse.is_some())
            .or(is_status.then_some(1));
        evse(place).map(|evse| {
            object([
                Some(("id", json!(evse))),
                connector.map(|connector| ("connectorId", json!(connector))),
            ])
        })
    }
}

impl Wish for TriggerRequest {
    const NAME: &'static str = "trigger";
    const REPEATABLE: bool = true;

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        if to.version != Version::V16 {
            return self.v2_plan(to);
        }
        let unknown = || VerbError::Invalid(format!("OCPP 1.6 cannot ask for {}", self.message).into());
        let (action, word) = v16(&self.message).ok_or_else(unknown)?;
        let place = Place {
            evse: self.evse,
            connector: self.connector,
        };
        let payload = object([
            Some(("requestedMessage", json!(word))),
            connector(place).map(|connector| ("connectorId", json!(connector))),
        ]);
        Ok(Plan::one(action, payload))
    }
}
