//! What stations are set to is known as it was last seen, compared with what is wanted, and mended.

use std::thread::JoinHandle;

use ocpp_central_tests::admin::{Admin, Reply};
use ocpp_central_tests::config::Config;
use ocpp_central_tests::device::{answer_variables, later, take, variable};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const CONFIGURATION: &str = "/api/v1/charge-points/CP1/configuration";

fn connected(config: &Config, version: &str) -> (Server, Admin, Station) {
    let server = Server::start(config);
    let station = Station::connect(&server, "CP1", version);
    let admin = server.admin();
    admin.wait_connected("CP1", true);
    (server, admin, station)
}

fn known(admin: &Admin) -> Value {
    admin.get(CONFIGURATION).expect(200)
}

/// The item of a name.
fn item(admin: &Admin, name: &str) -> Value {
    let found = admin.get(&format!("{CONFIGURATION}?name={name}")).expect(200);
    found["items"][0].clone()
}

fn part(number: i64, last: i64) -> Value {
    json!({"requestId": 9, "seqNo": number, "tbc": number != last, "generatedAt": "2026-11-20T10:00:00Z",
        "reportData": (0..50).map(|entry| json!({
            "component": {"name": "Ctrlr", "instance": number.to_string()}, "variable": {"name": format!("V{entry}")},
            "variableAttribute": [{"value": entry.to_string(), "mutability": "ReadOnly"}]})).collect::<Vec<_>>()})
}

#[test]
fn a_report_of_forty_parts_comes_in_any_order_and_says_what_is_missing() {
    let (mut server, admin, mut station) = connected(&Config::new(), "2.0.1");
    let asked = admin.command_later(
        "CP1",
        "GetBaseReport",
        json!({"requestId": 9, "reportBase": "FullInventory"}),
    );
    let (id, _) = station.expect_call("GetBaseReport");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(asked.join().unwrap().status, 200);
    // 17 is prime to 40: each once, in no order.
    for number in (0..40).map(|place| place * 17 % 40).filter(|number| *number != 23) {
        station.call("NotifyReport", &part(number, 39));
        if number % 5 == 0 {
            station.call("NotifyReport", &part(number, 39));
        }
    }
    let report = known(&admin)["reports"][0].clone();
    assert_eq!(report["state"], "incomplete");
    assert_eq!((&report["missing"], &report["missingCount"]), (&json!([23]), &json!(1)));
    assert_eq!(
        (&report["parts"], &report["expectedParts"], &report["entries"]),
        (&json!(39), &json!(40), &json!(39 * 50))
    );
    assert_eq!(known(&admin)["summary"]["readAt"], Value::Null);

    server.crash_and_restart();
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "2.0.1");
    station.call("NotifyReport", &part(23, 39));
    let all = known(&admin);
    assert_eq!(
        (&all["reports"][0]["state"], &all["summary"]["known"]),
        (&json!("complete"), &json!(2000))
    );
    assert!(all["summary"]["readAt"].is_string());
    // In pages.
    let (mut names, mut next) = (Vec::new(), Some(String::new()));
    while let Some(after) = next {
        let page = admin.get(&format!("{CONFIGURATION}?limit=700{after}")).expect(200);
        names.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["name"].as_str().unwrap().to_owned()),
        );
        next = page["next"].as_str().map(|next| format!("&after={next}"));
    }
    assert_eq!(names.len(), 2000);
    names.dedup();
    assert_eq!(names.len(), 2000);
}

fn put(admin: &Admin, wanted: Value) -> Value {
    admin.put(CONFIGURATION, &json!({ "wanted": wanted })).expect(200)
}

#[test]
fn drift_made_at_the_station_is_shown_and_the_wanted_stays() {
    for version in ["1.6", "2.0.1"] {
        let (_server, admin, mut station) = connected(&Config::new(), version);
        put(&admin, json!({"HeartbeatInterval": 300, "ResetRetries": "3"}));
        let drifts = || admin.get("/api/v1/configuration-drift").expect(200)["items"][0].clone();
        assert_eq!(
            (&drifts()["drift"], &drifts()["unknown"]),
            (&json!("unknown"), &json!(2))
        );
        for (value, drift) in [("300", "none"), ("60", "different")] {
            read(&admin, &mut station, version, value);
            let item = item(&admin, "HeartbeatInterval");
            assert_eq!(
                (&item["value"], &item["wanted"], &item["drift"]),
                (&json!(value), &json!("300"), &json!(drift))
            );
        }
        let shown = drifts();
        assert_eq!((&shown["drift"], &shown["different"]), (&json!("different"), &json!(1)));
        assert_eq!(shown["items"][0]["name"], "HeartbeatInterval");
        let differing = admin.get(&format!("{CONFIGURATION}?drift=different")).expect(200);
        assert_eq!(differing["items"].as_array().unwrap().len(), 1);
        // The same value by its other name is the same value; null takes it back.
        put(&admin, json!({"OCPPCommCtrlr/HeartbeatInterval": "60"}));
        assert_eq!(item(&admin, "HeartbeatInterval")["drift"], "none");
        let view = put(&admin, json!({"HeartbeatInterval": null, "ResetRetries": null}));
        assert_eq!(
            (&view["summary"]["wanted"], &view["summary"]["drift"]),
            (&json!(0), &json!("none"))
        );
        assert_eq!(admin.get("/api/v1/configuration-drift").expect(200)["items"], json!([]));
    }
}

