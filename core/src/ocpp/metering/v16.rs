//! MeterValues (1.6 section 4.7): kept with the transaction that they name, else with the one that
//! ran on their connector when they were measured; always answered.

use ocpp_schemas::types::v16;

use super::told::{self, MeterValuesOf, Told};
use crate::events::kinds::{METER_VALUES, TRANSACTION_ORPHAN};
use crate::ids::TransactionId;
use crate::ledger::ended;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Decided, Handler, Proposal};
use crate::ocpp::transactions::running::{Place, running_at};
use crate::ocpp::transactions::{kept, late};
use crate::state::connectors::put_latest_meter_values;
use crate::state::transactions::{self, MeterValueSet, Standing, Transaction, TransactionChange, TransactionState};

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

impl Handler for MeterValues {
    type Type = MeterValuesOf<v16::MeterValues>;
    type Plan = ();

    fn propose(context: Context<'_>, _: &Told) -> Result<Proposal<Self>, HandlerError> {
        told::check::<v16::MeterValues>(context)?;
        Ok(Proposal::answer(v16::MeterValuesResponse {}))
    }

    fn commit(context: Context<'_>, decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        let told = decided.request;
        let charge_point = context.caller.charge_point;
        let set = |named| MeterValueSet {
            named,
            received_at: Some(context.caller.now),
            values: told.meter_value.clone(),
        };
        Ok(match about(context, told)? {
            About::Session { id, named } => {
                let kept = transactions::put_meter_value_set(charge_point, &id, &set(named))?;
                Effects::now(vec![kept]).tell(&METER_VALUES)
            }
            About::Past(change) => {
                let elements = told.elements::<v16::MeterValue>()?;
                let last = elements.last().map(|value| value.timestamp.as_str());
                Effects::now(late::values(context, *change, (set(true), last))?).tell(&METER_VALUES)
            }
            About::Later(over) => kept::beside(context, ACTION, *over, &METER_VALUES)?,
            About::Unknown => {
                let (id, standing) = kept::in_inbox(context, ACTION)?;
                if standing.is_some() {
                    return Ok(Effects::none());
                }
                let kept = kept::into_inbox(context, ACTION, &id, Standing::Waiting)?;
                kept.tell(&TRANSACTION_ORPHAN)
            }
            About::Nothing => {
                let connector = told.connector_id.unwrap_or_default();
                let latest = put_latest_meter_values(charge_point, connector, &told.meter_value);
                Effects::soon(vec![latest]).tell(&METER_VALUES)
            }
        })
    }
}

fn about(context: Context<'_>, told: &Told) -> Result<About, HandlerError> {
    let (state, charge_point) = (context.state, context.caller.charge_point);
    let place = Place {
        evse: None,
        connector: told.connector_id,
    };
    // Ids below 1 mean "none".
    let Some(named) = told.transaction_id.filter(|&id| id > 0) else {
        let running = running_at(context, place, || told.last())?;
        return Ok(running.map_or(About::Nothing, by_place));
    };
    let id = TransactionId::new(&named.to_string());
    if state.is_marked_open(charge_point, &id)? {
        return Ok(About::Session { id, named: true });
    }
    let Some(change) = state.transaction_to_change(charge_point, &id)? else {
        let running = running_at(context, place, || told.last())?;
        return Ok(running.map_or(About::Unknown, by_place));
    };
    let is_over = change.record.state == TransactionState::Closed;
    if is_over && !are_closing(&told.elements()?) && !ended::is_within(&change.record, told.last()) {
        return Ok(About::Later(Box::new(change.record)));
    }
    Ok(About::Past(Box::new(change)))
}

fn by_place(id: TransactionId) -> About {
    About::Session { id, named: false }
}

/// They say of themselves that they are of the session's begin or end, whatever the station's clock says.
fn are_closing(values: &[v16::MeterValue]) -> bool {
    let of_the_session = |sample: &v16::SampledValue| {
        matches!(
            sample.context,
            Some(v16::ReadingContext::TransactionBegin | v16::ReadingContext::TransactionEnd)
        )
    };
    values
        .iter()
        .all(|value| value.sampled_value.iter().any(of_the_session))
}
