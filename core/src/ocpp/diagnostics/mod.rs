//! Diagnostics (1.6 GetDiagnostics and the security extension's logs, 2.x block N): logs, monitors,
//! events of components, customer information, periodic event streams.

mod monitors;
mod notify_event;
mod progress;
mod v16;
mod v2;
mod verb;

pub use progress::{progress, stage};
pub use verb::DiagnosticsRequest;

use serde_json::{Value, json};

use super::rows::{Row, Versions, empty};
use crate::events::kinds::{CONFIGURATION_REPORTED, CONNECTOR_STATUS, DIAGNOSTICS_STATUS, TRANSACTION_ENDED};
use crate::frame::Content;

pub(super) const ROWS: &[Row] = &[
    Row::sent("AdjustPeriodicEventStream", Versions::V21),
    Row::sent("ClearVariableMonitoring", Versions::V2),
    Row::kept("ClosePeriodicEventStream", Versions::V21, empty),
    Row::sent("CustomerInformation", Versions::V2).asks_for(&["NotifyCustomerInformation"]),
    Row::operated::<monitors::GetMonitoringReport>("GetMonitoringReport", Versions::V2)
        .asks_for(&["NotifyMonitoringReport"]),
    Row::handled::<v16::DiagnosticsStatusNotification>("DiagnosticsStatusNotification", Versions::V16)
        .reports()
        .tells(&[&DIAGNOSTICS_STATUS]),
    Row::operated::<v16::GetDiagnostics>("GetDiagnostics", Versions::V16)
        .asks_for(&["DiagnosticsStatusNotification"])
        .tells(&[&DIAGNOSTICS_STATUS]),
    Row::operated::<v16::GetLog>("GetLog", Versions::V16)
        .asks_for(&["LogStatusNotification"])
        .tells(&[&DIAGNOSTICS_STATUS]),
    Row::operated::<v2::GetLog>("GetLog", Versions::V2)
        .asks_for(&["LogStatusNotification"])
        .tells(&[&DIAGNOSTICS_STATUS]),
    Row::sent("GetPeriodicEventStream", Versions::V21),
    Row::handled::<v16::LogStatusNotification>("LogStatusNotification", Versions::V16)
        .reports()
        .tells(&[&DIAGNOSTICS_STATUS]),
    Row::handled::<v2::LogStatusNotification>("LogStatusNotification", Versions::V2)
        .reports()
        .tells(&[&DIAGNOSTICS_STATUS]),
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
fn accepted(_: Content<'_>, _: &str) -> Value {
    json!({ "status": "Accepted" })
}