/// The station is asked for its heartbeat interval, and says this.
fn read(admin: &Admin, station: &mut Station, version: &str, value: &'static str) {
    let asked: JoinHandle<Reply> = if version == "1.6" {
        let asked = admin.command_later("CP1", "GetConfiguration", json!({"key": ["HeartbeatInterval"]}));
        let (id, _) = station.expect_call("GetConfiguration");
        let key = json!({"key": "HeartbeatInterval", "readonly": false, "value": value});
        station.answer(&id, &json!({ "configurationKey": [key] }));
        asked
    } else {
        let data = variable("OCPPCommCtrlr", "HeartbeatInterval");
        let asked = admin.command_later("CP1", "GetVariables", json!({ "getVariableData": [data] }));
        answer_variables(station, |_| Some(value));
        asked
    };
    assert_eq!(asked.join().unwrap().status, 200);
}

#[test]
fn what_cannot_be_wanted_is_a_problem() {
    let (_server, admin, mut station) = connected(&Config::new(), "2.0.1");
    read(&admin, &mut station, "2.0.1", "300");
    for wanted in [
        json!({"VendorKey": "1"}),
        json!({"BasicAuthPassword": "x"}),
        json!({"SecurityCtrlr/BasicAuthPassword": "x"}),
        json!({"HeartbeatInterval": {}}),
        json!({"HeartbeatInterval": "x".repeat(2501)}),
    ] {
        assert_eq!(
            admin.put(CONFIGURATION, &json!({ "wanted": wanted })).status,
            400,
            "{wanted}"
        );
    }
    assert_eq!(admin.put(CONFIGURATION, &json!({"values": {}})).status, 400);
    assert_eq!(admin.get("/api/v1/charge-points/NOBODY/configuration").status, 404);
    wait::until("nothing was kept", || {
        (known(&admin)["summary"]["wanted"] == 0).then_some(())
    });
}

#[test]
fn drift_is_mended_on_request_also_when_the_station_comes_back() {
    for version in ["1.6", "2.0.1", "2.1"] {
        let (server, admin, mut station) = connected(&Config::new(), version);
        read(&admin, &mut station, version, "60");
        put(&admin, json!({"HeartbeatInterval": "300"}));
        assert_eq!(item(&admin, "HeartbeatInterval")["drift"], "different");
        let applied = later(&admin, "POST", &format!("{CONFIGURATION}/apply"), json!({}));
        assert_eq!(take(&mut station, version, "RebootRequired"), ["300"]);
        let command = applied.join().unwrap().expect(200);
        assert_eq!(
            (&command["action"], &command["status"]),
            (&json!("apply-configuration"), &json!("RebootRequired"))
        );
        assert_eq!(command["response"]["values"][0]["status"], "RebootRequired");
        let mended = item(&admin, "HeartbeatInterval");
        assert_eq!(
            (&mended["drift"], &mended["rebootRequired"]),
            (&json!("none"), &json!(true))
        );
        assert_eq!(known(&admin)["summary"]["rebootRequired"], true);
        let nothing = admin.post(&format!("{CONFIGURATION}/apply"), &json!({})).expect(200);
        assert_eq!(nothing["values"], json!([]));

        station.close();
        admin.wait_connected("CP1", false);
        put(&admin, json!({"HeartbeatInterval": "30"}));
        for _ in 0..2 {
            let waits = admin.post(&format!("{CONFIGURATION}/apply"), &json!({})).expect(202);
            assert_eq!(waits["state"], "pending");
        }
        let mut station = Station::connect(&server, "CP1", version);
        assert_eq!(take(&mut station, version, "Accepted"), ["30"]);
        wait::until("it is mended", || {
            (item(&admin, "HeartbeatInterval")["drift"] == "none").then_some(())
        });
        station.expect_silence();
    }
}

#[test]
fn what_the_station_has_no_name_for_keeps_nothing_else_back() {
    for version in ["2.0.1", "2.1"] {
        let (_server, admin, mut station) = connected(&Config::new(), version);
        put(&admin, json!({"HeartbeatInterval": "300", "VendorKey": "x"}));
        let applied = later(&admin, "POST", &format!("{CONFIGURATION}/apply"), json!({}));
        assert_eq!(take(&mut station, version, "Accepted"), ["300"]);
        assert_eq!(applied.join().unwrap().expect(200)["state"], "in-effect");
        station.expect_silence();
    }
}

