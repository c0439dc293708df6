//! Charge points with passwords, as the suites of their rotation use them.

use serde_json::{Value, json};

use crate::admin::Admin;
use crate::config::Config;
use crate::handshake::Upgrade;
use crate::server::Server;
use crate::station::{Station, subprotocol};
use crate::verbs::{boot, path};
use crate::wait;

/// The password that all have at first.
pub const OLD: &str = "the-old-secret-01";
/// One that they are told.
pub const NEW: &str = "the-new-Secret-02";
/// The same as 1.6 is told it.
pub const NEW_HEX: &str = "7468652d6e65772d5365637265742d3032";

/// A server that lets nobody in of whom it does not know, and the charge point CP1 of profile 1.
///
/// # Panics
/// If it is refused.
#[must_use]
pub fn server() -> Server {
    let config = Config::new()
        .set("ocpp.register_unknown", false)
        .set("connection.settle_delay", "50ms")
        .set("ask.inventory", false)
        .set("log.filter", "debug,ocpp_central::frames=trace");
    let server = Server::start(&config);
    let body = json!({"securityProfile": 1, "password": OLD});
    server.admin().register("CP1", &body);
    server
}

/// A handshake of CP1.
#[must_use]
pub fn upgrade(version: &str, password: &[u8]) -> Upgrade {
    let offered = Upgrade::to("/ocpp/CP1").offer(subprotocol(version));
    offered.basic("CP1", password)
}

/// CP1, booted.
///
/// # Panics
/// If it is refused.
#[must_use]
#[track_caller]
pub fn connected(server: &Server, version: &str, password: &[u8]) -> Station {
    let mut station = Station::upgrade(server, &upgrade(version, password));
    boot(&mut station, version);
    station
}

/// Whether a password would let CP1 in: it is not used, because no version is agreed on.
///
/// # Panics
/// If it is refused for another reason.
#[must_use]
pub fn would_let_in(server: &Server, password: &[u8]) -> bool {
    let nothing_known = Upgrade::to("/ocpp/CP1").offer("ocpp9").basic("CP1", password);
    match nothing_known.send(server.ocpp()).status {
        400 => true,
        401 => false,
        other => panic!("neither let in nor refused: {other}"),
    }
}

/// Whether a password lets CP1 in, which takes the place of a connection that it has.
///
/// # Panics
/// If it is refused for another reason.
#[must_use]
pub fn lets_in(server: &Server, version: &str, password: &[u8]) -> bool {
    match upgrade(version, password).send(server.ocpp()).status {
        101 => true,
        401 => false,
        other => panic!("neither let in nor refused: {other}"),
    }
}

/// Sends a verb without waiting for what comes of it; gives its id.
///
/// # Panics
/// If it is refused.
#[must_use]
#[track_caller]
pub fn sent(admin: &Admin, verb: &str, body: &Value) -> String {
    let taken = admin
        .post(&format!("{}?wait=false", path("CP1", verb)), body)
        .expect(202);
    taken["id"].as_str().expect("an id").to_owned()
}

/// The CALL that brings a new password: its id, and the password as it is told.
///
/// # Panics
/// If another one comes.
#[track_caller]
pub fn told(station: &mut Station, version: &str) -> (String, String) {
    let (action, pointer) = match version {
        "1.6" => ("ChangeConfiguration", "/value"),
        _ => ("SetVariables", "/setVariableData/0/attributeValue"),
    };
    let (id, payload) = station.expect_call(action);
    let secret = payload.pointer(pointer).and_then(Value::as_str);
    (id, secret.expect("a value").to_owned())
}

/// The station's word on it.
#[must_use]
pub fn word(version: &str, status: &str) -> Value {
    if version == "1.6" {
        return json!({ "status": status });
    }
    json!({"setVariableResult": [{
        "attributeStatus": status, "component": {"name": "SecurityCtrlr"}, "variable": {"name": "BasicAuthPassword"},
    }]})
}

/// The bytes that a station shows of what it was told: 1.6 has a key as hexadecimal digits.
#[must_use]
pub fn shown(version: &str, told: &str) -> Vec<u8> {
    if version != "1.6" {
        return told.as_bytes().to_vec();
    }
    let digit = |at: usize| u8::from_str_radix(&told[at..at + 2], 16).expect("hexadecimal");
    (0..told.len()).step_by(2).map(digit).collect()
}

/// What the timeline says of CP1's credentials, the oldest first, as `password pending`.
#[must_use]
pub fn history(admin: &Admin) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for event in admin.timeline("CP1") {
        if event["kind"] == "credentials.changed" {
            let word = |member: &str| event["payload"][member].as_str().unwrap_or_default().to_owned();
            told.push(format!("{} {}", word("credential"), word("state")));
        }
    }
    told
}

/// Waits until the timeline says so of CP1's credentials.
pub fn wait_history(admin: &Admin, wanted: &[&str]) {
    wait::until(&format!("the timeline says {wanted:?}"), || {
        (history(admin) == wanted).then_some(())
    });
}
