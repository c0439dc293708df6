//! Charge points that are asked to fetch files and to bring them, and how that is shown.

use std::thread::JoinHandle;

use serde_json::{Value, json};

use crate::admin::{Admin, Reply};
use crate::server::Server;
use crate::station::Station;
use crate::wait;

/// Boots with this firmware.
pub fn boot(station: &mut Station, version: &str, firmware: &str) {
    let payload = if version == "1.6" {
        json!({"chargePointVendor": "V", "chargePointModel": "M", "firmwareVersion": firmware})
    } else {
        let charger = json!({"vendorName": "V", "model": "M", "firmwareVersion": firmware});
        json!({"reason": "PowerUp", "chargingStation": charger})
    };
    station.call("BootNotification", &payload);
}

/// `CP1`, booted with firmware 1.0.
pub fn connected(server: &Server, version: &str) -> Station {
    let mut station = Station::connect(server, "CP1", version);
    boot(&mut station, version, "1.0");
    server.admin().wait_connected("CP1", true);
    station
}

/// Any bytes, so many of them.
pub fn bytes(many: usize) -> Vec<u8> {
    (0..many).map(|n| (n * n % 251) as u8).collect()
}

/// Firmware of the name `fw`.
pub fn upload(admin: &Admin, image: Vec<u8>, status: u16) {
    assert_eq!(admin.put_bytes("/api/v1/firmware/fw", image).status, status);
}

/// Wants a verb of `CP1`, in a thread of its own.
pub fn command(server: &Server, name: &str, body: Value) -> JoinHandle<Reply> {
    let (admin, path) = (server.admin(), format!("/api/v1/charge-points/CP1/commands/{name}"));
    std::thread::spawn(move || admin.post(&path, &body))
}

/// The newest of its updates, or of what it was asked to bring.
pub fn newest(admin: &Admin, what: &str) -> Value {
    admin.get(&format!("/api/v1/charge-points/CP1/{what}")).expect(200)["items"][0].clone()
}

/// Waits until a command is so far.
pub fn wait_state(admin: &Admin, id: &str, state: &str) {
    wait::until(&format!("the command is {state}"), || {
        let command = admin.get(&format!("/api/v1/commands/{id}")).expect(200);
        (command["state"] == state).then_some(())
    });
}

/// The URL of an UpdateFirmware or a GetLog, and its number.
pub fn url_of(payload: &Value) -> (String, Option<i64>) {
    let place = ["/location", "/firmware/location", "/log/remoteLocation"];
    let url = place.iter().find_map(|place| payload.pointer(place)).unwrap();
    (url.as_str().unwrap().to_owned(), payload["requestId"].as_i64())
}

/// Asks for diagnostics; the station answers with a name. The URL, the number, and the command's id.
pub fn asked_for_diagnostics(
    server: &Server,
    station: &mut Station,
    version: &str,
    body: Value,
) -> (String, Option<i64>, String) {
    let security = body["kind"] == "security";
    let sent = command(server, "diagnostics", body);
    let plain = version == "1.6" && !security;
    let (id, payload) = station.expect_call(if plain { "GetDiagnostics" } else { "GetLog" });
    let answer = if plain {
        json!({"fileName": "told.zip"})
    } else {
        json!({"status": "Accepted", "filename": "told.zip"})
    };
    station.answer(&id, &answer);
    let asked = sent.join().unwrap().expect(200);
    assert_eq!(asked["state"], "accepted", "{asked}");
    assert_eq!(asked["response"]["fileName"], "told.zip", "{asked}");
    let (url, number) = url_of(&payload);
    (url, number, asked["id"].as_str().unwrap().to_owned())
}
