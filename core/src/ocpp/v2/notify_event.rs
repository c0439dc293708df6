//! NotifyEvent (2.x N07): events of monitors and components, kept as they come. One of them is the
//! state of a connector (G01, 2.1): it counts like a StatusNotification.

use ocpp_schemas::types::v21;

use crate::ocpp::handler::{Context, Effects, Handler, Proposal, Request, Response, Trouble};
use crate::state::connectors::{Connector, put_connector};
use crate::state::records::{StoredMessage, put_record};

/// The handler.
pub struct NotifyEvent;

impl Handler for NotifyEvent {
    type Type = v21::NotifyEvent;

    fn propose(_: Context<'_>, _: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        Ok(Proposal::New(v21::NotifyEventResponse::default()))
    }

    fn commit(context: Context<'_>, request: &Request<Self>, _: &Response<Self>) -> Result<Effects, Trouble> {
        let charge_point = context.situation.charge_point;
        let record = StoredMessage {
            at: context.situation.now,
            action: "NotifyEvent".to_owned(),
            payload: context.payload.clone(),
        };
        let mut writes = vec![put_record(charge_point, context.message, &record)?];
        for connector in request.event_data.iter().filter_map(|event| connector(context, event)) {
            writes.push(put_connector(charge_point, &connector)?);
        }
        Ok(Effects::soon(writes))
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
        status: event.actual_value.clone(),
        error_code: None,
        info: event.tech_info.clone(),
        at: event.timestamp.clone(),
        received_at: context.situation.now,
    })
}
