//! What events tell of a site.

use ocpp_plugin_sdk::{Event, Failed, commands, log};
use serde_json::Value;

use crate::amount::Amount;
use crate::clock;
use crate::meter;
use crate::record::{Asked, Record, Said, Session, Station};
use crate::settings::{Settings, Site};
use crate::usage::{Judge, Usage};

/// A site and a moment (in seconds).
#[derive(Clone, Copy)]
pub struct Here<'a> {
    /// All settings.
    pub settings: &'a Settings,
    /// The site.
    pub site: &'a Site,
    /// Now.
    pub now: i64,
}

/// Takes an event of one of the site's charge points into its record, and says whether the plan may be
/// another one now.
///
/// # Errors
/// If the event has not the form of its kind.
pub fn learn(here: Here<'_>, record: &mut Record, event: &Event) -> Result<bool, Failed> {
    let id = &event.context.charge_point;
    let station = record.station(id);
    if !event.context.version.is_empty() {
        station.version.clone_from(&event.context.version);
    }
    // Whoever sends is there; an answer may be that nobody was.
    if !event.context.message_id.is_empty() {
        station.away = false;
    }
    match event.kind.as_str() {
        "charge-point.connected" => station.away = false,
        "charge-point.disconnected" => station.away = true,
        "charge-point.booted" => booted(record, id),
        "connector.status" => return Ok(status(here, record, event)),
        "meter.values" => {
            measured(here, record, event);
            return Ok(false);
        }
        "transaction.started" | "transaction.updated" => return transaction(here, record, event),
        // Of a StopTransaction that names no known transaction there is nothing to learn.
        "transaction.ended" if event.payload.get("transaction").is_none() => return Ok(false),
        "transaction.ended" => {
            let over = event.transaction()?;
            record.end(|session| session.charge_point == *id && session.transaction == over.id);
        }
        "command.answered" => return answered(here, record, event),
        _ => return Ok(false),
    }
    Ok(true)
}

/// What was said before may be forgotten.
fn booted(record: &mut Record, id: &str) {
    let station = record.station(id);
    *station = Station {
        version: station.version.clone(),
        ..Station::default()
    };
    for session in record.sessions.iter_mut().filter(|session| session.charge_point == id) {
        session.limit = Asked::default();
    }
}

/// The number that is the EVSE's in 2.x, the connector's in 1.6.
fn number(event: &Event, evse: &str, connector: &str) -> Option<i64> {
    let at = |pointer: &str| event.payload.pointer(pointer).and_then(Value::as_i64);
    at(evse).or_else(|| at(connector))
}

fn status(here: Here<'_>, record: &mut Record, event: &Event) -> bool {
    let id = &event.context.charge_point;
    let Some(connector) = number(event, "/connector/evse", "/connector/connector") else {
        return false;
    };
    if here.site.connector(id, connector).is_none() {
        return false;
    }
    let status = event.text("/connector/status");
    if let Some(session) = record.session(id, connector) {
        if status == Some("SuspendedEV") {
            judge(here, session, Amount::ZERO);
        }
        return false;
    }
    let plugged = &mut record.station(id).plugged;
    match status {
        Some("Preparing" | "Occupied") => plugged.insert(connector),
        _ => plugged.remove(&connector),
    }
}

fn transaction(here: Here<'_>, record: &mut Record, event: &Event) -> Result<bool, Failed> {
    let told = event.transaction()?;
    let id = &event.context.charge_point;
    let place = told
        .evse
        .or_else(|| number(event, "/request/evse/id", "/request/connectorId"));
    let Some(connector) = place.or(told.connector) else {
        return Ok(false);
    };
    if !told.is_open() || here.site.connector(id, connector).is_none() {
        return Ok(false);
    }
    let before = record.sessions.len();
    let since = told.started_at.as_deref().and_then(clock::seconds).unwrap_or(here.now);
    let session = record.begin(session(id, connector, (told.id, since)));
    if let Some(drawn) = event
        .payload
        .pointer("/request/meterValue")
        .and_then(|v| meter::drawn(v, here.site))
    {
        judge(here, session, drawn);
    } else if event.text("/request/transactionInfo/chargingState") == Some("SuspendedEV") {
        judge(here, session, Amount::ZERO);
    }
    Ok(event.kind == "transaction.started" || record.sessions.len() != before)
}

/// A session that nothing else is known of.
pub fn session(charge_point: &str, connector: i64, (transaction, since): (String, i64)) -> Session {
    Session {
        charge_point: charge_point.to_owned(),
        connector,
        transaction,
        since,
        limit: Asked::default(),
        usage: Usage::default(),
        drawn: None,
    }
}

fn measured(here: Here<'_>, record: &mut Record, event: &Event) {
    let connector = number(event, "/request/evseId", "/request/connectorId");
    let session = connector.and_then(|connector| record.session(&event.context.charge_point, connector));
    let drawn = event
        .payload
        .pointer("/request/meterValue")
        .and_then(|v| meter::drawn(v, here.site));
    if let (Some(session), Some(drawn)) = (session, drawn) {
        judge(here, session, drawn);
    }
}

fn judge(here: Here<'_>, session: &mut Session, drawn: Amount) {
    session.drawn = Some(drawn);
    let connector = here.site.connector(&session.charge_point, session.connector);
    let (Some(connector), Some(allowed)) = (connector, session.limit.kept) else {
        return;
    };
    let judge = Judge {
        margin: here.settings.margin,
        after: here.settings.unused_after,
        floor: connector.floor,
    };
    session.usage = session.usage.with(judge, (drawn, allowed), here.now);
}

/// What the server says when a station said nothing.
const NO_ANSWER: [&str; 4] = ["TimedOut", "Lost", "NotConnected", "QueueFull"];

fn answered(here: Here<'_>, record: &mut Record, event: &Event) -> Result<bool, Failed> {
    let answered = commands::answered(event)?;
    let id = &event.context.charge_point;
    let (said, why) = match &answered.outcome {
        Ok(response) => match response.get("status").and_then(Value::as_str).unwrap_or_default() {
            "Accepted" => (Said::Yes, "Accepted"),
            status => (Said::No, status),
        },
        Err(refusal) if NO_ANSWER.contains(&refusal.code.as_str()) => (Said::Nothing, refusal.code.as_str()),
        Err(refusal) => (Said::No, refusal.code.as_str()),
    };
    let of_session = |session: &&mut Session| session.limit.is(&answered.command);
    let asked = match record.sessions.iter_mut().find(of_session) {
        Some(session) => &mut session.limit,
        None => &mut record.station(id).fail_safe,
    };
    if !asked.is(&answered.command) {
        return Ok(false);
    }
    asked.answered(said, here.now);
    if said != Said::Yes {
        let pause = asked.not_before - here.now;
        log::warn(&format!(
            "{id} does not take its limit ({why}); it is asked again in {pause} s"
        ));
    }
    Ok(true)
}
