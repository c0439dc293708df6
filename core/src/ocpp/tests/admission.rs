//! Who may say what, and the order of the checks.

use ocpp_schemas::Version;
use serde_json::json;

use super::Bench;
use crate::config::settings::{RegistrationStatus, Settings};
use crate::ocpp::Asked;

#[actix_web::test]
async fn the_checks_come_in_their_order() {
    let mut bench = Bench::new(Version::V16).await;
    bench.registration = Some(RegistrationStatus::Pending);
    assert_eq!(bench.refused("Nothing", json!({})).await, "NotImplemented");
    assert_eq!(bench.refused("Reset", json!({ "bad": 1 })).await, "NotSupported");
    assert_eq!(bench.refused("Heartbeat", json!({ "bad": 1 })).await, "SecurityError");
    bench.registration = Some(RegistrationStatus::Accepted);
    assert_eq!(
        bench.refused("Heartbeat", json!({ "bad": 1 })).await,
        "PropertyConstraintViolation"
    );
    assert_eq!(
        bench.refused("Authorize", json!({})).await,
        "OccurenceConstraintViolation"
    );
    assert_eq!(bench.refused("Authorize", json!([])).await, "TypeConstraintViolation");
}

#[actix_web::test]
async fn only_a_boot_passes_before_acceptance() {
    for version in Version::ALL {
        let mut bench = Bench::new(version).await;
        for status in [RegistrationStatus::Pending, RegistrationStatus::Rejected] {
            bench.registration = Some(status);
            assert_eq!(
                bench.refused("Heartbeat", json!({})).await,
                "SecurityError",
                "{version}"
            );
        }
    }
}

#[actix_web::test]
async fn a_station_that_never_booted_here_is_served_unless_a_setting_says_otherwise() {
    let mut bench = Bench::new(Version::V201).await;
    bench.registration = None;
    bench.call("Heartbeat", json!({})).await;
    let mut settings = Settings::default();
    settings.registration.refuse_before_boot = true;
    let mut bench = Bench::with(Version::V201, settings).await;
    bench.registration = None;
    assert_eq!(bench.refused("Heartbeat", json!({})).await, "SecurityError");
    let boot = json!({ "chargingStation": { "vendorName": "V", "model": "M" }, "reason": "PowerUp" });
    assert_eq!(bench.call("BootNotification", boot).await["status"], "Accepted");
}

#[actix_web::test]
async fn a_send_is_not_answered_and_each_action_has_its_way() {
    let bench = Bench::new(Version::V21).await;
    let stream = json!({ "id": 1, "pending": 0, "basetime": "2026-11-20T10:00:00Z", "data": [{ "t": 0, "v": "1" }] });
    assert_eq!(
        bench
            .send(Asked::Send, "NotifyPeriodicEventStream", stream.clone())
            .await,
        None
    );
    assert_eq!(
        bench.central.state.records(&bench.charge_point, None, 9).unwrap().len(),
        1
    );
    assert_eq!(bench.refused("NotifyPeriodicEventStream", stream).await, "NotSupported");
    assert_eq!(bench.send(Asked::Send, "Heartbeat", json!({})).await, None);
}
