//! Webhooks as the suites make them, and what they are told of.

use serde_json::json;

use crate::admin::Admin;
use crate::config::{ADMIN_TOKEN, Config};
use crate::process::{self, Ended};
use crate::receiver::Receiver;
use crate::server::Server;
use crate::station::Station;

/// Where webhooks are.
pub const HOOKS: &str = "/api/v1/webhooks";

/// An hour of pauses in seconds.
#[must_use]
pub fn hasty() -> Config {
    Config::new()
        .set("webhooks.retry_first", "20ms")
        .set("webhooks.retry_longest", "200ms")
        .set("webhooks.timeout", "20s")
}

/// Makes a webhook for a receiver; its secret.
///
/// # Panics
/// If it is refused.
pub fn add(admin: &Admin, receiver: &Receiver, name: &str, kinds: &[&str]) -> String {
    let made = admin.post(HOOKS, &json!({"name": name, "url": receiver.url(), "kinds": kinds}));
    made.expect(201)["secret"].as_str().unwrap().to_owned()
}

/// A whole session of 1.6.
///
/// # Panics
/// If it is refused.
pub fn charge(station: &mut Station, number: usize) {
    let start = json!({"connectorId": 1, "idTag": format!("TAG{number}"), "meterStart": 0,
        "timestamp": "2026-01-01T00:00:00Z"});
    let id = station.call("StartTransaction", &start)["transactionId"].clone();
    let stop = json!({"transactionId": id, "meterStop": 1000, "timestamp": "2026-01-01T01:00:00Z"});
    station.call("StopTransaction", &stop);
}

/// `ocpp-central webhooks` on a server.
///
/// # Panics
/// If it is refused.
#[must_use]
pub fn command(server: &Server, arguments: &[&str]) -> Ended {
    let address = format!("http://{}", server.admin_address());
    let mut command = process::command();
    command.arg("webhooks").args(arguments).args(["--server", &address]);
    process::run(command.env("OCPP_CENTRAL_ADMIN_TOKEN", ADMIN_TOKEN), b"")
}
