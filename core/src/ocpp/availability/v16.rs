//! StatusNotification (1.6 section 4.9): the state of a connector; connector 0 is the charge point.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v16;

use super::connector::report;
use crate::clock::text;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::Report;
use crate::state::connectors::Connector;

/// The handler.
pub struct StatusNotification;

impl Report for StatusNotification {
    type Type = v16::StatusNotification;

    fn take(context: Context<'_>, request: &v16::StatusNotificationRequest) -> Result<Effects, HandlerError> {
        let now = context.caller.now;
        let connector = Connector {
            evse: None,
            connector: request.connector_id,
            status: request.status.as_str().into(),
            error_code: Some(request.error_code.as_str().into()),
            info: request.info.clone(),
            vendor_id: request.vendor_id.clone(),
            vendor_error_code: request.vendor_error_code.clone(),
            at: request.timestamp.clone().unwrap_or_else(|| text(now)),
            received_at: now,
            whole: None,
        };
        report(context, connector)
    }
}
