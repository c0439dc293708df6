//! A connector's state, in whichever message it came: kept as the newest one, and an event where it is
//! another than the connection reported before.

use crate::events::kinds::CONNECTOR_STATUS;
use crate::ocpp::context::{ConnectorReport, Context};
use crate::ocpp::effects::{Effects, Learned};
use crate::ocpp::error::HandlerError;
use crate::state::connectors::{Connector, put_connector};

/// What a report changes. It is an event where it says something new; the first report of a connection does.
///
/// # Errors
/// A record without a JSON form.
pub fn report(context: Context<'_>, connector: &Connector) -> Result<Effects, HandlerError> {
    let latest = put_connector(context.caller.charge_point, connector)?;
    let report = ConnectorReport {
        evse: connector.evse,
        connector: connector.connector,
        status: connector.status.clone(),
        error_code: connector.error_code.clone(),
        info: connector.info.clone(),
    };
    let is_new = !context.caller.connectors.contains(&report);
    let mut effects = Effects::soon(vec![latest]);
    if is_new {
        effects = effects
            .tell_connector(&CONNECTOR_STATUS, report.clone())
            .learn(Learned::Connector(report));
    }
    Ok(effects)
}
