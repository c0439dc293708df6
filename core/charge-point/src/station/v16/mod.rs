//! OCPP 1.6: its messages.

mod calls;
mod control;

use serde_json::{Value, json};

use super::Station;
use super::connector::{Connector, IdToken, Session, StopReason};
use super::measured::measured;
use super::tags::TagInfo;
use super::words::{Message, Words};
use crate::client::Refusal;
use crate::clock;
use crate::json;

/// The version's words.
#[derive(Debug)]
pub struct Words16;

impl Words for Words16 {
    fn boot(&self, station: &Station) -> Value {
        json!({
            "chargePointVendor": station.options.vendor,
            "chargePointModel": station.options.model,
            "chargePointSerialNumber": station.options.serial,
            "firmwareVersion": station.firmware(),
        })
    }

    fn status(&self, station: &Station, connector: &Connector) -> (&'static str, Message) {
        let word = station.status_of(connector).v16();
        let code = connector.fault.as_deref().unwrap_or("NoError");
        let time = clock::text(station.now);
        let payload = json!({"connectorId": connector.id, "errorCode": code, "status": word, "timestamp": time});
        (word, ("StatusNotification", payload))
    }

    fn own_status(&self, station: &Station) -> Option<Message> {
        let word = if station.operative { "Available" } else { "Unavailable" };
        let time = clock::text(station.now);
        let payload = json!({"connectorId": 0, "errorCode": "NoError", "status": word, "timestamp": time});
        Some(("StatusNotification", payload))
    }

    fn problem(&self, _: &Station, _: &Connector, _: &str) -> Option<Message> {
        None
    }

    fn authorize(&self, token: &IdToken) -> Value {
        json!({"idTag": token.text})
    }

    fn started(&self, _: &Station, (connector, session): (&Connector, &Session)) -> Message {
        let mut payload = json!({
            "connectorId": connector.id,
            "idTag": session.token.text,
            "meterStart": session.meter_start,
            "timestamp": clock::text(session.started),
        });
        json::add(&mut payload, "reservationId", session.reservation);
        ("StartTransaction", payload)
    }

    fn sampled(&self, station: &Station, (connector, session): (&Connector, &Session), context: &str) -> Message {
        let payload = json!({
            "connectorId": connector.id,
            "transactionId": number_of(session),
            "meterValue": [sample(station, connector, context)],
        });
        ("MeterValues", payload)
    }

    fn changed(&self, _: &Station, _: (&Connector, &Session)) -> Option<Message> {
        None
    }

    fn ended(
        &self,
        station: &Station,
        (connector, session): (&Connector, &Session),
        (reason, by): (StopReason, Option<&IdToken>),
    ) -> Message {
        let mut payload = json!({
            "transactionId": number_of(session),
            "meterStop": connector.register(),
            "timestamp": clock::text(station.now),
            "reason": word(reason),
        });
        json::add(&mut payload, "idTag", by.map(|token| token.text.as_str()));
        ("StopTransaction", payload)
    }

    fn measured(&self, station: &Station, connector: &Connector, context: &str) -> Message {
        let payload = json!({"connectorId": connector.id, "meterValue": [sample(station, connector, context)]});
        ("MeterValues", payload)
    }

    fn tag_info(&self, answer: &Value) -> Option<TagInfo> {
        tag_info(answer.get("idTagInfo")?)
    }

    fn number(&self, answer: &Value) -> Option<i64> {
        json::integer(answer, "transactionId")
    }

    fn reservation_over(&self, _: i64) -> Option<Message> {
        None
    }

    fn call(&self, station: &mut Station, action: &str, payload: &Value) -> Result<Value, Refusal> {
        calls::call(station, action, payload)
    }
}

fn tag_info(info: &Value) -> Option<TagInfo> {
    Some(TagInfo {
        status: json::text(info, "status")?.to_owned(),
        parent: json::text(info, "parentIdTag").map(str::to_owned),
        expires: json::time(info, "expiryDate"),
    })
}

/// While the server has given no number, the session has one of its own below zero, which is replaced before it is
/// sent.
fn number_of(session: &Session) -> i64 {
    let own = i64::try_from(session.number).unwrap_or(1);
    session.given.unwrap_or(-own)
}

fn sample(station: &Station, connector: &Connector, context: &str) -> Value {
    let setting = if context == "Sample.Clock" {
        "MeterValuesAlignedData"
    } else {
        "MeterValuesSampledData"
    };
    let values = measured(&station.settings, setting, connector);
    let values = values.iter().map(
        |one| json!({"value": one.value.to_string(), "context": context, "measurand": one.measurand, "unit": one.unit}),
    );
    json!({"timestamp": clock::text(station.now), "sampledValue": values.collect::<Vec<_>>()})
}

const fn word(reason: StopReason) -> &'static str {
    match reason {
        StopReason::Local => "Local",
        StopReason::Remote => "Remote",
        StopReason::EvDisconnected => "EVDisconnected",
        StopReason::SoftReset => "SoftReset",
        StopReason::HardReset => "HardReset",
        StopReason::DeAuthorized => "DeAuthorized",
        StopReason::UnlockCommand => "UnlockCommand",
        StopReason::PowerLoss => "PowerLoss",
        StopReason::Fault => "Other",
    }
}
