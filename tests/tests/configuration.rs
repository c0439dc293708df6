//! What stations are set to is known as it was last seen, compared with what is wanted, and mended; and no message has
//! more entries than its station takes.

use std::thread::{self, JoinHandle};

use ocpp_central_tests::admin::{Admin, Reply};
use ocpp_central_tests::config::Config;
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

fn variable(component: &str, name: &str) -> Value {
    json!({"component": {"name": component}, "variable": {"name": name}})
}

/// Answers a GetVariables with these values, by the variable's name.
fn answer_variables(station: &mut Station, values: impl Fn(&str) -> Option<&'static str>) -> usize {
    let (id, payload) = station.expect_call("GetVariables");
    let asked = payload["getVariableData"].as_array().unwrap();
    let results = asked.iter().map(|data| {
        let mut result = data.clone();
        let value = values(data["variable"]["name"].as_str().unwrap());
        result["attributeStatus"] = json!(if value.is_some() { "Accepted" } else { "UnknownVariable" });
        if let Some(value) = value {
            result["attributeValue"] = json!(value);
        }
        result
    });
    let results: Vec<Value> = results.collect();
    station.answer(&id, &json!({"getVariableResult": results}));
    asked.len()
}

fn limit(name: &str) -> Value {
    json!({"component": {"name": "DeviceDataCtrlr"}, "variable": {"name": "ItemsPerMessage", "instance": name}})
}

/// Tells the server that the station takes four of each.
fn takes_four(admin: &Admin, station: &mut Station) {
    let data = vec![limit("GetVariables"), limit("SetVariables")];
    let asked = admin.command_later("CP1", "GetVariables", json!({ "getVariableData": data }));
    answer_variables(station, |_| Some("4"));
    assert_eq!(asked.join().unwrap().status, 200);
}

const FIVE: [&str; 5] = ["A", "B", "C", "D", "E"];

#[test]
fn a_station_that_takes_four_is_read_with_five() {
    for version in ["2.0.1", "2.1"] {
        let (_server, admin, mut station) = connected(&Config::new(), version);
        takes_four(&admin, &mut station);
        let five = json!({ "getVariableData": FIVE.map(|name| variable("Ctrlr", name)) });
        let asked = admin.command_later("CP1", "GetVariables", five.clone());
        let parts = [(); 2].map(|()| answer_variables(&mut station, |_| Some("1")));
        assert_eq!(parts, [4, 1]);
        let answer = asked.join().unwrap().expect(200);
        let results = answer["getVariableResult"].as_array().unwrap();
        let names: Vec<_> = results
            .iter()
            .map(|result| result["variable"]["name"].clone())
            .collect();
        assert_eq!(names, FIVE);

        let path = "/api/v1/charge-points/CP1/commands/GetVariables?split=false";
        let whole = later(&admin, "POST", path, five);
        assert_eq!(answer_variables(&mut station, |_| Some("1")), 5);
        let answer = whole.join().unwrap().expect(200);
        assert_eq!(answer["getVariableResult"].as_array().unwrap().len(), 5);
    }
}

#[test]
fn a_command_that_waits_goes_out_in_parts_too() {
    let (_server, admin, mut station) = connected(&Config::new(), "2.0.1");
    takes_four(&admin, &mut station);
    let five = json!({ "getVariableData": FIVE.map(|name| variable("Ctrlr", name)) });
    for (query, parts) in [("", vec![4, 1]), ("&split=false", vec![5])] {
        let path = format!("/api/v1/charge-points/CP1/commands/GetVariables?wait=false{query}");
        let id = admin.post(&path, &five).expect(202)["id"].as_str().unwrap().to_owned();
        for count in parts {
            assert_eq!(answer_variables(&mut station, |_| Some("1")), count);
        }
        let command = wait::until("it is answered", || {
            let command = admin.get(&format!("/api/v1/commands/{id}")).expect(200);
            (command["state"] == "answered").then_some(command)
        });
        assert_eq!(command["response"]["getVariableResult"].as_array().unwrap().len(), 5);
        assert!(command["leftAt"].is_string() && command["endedAt"].is_string());
    }
}

#[test]
fn a_station_that_takes_four_is_set_with_five() {
    let (_server, admin, mut station) = connected(&Config::new(), "2.0.1");
    takes_four(&admin, &mut station);
    let values = FIVE.map(|name| {
        let mut data = variable("Ctrlr", name);
        data["attributeValue"] = json!("2");
        data
    });
    let asked = admin.command_later("CP1", "SetVariables", json!({ "setVariableData": values }));
    for (count, status) in [(4, "Accepted"), (1, "Rejected")] {
        assert_eq!(take(&mut station, "2.0.1", status).len(), count);
    }
    let answer = asked.join().unwrap().expect(200);
    assert_eq!(answer["setVariableResult"].as_array().unwrap().len(), 5);
    let known = ["A", "E"].map(|name| item(&admin, &format!("Ctrlr/{name}"))["value"].clone());
    assert_eq!(known, [json!("2"), Value::Null]);
}

