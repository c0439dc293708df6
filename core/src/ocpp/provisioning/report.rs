//! GetBaseReport, GetReport and what comes of them, NotifyReport (2.x B07, B08): the parts of a report are put together
//! by their `requestId`, and what each tells is kept.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21::{self, AttributeEnum};

use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::Report;
use crate::ocpp::inventory::asking::{Question, part};
use crate::ocpp::inventory::names::kept_name;
use crate::ocpp::inventory::notebook::{Notebook, Said};
use crate::ocpp::inventory::reports::Part;
use crate::ocpp::operation::{Answer, Operation};
use crate::state::inventories::ReportKind;

/// The operation that asks for all of a kind.
pub struct GetBaseReport;

impl Operation for GetBaseReport {
    type Type = v21::GetBaseReport;

    fn leaves(context: Context<'_>, request: &v21::GetBaseReportRequest) -> Result<Effects, HandlerError> {
        base(request).leaves(context)
    }

    fn answered(
        context: Context<'_>,
        request: &v21::GetBaseReportRequest,
        answer: Answer<'_, v21::GetBaseReportResponse>,
    ) -> Result<Effects, HandlerError> {
        base(request).answered(context, answer.map(|response| response.status.as_str()))
    }
}

fn base(request: &v21::GetBaseReportRequest) -> Question<'_> {
    Question {
        action: "GetBaseReport",
        kind: ReportKind::Variables,
        request_id: request.request_id,
        base: Some(request.report_base.as_str()),
    }
}

/// The operation that asks by name or by criteria.
pub struct GetReport;

impl Operation for GetReport {
    type Type = v21::GetReport;

    fn leaves(context: Context<'_>, request: &v21::GetReportRequest) -> Result<Effects, HandlerError> {
        named(request).leaves(context)
    }

    fn answered(
        context: Context<'_>,
        request: &v21::GetReportRequest,
        answer: Answer<'_, v21::GetReportResponse>,
    ) -> Result<Effects, HandlerError> {
        named(request).answered(context, answer.map(|response| response.status.as_str()))
    }
}

fn named(request: &v21::GetReportRequest) -> Question<'_> {
    Question {
        action: "GetReport",
        kind: ReportKind::Variables,
        request_id: request.request_id,
        base: None,
    }
}

/// The handler of a report's parts.
pub struct NotifyReport;

impl Report for NotifyReport {
    type Type = v21::NotifyReport;

    fn take(context: Context<'_>, request: &v21::NotifyReportRequest) -> Result<Effects, HandlerError> {
        let entries = request.report_data.as_deref().unwrap_or_default();
        let came = Part {
            kind: ReportKind::Variables,
            request_id: request.request_id,
            number: request.seq_no,
            is_last: !request.tbc.unwrap_or(false),
            entries: entries.len(),
            at: context.caller.now,
        };
        part(context, came, entries, note)
    }
}

fn note(notebook: &mut Notebook<'_>, entry: &v21::ReportData) -> Result<(), HandlerError> {
    let name = kept_name(&entry.component, &entry.variable);
    for attribute in &entry.variable_attribute {
        let kind = attribute.r#type.unwrap_or(AttributeEnum::Actual).as_str();
        let said = notebook.said(&name, kind, Said::Value(attribute.value.as_deref()))?;
        if let Some(variable) = said {
            // ReadWrite where it is not said (VariableAttributeType).
            let mutability = attribute.mutability.map_or("ReadWrite", |word| word.as_str());
            variable.attribute(kind).mutability = Some(mutability.to_owned());
        }
    }
    if let (Some(told), Some(variable)) = (&entry.variable_characteristics, notebook.variable(&name)?) {
        let told = v21::VariableCharacteristics {
            // May be as large as a message.
            custom_data: None,
            ..told.clone()
        };
        variable.characteristics = Some(serde_json::to_value(told)?);
    }
    Ok(())
}
