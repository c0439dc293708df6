//! A server that has to compile a plugin listens at once: until the plugin is ready, what it decides is answered by its
//! `on_failure`, and everything else goes on.

use std::fs;

use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::external::skipped;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

/// Compiling it takes seconds.
const TARIFF: &str = "name = \"tariff\"\ngrants = [\"state\", \"commands\", \"directory\", \"events\"]\nsettings = { currency = \
                      \"EUR\", time_zone = { offset = \"+01:00\" }, tariffs = [{ id = \"all\", prices = [{ energy = \"0.40\" }] }] }";

/// A transaction begins, and its driver is judged.
fn judged(station: &mut Station, id: &str) -> Value {
    let started = json!({
        "eventType": "Started", "timestamp": "2026-01-01T00:00:00Z", "triggerReason": "Authorized", "seqNo": 0,
        "transactionInfo": {"transactionId": id}, "idToken": {"idToken": "ALICE", "type": "ISO14443"},
        "evse": {"id": 1, "connectorId": 1}
    });
    station.call("TransactionEvent", &started)["idTokenInfo"]["status"].clone()
}

#[test]
fn it_listens_before_it_compiles_and_on_failure_answers_until_then() {
    let component = artifacts::more_plugins().join("tariff.wasm");
    if !component.is_file() {
        return skipped("tariff.wasm: run `make more-plugins`");
    }
    let config = Config::new().compiling().plugin(TARIFF);
    let server = Server::start_at_once(&config, |folder| {
        fs::copy(&component, folder.join("plugins/tariff.wasm")).expect("the component");
    });
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "2.0.1");
    assert_eq!(judged(&mut station, "tx-1"), "Invalid");
    assert_eq!(admin.get("/readyz").expect(200)["pluginsNotReady"], json!(["tariff"]));
    assert_eq!(admin.get("/plugins/tariff/bills").status, 503);
    let coming = &admin.get("/api/v1/plugins").expect(200)["notRunning"][0];
    assert_eq!(
        (&coming["name"], &coming["order"], &coming["state"]),
        (&json!("tariff"), &json!(0), &json!("compiling"))
    );
    assert!(station.call("Heartbeat", &json!({}))["currentTime"].is_string());
    wait::until("the plugin is ready", || {
        let ready = admin.get("/readyz").expect(200);
        (ready["pluginsNotReady"] == json!([])).then_some(())
    });
    assert_eq!(judged(&mut station, "tx-2"), "Accepted");
    let log = server.log();
    for line in [
        "until each is ready, what it decides is answered by its on_failure",
        "all plugins are ready",
    ] {
        assert!(log.contains(line), "{line}: {log}");
    }
}
