//! MeterValues (1.6 section 4.7): kept with the transaction that they name, else with the one that
//! ran on their connector when they were measured; always answered.

use ocpp_schemas::types::v16;

use crate::clock::instant;
use crate::events::kinds::{METER_VALUES, TRANSACTION_ORPHAN};
use crate::ids::TransactionId;
use crate::ledger::ended;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::Report;
use crate::ocpp::transactions::running::{Place, running_at};
use crate::ocpp::transactions::{kept, late};
use crate::state::connectors::put_latest_meter_values;
use crate::state::transactions::{self, NewValues, Standing, Transaction, TransactionChange, TransactionState};
use crate::store::StoreError;

const ACTION: &str = "MeterValues";

/// The handler.
pub struct MeterValues;

/// What a set of meter values is about.
enum About {
    /// A session that runs: it is named, or runs where they were measured.
    Session { id: TransactionId, named: bool },
    /// A session that was given up, or was over when they came.
    Past(Box<TransactionChange>),
    /// Of later than the end of a session.
    Later(Box<Transaction>),
    /// None that is known, though they name one.
    Unknown,
    /// None.
    Nothing,
}

impl Report for MeterValues {
    type Type = v16::MeterValues;

    fn take(context: Context<'_>, request: &v16::MeterValuesRequest) -> Result<Effects, HandlerError> {
        let charge_point = context.caller.charge_point;
        let Some(values) = context.payload.get("meterValue") else {
            return Ok(Effects::none());
        };
        let new = |named| NewValues {
            named,
            received_at: Some(context.caller.now),
            values,
        };
        Ok(match about(context, request)? {
            About::Session { id, named } => {
                let kept = transactions::put_meter_values(charge_point, &id, new(named))?;
                Effects::now(vec![kept]).tell(&METER_VALUES)
            }
            About::Past(change) => {
                let last = request.meter_value.last().map(|value| value.timestamp.as_str());
                Effects::now(late::values(context, *change, (new(true), last))?).tell(&METER_VALUES)
            }
            About::Later(over) => kept::beside(context, ACTION, *over, &METER_VALUES)?,
            About::Unknown => {
                let (id, standing) = kept::in_inbox(context, ACTION)?;
                if standing.is_some() {
                    return Ok(Effects::now(Vec::new()));
                }
                let kept = kept::into_inbox(context, ACTION, &id, Standing::Waiting)?;
                kept.tell(&TRANSACTION_ORPHAN)
            }
            About::Nothing => {
                let latest = put_latest_meter_values(charge_point, request.connector_id, values)?;
                Effects::soon(vec![latest]).tell(&METER_VALUES)
            }
        })
    }
}

fn about(context: Context<'_>, request: &v16::MeterValuesRequest) -> Result<About, StoreError> {
    let (state, charge_point) = (context.state, context.caller.charge_point);
    let place = Place {
        evse: None,
        connector: Some(request.connector_id),
    };
    let last = request
        .meter_value
        .iter()
        .rev()
        .find_map(|value| instant(&value.timestamp));
    // Ids below 1 mean "none".
    let Some(named) = request.transaction_id.filter(|&id| id > 0) else {
        let running = running_at(context, place, last)?;
        return Ok(running.map_or(About::Nothing, by_place));
    };
    let id = TransactionId::new(&named.to_string());
    if state.is_marked_open(charge_point, &id)? {
        return Ok(About::Session { id, named: true });
    }
    let Some(change) = state.transaction_to_change(charge_point, &id)? else {
        let running = running_at(context, place, last)?;
        return Ok(running.map_or(About::Unknown, by_place));
    };
    let is_over = change.record.state == TransactionState::Closed;
    if is_over && !are_closing(request) && !ended::is_within(&change.record, last) {
        return Ok(About::Later(Box::new(change.record)));
    }
    Ok(About::Past(Box::new(change)))
}

fn by_place(id: TransactionId) -> About {
    About::Session { id, named: false }
}

/// They say of themselves that they are of the session's begin or end, whatever the station's clock says.
fn are_closing(request: &v16::MeterValuesRequest) -> bool {
    let of_the_session = |sample: &v16::SampledValue| {
        matches!(
            sample.context,
            Some(v16::ReadingContext::TransactionBegin | v16::ReadingContext::TransactionEnd)
        )
    };
    request
        .meter_value
        .iter()
        .all(|value| value.sampled_value.iter().any(of_the_session))
}
