//! What was acknowledged is there after the process was killed and started again.

use ocpp_central_tests::config::Config;
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

fn boot() -> Value {
    json!({"chargePointVendor": "Vendor", "chargePointModel": "Model"})
}

#[test]
fn registrations_are_remembered() {
    let mut server = Server::start(&Config::new());
    server.admin().register("PENDING", &json!({"registration": "Pending"}));
    for name in ["PENDING", "ACCEPTED"] {
        Station::connect(&server, name, "1.6").call("BootNotification", &boot());
    }
    server.crash_and_restart();
    let refusal = Station::connect(&server, "PENDING", "1.6").exchange("Heartbeat", &json!({}));
    assert_eq!((&refusal[0], &refusal[2]), (&json!(4), &json!("SecurityError")));
    Station::connect(&server, "ACCEPTED", "1.6").call("Heartbeat", &json!({}));
    let shown = server.admin().get("/api/v1/charge-points/ACCEPTED").expect(200);
    assert_eq!(
        (&shown["boot"]["status"], &shown["boot"]["vendor"]),
        (&json!("Accepted"), &json!("Vendor")),
        "{shown}"
    );
}

#[test]
fn passwords_and_id_tags_are_remembered() {
    let config = Config::new()
        .set("ocpp.register_unknown", false)
        .set("authorization.accept_unknown", false);
    let mut server = Server::start(&config);
    server.admin().register(
        "CP1",
        &json!({"securityProfile": 1, "password": "correct horse battery"}),
    );
    server.admin().set_tag("THIEF", "Blocked");
    server.crash_and_restart();
    let upgrade = |password: &[u8]| Upgrade::to("/ocpp/CP1").offer("ocpp1.6").basic("CP1", password);
    assert_eq!(upgrade(b"wrong").send(server.ocpp()).status, 401);
    let mut station = Station::upgrade(&server, &upgrade(b"correct horse battery"));
    assert_eq!(
        station.call("Authorize", &json!({"idTag": "THIEF"}))["idTagInfo"]["status"],
        "Blocked"
    );
    assert_eq!(server.admin().delete("/api/v1/id-tags/THIEF").status, 204);
    assert_eq!(
        station.call("Authorize", &json!({"idTag": "THIEF"}))["idTagInfo"]["status"],
        "Invalid"
    );
}

#[test]
fn transactions_go_on() {
    let mut server = Server::start(&Config::new());
    let start = json!({"connectorId": 1, "idTag": "DRIVER", "meterStart": 1000, "timestamp": "2026-01-01T10:00:00Z"});
    let first = Station::connect(&server, "CP1", "1.6").call("StartTransaction", &start);
    let event = json!({"eventType": "Started", "timestamp": "2026-01-01T10:00:00Z", "triggerReason": "CablePluggedIn",
        "seqNo": 0, "transactionInfo": {"transactionId": "T1"}});
    Station::connect(&server, "CP2", "2.0.1").call("TransactionEvent", &event);

    server.crash_and_restart();
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(
        station.call("StartTransaction", &start),
        first,
        "the retry after the crash"
    );
    let id = &first["transactionId"];
    let stop = json!({"transactionId": id, "meterStop": 3000, "timestamp": "2026-01-01T11:00:00Z"});
    station.call("StopTransaction", &stop);
    Station::connect(&server, "CP2", "2.0.1").call("TransactionEvent", &event);

    server.crash_and_restart();
    let admin = server.admin();
    let kept = admin.get(&format!("/api/v1/transactions/CP1/{id}")).expect(200);
    assert_eq!(
        (&kept["state"], &kept["energyWh"]),
        (&json!("closed"), &json!("2000")),
        "{kept}"
    );
    assert_eq!(admin.transactions("CP1").len(), 1);
    let kept = admin.get("/api/v1/transactions/CP2/T1").expect(200);
    assert_eq!(
        (&kept["state"], kept["events"].as_array().unwrap().len()),
        (&json!("open"), 1),
        "{kept}"
    );
    // Numbers go on; none is given twice.
    let mut next = start.clone();
    next["timestamp"] = json!("2026-01-01T12:00:00Z");
    let next = Station::connect(&server, "CP1", "1.6").call("StartTransaction", &next);
    assert_ne!(next["transactionId"], *id);
}

#[test]
fn a_graceful_stop_closes_the_connections_and_ends_well() {
    let mut server = Server::start(&Config::new());
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.expect_silence();
    let status = server.stop();
    assert!(status.success(), "{status}:\n{}", server.log());
    assert_eq!(station.expect_close(), Some(1001), "going away (RFC 6455, 7.4.1)");
}

#[test]
fn a_graceful_stop_finishes_what_is_in_flight() {
    let mut server = Server::start(&Config::new().set("connection.shutdown_timeout", "20s"));
    let mut station = Station::connect(&server, "CP1", "1.6");
    let command = server.admin().command_later("CP1", "ClearCache", json!({}));
    let (id, _) = station.expect_call("ClearCache");
    server.terminate();
    wait::until("the shutdown to begin", || {
        server.log().contains("stopping").then_some(())
    });
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(command.join().unwrap().expect(200), json!({"status": "Accepted"}));
    assert_eq!(station.expect_close(), Some(1001));
    let status = server.wait_end();
    assert!(status.success(), "{status}:\n{}", server.log());
}

#[test]
fn statuses_and_the_last_contact_are_shown_soon() {
    let server = Server::start(&Config::new());
    let mut station = Station::connect(&server, "CP1", "1.6");
    for (connector, status) in [(0, "Available"), (1, "Charging"), (1, "Finishing")] {
        let status = json!({"connectorId": connector, "errorCode": "NoError", "status": status});
        station.call("StatusNotification", &status);
    }
    let shown = wait::until("the last status", || {
        let body = server.admin().get("/api/v1/charge-points/CP1").expect(200);
        let last = body["connectors"]
            .as_array()?
            .iter()
            .any(|one| one["connector"] == 1 && one["status"] == "Finishing");
        last.then_some(body)
    });
    assert_eq!(shown["connectors"].as_array().unwrap().len(), 2, "{shown}");
    assert!(shown["lastSeen"].is_string(), "{shown}");
}
