//! GetConfiguration and ChangeConfiguration of 1.6 (sections 5.3 and 5.8): what the answers say of a station's keys.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v16;

use crate::frame::repair::Repair;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::inventory::notebook::{NewValue, Notebook, Said};
use crate::ocpp::operation::{Answer, Operation};
use crate::ocpp::security;
use crate::state::variables::ACTUAL;

/// The operation that reads keys.
pub struct GetConfiguration;

impl Operation for GetConfiguration {
    type Type = v16::GetConfiguration;

    fn answered(
        context: Context<'_>,
        request: &v16::GetConfigurationRequest,
        answer: Answer<'_, v16::GetConfigurationResponse>,
    ) -> Result<Effects, HandlerError> {
        let response = match answer {
            Answer::Response(response) => response,
            Answer::Refused(error) if error.says_not_done() => {
                let mut notebook = Notebook::open(context)?;
                notebook.does_not("GetConfiguration")?;
                return notebook.effects();
            }
            _ => return Ok(Effects::none()),
        };
        let mut notebook = Notebook::open(context)?;
        let is_whole = request.key.as_ref().is_none_or(Vec::is_empty)
            && response.configuration_key.is_some()
            && !context.has_lost_items();
        // Where a key lacks the word, false stands for it.
        let says_writable = !context.repairs.iter().any(is_made_up_word);
        if is_whole {
            notebook.whole_begins();
            notebook.is_whole();
        }
        for key in response.configuration_key.iter().flatten() {
            let said = notebook.said(&key.key, ACTUAL, Said::Value(key.value.as_deref()))?;
            if let Some(variable) = said.filter(|_| key.readonly || says_writable) {
                let mutability = if key.readonly { "ReadOnly" } else { "ReadWrite" };
                variable.attribute(ACTUAL).mutability = Some(mutability.to_owned());
            }
        }
        for key in response.unknown_key.iter().flatten() {
            notebook.said(key, ACTUAL, Said::Unknown("UnknownKey"))?;
        }
        if is_whole {
            notebook.inventory().whole_since = Some(context.caller.now);
        }
        notebook.effects()
    }
}

fn is_made_up_word(repair: &Repair) -> bool {
    repair.name == "missing-member" && repair.pointer.ends_with("/readonly")
}

/// The operation that sets a key.
pub struct ChangeConfiguration;

impl Operation for ChangeConfiguration {
    type Type = v16::ChangeConfiguration;

    fn leaves(context: Context<'_>, request: &v16::ChangeConfigurationRequest) -> Result<Effects, HandlerError> {
        security::leaves(context, security::of_key(&request.key, &request.value).as_slice())
    }

    fn answered(
        context: Context<'_>,
        request: &v16::ChangeConfigurationRequest,
        answer: Answer<'_, v16::ChangeConfigurationResponse>,
    ) -> Result<Effects, HandlerError> {
        let secured = |reply| {
            let told = security::of_key(&request.key, &request.value);
            let outcome = told.map(|told| security::Outcome { told, reply });
            security::answered(context, outcome.as_slice())
        };
        let unsaid = security::reply_to(&answer);
        let Answer::Response(response) = answer else {
            return unsaid.map_or_else(|| Ok(Effects::none()), secured);
        };
        let mut notebook = Notebook::open(context)?;
        let status = response.status;
        let is_taken = matches!(
            status,
            v16::ConfigurationStatus::Accepted | v16::ConfigurationStatus::RebootRequired
        );
        notebook.set(
            &request.key,
            ACTUAL,
            NewValue {
                value: &request.value,
                status: status.as_str(),
                is_taken,
            },
        )?;
        Ok(notebook.effects()?.then(secured(security::said(is_taken))?))
    }
}
