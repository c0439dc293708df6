//! OCPP 1.6: what the server asks for, but for what steers sessions.

use ocpp_schemas::{ErrorCode, Version};
use serde_json::{Value, json};

use super::super::jobs::{Kind, Order};
use super::super::outbox::Purpose;
use super::super::settings::{self, Access, Changed, ROWS, Row};
use super::super::tags::Update;
use super::super::{Registration, Station};
use super::{control, tag_info};
use crate::client::Refusal;
use crate::json;

/// Answers a request of the server.
pub fn call(station: &mut Station, action: &str, payload: &Value) -> Result<Value, Refusal> {
    if station.registration == Registration::Rejected {
        let words = "the server has rejected this charge point";
        return Err(Refusal::new(ErrorCode::SecurityError, Version::V16, words));
    }
    let status = match action {
        "ChangeConfiguration" => change_configuration(station, payload),
        "GetConfiguration" => return Ok(get_configuration(station, payload)),
        "ClearCache" => {
            station.tags.forget();
            "Accepted"
        }
        "DataTransfer" => "UnknownVendorId",
        "GetLocalListVersion" => return Ok(json!({"listVersion": station.tags.version()})),
        "SendLocalList" => send_local_list(station, payload),
        "TriggerMessage" | "ExtendedTriggerMessage" => trigger(station, payload),
        "GetDiagnostics" => return Ok(get_diagnostics(station, payload)),
        "GetLog" => return Ok(get_log(station, payload)),
        "UpdateFirmware" => {
            let (url, at) = (json::text(payload, "location"), json::time(payload, "retrieveDate"));
            update(station, false, (url, at), None);
            return Ok(json!({}));
        }
        "SignedUpdateFirmware" => {
            let firmware = payload.get("firmware").unwrap_or(payload);
            let wanted = (
                json::text(firmware, "location"),
                json::time(firmware, "retrieveDateTime"),
            );
            let replaced = update(station, true, wanted, json::integer(payload, "requestId"));
            if replaced { "AcceptedCanceled" } else { "Accepted" }
        }
        "GetInstalledCertificateIds" => return Ok(station.installed_ids(payload)),
        "DeleteCertificate" => station.delete_certificate(payload),
        "InstallCertificate" => station.install_certificate(payload),
        "CertificateSigned" => station.certificate_signed(payload),
        other => return control::call(station, other, payload),
    };
    Ok(json!({"status": status}))
}

fn change_configuration(station: &mut Station, payload: &Value) -> &'static str {
    let (key, value) = (json::text(payload, "key"), json::text(payload, "value"));
    let row = key.and_then(settings::find).filter(|row| !row.key.is_empty());
    let value = value.unwrap_or_default();
    if row.is_some_and(|row| row.access == Access::Raise) {
        return station.raise_profile(value);
    }
    if row.is_some_and(|row| station.refuses(row, value)) {
        return "Rejected";
    }
    match station.settings.change(row, value) {
        Changed::Done(row) => {
            station.set(row);
            "Accepted"
        }
        Changed::Rejected => "Rejected",
        Changed::Unknown => "NotSupported",
    }
}

fn get_configuration(station: &Station, payload: &Value) -> Value {
    let shown = |row: &&Row| !row.key.is_empty() && row.access != Access::Secret;
    let written = |row: &Row| {
        let mut entry = json!({"key": row.key, "readonly": row.access == Access::Read});
        json::add(&mut entry, "value", Some(station.settings.get(row)));
        entry
    };
    let asked = json::list(payload, "key");
    if asked.is_empty() {
        let all = ROWS.iter().filter(shown).map(written);
        return json!({"configurationKey": all.collect::<Vec<_>>()});
    }
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for key in asked.iter().filter_map(Value::as_str) {
        match settings::find(key).filter(|row| shown(row)) {
            Some(row) => known.push(written(row)),
            None => unknown.push(key),
        }
    }
    json!({"configurationKey": known, "unknownKey": unknown})
}

fn send_local_list(station: &mut Station, payload: &Value) -> &'static str {
    if !station.settings.flag("LocalAuthListEnabled") {
        return "NotSupported";
    }
    let entries = json::list(payload, "localAuthorizationList").iter();
    let entries = entries.filter_map(|entry| {
        let info = entry.get("idTagInfo").and_then(tag_info);
        Some((json::text(entry, "idTag")?.to_owned(), info))
    });
    let update = Update {
        version: json::integer(payload, "listVersion").unwrap_or_default(),
        full: json::text(payload, "updateType") == Some("Full"),
        entries: entries.collect(),
    };
    let most = station.settings.number("LocalAuthListMaxLength");
    station.tags.update(update, usize::try_from(most).unwrap_or(usize::MAX))
}

fn trigger(station: &mut Station, payload: &Value) -> &'static str {
    let connector = json::integer(payload, "connectorId").and_then(|id| u16::try_from(id).ok());
    match json::text(payload, "requestedMessage").unwrap_or_default() {
        "BootNotification" if station.registration == Registration::Accepted => return "Rejected",
        "BootNotification" => station.boot_due = Some(station.now),
        "Heartbeat" => station.outbox.push_early("Heartbeat", json!({}), Purpose::Heartbeat),
        "StatusNotification" => return station.trigger_states(connector.filter(|id| *id > 0)),
        "MeterValues" => return station.trigger_samples(connector),
        "DiagnosticsStatusNotification" => station.tell_idle("DiagnosticsStatusNotification"),
        "LogStatusNotification" => station.tell_idle("LogStatusNotification"),
        "FirmwareStatusNotification" => station.tell_idle("FirmwareStatusNotification"),
        "SignChargePointCertificate" => return station.ask_for_certificate(None),
        _ => return "NotImplemented",
    }
    "Accepted"
}

fn get_diagnostics(station: &mut Station, payload: &Value) -> Value {
    let name = format!("diagnostics-{}.txt", station.now.timestamp());
    station.begin(Order {
        kind: Kind::Diagnostics { name: name.clone() },
        url: json::text(payload, "location").unwrap_or_default().to_owned(),
        request: None,
        at: station.now,
    });
    json!({"fileName": name})
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

fn update(
    station: &mut Station,
    signed: bool,
    (url, at): (Option<&str>, Option<crate::clock::Time>),
    request: Option<i64>,
) -> bool {
    station.begin(Order {
        kind: Kind::Firmware { signed },
        url: url.unwrap_or_default().to_owned(),
        request,
        at: at.unwrap_or(station.now),
    })
}
