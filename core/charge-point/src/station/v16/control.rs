//! OCPP 1.6: what the server asks for that steers sessions and connectors.

use std::time::Duration;

use ocpp_schemas::{ErrorCode, Version};
use serde_json::{Value, json};

use super::super::connector::{IdToken, StopReason};
use super::super::outbox::Asked;
use super::super::profiles::Profile;
use super::super::reservations::Reservation;
use super::super::{PATIENCE, Station};
use crate::client::Refusal;
use crate::json;

/// Answers a request of the server.
pub fn call(station: &mut Station, action: &str, payload: &Value) -> Result<Value, Refusal> {
    let status = match action {
        "RemoteStartTransaction" => remote_start(station, payload),
        "RemoteStopTransaction" => {
            let number = json::integer(payload, "transactionId").unwrap_or_default();
            station.remote_stop(&number.to_string())
        }
        "Reset" => reset(station, payload),
        "UnlockConnector" => unlock(station, payload),
        "ChangeAvailability" => {
            let operative = json::text(payload, "type") == Some("Operative");
            station.change_availability(connector(payload).filter(|id| *id > 0), operative)
        }
        "ReserveNow" => reserve(station, payload),
        "CancelReservation" => {
            let id = json::integer(payload, "reservationId").unwrap_or_default();
            let removed = station.reservations.remove(id);
            if removed.is_some() { "Accepted" } else { "Rejected" }
        }
        "SetChargingProfile" => {
            let profile = payload.get("csChargingProfiles").cloned().unwrap_or_default();
            station.install_profile(Profile {
                connector: connector(payload).unwrap_or_default(),
                raw: profile,
            })
        }
        "ClearChargingProfile" => clear_profiles(station, payload),
        "GetCompositeSchedule" => return Ok(composite(station, payload)),
        other => {
            let words = format!("this charge point does not have {other}");
            return Err(Refusal::new(ErrorCode::NotSupported, Version::V16, words));
        }
    };
    Ok(json!({"status": status}))
}

fn connector(payload: &Value) -> Option<u16> {
    json::integer(payload, "connectorId").and_then(|id| u16::try_from(id).ok())
}

fn remote_start(station: &mut Station, payload: &Value) -> &'static str {
    let token = IdToken::card(json::text(payload, "idTag").unwrap_or_default());
    let started = station.remote_start(Asked {
        token,
        connector: connector(payload).unwrap_or_default(),
        remote_start: None,
        remote: true,
    });
    let Some(place) = started else { return "Rejected" };
    if let Some(profile) = payload.get("chargingProfile") {
        station.install_profile(Profile {
            connector: place,
            raw: profile.clone(),
        });
    }
    "Accepted"
}

fn reset(station: &mut Station, payload: &Value) -> &'static str {
    if json::text(payload, "type") == Some("Hard") {
        station.stop_all(StopReason::HardReset);
        // At once: what is not told yet is told after the boot.
        station.restart("RemoteReset", Duration::ZERO);
    } else {
        station.stop_all(StopReason::SoftReset);
        station.restart("RemoteReset", PATIENCE);
    }
    "Accepted"
}

fn unlock(station: &mut Station, payload: &Value) -> &'static str {
    let Some(place) = connector(payload).and_then(|id| station.place_of(id)) else {
        return "NotSupported";
    };
    station.stop(place, StopReason::UnlockCommand, None);
    "Unlocked"
}

fn reserve(station: &mut Station, payload: &Value) -> &'static str {
    let reservation = Reservation {
        id: json::integer(payload, "reservationId").unwrap_or_default(),
        connector: connector(payload).unwrap_or_default(),
        token: IdToken::card(json::text(payload, "idTag").unwrap_or_default()),
        parent: json::text(payload, "parentIdTag").map(str::to_owned),
        expires: json::time(payload, "expiryDate").unwrap_or(station.now),
    };
    station.reserve(reservation)
}

fn clear_profiles(station: &mut Station, payload: &Value) -> &'static str {
    let id = json::integer(payload, "id");
    let wanted = (
        connector(payload),
        json::text(payload, "chargingProfilePurpose"),
        json::integer(payload, "stackLevel"),
    );
    station.clear_profiles(id, wanted)
}

fn composite(station: &Station, payload: &Value) -> Value {
    let id = connector(payload).unwrap_or_default();
    let unit = json::text(payload, "chargingRateUnit").unwrap_or("W");
    let seconds = json::integer(payload, "duration").unwrap_or_default();
    let Some(periods) = station.composite(id, seconds, unit) else {
        return json!({"status": "Rejected"});
    };
    let start = crate::clock::text(station.now);
    let schedule = json!({"chargingRateUnit": unit, "duration": seconds, "startSchedule": start,
        "chargingSchedulePeriod": periods});
    json!({"status": "Accepted", "connectorId": id, "scheduleStart": start, "chargingSchedule": schedule})
}
