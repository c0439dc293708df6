//! StatusNotification (2.x G01): the state of a connector. 2.1 prefers NotifyEvent, and still
//! allows this.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;

use crate::ocpp::handler::{Context, Effects, Handler, Proposal, Request, Response, Trouble};
use crate::state::connectors::{Connector, put_connector};

/// The handler.
pub struct StatusNotification;

impl Handler for StatusNotification {
    type Type = v21::StatusNotification;

    fn propose(_: Context<'_>, _: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        Ok(Proposal::New(v21::StatusNotificationResponse::default()))
    }

    fn commit(context: Context<'_>, request: &Request<Self>, _: &Response<Self>) -> Result<Effects, Trouble> {
        let connector = Connector {
            evse: Some(request.evse_id),
            connector: request.connector_id,
            status: request.connector_status.as_str().to_owned(),
            error_code: None,
            info: None,
            at: request.timestamp.clone(),
            received_at: context.situation.now,
        };
        Ok(Effects::soon(vec![put_connector(
            context.situation.charge_point,
            &connector,
        )?]))
    }
}
