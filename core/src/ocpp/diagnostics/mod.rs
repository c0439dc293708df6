//! Diagnostics (1.6 GetDiagnostics and the security extension's logs, 2.x block N): logs, monitors,
//! events of components, customer information, periodic event streams.

mod monitors;
mod notify_event;

use serde_json::{Value, json};

use super::rows::{Row, Versions, empty};
use crate::events::kinds::{CONFIGURATION_REPORTED, CONNECTOR_STATUS, TRANSACTION_ENDED};

pub(super) const ROWS: &[Row] = &[
    Row::sent("AdjustPeriodicEventStream", Versions::V21),
    Row::sent("ClearVariableMonitoring", Versions::V2),
    Row::kept("ClosePeriodicEventStream", Versions::V21, empty),
    Row::sent("CustomerInformation", Versions::V2).asks_for(&["NotifyCustomerInformation"]),
    Row::kept("DiagnosticsStatusNotification", Versions::V16, empty),
    Row::sent("GetDiagnostics", Versions::V16).asks_for(&["DiagnosticsStatusNotification"]),
    Row::sent("GetLog", Versions::ALL).asks_for(&["LogStatusNotification"]),
    Row::operated::<monitors::GetMonitoringReport>("GetMonitoringReport", Versions::V2)
        .asks_for(&["NotifyMonitoringReport"]),
    Row::sent("GetPeriodicEventStream", Versions::V21),
    Row::kept("LogStatusNotification", Versions::ALL, empty),
    Row::kept("NotifyCustomerInformation", Versions::V2, empty),
    Row::handled::<notify_event::NotifyEvent>("NotifyEvent", Versions::V2)
        .reports()
        .tells(&[&CONNECTOR_STATUS, &TRANSACTION_ENDED]),
    Row::handled::<monitors::NotifyMonitoringReport>("NotifyMonitoringReport", Versions::V2)
        .reports()
        .heavy()
        .tells(&[&CONFIGURATION_REPORTED]),
    Row::kept("NotifyPeriodicEventStream", Versions::V21, empty),
    Row::kept("OpenPeriodicEventStream", Versions::V21, accepted),
    Row::sent("SetMonitoringBase", Versions::V2),
    Row::sent("SetMonitoringLevel", Versions::V2),
    Row::sent("SetVariableMonitoring", Versions::V2),
];

/// N11: the stream is kept message by message.
fn accepted(_: &Value, _: &str) -> Value {
    json!({ "status": "Accepted" })
}
