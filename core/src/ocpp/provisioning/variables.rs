//! GetVariables and SetVariables (2.x B05, B06): what the answers say of a station's variables.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21::{self, AttributeEnum, GetVariableStatusEnum, SetVariableStatusEnum};

use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::inventory::names::kept_name;
use crate::ocpp::inventory::notebook::{NewValue, Notebook, Said};
use crate::ocpp::operation::{Answer, Operation};

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

    fn answered(
        context: Context<'_>,
        request: &v21::SetVariablesRequest,
        answer: Answer<'_, v21::SetVariablesResponse>,
    ) -> Result<Effects, HandlerError> {
        let Answer::Response(response) = answer else {
            return Ok(Effects::none());
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
            let status = result.attribute_status;
            let set = NewValue {
                value: &asked.attribute_value,
                status: status.as_str(),
                is_taken: matches!(
                    status,
                    SetVariableStatusEnum::Accepted | SetVariableStatusEnum::RebootRequired
                ),
            };
            notebook.set(&name, kind, set)?;
        }
        notebook.effects()
    }
}

fn attribute(kind: Option<AttributeEnum>) -> &'static str {
    kind.unwrap_or(AttributeEnum::Actual).as_str()
}
