//! A store that version 0.1 has written: everything in it is read, and goes on.
//!
//! `fixtures/store-0.1/data.tar.gz` is the state folder of such a server after a graceful stop;
//! `fixtures/store-0.1/README.md` says what was done to it.

use std::path::Path;
use std::process::Command;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const PASSWORD: &[u8] = b"correct horse battery";
/// Of the command that was answered, and of the one that waited for AWAY.
const COMMANDS: [&str; 2] = [
    "26e97fe1-9211-4029-b2f9-74314d731c70",
    "18c53039-e595-4602-a64d-533163df6437",
];

fn unpack(folder: &Path) {
    let packed = artifacts::suite_dir().join("fixtures/store-0.1/data.tar.gz");
    let status = Command::new("tar")
        .arg("-xzf")
        .arg(packed)
        .arg("-C")
        .arg(folder)
        .status();
    assert!(status.expect("the tar command").success());
}

fn server() -> Server {
    Server::start_on_state(&Config::new(), unpack)
}

fn connect(server: &Server) -> Station {
    Station::upgrade(
        server,
        &Upgrade::to("/ocpp/CP-16").offer("ocpp1.6").basic("CP-16", PASSWORD),
    )
}

fn ids(list: &Value, member: &str) -> Vec<Value> {
    let items = list["items"].as_array().expect("a list");
    items.iter().map(|item| item[member].clone()).collect()
}

fn listed(admin: &Admin, path: &str, member: &str) -> Vec<Value> {
    ids(&admin.get(path).expect(200), member)
}

