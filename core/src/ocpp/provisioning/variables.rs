//! GetVariables and SetVariables (2.x B05, B06): what the answers say of a station's variables.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21::{self, AttributeEnum, GetVariableStatusEnum, SetVariableStatusEnum};

use crate::credentials::rotation::Reply;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::inventory::names::kept_name;
use crate::ocpp::inventory::notebook::{NewValue, Notebook, Said};
use crate::ocpp::operation::{Answer, Operation};
use crate::ocpp::security;

/// The operation that reads variables.
pub struct GetVariables;

impl Operation for GetVariables {
    type Type = v21::GetVariables;

    fn answered(
        context: Context<'_>,
        _: &v21::GetVariablesRequest,
        answer: Answer<'_, v21::GetVariablesResponse>,
    ) -> Result<Effects, HandlerError> {
        let Answer::Response(response) = answer else {
            return Ok(Effects::none());
        };
        let mut notebook = Notebook::open(context)?;
        for result in &response.get_variable_result {
            let name = kept_name(&result.component, &result.variable);
            let word = result.attribute_status.as_str();
            let said = match result.attribute_status {
                GetVariableStatusEnum::Accepted => Said::Value(result.attribute_value.as_deref()),
                GetVariableStatusEnum::Rejected => Said::Refused(word),
                _ => Said::Unknown(word),
            };
            notebook.said(&name, attribute(result.attribute_type), said)?;
        }
        notebook.effects()
    }
}

/// The operation that sets variables.
pub struct SetVariables;

impl Operation for SetVariables {
    type Type = v21::SetVariables;

    fn leaves(context: Context<'_>, request: &v21::SetVariablesRequest) -> Result<Effects, HandlerError> {
        let told: Vec<_> = request.set_variable_data.iter().filter_map(told).collect();
        security::leaves(context, &told)
    }

    fn answered(
        context: Context<'_>,
        request: &v21::SetVariablesRequest,
        answer: Answer<'_, v21::SetVariablesResponse>,
    ) -> Result<Effects, HandlerError> {
        let unsaid = security::reply_to(&answer);
        let Answer::Response(response) = answer else {
            return unsaid.map_or_else(|| Ok(Effects::none()), |reply| secured(context, request, |_| reply));
        };
        let mut notebook = Notebook::open(context)?;
        for result in &response.set_variable_result {
            let name = kept_name(&result.component, &result.variable);
            let kind = attribute(result.attribute_type);
            // Results may come in another order (B05.FR.11 asks for one each, no more).
            let asked = request.set_variable_data.iter().find(|data| {
                attribute(data.attribute_type) == kind
                    && kept_name(&data.component, &data.variable).eq_ignore_ascii_case(&name)
            });
            let Some(asked) = asked else { continue };
            let set = NewValue {
                value: &asked.attribute_value,
                status: result.attribute_status.as_str(),
                is_taken: is_taken(result),
            };
            notebook.set(&name, kind, set)?;
        }
        let said = |asked: &v21::SetVariableData| {
            let result = response.set_variable_result.iter().find(|result| {
                attribute(result.attribute_type) == attribute(asked.attribute_type)
                    && kept_name(&result.component, &result.variable)
                        .eq_ignore_ascii_case(&kept_name(&asked.component, &asked.variable))
            });
            // Of what it left out nobody knows.
            result.map_or(Reply::Unknown, |result| security::said(is_taken(result)))
        };
        Ok(notebook.effects()?.then(secured(context, request, said)?))
    }
}

fn is_taken(result: &v21::SetVariableResult) -> bool {
    matches!(
        result.attribute_status,
        SetVariableStatusEnum::Accepted | SetVariableStatusEnum::RebootRequired
    )
}

/// What a variable tells of credentials.
fn told(data: &v21::SetVariableData) -> Option<security::Told<'_>> {
    security::of_data(
        &data.component,
        &data.variable,
        data.attribute_type,
        &data.attribute_value,
    )
}

/// What becomes of credentials.
fn secured(
    context: Context<'_>,
    request: &v21::SetVariablesRequest,
    said: impl Fn(&v21::SetVariableData) -> Reply,
) -> Result<Effects, HandlerError> {
    let outcome = |data| {
        let told = told(data)?;
        Some(security::Outcome {
            told,
            reply: said(data),
        })
    };
    let outcomes: Vec<_> = request.set_variable_data.iter().filter_map(outcome).collect();
    let ordered = security::network::ordered(context, &outcomes)?;
    Ok(security::answered(context, &outcomes)?.then(ordered))
}

fn attribute(kind: Option<AttributeEnum>) -> &'static str {
    kind.unwrap_or(AttributeEnum::Actual).as_str()
}
