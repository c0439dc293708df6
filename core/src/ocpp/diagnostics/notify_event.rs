//! NotifyEvent (2.x N07): events of monitors and components, kept as they come. One of them is the
//! state of a connector (G01, 2.1): it counts like a StatusNotification.

use ocpp_schemas::types::v21;

use crate::ocpp::availability::connector::report;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::fallback::keep;
use crate::ocpp::handler::Report;
use crate::state::connectors::Connector;

/// The handler.
pub struct NotifyEvent;

impl Report for NotifyEvent {
    type Type = v21::NotifyEvent;

    fn take(context: Context<'_>, request: &v21::NotifyEventRequest) -> Result<Effects, HandlerError> {
        let mut effects = Effects::soon(vec![keep(context, "NotifyEvent")?]);
        for connector in request.event_data.iter().filter_map(|event| connector(context, event)) {
            let reported = report(context, connector)?;
            if let Some(writes) = reported.writes {
                effects.writes.get_or_insert_default().extend(writes);
            }
            effects.latest.extend(reported.latest);
            effects.learned.extend(reported.learned);
            effects.happened.extend(reported.happened);
        }
        Ok(effects)
    }
}

fn connector(context: Context<'_>, event: &v21::EventData) -> Option<Connector> {
    if event.component.name != "Connector" || event.variable.name != "AvailabilityState" {
        return None;
    }
    let evse = event.component.evse.as_ref()?;
    Some(Connector {
        evse: Some(evse.id),
        connector: evse.connector_id?,
        status: event.actual_value.clone().into(),
        error_code: None,
        info: event.tech_info.clone(),
        vendor_id: None,
        vendor_error_code: event.tech_code.clone(),
        at: event.timestamp.clone(),
        received_at: context.caller.now,
    })
}
