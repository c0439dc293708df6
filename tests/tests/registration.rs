//! A station that is not accepted may boot, tell of transactions, and send what it was asked to (1.6 J errata
//! 3.10; 2.x B01.FR.10, B02.FR.09, B03.FR.07); and what an operator says of its registration counts from its
//! next boot.

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const VERSIONS: [&str; 3] = ["1.6", "2.0.1", "2.1"];

fn boot(version: &str) -> Value {
    match version {
        "1.6" => json!({"chargePointVendor": "V", "chargePointModel": "M"}),
        _ => json!({"reason": "PowerUp", "chargingStation": {"vendorName": "V", "model": "M"}}),
    }
}

fn status(version: &str) -> Value {
    match version {
        "1.6" => json!({"connectorId": 1, "status": "Available", "errorCode": "NoError"}),
        _ => {
            json!({"evseId": 1, "connectorId": 1, "connectorStatus": "Available", "timestamp": "2026-01-01T00:00:00Z"})
        }
    }
}

/// A station that booted and was not accepted.
fn unaccepted(server: &Server, registration: &str, version: &str) -> (Admin, Station) {
    let admin = server.admin();
    admin.register("CP1", &json!({ "registration": registration }));
    let mut station = Station::connect(server, "CP1", version);
    admin.wait_connected("CP1", true);
    assert_eq!(station.call("BootNotification", &boot(version))["status"], registration);
    (admin, station)
}

#[track_caller]
fn assert_refused(station: &mut Station, action: &str, payload: &Value) {
    let answer = station.exchange(action, payload);
    assert_eq!(
        (&answer[0], &answer[2]),
        (&json!(4), &json!("SecurityError")),
        "{action}: {answer}"
    );
}

/// The operator's command, with the station's answer to it.
#[track_caller]
fn ask(admin: &Admin, station: &mut Station, action: &str, payload: Value, answer: &Value) {
    let asked = admin.command_later("CP1", action, payload);
    let (id, _) = station.expect_call(action);
    station.answer(&id, answer);
    assert_eq!(&asked.join().unwrap().expect(200), answer);
}

#[test]
fn what_was_triggered_is_taken_in_every_version() {
    for version in VERSIONS {
        let server = Server::start(&Config::new());
        let (admin, mut station) = unaccepted(&server, "Pending", version);
        assert_refused(&mut station, "StatusNotification", &status(version));
        let trigger = |what: &str| match (version, what) {
            ("1.6", _) => json!({"requestedMessage": what, "connectorId": 1}),
            (_, "StatusNotification") => json!({"requestedMessage": what, "evse": {"id": 1, "connectorId": 1}}),
            _ => json!({ "requestedMessage": what }),
        };
        let rejected = json!({"status": "Rejected"});
        ask(
            &admin,
            &mut station,
            "TriggerMessage",
            trigger("StatusNotification"),
            &rejected,
        );
        assert_refused(&mut station, "StatusNotification", &status(version));

        let accepted = json!({"status": "Accepted"});
        ask(
            &admin,
            &mut station,
            "TriggerMessage",
            trigger("StatusNotification"),
            &accepted,
        );
        assert_eq!(station.call("StatusNotification", &status(version)), json!({}));
        wait::until("the connector is shown", || {
            let shown = admin.get("/api/v1/charge-points/CP1").expect(200);
            (shown["connectors"].as_array().unwrap().len() == 1).then_some(())
        });
        assert_refused(&mut station, "Heartbeat", &json!({}));

        ask(&admin, &mut station, "TriggerMessage", trigger("Heartbeat"), &accepted);
        station.call("Heartbeat", &json!({}));
        ask(
            &admin,
            &mut station,
            "TriggerMessage",
            trigger("MeterValues"),
            &accepted,
        );
        let values = json!([{"timestamp": "2026-01-01T00:00:00Z", "sampledValue": [
            {"value": if version == "1.6" { json!("1") } else { json!(1) }}]}]);
        let place = if version == "1.6" { "connectorId" } else { "evseId" };
        station.call("MeterValues", &json!({place: 1, "meterValue": values}));
        ask(
            &admin,
            &mut station,
            "TriggerMessage",
            trigger("BootNotification"),
            &accepted,
        );
        admin.register("CP1", &json!({"registration": "Accepted"}));
        assert_eq!(station.call("BootNotification", &boot(version))["status"], "Accepted");
        station.expect_silence();
    }
}

