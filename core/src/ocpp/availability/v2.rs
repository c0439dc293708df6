//! StatusNotification (2.x G01): the state of a connector. 2.1 prefers NotifyEvent, and still
//! allows this.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;

use super::connector::report;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::Report;
use crate::state::connectors::Connector;

/// The handler.
pub struct StatusNotification;

impl Report for StatusNotification {
    type Type = v21::StatusNotification;

    fn take(context: Context<'_>, request: &v21::StatusNotificationRequest) -> Result<Effects, HandlerError> {
        let connector = Connector {
            evse: Some(request.evse_id),
            connector: request.connector_id,
            status: request.connector_status.as_str().into(),
            error_code: None,
            info: None,
            vendor_id: None,
            vendor_error_code: None,
            at: request.timestamp.clone(),
            received_at: context.caller.now,
            whole: None,
        };
        report(context, connector)
    }
}
