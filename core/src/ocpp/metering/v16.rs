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
use crate::ocpp::transactions::running::{Measured, Place, measured_at, next_at};
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
    Past {
        change: Box<TransactionChange>,
        named: bool,
    },
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
            About::Past { change, named } => {
                let last = told.last_told();
                Effects::now(late::values(context, *change, (set(named), last.as_deref()))?).tell(&METER_VALUES)
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
    let by_place = |none: About| -> Result<About, HandlerError> {
        Ok(
            match measured_at(context, place, (told.are_of_end(), || told.last()))? {
                Measured::Running(id) => About::Session { id, named: false },
                Measured::Past(change) => About::Past { change, named: false },
                Measured::Outside => none,
            },
        )
    };
    // Ids below 1 mean "none".
    let Some(named) = told.transaction_id.filter(|&id| id > 0) else {
        return by_place(About::Nothing);
    };
    let id = TransactionId::new(&named.to_string());
    if state.is_marked_open(charge_point, &id)? {
        return Ok(About::Session { id, named: true });
    }
    let Some(change) = state.transaction_to_change(charge_point, &id)? else {
        return by_place(About::Unknown);
    };
    let is_closed = change.record.state == TransactionState::Closed;
    let is_later = is_closed && !ended::is_within(&change.record, told.last());
    // What was measured while the next one ran is of that one, whatever number the station has kept.
    if (is_later || !is_closed)
        && let Some(id) = next_at(context, &change.record, told.last())?
    {
        return Ok(About::Session { id, named: false });
    }
    if is_later && !are_closing(&told.elements()?) {
        return Ok(About::Later(Box::new(change.record)));
    }
    Ok(About::Past {
        change: Box::new(change),
        named: true,
    })
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
