//! Whether a charge point is there, since when it is not and why, how often it came back, what it said of itself,
//! and who was not let in: read from the API alone.

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

fn charge_point(admin: &Admin, id: &str) -> Value {
    admin.get(&format!("/api/v1/charge-points/{id}")).expect(200)
}

fn time(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no time: {value}"))
}

/// A connection is there, and what it begins with is kept, which follows the join.
fn wait_begun(admin: &Admin, reconnects: u32) -> Value {
    wait::until("the session's begin", || {
        let shown = charge_point(admin, "CP1");
        (shown["connected"] == true && shown["reconnects"] == reconnects).then_some(shown)
    })
}

#[test]
fn any_message_counts_as_seen_and_the_end_has_its_cause() {
    let mut server = Server::start(&Config::new());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let before = wait_begun(&admin, 0);
    assert_eq!(before["offlineSince"], Value::Null);
    // No Heartbeat, no boot: a message like any other.
    // Until one comes in a later millisecond than the connection began.
    wait::until("a message counts as seen", || {
        station.call("Authorize", &json!({"idTag": "A"}));
        let after = charge_point(&admin, "CP1");
        (time(&after["lastSeen"]) > time(&before["lastSeen"])).then_some(())
    });
    station.close();
    let gone = admin.wait_connected("CP1", false);
    let since = time(&gone["offlineSince"]).to_owned();
    assert!(since.as_str() >= time(&gone["lastSeen"]), "{gone}");
    let end = &gone["lastConnection"]["end"];
    assert_eq!((&end["by"], &end["code"]), (&json!("station"), &Value::Null));

    let station = Station::connect(&server, "CP1", "1.6");
    wait_begun(&admin, 1);
    station.cut();
    let gone = admin.wait_connected("CP1", false);
    assert_eq!(gone["lastConnection"]["end"]["by"], "network");
    wait::until("the timeline tells it, too", || {
        let told = admin.timeline("CP1");
        (told.last()?["payload"]["end"]["by"] == "network").then_some(())
    });

    // What is known stays over a restart, and over the end of the server.
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.call("Heartbeat", &json!({}));
    server.restart_with(&Config::new());
    let admin = server.admin();
    let stopped = charge_point(&admin, "CP1");
    assert_eq!(stopped["connected"], false);
    assert_eq!(stopped["reconnects"], 2);
    assert_eq!(stopped["lastConnection"]["end"]["by"], "server");
    assert!(time(&stopped["offlineSince"]) > since.as_str());
    drop(station);
}

#[test]
fn everything_that_a_boot_and_a_state_say_can_be_read() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut old = Station::connect(&server, "OLD", "1.6");
    let boot = json!({"chargePointVendor": "V", "chargePointModel": "M", "chargePointSerialNumber": "S-1",
        "chargeBoxSerialNumber": "B-1", "firmwareVersion": "1.2", "iccid": "8944", "imsi": "262",
        "meterType": "AC", "meterSerialNumber": "M-1"});
    old.call("BootNotification", &boot);
    old.call(
        "StatusNotification",
        &json!({"connectorId": 1, "status": "Faulted", "errorCode": "OtherError", "info": "door open",
            "vendorId": "com.example", "vendorErrorCode": "E-17"}),
    );
    let shown = wait::until("the state of the connector", || {
        let shown = charge_point(&admin, "OLD");
        (shown["connectors"][0]["status"] == "Faulted").then_some(shown)
    });
    for (member, value) in [
        ("chargeBoxSerialNumber", "B-1"),
        ("iccid", "8944"),
        ("imsi", "262"),
        ("meterType", "AC"),
        ("meterSerialNumber", "M-1"),
    ] {
        assert_eq!(shown["boot"][member], value);
    }
    assert_eq!(shown["boot"]["request"], boot);
    let connector = &shown["connectors"][0];
    assert_eq!(connector["info"], "door open");
    assert_eq!(connector["vendorId"], "com.example");
    assert_eq!(connector["vendorErrorCode"], "E-17");

    let mut new = Station::connect(&server, "NEW", "2.0.1");
    let boot = json!({"reason": "RemoteReset", "chargingStation": {"vendorName": "V", "model": "M",
        "modem": {"iccid": "8949", "imsi": "263"}}});
    new.call("BootNotification", &boot);
    let shown = charge_point(&admin, "NEW");
    assert_eq!(shown["boot"]["reason"], "RemoteReset");
    assert_eq!(shown["boot"]["iccid"], "8949");
    assert_eq!(shown["boot"]["request"], boot);
}

