//! StatusNotification (1.6 section 4.9): the state of a connector; connector 0 is the charge point.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v16;

use crate::clock::text;
use crate::ocpp::handler::{Context, Effects, Handler, Proposal, Request, Response, Trouble};
use crate::state::connectors::{Connector, put_connector};

/// The handler.
pub struct StatusNotification;

impl Handler for StatusNotification {
    type Type = v16::StatusNotification;

    fn propose(_: Context<'_>, _: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        Ok(Proposal::New(v16::StatusNotificationResponse::default()))
    }

    fn commit(context: Context<'_>, request: &Request<Self>, _: &Response<Self>) -> Result<Effects, Trouble> {
        let now = context.situation.now;
        let connector = Connector {
            evse: None,
            connector: request.connector_id,
            status: request.status.as_str().to_owned(),
            error_code: Some(request.error_code.as_str().to_owned()),
            info: request.info.clone(),
            at: request.timestamp.clone().unwrap_or_else(|| text(now)),
            received_at: now,
        };
        Ok(Effects::soon(vec![put_connector(
            context.situation.charge_point,
            &connector,
        )?]))
    }
}
