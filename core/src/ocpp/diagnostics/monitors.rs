//! GetMonitoringReport and what comes of it, NotifyMonitoringReport (2.x N02): the monitors of each variable are kept
//! beside its value.

use ocpp_schemas::Version;
use ocpp_schemas::types::{Enumeration as _, OcppAction, integer, v21};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::Report;
use crate::ocpp::inventory::asking::{Question, part};
use crate::ocpp::inventory::names::kept_name;
use crate::ocpp::inventory::notebook::Notebook;
use crate::ocpp::inventory::reports::Part;
use crate::ocpp::operation::{Answer, Operation};
use crate::state::inventories::ReportKind;

/// So many monitors of one variable are kept.
const MOST_MONITORS: usize = 64;

/// The operation that asks for monitors.
pub struct GetMonitoringReport;

impl Operation for GetMonitoringReport {
    type Type = v21::GetMonitoringReport;

    fn leaves(context: Context<'_>, request: &v21::GetMonitoringReportRequest) -> Result<Effects, HandlerError> {
        question(request).leaves(context)
    }

    fn answered(
        context: Context<'_>,
        request: &v21::GetMonitoringReportRequest,
        answer: Answer<'_, v21::GetMonitoringReportResponse>,
    ) -> Result<Effects, HandlerError> {
        question(request).answered(context, answer.map(|response| response.status.as_str()))
    }
}

fn question(request: &v21::GetMonitoringReportRequest) -> Question<'_> {
    Question {
        action: "GetMonitoringReport",
        kind: ReportKind::Monitors,
        request_id: request.request_id,
        base: None,
    }
}

/// The handler of the parts.
pub struct NotifyMonitoringReport;

/// What the parts have in common in 2.0.1 and 2.1, which asks for more of each monitor.
pub struct Parts;

impl OcppAction for Parts {
    const NAME: &'static str = "NotifyMonitoringReport";
    const VERSION: Version = Version::V21;
    type Request = MonitorsPart;
    type Response = v21::NotifyMonitoringReportResponse;
}

/// A part of a report.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MonitorsPart {
    #[serde(deserialize_with = "integer::deserialize")]
    request_id: i64,
    #[serde(deserialize_with = "integer::deserialize")]
    seq_no: i64,
    #[serde(default)]
    tbc: Option<bool>,
    #[serde(default)]
    monitor: Option<Vec<Monitored>>,
}

/// The monitors of one variable.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Monitored {
    component: v21::Component,
    variable: v21::Variable,
    variable_monitoring: Vec<Map<String, Value>>,
}

impl Report for NotifyMonitoringReport {
    type Type = Parts;

    fn take(context: Context<'_>, request: &MonitorsPart) -> Result<Effects, HandlerError> {
        let entries = request.monitor.as_deref().unwrap_or_default();
        let came = Part {
            kind: ReportKind::Monitors,
            request_id: request.request_id,
            number: request.seq_no,
            is_last: !request.tbc.unwrap_or(false),
            entries: entries.len(),
            at: context.caller.now,
        };
        part(context, came, entries, note)
    }
}

fn note(notebook: &mut Notebook<'_>, entry: &Monitored) -> Result<(), HandlerError> {
    let Some(variable) = notebook.variable(&kept_name(&entry.component, &entry.variable))? else {
        return Ok(());
    };
    let monitors = entry.variable_monitoring.iter().take(MOST_MONITORS).map(|monitor| {
        // May be as large as a message.
        let kept = monitor.iter().filter(|(name, _)| *name != "customData");
        Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect())
    });
    variable.monitors = Some(monitors.collect());
    Ok(())
}