#[test]
fn who_is_not_let_in_is_listed_with_the_reason() {
    let server = Server::start(&Config::new().set("ocpp.register_unknown", false));
    let admin = server.admin();
    admin.register(
        "CP1",
        &json!({"securityProfile": 1, "password": "correct horse battery"}),
    );
    let wrong = Upgrade::to("/ocpp/CP1").offer("ocpp1.6").basic("CP1", b"wrong");
    assert_eq!(wrong.send(server.ocpp()).status, 401);
    for _ in 0..3 {
        let unknown = Upgrade::to("/ocpp/STRANGER").offer("ocpp1.6");
        assert_eq!(unknown.send(server.ocpp()).status, 404);
    }
    let listed = admin.get("/api/v1/refused-connections").expect(200);
    let items = listed["items"].as_array().expect("items");
    assert_eq!(items.len(), 2, "{listed}");
    assert_eq!(items[0]["identity"], "STRANGER");
    assert_eq!(
        (&items[0]["count"], &items[0]["registered"]),
        (&json!(3), &json!(false))
    );
    assert_eq!(items[0]["status"], 404);
    assert_eq!(items[0]["subprotocols"], "ocpp1.6");
    assert_eq!(
        (&items[1]["identity"], &items[1]["registered"]),
        (&json!("CP1"), &json!(true))
    );
    let one = admin.get("/api/v1/refused-connections?identity=CP1").expect(200);
    assert_eq!(one["items"].as_array().expect("items").len(), 1);

    let mut server = server;
    let refused = charge_point(&admin, "CP1")["lastRefused"].clone();
    assert_eq!(
        (&refused["status"], &refused["reason"]),
        (&json!(401), &json!("the password is wrong"))
    );
    server.restart_with(&Config::new().set("ocpp.register_unknown", false));
    assert_eq!(charge_point(&server.admin(), "CP1")["lastRefused"], refused);
    let after = server.admin().get("/api/v1/refused-connections").expect(200);
    assert_eq!(after["items"], listed["items"], "also those that nobody registered");
}

#[test]
fn a_clock_that_is_wrong_shows() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(charge_point(&admin, "CP1")["clockSkewSeconds"], Value::Null);
    station.call(
        "StatusNotification",
        &json!({"connectorId": 1, "status": "Available", "errorCode": "NoError",
            "timestamp": "2020-01-01T00:00:00Z"}),
    );
    let skew = charge_point(&admin, "CP1")["clockSkewSeconds"]
        .as_f64()
        .expect("a number");
    assert!(skew < -86_400.0, "{skew}");
}

#[test]
fn what_a_vendor_sends_and_values_outside_sessions_can_be_read() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    for (id, version, value) in [
        (
            "OLD",
            "1.6",
            json!({"connectorId": 2, "meterValue": [{"timestamp": "2026-01-01T10:00:00Z",
                "sampledValue": [{"value": "7"}]}]}),
        ),
        (
            "NEW",
            "2.1",
            json!({"evseId": 0, "meterValue": [{"timestamp": "2026-01-01T10:00:00Z",
                "sampledValue": [{"value": 7}]}]}),
        ),
    ] {
        let mut station = Station::connect(&server, id, version);
        let data =
            |number: u8| json!({"vendorId": "com.example", "messageId": "attachment", "data": format!("N, {number}")});
        assert_eq!(station.call("DataTransfer", &data(1))["status"], "UnknownVendorId");
        station.call("DataTransfer", &data(2));
        station.call("MeterValues", &value);
        let path = format!("/api/v1/charge-points/{id}");
        let kept = wait::until("the data transfers", || {
            let page = admin.get(&format!("{path}/data-transfers")).expect(200);
            (page["items"].as_array()?.len() == 2).then_some(page)
        });
        assert_eq!(kept["items"][0]["payload"], data(2));
        assert_eq!(kept["items"][1]["payload"], data(1));
        let of_action =
            |action: &str| admin.get(&format!("{path}/records?action={action}")).expect(200)["items"].clone();
        assert_eq!(of_action("DataTransfer")[0]["payload"], data(1));
        assert_eq!(of_action("NotifyReport"), json!([]));
        let values = wait::until("the values", || {
            let values = admin.get(&format!("{path}/meter-values")).expect(200);
            (!values["items"].as_array()?.is_empty()).then_some(values)
        });
        let shown = &values["items"][0];
        assert_eq!(shown["meterValue"], value["meterValue"]);
        let wanted = if version == "1.6" {
            (Value::Null, json!(2))
        } else {
            (json!(0), Value::Null)
        };
        assert_eq!((shown["evse"].clone(), shown["connector"].clone()), wanted);
    }
}
