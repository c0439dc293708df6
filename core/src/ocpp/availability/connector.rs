//! A connector's state, in whichever message it came: kept as the newest one, and an event where it is
//! another than the connection reported before.

use std::sync::Arc;

use crate::events::kinds::CONNECTOR_STATUS;
use crate::ocpp::context::Context;
use crate::ocpp::effects::{Effects, Learned};
use crate::ocpp::error::HandlerError;
use crate::ocpp::known_connectors::{ConnectorReport, News};
use crate::ocpp::transactions::giving_up::{Sign, with_stale};
use crate::ocpp::transactions::running::Place;
use crate::state::connectors::{Connector, put_connector};

/// The word of every version.
const AVAILABLE: &str = "Available";

/// What a report changes. It is an event where it says something new, as the first report of a connection
/// does, and the connector does not flap.
///
/// # Errors
/// A record without a JSON form.
pub fn report(context: Context<'_>, connector: Connector) -> Result<Effects, HandlerError> {
    let connector = Arc::new(connector);
    let latest = put_connector(context.caller.charge_point, Arc::clone(&connector));
    let report = ConnectorReport::of(&connector);
    let effects = Effects::soon(vec![latest]);
    let now = context.caller.now;
    let is_over = report.status == AVAILABLE;
    let place = Place {
        evse: connector.evse,
        connector: Some(connector.connector),
    };
    let effects = match context.caller.connectors.news(&report, now) {
        News::None => return Ok(effects),
        News::Held => effects.learn(Learned::Connector(report, now)),
        News::Told { untold_before } => effects
            .tell_connector(&CONNECTOR_STATUS, report.clone(), untold_before)
            .learn(Learned::Connector(report, now)),
    };
    if !is_over {
        return Ok(effects);
    }
    let at = &connector.at;
    Ok(with_stale(context, effects, Sign::Available { place, at })?)
}
