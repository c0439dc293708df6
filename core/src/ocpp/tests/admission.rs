//! Who may say what, and the order of the checks.

use ocpp_schemas::Version;
use serde_json::json;

use super::TestStation;
use crate::config::settings::{RegistrationStatus, Settings, Strictness};
use crate::ocpp::Expects;

#[actix_web::test]
async fn the_checks_come_in_their_order() {
    let mut station = TestStation::new(Version::V16).await;
    station.strictness = Strictness::Strict;
    station.registration = Some(RegistrationStatus::Pending);
    assert_eq!(station.refused("Nothing", json!({})).await, "NotImplemented");
    assert_eq!(station.refused("Reset", json!({ "bad": 1 })).await, "NotSupported");
    assert_eq!(station.refused("Heartbeat", json!({ "bad": 1 })).await, "SecurityError");
    station.registration = Some(RegistrationStatus::Accepted);
    assert_eq!(
        station.refused("Heartbeat", json!({ "bad": 1 })).await,
        "PropertyConstraintViolation"
    );
    assert_eq!(
        station.refused("Authorize", json!({})).await,
        "OccurenceConstraintViolation"
    );
    assert_eq!(station.refused("Authorize", json!([])).await, "TypeConstraintViolation");
}

#[actix_web::test]
async fn only_a_boot_passes_before_acceptance() {
    for version in Version::ALL {
        let mut station = TestStation::new(version).await;
        for status in [RegistrationStatus::Pending, RegistrationStatus::Rejected] {
            station.registration = Some(status);
            assert_eq!(
                station.refused("Heartbeat", json!({})).await,
                "SecurityError",
                "{version}"
            );
        }
    }
}

#[actix_web::test]
async fn a_station_that_never_booted_here_is_served_unless_a_setting_says_otherwise() {
    let mut station = TestStation::new(Version::V201).await;
    station.registration = None;
    station.call("Heartbeat", json!({})).await;
    let mut settings = Settings::default();
    settings.registration.refuse_before_boot = true;
    let mut station = TestStation::with(Version::V201, settings).await;
    station.registration = None;
    assert_eq!(station.refused("Heartbeat", json!({})).await, "SecurityError");
    let boot = json!({ "chargingStation": { "vendorName": "V", "model": "M" }, "reason": "PowerUp" });
    assert_eq!(station.call("BootNotification", boot).await["status"], "Accepted");
}

#[actix_web::test]
async fn a_send_is_not_answered_and_each_action_has_its_way() {
    let station = TestStation::new(Version::V21).await;
    let stream = json!({ "id": 1, "pending": 0, "basetime": "2026-11-20T10:00:00Z", "data": [{ "t": 0, "v": "1" }] });
    assert_eq!(
        station
            .send(Expects::Nothing, "NotifyPeriodicEventStream", stream.clone())
            .await,
        None
    );
    assert_eq!(
        station
            .pipeline
            .state
            .records(&station.charge_point, None, 9)
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        station.refused("NotifyPeriodicEventStream", stream).await,
        "NotSupported"
    );
    assert_eq!(station.send(Expects::Nothing, "Heartbeat", json!({})).await, None);
}
