//! What the answer to a TriggerMessage says (1.6 section 5.17, 2.x F06): a station that does not know it at all is not
//! asked by the server itself again.

use ocpp_schemas::types::{v16, v21};

use crate::frame::CallError;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::inventory::notebook::Notebook;
use crate::ocpp::operation::{Answer, Operation};

/// The operation of 1.6.
pub struct TriggerMessage16;

impl Operation for TriggerMessage16 {
    type Type = v16::TriggerMessage;

    fn answered(
        context: Context<'_>,
        request: &v16::TriggerMessageRequest,
        answer: Answer<'_, v16::TriggerMessageResponse>,
    ) -> Result<Effects, HandlerError> {
        let says_no = says_no(&answer, |response| {
            response.status == v16::TriggerMessageStatus::NotImplemented
        });
        let is_of_states = request.requested_message == v16::MessageTrigger::StatusNotification;
        note(context, says_no && is_of_states)
    }
}

/// The operation of 2.x.
pub struct TriggerMessage2;

impl Operation for TriggerMessage2 {
    type Type = v21::TriggerMessage;

    fn answered(
        context: Context<'_>,
        request: &v21::TriggerMessageRequest,
        answer: Answer<'_, v21::TriggerMessageResponse>,
    ) -> Result<Effects, HandlerError> {
        let says_no = says_no(&answer, |response| {
            response.status == v21::TriggerMessageStatusEnum::NotImplemented
        });
        let is_of_states = request.requested_message == v21::MessageTriggerEnum::StatusNotification;
        note(context, says_no && is_of_states)
    }
}

fn says_no<R>(answer: &Answer<'_, R>, is_no: impl Fn(&R) -> bool) -> bool {
    match answer {
        Answer::Response(response) => is_no(response),
        Answer::Refused(error) => CallError::says_not_done(error),
        Answer::NotSent | Answer::Unknown => false,
    }
}

fn note(context: Context<'_>, says_no: bool) -> Result<Effects, HandlerError> {
    if !says_no {
        return Ok(Effects::none());
    }
    let mut notebook = Notebook::open(context)?;
    notebook.does_not("TriggerMessage")?;
    notebook.effects()
}
