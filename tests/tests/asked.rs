//! What the server asks stations without being told: the inventory, the local list again, how connectors stand, what
//! else comes of a session. Each is asked once, and not of a station that says that it does not do it.

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

fn connected(config: &Config, version: &str) -> (Server, Admin, Station) {
    let server = Server::start(config);
    let station = Station::connect(&server, "CP1", version);
    let admin = server.admin();
    admin.wait_connected("CP1", true);
    (server, admin, station)
}

fn boot(station: &mut Station, version: &str, firmware: &str) {
    let boot = if version == "1.6" {
        json!({"chargePointVendor": "V", "chargePointModel": "M", "firmwareVersion": firmware})
    } else {
        let station = json!({"vendorName": "V", "model": "M", "firmwareVersion": firmware});
        json!({"reason": "PowerUp", "chargingStation": station})
    };
    assert_eq!(station.call("BootNotification", &boot)["status"], "Accepted");
}

/// How many questions of this name the server has asked.
fn asked(admin: &Admin, id: &str, name: &str) -> usize {
    let commands = admin.get(&format!("/api/v1/commands?chargePoint={id}")).expect(200);
    let commands = commands["items"].as_array().unwrap().iter();
    commands
        .filter(|command| command["origin"] == "server" && command["action"] == name)
        .count()
}

fn configuration(admin: &Admin) -> Value {
    admin.get("/api/v1/charge-points/CP1/configuration").expect(200)
}

#[test]
fn the_inventory_is_asked_for_at_first_contact_and_when_the_firmware_is_another() {
    for version in ["2.0.1", "2.1"] {
        let (_server, admin, mut station) = connected(&Config::new().set("ask.inventory", true), version);
        for (firmware, question, questions) in [("1", true, 1), ("1", false, 1), ("2", true, 2)] {
            boot(&mut station, version, firmware);
            if question {
                let (id, payload) = station.expect_call("GetBaseReport");
                assert_eq!(payload["reportBase"], "FullInventory");
                station.answer(&id, &json!({"status": "Accepted"}));
                let part = json!({"requestId": payload["requestId"], "seqNo": 0, "generatedAt": "2026-11-20T10:00:00Z",
                    "reportData": [{"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"},
                        "variableAttribute": [{"value": firmware, "mutability": "ReadWrite"}]}]});
                station.call("NotifyReport", &part);
            }
            assert_eq!(asked(&admin, "CP1", "get-configuration"), questions);
            assert_eq!(configuration(&admin)["items"][0]["value"], firmware);
        }
        let told = admin.timeline("CP1");
        assert!(told.iter().any(|event| event["kind"] == "configuration.reported"));
        wait::until("the report is what it was asked for", || {
            let commands = admin.get("/api/v1/commands?chargePoint=CP1").expect(200);
            let all = commands["items"].as_array().unwrap();
            all.iter().all(|command| command["state"] == "in-effect").then_some(())
        });
    }
}

#[test]
fn a_station_that_does_not_say_it_is_not_asked_again_until_its_firmware_is_another() {
    let (_server, admin, mut station) = connected(&Config::new().set("ask.inventory", true), "1.6");
    for (firmware, question, questions) in [("1", true, 1), ("1", false, 1), ("2", true, 2)] {
        boot(&mut station, "1.6", firmware);
        if question {
            let (id, payload) = station.expect_call("GetConfiguration");
            assert_eq!(payload, json!({}));
            station.send_text(&json!([4, id, "NotSupported", "", {}]).to_string());
            wait::until("its answer is known", || {
                (configuration(&admin)["summary"]["refused"] == json!(["GetConfiguration"])).then_some(())
            });
        }
        assert_eq!(asked(&admin, "CP1", "get-configuration"), questions);
    }
}

