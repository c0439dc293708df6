//! A connector's state, in whichever message it came: kept as the newest one, and an event where it is
//! another than the connection reported before. What a station tells late of a time before is history.

use std::sync::Arc;

use crate::events::kinds::CONNECTOR_STATUS;
use crate::ocpp::context::Context;
use crate::ocpp::effects::{Effects, Learned};
use crate::ocpp::error::HandlerError;
use crate::ocpp::fallback::keep;
use crate::ocpp::known_connectors::{ConnectorReport, Late, News};
use crate::ocpp::reservation::out_of_order;
use crate::ocpp::transactions::giving_up::{Sign, with_stale};
use crate::ocpp::transactions::running::Place;
use crate::ocpp::when::When;
use crate::state::connectors::{Connector, put_connector};
use crate::store::StoreError;

/// The word of every version.
const AVAILABLE: &str = "Available";

/// Those of 1.6 with which nothing can be reserved any more.
const OUT_OF_ORDER: [&str; 2] = ["Faulted", "Unavailable"];

/// What a report is beside what is known of its connector.
enum Standing {
    /// It says how the connector is.
    Newest,
    /// It says how the connector was.
    History,
    /// It seems to be history, and the station's clock was set back: so is what came before it.
    ClockIsBack(Late),
}

/// What a report changes. It is an event where it says something new, as the first report of a connection
/// does, and the connector does not flap. What is history is kept as the message that it is.
///
/// # Errors
/// A record without a JSON form; the store's.
pub fn report(context: Context<'_>, connector: Connector) -> Result<Effects, HandlerError> {
    let connector = Arc::new(connector);
    let when = When::of(&connector);
    match standing(context, &connector, when)? {
        Standing::Newest => newest(context, &connector, when),
        Standing::History => {
            let late = Learned::Late(Late::new(Arc::clone(&connector), false));
            let kept = Effects::soon(vec![keep(context, "StatusNotification")?]);
            freed(context, kept.learn(late), &connector)
        }
        Standing::ClockIsBack(before) => {
            let is_other = (before.connector.evse, before.connector.connector) != (connector.evse, connector.connector);
            // What was taken for history says how that connector is.
            let earlier = match is_other && !before.counts {
                true => newest(context, &before.connector, before.when)?,
                false => Effects::none(),
            };
            let late = Learned::Late(Late::new(Arc::clone(&connector), true));
            Ok(earlier.then(newest(context, &connector, when)?).learn(late))
        }
    }
}

/// The store is asked for what is late alone: it is what was reported before this connection.
fn standing(context: Context<'_>, connector: &Connector, when: When) -> Result<Standing, StoreError> {
    if !when.is_late() {
        return Ok(Standing::Newest);
    }
    let (caller, place) = (context.caller, (connector.evse, connector.connector));
    let known = match caller.connectors.when(place) {
        Some(known) => Some(known),
        None => context
            .state
            .connector(caller.charge_point, place)?
            .as_ref()
            .map(When::of),
    };
    if !known.is_some_and(|known| when.is_history_to(&known)) {
        return Ok(Standing::Newest);
    }
    let late = caller.connectors.late();
    let before = late.filter(|late| when.goes_on_from(&late.when, late.counts));
    Ok(before.map_or(Standing::History, |late| Standing::ClockIsBack(late.clone())))
}

fn newest(context: Context<'_>, connector: &Arc<Connector>, when: When) -> Result<Effects, HandlerError> {
    let latest = put_connector(context.caller.charge_point, Arc::clone(connector));
    let report = ConnectorReport::of(connector);
    let effects = Effects::soon(vec![latest]);
    let effects = match context.caller.connectors.news(&report, context.caller.now) {
        News::None => return Ok(effects.learn(Learned::Connector(report, when))),
        News::Held => effects.learn(Learned::Connector(report, when)),
        News::Told { untold_before } => effects
            .tell_connector(&CONNECTOR_STATUS, report.clone(), untold_before)
            .learn(Learned::Connector(report, when)),
    };
    let effects = effects.then(given_up(context, connector, when)?);
    freed(context, effects, connector)
}

/// The end of what was reserved at a connector that is out of order. In 2.x the station tells that itself.
fn given_up(context: Context<'_>, connector: &Connector, when: When) -> Result<Effects, HandlerError> {
    if connector.evse.is_some() || !OUT_OF_ORDER.contains(&&*connector.status) {
        return Ok(Effects::none());
    }
    let told = when.told.filter(|_| when.is_late());
    let since = told.unwrap_or(when.received);
    out_of_order(context, connector.connector, (&*connector.status, since))
}

/// The same, with the end of sessions that a connector which is Available, or was, says are over.
fn freed(context: Context<'_>, effects: Effects, connector: &Connector) -> Result<Effects, HandlerError> {
    if connector.status != AVAILABLE {
        return Ok(effects);
    }
    let place = Place {
        evse: connector.evse,
        connector: Some(connector.connector),
    };
    let at = &connector.at;
    Ok(with_stale(context, effects, Sign::Available { place, at })?)
}
