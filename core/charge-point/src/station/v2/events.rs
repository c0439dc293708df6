//! NotifyEvent (2.x N07): what happens at a connector, as a variable that has another value. 2.1 tells the states of
//! connectors by it (G01), and both versions what is broken (G05: a lock of a plug).

use serde_json::{Value, json};

use super::super::Station;
use super::super::connector::Connector;
use super::super::words::Message;
use crate::clock;
use crate::json;

/// The state of a connector.
pub fn state(station: &Station, connector: &Connector, word: &str) -> Message {
    let mut event = event(station, connector, ("Connector", "AvailabilityState"));
    json::add(&mut event, "actualValue", Some(word));
    json::add(&mut event, "techCode", connector.fault.as_deref());
    message(station, &event)
}

/// Something of a connector is broken, or works again.
pub fn problem(station: &Station, connector: &Connector, code: &str) -> Message {
    let component = match code {
        "ConnectorLockFailure" => "ConnectorPlugRetentionLock",
        _ => "Connector",
    };
    let broken = connector.fault.is_some();
    let mut event = event(station, connector, (component, "Problem"));
    json::add(&mut event, "actualValue", Some(broken.to_string()));
    json::add(&mut event, "cleared", (!broken).then_some(true));
    json::add(&mut event, "techCode", Some(code));
    message(station, &event)
}

/// All of it but the value.
fn event(station: &Station, connector: &Connector, (component, variable): (&str, &str)) -> Value {
    json!({
        "eventId": station.events,
        "timestamp": clock::text(station.now),
        "trigger": "Delta",
        "eventNotificationType": "HardWiredNotification",
        "component": {"name": component, "evse": {"id": connector.id, "connectorId": 1}},
        "variable": {"name": variable},
    })
}

fn message(station: &Station, event: &Value) -> Message {
    let time = clock::text(station.now);
    let payload = json!({"generatedAt": time, "seqNo": 0, "tbc": false, "eventData": [event]});
    ("NotifyEvent", payload)
}