#[test]
fn the_verbs_read_and_set_in_one_form() {
    for version in ["1.6", "2.0.1"] {
        let (_server, admin, mut station) = connected(&Config::new(), version);
        let commands = "/api/v1/charge-points/CP1/commands";
        let asked = later(
            &admin,
            "POST",
            &format!("{commands}/get-configuration"),
            json!({"names": ["HeartbeatInterval"]}),
        );
        if version == "1.6" {
            let (id, payload) = station.expect_call("GetConfiguration");
            assert_eq!(payload, json!({"key": ["HeartbeatInterval"]}));
            let key = json!({"key": "HeartbeatInterval", "readonly": false, "value": "300"});
            station.answer(&id, &json!({ "configurationKey": [key] }));
        } else {
            assert_eq!(answer_variables(&mut station, |_| Some("300")), 1);
        }
        let answer = asked.join().unwrap().expect(200);
        assert_eq!(
            (&answer["state"], &answer["response"]["values"][0]["value"]),
            (&json!("in-effect"), &json!("300"))
        );

        let values = json!({"HeartbeatInterval": 60});
        let asked = later(
            &admin,
            "POST",
            &format!("{commands}/set-configuration"),
            json!({ "values": values }),
        );
        assert_eq!(take(&mut station, version, "Rejected"), ["60"]);
        let answer = asked.join().unwrap().expect(200);
        assert_eq!(
            (&answer["state"], &answer["status"]),
            (&json!("refused"), &json!("Rejected"))
        );
        let known = item(&admin, "HeartbeatInterval");
        assert_eq!(
            (&known["value"], &known["lastSet"]["status"]),
            (&json!("300"), &json!("Rejected"))
        );
        assert_eq!(
            admin
                .post(&format!("{commands}/set-configuration"), &json!({"values": {}}))
                .status,
            400
        );
    }
}

#[test]
fn no_station_has_more_variables_than_anybody_could_want() {
    let (_server, admin, mut station) = connected(&Config::new(), "2.1");
    for number in 0..4 {
        let entries: Vec<Value> = (0..3000)
            .map(|entry| {
                let mut data = variable("Ctrlr", &format!("V{entry}"));
                data["variable"]["instance"] = json!(number.to_string());
                data["variableAttribute"] = json!([{"value": "1"}]);
                data
            })
            .collect();
        let part = json!({"requestId": 1, "seqNo": number, "tbc": number < 3, "generatedAt": "2026-11-20T10:00:00Z",
            "reportData": entries});
        station.call("NotifyReport", &part);
    }
    let summary = known(&admin)["summary"].clone();
    assert_eq!(
        (&summary["known"], &summary["leftOut"]),
        (&json!(10_000), &json!(2_000))
    );
}

#[test]
fn a_campaign_brings_each_station_what_is_its_own() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut stations = ["1.6", "2.0.1", "2.1"].map(|version| {
        let id = format!("CP-{version}");
        let station = Station::connect(&server, &id, version);
        admin.wait_connected(&id, true);
        let wanted =
            json!({"wanted": {"HeartbeatInterval": if version == "2.1" { "60" } else { "30" }, "VendorKey": null}});
        let kept = admin.put(&format!("/api/v1/charge-points/{id}/configuration"), &wanted);
        assert_eq!(kept.status, 200, "{}", kept.body);
        (version, station)
    });
    let body = json!({"command": "apply-configuration", "payload": {}, "selection": {"all": true}});
    let path = format!(
        "/api/v1/campaigns/{}",
        admin.post("/api/v1/campaigns", &body).expect(201)["id"]
            .as_str()
            .unwrap()
    );
    for (version, station) in &mut stations {
        let expected = if *version == "2.1" { "60" } else { "30" };
        assert_eq!(take(station, version, "Accepted"), [expected]);
    }
    wait::until("nothing differs any more", || {
        let drifts = admin.get("/api/v1/configuration-drift").expect(200);
        let all = drifts["items"].as_array().unwrap();
        (all.len() == 3 && all.iter().all(|station| station["drift"] == "none")).then_some(())
    });
    wait::until("the campaign is over", || {
        (admin.get(&path).expect(200)["state"] == "completed").then_some(())
    });
    // Where nothing differs nothing is sent.
    let nothing = admin
        .post("/api/v1/charge-points/CP-1.6/commands/apply-configuration", &json!({}))
        .expect(200);
    assert_eq!(
        (&nothing["state"], &nothing["response"]["values"]),
        (&json!("in-effect"), &json!([]))
    );
}