#[test]
fn a_list_of_which_a_change_failed_is_sent_again() {
    for version in ["1.6", "2.0.1"] {
        let (_server, admin, mut station) = connected(&Config::new().set("ask.local_list", true), version);
        let member = if version == "1.6" {
            "listVersion"
        } else {
            "versionNumber"
        };
        let update = |station: &mut Station, body: Value, status: &str| {
            let later = {
                let admin = admin.clone();
                std::thread::spawn(move || admin.put("/api/v1/charge-points/CP1/local-list", &body))
            };
            let (id, _) = station.expect_call("SendLocalList");
            station.answer(&id, &json!({ "status": status }));
            later.join().unwrap().expect(200)
        };
        update(
            &mut station,
            json!({"update": "full", "entries": [{"idTag": "A"}, {"idTag": "B"}]}),
            "Accepted",
        );
        let change = json!({"update": "differential", "entries": [{"idTag": "B", "remove": true}, {"idTag": "C"}]});
        update(&mut station, change.clone(), "VersionMismatch");
        let (id, payload) = station.expect_call("SendLocalList");
        assert_eq!((&payload["updateType"], &payload[member]), (&json!("Full"), &json!(2)));
        assert_eq!(payload["localAuthorizationList"].as_array().unwrap().len(), 2);
        station.answer(&id, &json!({"status": "Accepted"}));
        let list = wait::until("the list is what it should be", || {
            let list = admin.get("/api/v1/charge-points/CP1/local-list").expect(200);
            (list["drift"] == "none").then_some(list)
        });
        let tags: Vec<_> = list["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["idTag"].clone())
            .collect();
        assert_eq!((tags, &list["missed"]), (vec![json!("A"), json!("C")], &json!(0)));
        // One that takes none is not sent it over and over.
        update(&mut station, change, "Failed");
        assert_eq!(asked(&admin, "CP1", "local-list"), 1);
        assert_eq!(
            admin.get("/api/v1/charge-points/CP1/local-list").expect(200)["missed"],
            1
        );
        station.expect_silence();
    }
}

#[test]
fn a_station_that_does_not_say_how_its_connectors_stand_is_asked_once() {
    let config = Config::new().set("ask.connector_states_after", "2s");
    let server = Server::start(&config);
    let admin = server.admin();
    let status = json!({"connectorId": 1, "errorCode": "NoError", "status": "Available"});
    // It says so, and its time is over before that of the other.
    let mut talks = Station::connect(&server, "TALKS", "1.6");
    boot(&mut talks, "1.6", "1");
    talks.call("StatusNotification", &status);
    let mut silent = Station::connect(&server, "SILENT", "1.6");
    boot(&mut silent, "1.6", "1");
    let (id, payload) = silent.expect_call("TriggerMessage");
    assert_eq!(payload, json!({"requestedMessage": "StatusNotification"}));
    silent.answer(&id, &json!({"status": "NotImplemented"}));
    assert_eq!(
        (
            asked(&admin, "TALKS", "TriggerMessage"),
            asked(&admin, "SILENT", "TriggerMessage")
        ),
        (0, 1)
    );
    // It does not know the question; the other one comes back without a word.
    silent.close();
    talks.close();
    let mut silent = Station::connect(&server, "SILENT", "1.6");
    let mut talks = Station::connect(&server, "TALKS", "1.6");
    talks.expect_call("TriggerMessage");
    assert_eq!(asked(&admin, "SILENT", "TriggerMessage"), 1);
    silent.expect_silence();

    // 2.x is asked connector by connector.
    let place = |evse: u32| json!({"timestamp": "2026-11-20T10:00:00Z", "connectorStatus": "Available", "evseId": evse, "connectorId": 1});
    let mut station = Station::connect(&server, "CP2", "2.0.1");
    boot(&mut station, "2.0.1", "1");
    for evse in [1, 2] {
        station.call("StatusNotification", &place(evse));
    }
    wait::until("its connectors are known", || {
        let known = admin.get("/api/v1/charge-points/CP2").expect(200);
        (known["connectors"].as_array().is_some_and(|all| all.len() == 2)).then_some(())
    });
    station.close();
    let mut station = Station::connect(&server, "CP2", "2.0.1");
    station.call("StatusNotification", &place(2));
    let (_, payload) = station.expect_call("TriggerMessage");
    assert_eq!(payload["evse"], json!({"id": 1, "connectorId": 1}));
    assert_eq!(asked(&admin, "CP2", "TriggerMessage"), 1);
}

#[test]
fn a_station_without_reports_is_asked_for_what_is_wanted_of_it() {
    for version in ["2.0.1", "2.1"] {
        let (_server, admin, mut station) = connected(&Config::new().set("ask.inventory", true), version);
        boot(&mut station, version, "1");
        let (id, _) = station.expect_call("GetBaseReport");
        station.send_text(&json!([4, id, "NotSupported", "", {}]).to_string());
        wait::until("its answer is known", || {
            (configuration(&admin)["summary"]["refused"] == json!(["GetBaseReport"])).then_some(())
        });
        let wanted = json!({"wanted": {"HeartbeatInterval": 300}});
        let path = "/api/v1/charge-points/CP1/configuration";
        assert_eq!(admin.put(path, &wanted).status, 200);
        boot(&mut station, version, "1");
        let (_, payload) = station.expect_call("GetVariables");
        assert_eq!(payload["getVariableData"][0]["variable"]["name"], "HeartbeatInterval");
    }
}

#[test]
fn connectors_are_asked_for_one_by_one_until_the_station_does_not_know_it() {
    let config = Config::new().set("ask.connector_states_after", "2s");
    let server = Server::start(&config);
    let admin = server.admin();
    let place = |evse: u32| json!({"timestamp": "2026-11-20T10:00:00Z", "connectorStatus": "Available", "evseId": evse, "connectorId": 1});
    for (id, accepts) in [("TAKES", true), ("REFUSES", false)] {
        // One that never booted is not asked.
        let mut station = Station::connect(&server, id, "2.0.1");
        station.expect_silence();
        boot(&mut station, "2.0.1", "1");
        for evse in [1, 2, 3] {
            station.call("StatusNotification", &place(evse));
        }
        let path = format!("/api/v1/charge-points/{id}");
        wait::until("its connectors are known", || {
            let known = admin.get(&path).expect(200);
            (known["connectors"].as_array().is_some_and(|all| all.len() == 3)).then_some(())
        });
        station.close();
        let mut station = Station::connect(&server, id, "2.0.1");
        if accepts {
            for evse in [1, 2, 3] {
                let (call, payload) = station.expect_call("TriggerMessage");
                assert_eq!(payload["evse"]["id"], evse);
                assert_eq!(asked(&admin, id, "TriggerMessage"), evse, "one at a time");
                station.answer(
                    &call,
                    &json!({"status": if evse == 1 { "Rejected" } else { "Accepted" }}),
                );
            }
        } else {
            let (call, _) = station.expect_call("TriggerMessage");
            station.answer(&call, &json!({"status": "NotImplemented"}));
            station.expect_silence();
            assert_eq!(asked(&admin, id, "TriggerMessage"), 1);
        }
    }
}

#[test]
fn what_else_comes_of_a_session_that_ended_offline_is_asked() {
    let event = |kind: &str, number: u32, offline: bool| {
        json!({"eventType": kind, "timestamp": format!("2026-01-01T10:0{number}:00Z"), "seqNo": number,
            "triggerReason": "MeterValuePeriodic", "offline": offline, "transactionInfo": {"transactionId": "T1"}})
    };
    let (_server, admin, mut station) = connected(&Config::new().set("ask.transaction_status", true), "2.0.1");
    let shown = || admin.get("/api/v1/transactions/CP1/T1").expect(200);
    station.call("TransactionEvent", &event("Started", 0, false));
    assert_eq!(shown()["messagesInQueue"], Value::Null);
    station.call("TransactionEvent", &event("Ended", 3, true));
    let (id, payload) = station.expect_call("GetTransactionStatus");
    assert_eq!(payload, json!({"transactionId": "T1"}));
    station.answer(&id, &json!({"messagesInQueue": true}));
    wait::until("the session shows it", || {
        (shown()["messagesInQueue"] == true).then_some(())
    });
    assert_eq!(asked(&admin, "CP1", "GetTransactionStatus"), 1);
}

#[test]
fn what_is_wanted_is_read_again_after_each_boot() {
    let (_server, admin, mut station) = connected(&Config::new().set("ask.inventory", true), "1.6");
    let read = |station: &mut Station, value: &str| {
        let (id, payload) = station.expect_call("GetConfiguration");
        let key = json!({"key": "HeartbeatInterval", "readonly": false, "value": value});
        station.answer(&id, &json!({ "configurationKey": [key] }));
        payload
    };
    boot(&mut station, "1.6", "1");
    assert_eq!(read(&mut station, "300"), json!({}));
    wait::until("all is read", || {
        configuration(&admin)["summary"]["readAt"].is_string().then_some(())
    });
    let wanted = json!({"wanted": {"OCPPCommCtrlr/HeartbeatInterval": 300}});
    assert_eq!(
        admin
            .put("/api/v1/charge-points/CP1/configuration", &wanted)
            .expect(200)["summary"]["drift"],
        "none"
    );
    boot(&mut station, "1.6", "1");
    assert_eq!(read(&mut station, "900"), json!({"key": ["HeartbeatInterval"]}));
    wait::until("it has forgotten it", || {
        (configuration(&admin)["summary"]["drift"] == "different").then_some(())
    });
}
