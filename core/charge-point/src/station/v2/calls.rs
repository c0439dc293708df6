//! OCPP 2.x: what the server asks for, but for what steers sessions.

use ocpp_schemas::ErrorCode;
use serde_json::{Value, json};

use super::super::jobs::{Kind, Order};
use super::super::outbox::Purpose;
use super::super::tags::Update;
use super::super::{Registration, Station};
use super::{control, model, tag_info, token};
use crate::client::Refusal;
use crate::json;

/// Answers a request of the server.
pub fn call(station: &mut Station, action: &str, payload: &Value) -> Result<Value, Refusal> {
    if station.registration == Registration::Rejected {
        let words = "the server has rejected this charging station";
        return Err(Refusal::new(ErrorCode::SecurityError, station.version(), words));
    }
    let status = match action {
        "GetVariables" => return Ok(model::get(station, payload)),
        "SetVariables" => return Ok(model::set(station, payload)),
        "GetBaseReport" => model::base_report(station, payload),
        "GetReport" => model::report(station, payload),
        "ClearCache" => {
            station.tags.forget();
            "Accepted"
        }
        "DataTransfer" => "UnknownVendorId",
        "GetLocalListVersion" => return Ok(json!({"versionNumber": station.tags.version()})),
        "SendLocalList" => send_local_list(station, payload),
        "TriggerMessage" => trigger(station, payload),
        "GetLog" => return Ok(get_log(station, payload)),
        "UpdateFirmware" => update_firmware(station, payload),
        "GetTransactionStatus" => return Ok(transaction_status(station, payload)),
        "CostUpdated" => {
            let (id, cost) = (json::text(payload, "transactionId"), json::number(payload, "totalCost"));
            station.say(format!(
                "transaction {} costs {} so far",
                id.unwrap_or_default(),
                cost.unwrap_or_default()
            ));
            return Ok(json!({}));
        }
        "GetInstalledCertificateIds" => return Ok(station.installed_ids(payload)),
        "DeleteCertificate" => station.delete_certificate(payload),
        "InstallCertificate" => station.install_certificate(payload),
        "CertificateSigned" => station.certificate_signed(payload),
        "SetNetworkProfile" => return Ok(station.set_network_profile(payload)),
        other => return control::call(station, other, payload),
    };
    Ok(json!({"status": status}))
}

fn send_local_list(station: &mut Station, payload: &Value) -> &'static str {
    if !station.settings.flag("LocalAuthListEnabled") {
        return "Failed";
    }
    let entries = json::list(payload, "localAuthorizationList").iter();
    let entries = entries.filter_map(|entry| {
        let info = entry.get("idTokenInfo").and_then(tag_info);
        Some((token(entry, "idToken")?.text, info))
    });
    let update = Update {
        version: json::integer(payload, "versionNumber").unwrap_or_default(),
        full: json::text(payload, "updateType") == Some("Full"),
        entries: entries.collect(),
    };
    let most = station.settings.number("LocalAuthListMaxLength");
    station.tags.update(update, usize::try_from(most).unwrap_or(usize::MAX))
}

fn trigger(station: &mut Station, payload: &Value) -> &'static str {
    let evse = payload.get("evse").and_then(|evse| json::integer(evse, "id"));
    let evse = evse.and_then(|id| u16::try_from(id).ok());
    match json::text(payload, "requestedMessage").unwrap_or_default() {
        "BootNotification" if station.registration == Registration::Accepted => return "Rejected",
        "BootNotification" => {
            station.boot_reason = "Triggered";
            station.boot_due = Some(station.now);
        }
        "Heartbeat" => station.outbox.push_early("Heartbeat", json!({}), Purpose::Heartbeat),
        "StatusNotification" => return station.trigger_states(evse.filter(|id| *id > 0)),
        "MeterValues" => return station.trigger_samples(evse),
        "TransactionEvent" => {
            let charging = |station: &Station, place: usize| {
                station
                    .connectors
                    .get(place)
                    .is_some_and(|connector| connector.session.is_some() && evse.is_none_or(|id| id == connector.id))
            };
            let places: Vec<usize> = (0..station.connectors.len())
                .filter(|place| charging(station, *place))
                .collect();
            if places.is_empty() {
                return "Rejected";
            }
            places.into_iter().for_each(|place| station.sample(place, "Trigger"));
        }
        "LogStatusNotification" => station.tell_idle("LogStatusNotification"),
        "FirmwareStatusNotification" => station.tell_idle("FirmwareStatusNotification"),
        "SignChargingStationCertificate" => return station.ask_for_certificate(Some("ChargingStationCertificate")),
        "SignV2GCertificate" => return station.ask_for_certificate(Some("V2GCertificate")),
        "SignV2G20Certificate" => return station.ask_for_certificate(Some("V2G20Certificate")),
        "SignCombinedCertificate" => return station.ask_for_certificate(None),
        _ => return "NotImplemented",
    }
    "Accepted"
}

fn get_log(station: &mut Station, payload: &Value) -> Value {
    let name = format!("log-{}.txt", station.now.timestamp());
    let place = payload.get("log").and_then(|log| json::text(log, "remoteLocation"));
    let replaced = station.begin(Order {
        kind: Kind::Log { name: name.clone() },
        url: place.unwrap_or_default().to_owned(),
        request: json::integer(payload, "requestId"),
        at: station.now,
    });
    let status = if replaced { "AcceptedCanceled" } else { "Accepted" };
    json!({"status": status, "filename": name})
}

fn update_firmware(station: &mut Station, payload: &Value) -> &'static str {
    let firmware = payload.get("firmware").unwrap_or(payload);
    let replaced = station.begin(Order {
        kind: Kind::Firmware { signed: false },
        url: json::text(firmware, "location").unwrap_or_default().to_owned(),
        request: json::integer(payload, "requestId"),
        at: json::time(firmware, "retrieveDateTime").unwrap_or(station.now),
    });
    if replaced { "AcceptedCanceled" } else { "Accepted" }
}

fn transaction_status(station: &Station, payload: &Value) -> Value {
    let Some(id) = json::text(payload, "transactionId") else {
        return json!({"messagesInQueue": !station.outbox.transactions.is_empty()});
    };
    let queue = &station.outbox.transactions;
    let waits = queue.messages().any(|kept| {
        kept.payload
            .pointer("/transactionInfo/transactionId")
            .and_then(Value::as_str)
            == Some(id)
    });
    let ongoing = station.place_of_transaction(id).is_some();
    json!({"ongoingIndicator": ongoing, "messagesInQueue": waits})
}