#[test]
fn a_station_that_finds_it_too_much_is_asked_for_its_limits() {
    let (_server, admin, mut station) = connected(&Config::new(), "2.0.1");
    let data: Vec<Value> = (0..3).map(|number| variable("Ctrlr", &format!("V{number}"))).collect();
    let asked = admin.command_later("CP1", "GetVariables", json!({ "getVariableData": data }));
    let (id, _) = station.expect_call("GetVariables");
    station.send_text(&json!([4, id, "OccurrenceConstraintViolation", "too many", {}]).to_string());
    let limits = |name: &str| (name == "ItemsPerMessage").then_some("2");
    assert_eq!(answer_variables(&mut station, limits), 2, "both of its limits");
    assert_eq!(answer_variables(&mut station, |_| Some("1")), 2);
    assert_eq!(answer_variables(&mut station, |_| Some("1")), 1);
    assert_eq!(
        asked.join().unwrap().expect(200)["getVariableResult"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[test]
fn keys_of_1_6_are_read_as_many_as_the_station_gives() {
    let (_server, admin, mut station) = connected(&Config::new(), "1.6");
    let answer = |station: &mut Station, value: &str| {
        let (id, payload) = station.expect_call("GetConfiguration");
        let keys: Vec<Value> = payload["key"]
            .as_array()
            .unwrap()
            .iter()
            .map(|key| json!({"key": key, "readonly": false, "value": value}))
            .collect();
        station.answer(&id, &json!({ "configurationKey": keys }));
        keys.len()
    };
    let asked = admin.command_later("CP1", "GetConfiguration", json!({"key": ["GetConfigurationMaxKeys"]}));
    answer(&mut station, "2");
    assert_eq!(asked.join().unwrap().status, 200);
    let asked = admin.command_later("CP1", "GetConfiguration", json!({"key": ["A", "B", "C", "D", "E"]}));
    let parts = [(); 3].map(|()| answer(&mut station, "7"));
    assert_eq!(parts, [2, 2, 1]);
    assert_eq!(
        asked.join().unwrap().expect(200)["configurationKey"]
            .as_array()
            .unwrap()
            .len(),
        5
    );
    assert_eq!(item(&admin, "E")["value"], "7");
    assert_eq!(known(&admin)["items"].as_array().unwrap().len(), 6);
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

/// Calls a path; the station answers meanwhile.
fn later(admin: &Admin, method: &'static str, path: &str, body: Value) -> JoinHandle<Reply> {
    let (admin, path) = (admin.clone(), path.to_owned());
    thread::spawn(move || admin.send(method, &path, body.to_string().into_bytes()))
}

/// Answers that the station takes the values, with this word.
fn take(station: &mut Station, version: &str, status: &str) -> Vec<String> {
    if version == "1.6" {
        let (id, payload) = station.expect_call("ChangeConfiguration");
        station.answer(&id, &json!({ "status": status }));
        return vec![payload["value"].as_str().unwrap().to_owned()];
    }
    let (id, payload) = station.expect_call("SetVariables");
    let data = payload["setVariableData"].as_array().unwrap();
    let results = data
        .iter()
        .map(|data| json!({"attributeStatus": status, "component": data["component"], "variable": data["variable"]}));
    station.answer(&id, &json!({ "setVariableResult": results.collect::<Vec<_>>() }));
    data.iter()
        .map(|data| data["attributeValue"].as_str().unwrap().to_owned())
        .collect()
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
            (&json!("set-configuration"), &json!("RebootRequired"))
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
fn a_long_local_list_goes_out_in_parts_and_stops_where_one_is_refused() {
    let (_server, admin, mut station) = connected(&Config::new(), "1.6");
    let asked = admin.command_later("CP1", "GetConfiguration", json!({"key": ["SendLocalListMaxLength"]}));
    let (id, _) = station.expect_call("GetConfiguration");
    let key = json!({"key": "SendLocalListMaxLength", "readonly": true, "value": "2"});
    station.answer(&id, &json!({ "configurationKey": [key] }));
    assert_eq!(asked.join().unwrap().status, 200);

    let list = "/api/v1/charge-points/CP1/local-list";
    let entries: Vec<Value> = (0..5).map(|tag| json!({"idTag": format!("T{tag}")})).collect();
    let full = json!({"update": "full", "entries": entries});
    let part = |station: &mut Station, status: &str| {
        let (id, payload) = station.expect_call("SendLocalList");
        station.answer(&id, &json!({ "status": status }));
        let count = payload["localAuthorizationList"].as_array().unwrap().len();
        (
            payload["listVersion"].as_i64().unwrap(),
            payload["updateType"].clone(),
            count,
        )
    };
    let sent = later(&admin, "PUT", list, full.clone());
    let parts = [(); 3].map(|()| part(&mut station, "Accepted"));
    assert_eq!(parts[0], (1, json!("Full"), 2));
    assert_eq!(
        (&parts[1], &parts[2]),
        (&(2, json!("Differential"), 2), &(3, json!("Differential"), 1))
    );
    assert_eq!(
        sent.join().unwrap().expect(200),
        json!({"status": "Accepted", "version": 3})
    );
    let known = admin.get(list).expect(200);
    assert_eq!(
        (
            &known["version"],
            &known["drift"],
            known["entries"].as_array().unwrap().len()
        ),
        (&json!(3), &json!("none"), 5)
    );

    let sent = later(&admin, "PUT", list, full);
    part(&mut station, "Accepted");
    part(&mut station, "Failed");
    assert_eq!(
        sent.join().unwrap().expect(200),
        json!({"status": "Failed", "version": 5})
    );
    station.expect_silence();
    // All of it again, with what the station did not take.
    let again = later(&admin, "PUT", list, json!({"update": "again"}));
    assert_eq!(part(&mut station, "Accepted"), (5, json!("Full"), 2));
    assert_eq!(part(&mut station, "Accepted"), (6, json!("Differential"), 2));
    assert_eq!(again.join().unwrap().expect(200)["status"], "Accepted");
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
