//! GetTransactionStatus (2.x E14): asked of a session that ended offline and of which messages are missing, and what the
//! station says of it, whoever asked. It closes nothing: what the messages say counts.

use ocpp_schemas::types::v21;
use serde_json::json;

use crate::ids::TransactionId;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::inventory::notebook::Notebook;
use crate::ocpp::operation::{Answer, Operation};
use crate::ocpp::questions::{Own, ask, firmware, is_refused};
use crate::state::transactions::{Doubt, ToldStatus, Transaction, put_told_status};

const ACTION: &str = "GetTransactionStatus";

/// The operation.
pub struct GetTransactionStatus;

impl Operation for GetTransactionStatus {
    type Type = v21::GetTransactionStatus;

    fn answered(
        context: Context<'_>,
        request: &v21::GetTransactionStatusRequest,
        answer: Answer<'_, v21::GetTransactionStatusResponse>,
    ) -> Result<Effects, HandlerError> {
        let response = match answer {
            Answer::Response(response) => response,
            Answer::Refused(error) if error.says_not_done() => {
                let mut notebook = Notebook::open(context)?;
                notebook.does_not(ACTION)?;
                return notebook.effects();
            }
            _ => return Ok(Effects::none()),
        };
        let Some(id) = &request.transaction_id else {
            return Ok(Effects::none());
        };
        let told = ToldStatus {
            messages_in_queue: response.messages_in_queue,
            ongoing: response.ongoing_indicator,
            at: context.caller.now,
        };
        let write = put_told_status(context.caller.charge_point, &TransactionId::new(id), &told)?;
        Ok(Effects::now(vec![write]))
    }
}

/// A session changed by an event: if that was its end, told late, and some before it are missing, the station is asked
/// whether they come.
///
/// # Errors
/// The store's.
pub fn ask_for_rest(
    context: Context<'_>,
    effects: Effects,
    request: &v21::TransactionEventRequest,
    transaction: &Transaction,
) -> Result<Effects, HandlerError> {
    let is_late_end = request.event_type == v21::TransactionEventEnum::Ended && request.offline == Some(true);
    let has_gap = || transaction.doubts.contains(&Doubt::MissingSequenceNumbers);
    if !context.settings.ask.transaction_status || !is_late_end || !has_gap() {
        return Ok(effects);
    }
    let id = context.caller.charge_point;
    if is_refused(&context.state.inventory(id)?, ACTION, &firmware(context.state, id)?) {
        return Ok(effects);
    }
    let station_id = &request.transaction_info.transaction_id;
    let own = Own {
        name: ACTION,
        payload: json!({ "transactionId": station_id }),
        word: format!("server: session {station_id}"),
    };
    ask(context, effects, own)
}
