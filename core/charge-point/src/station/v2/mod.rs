//! OCPP 2.0.1 and 2.1: their messages. An EVSE has one connector here, and its number.

mod calls;
mod control;
mod events;
mod model;

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::Station;
use super::connector::{Charging, Connector, IdToken, Session, StopReason};
use super::measured::measured;
use super::tags::TagInfo;
use super::words::{Message, Words};
use crate::client::Refusal;
use crate::clock;
use crate::json;

/// The versions' words.
#[derive(Debug)]
pub struct Words2;

impl Words for Words2 {
    fn boot(&self, station: &Station) -> Value {
        json!({
            "reason": station.boot_reason,
            "chargingStation": {
                "vendorName": station.options.vendor,
                "model": station.options.model,
                "serialNumber": station.options.serial,
                "firmwareVersion": station.firmware(),
            },
        })
    }

    fn status(&self, station: &Station, connector: &Connector) -> (&'static str, Message) {
        let word = station.status_of(connector).v2();
        if station.version() == Version::V21 {
            return (word, events::state(station, connector, word));
        }
        let time = clock::text(station.now);
        let payload = json!({"evseId": connector.id, "connectorId": 1, "connectorStatus": word, "timestamp": time});
        (word, ("StatusNotification", payload))
    }

    fn own_status(&self, _: &Station) -> Option<Message> {
        None
    }

    fn problem(&self, station: &Station, connector: &Connector, code: &str) -> Option<Message> {
        Some(events::problem(station, connector, code))
    }

    fn authorize(&self, token: &IdToken) -> Value {
        json!({"idToken": written(token)})
    }

    fn started(&self, station: &Station, at: (&Connector, &Session)) -> Message {
        let (connector, session) = at;
        let trigger = if session.remote { "RemoteStart" } else { "Authorized" };
        let mut payload = event(station, at, ("Started", trigger));
        json::add(&mut payload, "idToken", Some(written(&session.token)));
        json::add(&mut payload, "reservationId", session.reservation);
        add_info(&mut payload, "remoteStartId", session.remote_start);
        let values = sample(
            station,
            connector,
            ("SampledDataCtrlr.TxStartedMeasurands", "Transaction.Begin"),
        );
        json::add(&mut payload, "meterValue", Some(values));
        ("TransactionEvent", payload)
    }

    fn sampled(&self, station: &Station, at: (&Connector, &Session), context: &str) -> Message {
        let (trigger, setting) = match context {
            "Sample.Clock" => ("MeterValueClock", "MeterValuesAlignedData"),
            "Trigger" => ("Trigger", "MeterValuesSampledData"),
            _ => ("MeterValuePeriodic", "MeterValuesSampledData"),
        };
        let mut payload = event(station, at, ("Updated", trigger));
        json::add(
            &mut payload,
            "meterValue",
            Some(sample(station, at.0, (setting, context))),
        );
        ("TransactionEvent", payload)
    }

    fn changed(&self, station: &Station, at: (&Connector, &Session)) -> Option<Message> {
        Some((
            "TransactionEvent",
            event(station, at, ("Updated", "ChargingStateChanged")),
        ))
    }

    fn ended(
        &self,
        station: &Station,
        at: (&Connector, &Session),
        (reason, by): (StopReason, Option<&IdToken>),
    ) -> Message {
        let (stopped, trigger) = words(reason);
        let mut payload = event(station, at, ("Ended", trigger));
        let state = if reason == StopReason::EvDisconnected {
            "Idle"
        } else {
            "EVConnected"
        };
        add_info(&mut payload, "chargingState", Some(state));
        add_info(&mut payload, "stoppedReason", Some(stopped));
        json::add(&mut payload, "idToken", by.map(written));
        let values = sample(station, at.0, ("StopTxnSampledData", "Transaction.End"));
        json::add(&mut payload, "meterValue", Some(values));
        ("TransactionEvent", payload)
    }

    fn measured(&self, station: &Station, connector: &Connector, context: &str) -> Message {
        let setting = if context == "Sample.Clock" {
            "MeterValuesAlignedData"
        } else {
            "MeterValuesSampledData"
        };
        let values = sample(station, connector, (setting, context));
        ("MeterValues", json!({"evseId": connector.id, "meterValue": values}))
    }

    fn tag_info(&self, answer: &Value) -> Option<TagInfo> {
        tag_info(answer.get("idTokenInfo")?)
    }

    fn number(&self, _: &Value) -> Option<i64> {
        None
    }

    fn reservation_over(&self, id: i64) -> Option<Message> {
        let payload = json!({"reservationId": id, "reservationUpdateStatus": "Expired"});
        Some(("ReservationStatusUpdate", payload))
    }

    fn call(&self, station: &mut Station, action: &str, payload: &Value) -> Result<Value, Refusal> {
        calls::call(station, action, payload)
    }
}

fn event(station: &Station, (connector, session): (&Connector, &Session), (kind, trigger): (&str, &str)) -> Value {
    let state = match session.state {
        Charging::Active => "Charging",
        Charging::SuspendedEv => "SuspendedEV",
        Charging::SuspendedEvse => "SuspendedEVSE",
    };
    let mut payload = json!({
        "eventType": kind,
        "timestamp": clock::text(station.now),
        "triggerReason": trigger,
        "seqNo": session.next_event,
        "transactionInfo": {"transactionId": session.id, "chargingState": state},
        "evse": {"id": connector.id, "connectorId": 1},
    });
    json::add(&mut payload, "offline", (!station.is_up()).then_some(true));
    payload
}

fn add_info(payload: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let Some(info) = payload.get_mut("transactionInfo") {
        json::add(info, name, value);
    }
}

fn sample(station: &Station, connector: &Connector, (setting, context): (&str, &str)) -> Value {
    let values = measured(&station.settings, setting, connector);
    let values = values.iter().map(|one| {
        let unit = json!({"unit": one.unit});
        json!({"value": one.value, "context": context, "measurand": one.measurand, "unitOfMeasure": unit})
    });
    json!([{"timestamp": clock::text(station.now), "sampledValue": values.collect::<Vec<_>>()}])
}

fn written(token: &IdToken) -> Value {
    json!({"idToken": token.text, "type": token.kind})
}

/// A token as the server writes it.
fn token(payload: &Value, name: &str) -> Option<IdToken> {
    let token = payload.get(name)?;
    Some(IdToken {
        text: json::text(token, "idToken")?.to_owned(),
        kind: json::text(token, "type")?.to_owned(),
    })
}

fn tag_info(info: &Value) -> Option<TagInfo> {
    Some(TagInfo {
        status: json::text(info, "status")?.to_owned(),
        parent: token(info, "groupIdToken").map(|group| group.text),
        expires: json::time(info, "cacheExpiryDateTime"),
    })
}

/// Why a session ended, and what made it.
const fn words(reason: StopReason) -> (&'static str, &'static str) {
    match reason {
        StopReason::Local => ("Local", "StopAuthorized"),
        StopReason::Remote => ("Remote", "RemoteStop"),
        StopReason::EvDisconnected => ("EVDisconnected", "EVCommunicationLost"),
        StopReason::SoftReset | StopReason::HardReset => ("ImmediateReset", "ResetCommand"),
        StopReason::DeAuthorized => ("DeAuthorized", "Deauthorized"),
        StopReason::UnlockCommand => ("Other", "UnlockCommand"),
        StopReason::PowerLoss => ("PowerLoss", "AbnormalCondition"),
        StopReason::Fault => ("Other", "AbnormalCondition"),
    }
}