#[test]
fn charge_points_and_id_tags_are_there() {
    let server = server();
    let admin = server.admin();
    assert_eq!(
        listed(&admin, "/api/v1/charge-points", "id"),
        ["AWAY", "CP/201", "CP-16"]
    );
    let old = admin.get("/api/v1/charge-points/CP-16").expect(200);
    assert_eq!(
        (
            &old["securityProfile"],
            &old["hasPassword"],
            &old["boot"]["serialNumber"]
        ),
        (&json!(1), &json!(true), &json!("S-1"))
    );
    assert_eq!(old["boot"]["version"], "1.6");
    assert!(old["lastSeen"].is_string());
    let states = old["connectors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["status"].clone());
    assert_eq!(states.collect::<Vec<_>>(), ["Available", "Charging", "Faulted"]);
    let newer = admin.get("/api/v1/charge-points/CP%2F201").expect(200);
    assert_eq!(
        (&newer["boot"]["vendor"], &newer["boot"]["version"]),
        (&json!("Vendor2"), &json!("2.0.1"))
    );
    assert_eq!(
        (&newer["connectors"][0]["evse"], &newer["connectors"][0]["status"]),
        (&json!(1), &json!("Occupied"))
    );
    assert_eq!(
        admin.get("/api/v1/charge-points/AWAY").expect(200)["registration"],
        "Pending"
    );
    let tags = admin.get("/api/v1/id-tags").expect(200);
    assert_eq!(
        tags["items"],
        json!([
            {"tag": "Driver", "status": "Accepted", "parent": "FAMILY", "expiry": "2099-01-01T00:00:00.000Z"},
            {"tag": "THIEF", "status": "Blocked", "parent": null, "expiry": null},
        ])
    );
}

#[test]
fn transactions_are_there() {
    let server = server();
    let admin = server.admin();
    // Their index is made beside everything else.
    let all = wait::until("all sessions are listed", || {
        let all = admin.get("/api/v1/transactions").expect(200);
        (all["items"].as_array().unwrap().len() == 5).then_some(all)
    });
    let energies = [json!("20"), json!("10"), json!("50"), json!("500"), json!("250.5")];
    assert_eq!(ids(&all, "id"), ["3", "2", "T-open", "1", "T-ended"]);
    assert_eq!(ids(&all, "state"), ["open", "closed", "open", "closed", "closed"]);
    assert_eq!(ids(&all, "energyWh"), energies);
    assert_eq!(
        ids(&all, "stopReason"),
        [
            Value::Null,
            json!("Superseded"),
            Value::Null,
            json!("Local"),
            json!("Local")
        ]
    );
    assert_eq!(listed(&admin, "/api/v1/transactions?open=true", "id"), ["3", "T-open"]);
    let ended = admin.get("/api/v1/transactions/CP-16/1").expect(200);
    let values = ended["meterValues"].as_array().unwrap();
    assert_eq!(values.len(), 2);
    assert_eq!(values[0]["sampledValue"][0]["value"], "1200");
    let open = admin.get("/api/v1/transactions/CP%2F201/T-open").expect(200);
    let kinds = open["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["request"]["eventType"].clone());
    assert_eq!(kinds.collect::<Vec<_>>(), ["Started", "Updated"]);
}

#[test]
fn records_reservations_and_commands_are_there() {
    let server = server();
    let admin = server.admin();
    let records = listed(&admin, "/api/v1/charge-points/CP-16/records", "action");
    assert_eq!(records.len(), 2);
    assert!(records.contains(&json!("FirmwareStatusNotification")), "{records:?}");
    let of_201 = listed(&admin, "/api/v1/charge-points/CP%2F201/records", "action");
    assert_eq!(of_201, ["SecurityEventNotification"]);
    let reservations = admin
        .get("/api/v1/charge-points/CP-16/reservations?all=true")
        .expect(200);
    assert_eq!(ids(&reservations, "reservationId"), [11, 12, 13]);
    assert_eq!(ids(&reservations, "state"), ["used", "active", "refused"]);
    assert_eq!(reservations["items"][0]["transactionId"], "1");
    let answered = admin.get(&format!("/api/v1/commands/{}", COMMANDS[0])).expect(200);
    assert_eq!(
        (&answered["state"], &answered["response"]),
        (&json!("answered"), &json!({"status": "Accepted"}))
    );
}

/// It named no time to live, so it has a day, which passed long ago.
#[test]
fn a_command_whose_day_passed_is_told_and_not_sent() {
    let server = server();
    let admin = server.admin();
    let path = format!("/api/v1/commands/{}", COMMANDS[1]);
    let expired = wait::until("it has expired", || {
        let command = admin.get(&path).expect(200);
        (command["state"] == "expired").then_some(command)
    });
    assert_eq!(
        (&expired["action"], &expired["chargePoint"]),
        (&json!("GetConfiguration"), &json!("AWAY"))
    );
    let next = "/api/v1/charge-points/AWAY/commands/ClearCache?wait=false&ttl=1h";
    assert_eq!(admin.post(next, &json!({})).status, 202);
    let mut away = Station::connect(&server, "AWAY", "1.6");
    let (call, _) = away.expect_call("ClearCache");
    away.answer(&call, &json!({"status": "Accepted"}));
}

#[test]
fn a_charge_point_goes_on_where_it_was() {
    let mut server = server();
    let admin = server.admin();
    let mut station = connect(&server);
    // What was answered before gets the same answer again.
    let again = json!({"connectorId": 2, "idTag": "driver", "meterStart": 70, "timestamp": "2026-01-01T12:00:00Z"});
    assert_eq!(station.call("StartTransaction", &again)["transactionId"], 3);
    assert_eq!(
        station.call("Authorize", &json!({"idTag": "thief"}))["idTagInfo"]["status"],
        "Blocked"
    );
    let stop = json!({"transactionId": 3, "meterStop": 570, "timestamp": "2026-01-01T13:00:00Z"});
    station.call("StopTransaction", &stop);
    assert_eq!(admin.get("/api/v1/transactions/CP-16/3").expect(200)["energyWh"], "500");
    // A second start is a transaction of its own, whose number nobody had.
    let next = json!({"connectorId": 2, "idTag": "Driver", "meterStart": 600, "timestamp": "2026-01-02T12:00:00Z",
        "reservationId": 12});
    let number = station.call("StartTransaction", &next)["transactionId"]
        .as_i64()
        .unwrap();
    assert!(number > 3, "{number}");
    let reservations = admin
        .get("/api/v1/charge-points/CP-16/reservations?all=true")
        .expect(200);
    assert_eq!(ids(&reservations, "state"), ["used", "used", "refused"]);
    assert_eq!(
        listed(&admin, "/api/v1/transactions?open=true", "id"),
        [json!(number.to_string()), json!("T-open")]
    );

    let mut newer = Station::connect(&server, "CP%2F201", "2.0.1");
    let ended = json!({"eventType": "Ended", "timestamp": "2026-01-01T11:20:00Z", "triggerReason": "StopAuthorized",
        "seqNo": 2, "transactionInfo": {"transactionId": "T-open"}});
    newer.call("TransactionEvent", &ended);
    let closed = admin.get("/api/v1/transactions/CP%2F201/T-open").expect(200);
    assert_eq!(
        (&closed["state"], &closed["complete"], &closed["energyWh"]),
        (&json!("closed"), &json!(false), &json!("50"))
    );

    // What this version wrote is there after another start.
    server.crash_and_restart();
    let admin = server.admin();
    assert_eq!(
        listed(&admin, "/api/v1/transactions?open=true", "id"),
        [number.to_string()]
    );
    assert_eq!(
        connect(&server).call("StartTransaction", &next)["transactionId"],
        number
    );
}
