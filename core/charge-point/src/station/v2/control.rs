//! OCPP 2.x: what the server asks for that steers sessions and EVSEs.

use ocpp_schemas::ErrorCode;
use serde_json::{Value, json};

use super::super::connector::StopReason;
use super::super::outbox::{Asked, Purpose};
use super::super::profiles::Profile;
use super::super::reservations::Reservation;
use super::super::{PATIENCE, Station};
use super::token;
use crate::client::Refusal;
use crate::json;

/// Answers a request of the server.
pub fn call(station: &mut Station, action: &str, payload: &Value) -> Result<Value, Refusal> {
    let status = match action {
        "RequestStartTransaction" => remote_start(station, payload),
        "RequestStopTransaction" => station.remote_stop(json::text(payload, "transactionId").unwrap_or_default()),
        "Reset" => reset(station, payload),
        "UnlockConnector" => unlock(station, payload),
        "ChangeAvailability" => {
            let operative = json::text(payload, "operationalStatus") == Some("Operative");
            let evse = payload.get("evse").and_then(|evse| evse_of(evse, "id"));
            station.change_availability(evse.filter(|id| *id > 0), operative)
        }
        "ReserveNow" => reserve(station, payload),
        "CancelReservation" => {
            let id = json::integer(payload, "reservationId").unwrap_or_default();
            if station.reservations.remove(id).is_some() {
                "Accepted"
            } else {
                "Rejected"
            }
        }
        "SetChargingProfile" => station.install_profile(Profile {
            connector: evse_of(payload, "evseId").unwrap_or_default(),
            raw: payload.get("chargingProfile").cloned().unwrap_or_default(),
        }),
        "ClearChargingProfile" => clear_profiles(station, payload),
        "GetChargingProfiles" => get_profiles(station, payload),
        "GetCompositeSchedule" => return Ok(composite(station, payload)),
        other => {
            let words = format!("this charging station does not have {other}");
            return Err(Refusal::new(ErrorCode::NotSupported, station.version(), words));
        }
    };
    Ok(json!({"status": status}))
}

fn evse_of(payload: &Value, name: &str) -> Option<u16> {
    json::integer(payload, name).and_then(|id| u16::try_from(id).ok())
}

fn remote_start(station: &mut Station, payload: &Value) -> &'static str {
    let Some(token) = token(payload, "idToken") else {
        return "Rejected";
    };
    let started = station.remote_start(Asked {
        token,
        connector: evse_of(payload, "evseId").unwrap_or_default(),
        remote_start: json::integer(payload, "remoteStartId"),
        remote: true,
    });
    let Some(connector) = started else { return "Rejected" };
    if let Some(raw) = payload.get("chargingProfile") {
        station.install_profile(Profile {
            connector,
            raw: raw.clone(),
        });
    }
    "Accepted"
}

fn reset(station: &mut Station, payload: &Value) -> &'static str {
    let charging = station.connectors.iter().any(|connector| connector.session.is_some());
    if payload.get("evseId").is_some() {
        // One EVSE cannot be restarted by itself here.
        return "Rejected";
    }
    if json::text(payload, "type") == Some("OnIdle") && charging {
        station.restart_when_idle = Some("ScheduledReset");
        return "Scheduled";
    }
    station.stop_all(StopReason::HardReset);
    station.restart("RemoteReset", PATIENCE);
    "Accepted"
}

fn unlock(station: &mut Station, payload: &Value) -> &'static str {
    let Some(place) = evse_of(payload, "evseId").and_then(|id| station.place_of(id)) else {
        return "UnknownConnector";
    };
    let charges = station
        .connectors
        .get(place)
        .is_some_and(|connector| connector.session.is_some());
    if charges {
        "OngoingAuthorizedTransaction"
    } else if json::integer(payload, "connectorId") == Some(1) {
        "Unlocked"
    } else {
        "UnknownConnector"
    }
}

fn reserve(station: &mut Station, payload: &Value) -> &'static str {
    let Some(reserved) = token(payload, "idToken") else {
        return "Rejected";
    };
    station.reserve(Reservation {
        id: json::integer(payload, "id").unwrap_or_default(),
        connector: evse_of(payload, "evseId").unwrap_or_default(),
        token: reserved,
        parent: token(payload, "groupIdToken").map(|group| group.text),
        expires: json::time(payload, "expiryDateTime").unwrap_or(station.now),
    })
}

fn clear_profiles(station: &mut Station, payload: &Value) -> &'static str {
    let id = json::integer(payload, "chargingProfileId");
    let criteria = payload.get("chargingProfileCriteria");
    let wanted = (
        criteria.and_then(|criteria| evse_of(criteria, "evseId")),
        criteria.and_then(|criteria| json::text(criteria, "chargingProfilePurpose")),
        criteria.and_then(|criteria| json::integer(criteria, "stackLevel")),
    );
    station.clear_profiles(id, wanted)
}

fn get_profiles(station: &mut Station, payload: &Value) -> &'static str {
    let criteria = payload.get("chargingProfile").cloned().unwrap_or_default();
    let ids: Vec<i64> = json::list(&criteria, "chargingProfileId")
        .iter()
        .filter_map(Value::as_i64)
        .collect();
    let (evse, purpose, level) = (
        evse_of(payload, "evseId"),
        json::text(&criteria, "chargingProfilePurpose"),
        json::integer(&criteria, "stackLevel"),
    );
    let fits = |profile: &&Profile| {
        evse.is_none_or(|evse| evse == profile.connector)
            && (ids.is_empty() || profile.id().is_some_and(|id| ids.contains(&id)))
            && purpose.is_none_or(|purpose| purpose == profile.purpose())
            && level.is_none_or(|level| level == profile.level())
    };
    let found: Vec<Profile> = station.profiles.iter().filter(fits).cloned().collect();
    let request = json::integer(payload, "requestId").unwrap_or_default();
    let Some(last) = found.len().checked_sub(1) else {
        return "NoProfiles";
    };
    for (place, profile) in found.into_iter().enumerate() {
        let report = json!({"requestId": request, "chargingLimitSource": "CSO", "evseId": profile.connector,
            "chargingProfile": [profile.raw], "tbc": place < last});
        station
            .outbox
            .push_early("ReportChargingProfiles", report, Purpose::Report);
    }
    "Accepted"
}

fn composite(station: &Station, payload: &Value) -> Value {
    let evse = evse_of(payload, "evseId").unwrap_or_default();
    let unit = json::text(payload, "chargingRateUnit").unwrap_or("W");
    let seconds = json::integer(payload, "duration").unwrap_or_default();
    let Some(periods) = station.composite(evse, seconds, unit) else {
        return json!({"status": "Rejected"});
    };
    let start = crate::clock::text(station.now);
    let schedule = json!({"evseId": evse, "duration": seconds, "scheduleStart": start, "chargingRateUnit": unit,
        "chargingSchedulePeriod": periods});
    json!({"status": "Accepted", "schedule": schedule})
}
