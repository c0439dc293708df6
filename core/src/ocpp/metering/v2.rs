//! MeterValues (2.x J01): what was measured at an EVSE while a session ran there belongs to it; EVSE 0 is the main
//! meter. Always answered, whatever they say (J01.FR.18).

use ocpp_schemas::types::v21;

use super::told::{self, MeterValuesOf, Told};
use crate::events::kinds::METER_VALUES;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Decided, Handler, Proposal};
use crate::ocpp::transactions::late;
use crate::ocpp::transactions::running::{Measured, Place, measured_at};
use crate::state::connectors::put_latest_meter_values;
use crate::state::transactions::{self, MeterValueSet};

/// The handler.
pub struct MeterValues;

impl Handler for MeterValues {
    type Type = MeterValuesOf<v21::MeterValues>;
    type Plan = ();

    fn propose(context: Context<'_>, _: &Told) -> Result<Proposal<Self>, HandlerError> {
        told::check::<v21::MeterValues>(context)?;
        Ok(Proposal::answer(v21::MeterValuesResponse::default()))
    }

    fn commit(context: Context<'_>, decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        let told = decided.request;
        let charge_point = context.caller.charge_point;
        let place = Place {
            evse: told.evse_id,
            connector: None,
        };
        let set = || MeterValueSet {
            named: false,
            received_at: Some(context.caller.now),
            values: told.meter_value.clone(),
        };
        let effects = match measured_at(context, place, (told.are_of_end(), || told.last()))? {
            Measured::Running(session) => {
                Effects::now(vec![transactions::put_meter_value_set(charge_point, &session, &set())?])
            }
            Measured::Past(change) => {
                let last = told.last_told();
                Effects::now(late::values(context, *change, (set(), last.as_deref()))?)
            }
            Measured::Outside => {
                let evse = told.evse_id.unwrap_or_default();
                Effects::soon(vec![put_latest_meter_values(charge_point, evse, &told.meter_value)])
            }
        };
        Ok(effects.tell(&METER_VALUES))
    }
}
