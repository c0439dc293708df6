//! No message has more entries than its station takes: one call of an operator becomes several, and has one answer.

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::device::{answer_variables, later, take, variable};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const CONFIGURATION: &str = "/api/v1/charge-points/CP1/configuration";

const FIVE: [&str; 5] = ["A", "B", "C", "D", "E"];

fn connected(config: &Config, version: &str) -> (Server, Admin, Station) {
    let server = Server::start(config);
    let station = Station::connect(&server, "CP1", version);
    let admin = server.admin();
    admin.wait_connected("CP1", true);
    (server, admin, station)
}

/// The item of a name.
fn item(admin: &Admin, name: &str) -> Value {
    let found = admin.get(&format!("{CONFIGURATION}?name={name}")).expect(200);
    found["items"][0].clone()
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
fn what_waits_in_the_queue_and_is_too_much_is_sent_in_parts_too() {
    let data: Vec<Value> = (0..3).map(|number| variable("Ctrlr", &format!("V{number}"))).collect();
    let names: Vec<String> = (0..3).map(|number| format!("Ctrlr/V{number}")).collect();
    for (name, body, ends) in [
        ("GetVariables", json!({ "getVariableData": data }), "answered"),
        ("get-configuration", json!({ "names": names }), "in-effect"),
    ] {
        let (_server, admin, mut station) = connected(&Config::new(), "2.0.1");
        let path = format!("/api/v1/charge-points/CP1/commands/{name}?wait=false");
        let id = admin.post(&path, &body).expect(202)["id"].as_str().unwrap().to_owned();
        let (call, _) = station.expect_call("GetVariables");
        station.send_text(&json!([4, call, "OccurrenceConstraintViolation", "too many", {}]).to_string());
        let limits = |name: &str| (name == "ItemsPerMessage").then_some("2");
        assert_eq!(answer_variables(&mut station, limits), 2, "both of its limits");
        assert_eq!(answer_variables(&mut station, |_| Some("1")), 2);
        assert_eq!(answer_variables(&mut station, |_| Some("1")), 1);
        wait::until("it is answered", || {
            let command = admin.get(&format!("/api/v1/commands/{id}")).expect(200);
            (command["state"] == ends).then_some(())
        });
        assert_eq!(item(&admin, "Ctrlr/V2")["value"], "1");
        station.expect_silence();
    }
}

#[test]
fn a_split_report_takes_numbers_that_are_free() {
    let (_server, admin, mut station) = connected(&Config::new(), "2.0.1");
    let asked = admin.command_later(
        "CP1",
        "GetVariables",
        json!({ "getVariableData": [limit("GetReport")] }),
    );
    answer_variables(&mut station, |_| Some("2"));
    assert_eq!(asked.join().unwrap().status, 200);
    let mut report = |number: u32, count: usize| {
        let data: Vec<Value> = FIVE.iter().take(count).map(|name| variable("Ctrlr", name)).collect();
        let asked = admin.command_later(
            "CP1",
            "GetReport",
            json!({"requestId": number, "componentVariable": data}),
        );
        let numbers: Vec<Value> = (0..count.div_ceil(2))
            .map(|_| {
                let (id, payload) = station.expect_call("GetReport");
                station.answer(&id, &json!({"status": "Accepted"}));
                payload["requestId"].clone()
            })
            .collect();
        assert_eq!(asked.join().unwrap().status, 200);
        numbers
    };
    assert_eq!(report(8, 1), [8]);
    assert_eq!(report(7, 5), [7, 9, 10], "8 is that of another");
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
    assert_eq!(
        admin.get(CONFIGURATION).expect(200)["items"].as_array().unwrap().len(),
        6
    );
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
    assert_eq!(part(&mut station, "Accepted"), (7, json!("Differential"), 1));
    assert_eq!(again.join().unwrap().expect(200)["status"], "Accepted");
}

#[test]
fn a_list_in_parts_whose_connection_dies_is_sent_wholly_again() {
    let (server, admin, mut station) = connected(&Config::new(), "1.6");
    let asked = admin.command_later("CP1", "GetConfiguration", json!({"key": ["SendLocalListMaxLength"]}));
    let (id, _) = station.expect_call("GetConfiguration");
    let key = json!({"key": "SendLocalListMaxLength", "readonly": true, "value": "2"});
    station.answer(&id, &json!({ "configurationKey": [key] }));
    assert_eq!(asked.join().unwrap().status, 200);

    let entries: Vec<Value> = FIVE
        .iter()
        .map(|tag| json!({ "idTag": tag, "idTagInfo": {"status": "Accepted"} }))
        .collect();
    let raw = json!({"listVersion": 3, "updateType": "Full", "localAuthorizationList": entries});
    let sent = admin.command_later("CP1", "SendLocalList", raw);
    let (id, _) = station.expect_call("SendLocalList");
    station.answer(&id, &json!({"status": "Accepted"}));
    station.expect_call("SendLocalList");
    station.close();
    assert_ne!(sent.join().unwrap().status, 200);
    let mut station = Station::connect(&server, "CP1", "1.6");
    admin.wait_connected("CP1", true);
    let path = "/api/v1/charge-points/CP1/commands/local-list?wait=false";
    assert_eq!(admin.post(path, &json!({"update": "again"})).status, 202);
    let mut tags: Vec<String> = Vec::new();
    for _ in 0..3 {
        let (id, payload) = station.expect_call("SendLocalList");
        let list = payload["localAuthorizationList"].as_array().unwrap();
        tags.extend(list.iter().map(|entry| entry["idTag"].as_str().unwrap().to_owned()));
        station.answer(&id, &json!({"status": "Accepted"}));
    }
    assert_eq!(tags, FIVE);
}
