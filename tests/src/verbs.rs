//! Verbs as the suites send them, the stations that they are sent to, and what becomes of them.

use serde_json::{Value, json};

use crate::admin::Admin;
use crate::config::Config;
use crate::server::Server;
use crate::station::Station;
use crate::wait;

/// Boots by its version.
///
/// # Panics
/// If it is refused.
pub fn boot(station: &mut Station, version: &str) {
    let payload = if version == "1.6" {
        json!({"chargePointVendor": "V", "chargePointModel": "M"})
    } else {
        json!({"reason": "PowerUp", "chargingStation": {"vendorName": "V", "model": "M"}})
    };
    assert_eq!(station.call("BootNotification", &payload)["status"], "Accepted");
}

/// A server whose stations have settled soon.
///
/// # Panics
/// If it is refused.
#[must_use]
pub fn server() -> Server {
    Server::start(&Config::new().set("connection.settle_delay", "50ms"))
}

/// A station that has booted and is known to be there.
///
/// # Panics
/// If it is refused.
#[must_use]
pub fn connected(server: &Server, id: &str, version: &str) -> Station {
    let mut station = Station::connect(server, id, version);
    boot(&mut station, version);
    server.admin().wait_connected(id, true);
    station
}

/// Where a verb is sent to.
#[must_use]
pub fn path(id: &str, verb: &str) -> String {
    format!("/api/v1/charge-points/{id}/commands/{verb}")
}

/// A command's state.
///
/// # Panics
/// If it is refused.
#[must_use]
pub fn state_of(admin: &Admin, id: &str) -> String {
    let command = admin.get(&format!("/api/v1/commands/{id}")).expect(200);
    command["state"].as_str().unwrap_or_default().to_owned()
}

/// A command, as soon as it has a state.
///
/// # Panics
/// If it is refused.
pub fn wait_state(admin: &Admin, id: &str, state: &str) -> Value {
    wait::until(&format!("{id} is {state}"), || {
        let command = admin.get(&format!("/api/v1/commands/{id}")).expect(200);
        (command["state"] == state).then_some(command)
    })
}

/// A text; of anything else an empty one.
#[must_use]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
