//! NotifyEvent (2.x N07): events of monitors and components, kept as they come. One of them is the
//! state of a connector (G01, 2.1): it counts like a StatusNotification. That of an EVSE or of the station reaches its
//! connectors.

use std::borrow::Cow;

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;

use crate::clock::{Time, told_instant};
use crate::ocpp::availability::connector::report;
use crate::ocpp::context::{Caller, Context};
use crate::ocpp::effects::{Effects, Learned};
use crate::ocpp::error::HandlerError;
use crate::ocpp::fallback::keep;
use crate::ocpp::handler::Report;
use crate::ocpp::known_connectors::KnownConnectors;
use crate::ocpp::repair::connector_status;
use crate::ocpp::when::IN_TIME;
use crate::state::connectors::{Connector, Whole};
use crate::store::StoreError;

/// In 2.x every EVSE has it.
const FIRST: i64 = 1;

/// The handler.
pub struct NotifyEvent;

impl Report for NotifyEvent {
    type Type = v21::NotifyEvent;

    fn take(context: Context<'_>, request: &v21::NotifyEventRequest) -> Result<Effects, HandlerError> {
        let mut effects = Effects::none();
        // What one event says is known to the next.
        let mut known = Cow::Borrowed(context.caller.connectors);
        for state in states(&request.event_data, context.caller.now) {
            for connector in connectors(context, &known, &state)? {
                let caller = Caller {
                    connectors: &known,
                    ..*context.caller
                };
                let reported = report(
                    Context {
                        caller: &caller,
                        ..context
                    },
                    connector,
                )?;
                learn(&mut known, &reported.learned);
                effects = effects.then(reported);
            }
        }
        Ok(effects.then(Effects::soon(vec![keep(context, "NotifyEvent")?])))
    }
}

/// What an event says of the state of something.
struct State<'r> {
    event: &'r v21::EventData,
    of: Of,
    status: v21::ConnectorStatusEnum,
}

/// Whose state it is.
#[derive(Debug, Clone, Copy)]
enum Of {
    Station,
    Evse(i64),
    Connector(i64, Option<i64>),
}

/// The states that events tell, in their order: that of their times, where these can be true.
fn states(events: &[v21::EventData], now: Time) -> Vec<State<'_>> {
    let mut states: Vec<State<'_>> = events.iter().filter_map(state).collect();
    let time = |state: &State<'_>| told_instant(&state.event.timestamp).filter(|told| *told - now <= IN_TIME);
    if states.iter().all(|state| time(state).is_some()) {
        states.sort_by_key(|state| (time(state), rank(state.of)));
    }
    states
}

/// The widest first: of the same time the narrower word counts.
fn rank(of: Of) -> u8 {
    match of {
        Of::Station => 0,
        Of::Evse(_) => 1,
        Of::Connector(..) => 2,
    }
}

/// The state that an event tells; none: it tells something else. Names have no case in 2.x.
fn state(event: &v21::EventData) -> Option<State<'_>> {
    let is = |name: &str, known: &str| name.trim().eq_ignore_ascii_case(known);
    if !is(&event.variable.name, "AvailabilityState") {
        return None;
    }
    let (component, evse) = (&event.component.name, event.component.evse.as_ref());
    let of = if is(component, "ChargingStation") {
        Of::Station
    } else if is(component, "EVSE") {
        Of::Evse(evse?.id)
    } else if is(component, "Connector") {
        let evse = evse?;
        Of::Connector(evse.id, evse.connector_id)
    } else {
        return None;
    };
    let status = connector_status(&event.actual_value)?;
    Some(State { event, of, status })
}

/// A connector that is known.
struct Place {
    evse: i64,
    connector: i64,
    is_faulted: bool,
    whole: Option<Whole>,
}

/// The connectors that a state is about, as they are by it.
fn connectors(context: Context<'_>, known: &KnownConnectors, state: &State<'_>) -> Result<Vec<Connector>, StoreError> {
    let (places, whole) = match state.of {
        Of::Connector(evse, Some(connector)) => (vec![(evse, connector)], None),
        Of::Connector(evse, None) => {
            let mut at_evse = places(context, known)?.into_iter().filter(|place| place.evse == evse);
            let only = at_evse.next().filter(|_| at_evse.next().is_none());
            (vec![(evse, only.map_or(FIRST, |only| only.connector))], None)
        }
        Of::Evse(evse) => {
            let mut at_evse = places(context, known)?;
            at_evse.retain(|place| place.evse == evse);
            let found = match at_evse.as_slice() {
                [] => vec![(evse, FIRST)],
                [only] => vec![(evse, only.connector)],
                several => reached(several, state.status, Whole::Evse),
            };
            (found, Some(Whole::Evse))
        }
        Of::Station => {
            let found = reached(&places(context, known)?, state.status, Whole::Station);
            (found, Some(Whole::Station))
        }
    };
    let event = state.event;
    let connector = |(evse, connector)| Connector {
        evse: Some(evse),
        connector,
        status: state.status.as_str().into(),
        error_code: None,
        info: event.tech_info.clone(),
        vendor_id: None,
        vendor_error_code: event.tech_code.clone(),
        at: event.timestamp.clone(),
        received_at: context.caller.now,
        whole,
    };
    Ok(places.into_iter().map(connector).collect())
}

/// Those of several connectors that have the state of the whole. What is out of order is so with all that it has, but a
/// connector's own fault stays; what is in order again is so where its disorder was told of the whole.
fn reached(places: &[Place], status: v21::ConnectorStatusEnum, whole: Whole) -> Vec<(i64, i64)> {
    use v21::ConnectorStatusEnum::{Faulted, Unavailable};
    let reaches = |place: &&Place| match status {
        Faulted => true,
        Unavailable => place.whole.is_some() || !place.is_faulted,
        // The station's word is the wider one.
        _ => place.whole.is_some_and(|told| told == whole || whole == Whole::Evse),
    };
    let reached = places.iter().filter(reaches);
    reached.map(|place| (place.evse, place.connector)).collect()
}

/// The connectors of the station, as this connection or an earlier one reported them.
fn places(context: Context<'_>, known: &KnownConnectors) -> Result<Vec<Place>, StoreError> {
    let place = |evse: Option<i64>, connector, status: &str, whole| {
        Some(Place {
            evse: evse.filter(|evse| *evse > 0)?,
            connector,
            is_faulted: status == v21::ConnectorStatusEnum::Faulted.as_str(),
            whole,
        })
    };
    let reported = known.reports();
    let mut places: Vec<Place> = reported
        .filter_map(|report| place(report.evse, report.connector, &report.status, report.whole))
        .collect();
    for stored in context.state.connectors(context.caller.charge_point)? {
        let is_there = |place: &Place| Some(place.evse) == stored.evse && place.connector == stored.connector;
        if !places.iter().any(is_there) {
            places.extend(place(stored.evse, stored.connector, &stored.status, stored.whole));
        }
    }
    places.retain(|place| place.connector > 0);
    Ok(places)
}

fn learn(known: &mut Cow<'_, KnownConnectors>, learned: &[Learned]) {
    for one in learned {
        match one {
            Learned::Connector(report, when) => {
                known.to_mut().learn(report.clone(), *when);
            }
            Learned::Late(late) => known.to_mut().learn_late(late.clone()),
            Learned::Boot(_) => {}
        }
    }
}