#[test]
fn a_station_that_is_set_up_while_pending_delivers_its_reports_over_a_reboot() {
    for version in ["2.0.1", "2.1"] {
        let server = Server::start(&Config::new());
        let (admin, mut station) = unaccepted(&server, "Pending", version);
        let part = |request: i64, number: i64, more: bool| json!({"requestId": request, "generatedAt": "2026-01-01T00:00:00Z", "seqNo": number, "tbc": more});
        assert_refused(&mut station, "NotifyReport", &part(1, 0, true));
        let accepted = json!({"status": "Accepted"});
        let base = json!({"requestId": 1, "reportBase": "FullInventory"});
        ask(&admin, &mut station, "GetBaseReport", base, &accepted);
        station.call("NotifyReport", &part(1, 0, true));
        station.call("NotifyReport", &part(1, 1, false));
        assert_refused(&mut station, "NotifyReport", &part(2, 0, false));

        let variable = json!([{"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}}]);
        let some = json!({"requestId": 2, "componentVariable": variable});
        ask(&admin, &mut station, "GetReport", some, &accepted);
        ask(
            &admin,
            &mut station,
            "GetMonitoringReport",
            json!({"requestId": 3}),
            &accepted,
        );
        station.cut();
        let mut station = Station::connect(&server, "CP1", version);
        assert_eq!(station.call("BootNotification", &boot(version))["status"], "Pending");
        station.call("NotifyReport", &part(2, 0, false));
        station.call("NotifyMonitoringReport", &part(3, 0, false));
        assert_refused(&mut station, "Heartbeat", &json!({}));
    }
}

#[test]
fn what_a_station_was_asked_for_is_known_after_a_restart() {
    let mut server = Server::start(&Config::new());
    let (admin, mut station) = unaccepted(&server, "Pending", "2.0.1");
    let part = |request: i64| json!({"requestId": request, "generatedAt": "2026-01-01T00:00:00Z", "seqNo": 0});
    let base = |request: i64| json!({"requestId": request, "reportBase": "FullInventory"});
    let accepted = json!({"status": "Accepted"});
    ask(&admin, &mut station, "GetBaseReport", base(1), &accepted);
    ask(
        &admin,
        &mut station,
        "GetBaseReport",
        base(2),
        &json!({"status": "Rejected"}),
    );
    server.crash_and_restart();
    let mut station = Station::connect(&server, "CP1", "2.0.1");
    station.call("NotifyReport", &part(1));
    assert_refused(&mut station, "NotifyReport", &part(2));
    assert_refused(&mut station, "Heartbeat", &json!({}));
    // Once it was accepted, what it was asked for before counts no more.
    for registration in ["Accepted", "Pending"] {
        server.admin().register("CP1", &json!({ "registration": registration }));
        assert_eq!(station.call("BootNotification", &boot("2.0.1"))["status"], registration);
    }
    assert_refused(&mut station, "NotifyReport", &part(1));
}

#[test]
fn a_1_6_station_is_set_up_while_pending() {
    let server = Server::start(&Config::new());
    let (admin, mut station) = unaccepted(&server, "Pending", "1.6");
    let accepted = json!({"status": "Accepted"});
    let key = json!({"key": "HeartbeatInterval", "value": "60"});
    ask(&admin, &mut station, "ChangeConfiguration", key, &accepted);
    ask(
        &admin,
        &mut station,
        "GetConfiguration",
        json!({}),
        &json!({"configurationKey": []}),
    );
    let idle = json!({"status": "Idle"});
    assert_refused(&mut station, "DiagnosticsStatusNotification", &idle);
    let trigger = json!({"requestedMessage": "DiagnosticsStatusNotification"});
    ask(&admin, &mut station, "TriggerMessage", trigger, &accepted);
    station.call("DiagnosticsStatusNotification", &idle);
    let update = json!({"location": "https://host/file", "retrieveDate": "2026-01-01T00:00:00Z"});
    ask(&admin, &mut station, "UpdateFirmware", update, &json!({}));
    station.call("FirmwareStatusNotification", &json!({"status": "Downloading"}));
    let trigger = json!({"requestedMessage": "SignChargePointCertificate"});
    ask(&admin, &mut station, "ExtendedTriggerMessage", trigger, &accepted);
    station.call(
        "SignCertificate",
        &json!({"csr": "-----BEGIN CERTIFICATE REQUEST-----"}),
    );
    assert_refused(
        &mut station,
        "SecurityEventNotification",
        &json!({"type": "T", "timestamp": "2026-01-01T00:00:00Z"}),
    );
}

#[test]
fn what_is_said_of_transactions_is_taken_whatever_the_registration() {
    for registration in ["Pending", "Rejected"] {
        let server = Server::start(&Config::new());
        let (admin, mut station) = unaccepted(&server, registration, "1.6");
        let values = |members: Value| {
            let mut request = json!({"connectorId": 1, "meterValue": [
                {"timestamp": "2026-01-01T00:10:00Z", "sampledValue": [{"value": "10"}]}]});
            request
                .as_object_mut()
                .unwrap()
                .extend(members.as_object().unwrap().clone());
            request
        };
        assert_refused(&mut station, "MeterValues", &values(json!({})));
        let start = json!({"connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"});
        let started = station.call("StartTransaction", &start);
        let id = &started["transactionId"];
        station.call("MeterValues", &values(json!({"transactionId": id})));
        station.call("MeterValues", &values(json!({})));
        assert_refused(&mut station, "Heartbeat", &json!({}));
        let stop = json!({"transactionId": id, "meterStop": 20, "timestamp": "2026-01-01T00:20:00Z"});
        station.call("StopTransaction", &stop);
        assert_eq!(admin.transactions("CP1")[0]["energyWh"], "20");
    }
    for version in ["2.0.1", "2.1"] {
        let server = Server::start(&Config::new());
        let (admin, mut station) = unaccepted(&server, "Rejected", version);
        let event = |kind: &str, number: i64| {
            json!({"eventType": kind, "timestamp": "2026-01-01T00:00:00Z", "triggerReason": "CablePluggedIn", "seqNo": number,
                "transactionInfo": {"transactionId": "T"}, "evse": {"id": 1, "connectorId": 1}})
        };
        let values = json!({"evseId": 1, "meterValue": [
            {"timestamp": "2026-01-01T00:10:00Z", "sampledValue": [{"value": 10}]}]});
        assert_refused(&mut station, "MeterValues", &values);
        station.call("TransactionEvent", &event("Started", 0));
        station.call("MeterValues", &values);
        station.call("TransactionEvent", &event("Ended", 1));
        assert_eq!(admin.transactions("CP1")[0]["state"], "closed");
        assert_refused(&mut station, "MeterValues", &values);
    }
}

#[test]
fn what_an_operator_says_counts_from_the_next_boot() {
    for version in VERSIONS {
        let server = Server::start(&Config::new());
        let (admin, mut station) = unaccepted(&server, "Accepted", version);
        station.call("Heartbeat", &json!({}));
        admin.register("CP1", &json!({"registration": "Rejected"}));
        station.call("Heartbeat", &json!({}));
        station.cut();
        // A station need not boot when it reconnects.
        let mut station = Station::connect(&server, "CP1", version);
        station.call("Heartbeat", &json!({}));
        assert_eq!(station.call("BootNotification", &boot(version))["status"], "Rejected");
        assert_refused(&mut station, "Heartbeat", &json!({}));
        admin.register("CP1", &json!({"registration": "Accepted"}));
        assert_refused(&mut station, "Heartbeat", &json!({}));
        assert_eq!(station.call("BootNotification", &boot(version))["status"], "Accepted");
        station.call("Heartbeat", &json!({}));
    }
}

#[test]
fn one_that_never_booted_here_is_what_the_operator_says() {
    let server = Server::start(&Config::new());
    server.admin().register("CP1", &json!({"registration": "Pending"}));
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_refused(&mut station, "Heartbeat", &json!({}));
}

#[test]
fn who_waits_to_be_accepted_is_listed() {
    let server = Server::start(&Config::new().set("registration.default_status", "pending"));
    let admin = server.admin();
    let ids = |query: &str| -> Vec<Value> {
        let found = admin
            .get(&format!("/api/v1/charge-points?registration={query}"))
            .expect(200);
        found["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["id"].clone())
            .collect()
    };
    let mut stations = ["A", "B", "C"].map(|name| Station::connect(&server, name, "1.6"));
    for station in &mut stations {
        assert_eq!(station.call("BootNotification", &boot("1.6"))["status"], "Pending");
    }
    admin.register("D", &json!({"registration": "Rejected"}));
    assert_eq!(ids("Pending"), ["A", "B", "C"]);
    assert_eq!(ids("Pending&limit=2"), ["A", "B"]);
    assert_eq!(ids("Pending&limit=2&after=B"), ["C"]);
    assert_eq!(ids("Rejected&connected=false"), ["D"]);
    admin.register("B", &json!({"registration": "Accepted"}));
    assert_eq!(ids("Accepted"), [""; 0], "from its next boot on");
    stations[1].call("BootNotification", &boot("1.6"));
    assert_eq!(ids("Accepted&connected=true"), ["B"]);
    assert_eq!(ids("Pending&connected=true"), ["A", "C"]);
}
