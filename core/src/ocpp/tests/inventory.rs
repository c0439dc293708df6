//! What is known of a station's keys and variables after it was read, set, and has reported.

use ocpp_schemas::Version;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

use super::TestStation;
use crate::frame::repair::Repair;
use crate::ocpp::Outcome;
use crate::ocpp::inventory::drift::{Drift, Station};
use crate::ocpp::inventory::reports::{ReportState, missing, state};
use crate::ocpp::provisioning::{GetConfigurationRequest, SetConfigurationRequest};
use crate::ocpp::verb::{Addressee, Answered, Joined, Plan, VerbError, Wish};
use crate::state::inventories::Inventory;
use crate::state::variables::{ACTUAL, Attribute, Variable, can_be_kept};
use crate::state::wanted::Wanted;

fn to(station: &TestStation) -> Addressee<'_> {
    Addressee {
        command: "",
        charge_point: &station.charge_point,
        version: station.profile.version,
        state: &station.pipeline.state,
        settings: &station.pipeline.settings,
        now: station.now,
    }
}

fn variable(station: &TestStation, name: &str) -> Option<Variable> {
    station.pipeline.state.variable(&station.charge_point, name).unwrap()
}

fn actual(station: &TestStation, name: &str) -> Attribute {
    variable(station, name).unwrap().attributes[ACTUAL].clone()
}

fn inventory(station: &TestStation) -> Inventory {
    station.pipeline.state.inventory(&station.charge_point).unwrap()
}

fn get(station: &TestStation, names: &[&str]) -> Result<Plan, VerbError> {
    let wanted: GetConfigurationRequest = serde_json::from_value(json!({ "names": names })).unwrap();
    wanted.plan(to(station))
}

fn set(station: &TestStation, values: Value) -> Result<Plan, VerbError> {
    let wanted: SetConfigurationRequest = serde_json::from_value(json!({ "values": values })).unwrap();
    wanted.plan(to(station))
}

fn joined_get(version: Version, answers: &[Answered]) -> Joined {
    GetConfigurationRequest::joined(version, answers)
}

fn joined_set(version: Version, answers: &[Answered]) -> Joined {
    SetConfigurationRequest::joined(version, answers)
}

/// Sends a plan; the station answers each CALL so.
async fn run(station: &TestStation, plan: Plan, answer: impl Fn(&Value) -> Value) -> Vec<Answered> {
    let mut answers = Vec::new();
    for call in plan.calls {
        let outcome = Outcome::Answered(answer(&call.payload));
        station.leaves(call.action, &call.payload).await;
        station.answered(call.action, &call.payload, &outcome).await;
        answers.push(Answered { call, outcome });
    }
    answers
}

fn drift(station: &TestStation, name: &str, value: &str) -> Drift {
    let inventory = inventory(station);
    let known = Station::new(&station.pipeline.state, &station.charge_point, &inventory);
    let wanted = Wanted {
        values: [(name.to_owned(), value.to_owned())].into(),
        changed_at: None,
    };
    known.compare(&wanted).unwrap()[0].drift
}

#[actix_web::test]
async fn keys_of_16_are_kept_as_they_are_read_and_set() {
    let station = TestStation::new(Version::V16).await;
    let read = json!({ "configurationKey": [
        { "key": "HeartbeatInterval", "readonly": false, "value": "300" },
        { "key": "AuthorizationKey", "readonly": false, "value": "s3cret" },
        { "key": "NumberOfConnectors", "readonly": true, "value": "2" }], "unknownKey": ["Nonsense"] });
    let answers = run(&station, get(&station, &["HeartbeatInterval"]).unwrap(), |_| {
        read.clone()
    })
    .await;
    let joined = joined_get(Version::V16, &answers);
    assert_eq!(
        (joined.accepted, joined.result["values"].as_array().unwrap().len()),
        (true, 4)
    );
    assert_eq!(joined.result["values"][1]["value"], Value::Null, "a secret");
    assert_eq!(actual(&station, "heartbeatinterval").value.as_deref(), Some("300"));
    assert_eq!(actual(&station, "AuthorizationKey").value, None, "a secret");
    assert_eq!(
        actual(&station, "NumberOfConnectors").mutability.as_deref(),
        Some("ReadOnly")
    );
    assert_eq!(actual(&station, "Nonsense").refused.as_deref(), Some("UnknownKey"));
    assert_eq!(drift(&station, "OCPPCommCtrlr/HeartbeatInterval", "300.0"), Drift::None);
    assert_eq!(drift(&station, "HeartbeatInterval", "60"), Drift::Different);
    assert_eq!(drift(&station, "Nonsense", "60"), Drift::Unknown);

    for (status, value, taken) in [("Rejected", "300", false), ("RebootRequired", "60", true)] {
        let plan = set(&station, json!({ "HeartbeatInterval": 60 })).unwrap();
        let answers = run(&station, plan, |_| json!({ "status": status })).await;
        let joined = joined_set(Version::V16, &answers);
        assert_eq!((joined.accepted, joined.status.as_str()), (taken, status));
        let known = actual(&station, "HeartbeatInterval");
        assert_eq!(
            (known.value.as_deref(), known.last_set.unwrap().status.as_str()),
            (Some(value), status)
        );
    }
}

#[actix_web::test]
async fn a_whole_reading_says_what_is_gone() {
    let mut station = TestStation::new(Version::V16).await;
    let key = |key: &str| json!({ "key": key, "readonly": false, "value": "1" });
    let all = |keys: Vec<Value>| json!({ "configurationKey": keys });
    run(&station, get(&station, &[]).unwrap(), |_| all(vec![key("A"), key("B")])).await;
    station.now += chrono::TimeDelta::hours(1);
    run(&station, get(&station, &[]).unwrap(), |_| all(vec![key("A")])).await;
    let inventory = inventory(&station);
    assert_eq!((inventory.whole_since, inventory.variables), (Some(station.now), 1));
    assert_eq!(variable(&station, "B"), None, "what is gone is not kept");
    assert_eq!(
        (drift(&station, "A", "1"), drift(&station, "B", "1")),
        (Drift::None, Drift::Unknown)
    );
}

#[actix_web::test]
async fn variables_of_2x_are_read_and_set_as_many_as_the_station_takes() {
    for version in [Version::V201, Version::V21] {
        let station = TestStation::new(version).await;
        let answer = |payload: &Value| {
            let results = payload["getVariableData"].as_array().unwrap().iter().map(|data| {
                let value = if data["variable"]["instance"] == "GetVariables" {
                    "4"
                } else {
                    "2"
                };
                json!({ "attributeStatus": "Accepted", "component": data["component"],
                    "variable": data["variable"], "attributeValue": value })
            });
            json!({ "getVariableResult": results.collect::<Vec<_>>() })
        };
        let names = [
            "HeartbeatInterval",
            "ResetRetries",
            "CpoName",
            "EVSE@1/Power;MaxSet",
            "A/B[c]",
        ];
        let plan = get(&station, &names).unwrap();
        assert_eq!(plan.calls.len(), 1, "no limit is known");
        run(&station, get(&station, &["GetConfigurationMaxKeys"]).unwrap(), answer).await;
        let plan = get(&station, &names).unwrap();
        assert_eq!(plan.calls.len(), 2);
        let answers = run(&station, plan, answer).await;
        let joined = joined_get(version, &answers);
        let read: Vec<_> = joined.result["values"]
            .as_array()
            .unwrap()
            .iter()
            .map(|value| value["name"].clone())
            .collect();
        assert_eq!(read[0], "OCPPCommCtrlr/HeartbeatInterval");
        assert_eq!(
            (read.len(), &read[3]),
            (5, &json!("EVSE@1/Power")),
            "the answer names no attribute"
        );
        assert_eq!(drift(&station, "ResetRetries", "2"), Drift::None);

        let plan = set(
            &station,
            json!({ "ResetRetries": "3", "CpoName": "us", "BasicAuthPassword": "x" }),
        );
        assert!(matches!(plan, Err(VerbError::Invalid(_))), "no name of a variable");
        let plan = set(&station, json!({ "ResetRetries": "3", "CpoName": "us" })).unwrap();
        let answers = run(&station, plan, |payload| {
            let results = payload["setVariableData"].as_array().unwrap().iter().rev().map(|data| {
                let status = if data["attributeValue"] == "3" {
                    "RebootRequired"
                } else {
                    "Rejected"
                };
                json!({ "attributeStatus": status, "component": data["component"], "variable": data["variable"] })
            });
            json!({ "setVariableResult": results.collect::<Vec<_>>() })
        });
        let joined = joined_set(version, &answers.await);
        assert_eq!((joined.accepted, joined.status.as_str()), (false, "Rejected"));
        assert_eq!(joined.result["rebootRequired"], true);
        assert_eq!(drift(&station, "ResetRetries", "3"), Drift::None);
        assert_eq!(
            actual(&station, "SecurityCtrlr/OrganizationName").value.as_deref(),
            Some("2")
        );
    }
}

fn part(number: i64, last: i64) -> Value {
    json!({ "requestId": 1, "seqNo": number, "tbc": number != last, "generatedAt": "2026-11-20T10:00:00Z",
        "reportData": [
            { "component": { "name": "C" }, "variable": { "name": format!("V{number}") },
              "variableAttribute": [{ "value": number.to_string(), "mutability": "ReadOnly" }, { "type": "Target" }],
              "variableCharacteristics": { "dataType": "integer", "supportsMonitoring": false } },
            { "component": { "name": "SecurityCtrlr" }, "variable": { "name": "BasicAuthPassword" },
              "variableAttribute": [{ "value": "s3cret", "mutability": "WriteOnly" }] }] })
}

#[actix_web::test]
async fn a_report_in_parts_is_the_inventory() {
    let mut station = TestStation::new(Version::V201).await;
    let plan = get(&station, &[]).unwrap();
    assert_eq!(plan.number, Some(1));
    let answers = run(&station, plan, |_| json!({ "status": "Accepted" })).await;
    assert_eq!(
        joined_get(Version::V201, &answers).result,
        json!({ "requestId": 1, "status": "Accepted" })
    );
    for number in [3, 0, 1, 1] {
        station.call("NotifyReport", part(number, 3)).await;
    }
    let report = inventory(&station).reports[0].clone();
    assert_eq!(
        (state(&report), missing(&report).numbers),
        (ReportState::Incomplete, vec![2])
    );
    station.now += chrono::TimeDelta::seconds(1);
    run(&station, set(&station, json!({ "C/V1": "9" })).unwrap(), |payload| {
        let data = &payload["setVariableData"][0];
        json!({ "setVariableResult": [{ "attributeStatus": "Accepted", "component": data["component"],
            "variable": data["variable"] }] })
    })
    .await;
    // It was there before: what was set since stands.
    station.call("NotifyReport", part(1, 3)).await;
    assert_eq!(actual(&station, "C/V1").value.as_deref(), Some("9"));
    station.call("NotifyReport", part(2, 3)).await;
    let known = inventory(&station);
    assert_eq!(state(&known.reports[0]), ReportState::Complete);
    assert_eq!(
        (known.variables, known.whole_since),
        (5, Some(known.reports[0].began_at))
    );
    assert_eq!(
        variable(&station, "C/V2").unwrap().characteristics.unwrap()["dataType"],
        "integer"
    );
    assert_eq!(
        actual(&station, "SecurityCtrlr/BasicAuthPassword").value,
        None,
        "a secret"
    );
    assert_eq!(get(&station, &[]).unwrap().number, Some(2));
}

#[actix_web::test]
async fn a_station_without_reports_says_so() {
    let station = TestStation::new(Version::V21).await;
    run(
        &station,
        get(&station, &[]).unwrap(),
        |_| json!({ "status": "NotSupported" }),
    )
    .await;
    let known = inventory(&station);
    assert_eq!(state(&known.reports[0]), ReportState::Refused);
    assert!(known.refused.contains_key("GetBaseReport"));
}

#[actix_web::test]
async fn names_are_kept_however_odd_they_are() {
    let odd = "%".repeat(50);
    let station = TestStation::new(Version::V16).await;
    let keys = json!({ "configurationKey": [{ "key": odd, "readonly": false, "value": "1" }] });
    run(&station, get(&station, &[]).unwrap(), |_| keys.clone()).await;
    assert_eq!(actual(&station, &odd).value.as_deref(), Some("1"));
    let mut part = part(0, 0);
    part["reportData"][0]["component"] = json!({ "name": odd, "instance": odd });
    part["reportData"][0]["variable"] = json!({ "name": odd, "instance": odd });
    let station = TestStation::new(Version::V21).await;
    station.call("NotifyReport", part).await;
    assert_eq!((inventory(&station).left_out, inventory(&station).variables), (0, 2));
    assert_eq!(
        actual(&station, &format!("{odd}[{odd}]/{odd}[{odd}]")).value.as_deref(),
        Some("0")
    );
    // What a report says that is not valid may be longer than any key.
    assert!(!can_be_kept(&station.charge_point, &format!("{}/V", "%".repeat(200))));
}

#[actix_web::test]
async fn monitors_are_kept_beside_their_variable() {
    for version in [Version::V201, Version::V21] {
        let station = TestStation::new(version).await;
        let mut monitor =
            json!({ "id": 4, "transaction": false, "value": 1.5, "type": "UpperThreshold", "severity": 3 });
        if version == Version::V21 {
            monitor["eventNotificationType"] = json!("CustomMonitor");
        }
        let ask = json!({ "requestId": 5 });
        station
            .ask("GetMonitoringReport", ask, json!({ "status": "Accepted" }))
            .await;
        let part = |number: i64, custom: bool| {
            let mut told = monitor.clone();
            if custom {
                told["customData"] = json!({ "vendorId": "v" });
            }
            json!({ "requestId": 5, "seqNo": number, "tbc": number == 0, "generatedAt": "2026-11-20T10:00:00Z",
                "monitor": [{ "component": { "name": "C", "evse": { "id": 1 } }, "variable": { "name": format!("V{number}") },
                    "variableMonitoring": [told] }] })
        };
        station.call("NotifyMonitoringReport", part(1, true)).await;
        assert_eq!(missing(&inventory(&station).reports[0]).numbers, [0]);
        station.call("NotifyMonitoringReport", part(0, false)).await;
        let known = inventory(&station);
        assert_eq!(
            (state(&known.reports[0]), known.whole_since),
            (ReportState::Complete, None)
        );
        for name in ["C@1/V0", "C@1/V1"] {
            assert_eq!(
                variable(&station, name).unwrap().monitors,
                Some(json!([monitor])),
                "{name}"
            );
        }
    }
}

/// The processor time of this thread: what else the machine does takes nothing of it.
fn computed() -> std::time::Duration {
    std::time::Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap()
}

#[actix_web::test]
async fn ten_thousand_keys_are_taken_in_no_time_and_make_room_for_others() {
    let mut station = TestStation::new(Version::V16).await;
    let mut read = async |word: &str, count: usize| {
        let keys: Vec<Value> = (0..count)
            .map(|number| json!({ "key": format!("{word}{number}"), "readonly": false, "value": "1" }))
            .collect();
        station.now += chrono::TimeDelta::hours(1);
        let begun = computed();
        station
            .ask("GetConfiguration", json!({}), json!({ "configurationKey": keys }))
            .await;
        let known = inventory(&station);
        (computed().saturating_sub(begun), known.variables, known.left_out)
    };
    let (took, ..) = read("A", 1_000).await;
    // Ten times as many take about ten times as long; if each were compared with all it would be a hundred times.
    let most = took * 50 + std::time::Duration::from_millis(100);
    for word in ["A", "a", "B"] {
        let (took, kept, left_out) = read(word, 10_000).await;
        assert_eq!((kept, left_out), (10_000, 0), "{word}");
        assert!(took < most, "{word}: {took:?}, not {most:?}");
    }
    assert_eq!(read("D", 5).await.1, 5);
    assert_eq!(variable(&station, "B1"), None);
    assert!(variable(&station, "d1").is_some());
}

#[actix_web::test]
async fn a_value_that_the_station_says_nothing_of_is_not_set() {
    let station = TestStation::new(Version::V201).await;
    let plan = set(&station, json!({ "A/One": 1, "A/Two": 2 })).unwrap();
    let answers = run(&station, plan, |payload| {
        let data = &payload["setVariableData"][0];
        json!({ "setVariableResult": [{ "attributeStatus": "Accepted", "component": data["component"], "variable": data["variable"] }] })
    })
    .await;
    let joined = joined_set(Version::V201, &answers);
    assert_eq!((joined.accepted, joined.status.as_str()), (false, "NotAnswered"));
    assert_eq!(joined.result["values"].as_array().unwrap().len(), 2);
}

#[actix_web::test]
async fn a_whole_report_takes_out_what_it_does_not_tell() {
    let mut station = TestStation::new(Version::V201).await;
    for (number, names) in [(1, vec!["A", "B", "C"]), (2, vec!["B"])] {
        station.now += chrono::TimeDelta::hours(1);
        let question = json!({ "requestId": number, "reportBase": "FullInventory" });
        station
            .ask("GetBaseReport", question, json!({ "status": "Accepted" }))
            .await;
        for (place, name) in names.iter().enumerate() {
            let told = json!({ "component": { "name": name }, "variable": { "name": "V" },
                "variableAttribute": [{ "value": "1" }] });
            let part = json!({ "requestId": number, "seqNo": place, "tbc": place + 1 < names.len(),
                "generatedAt": "2026-11-20T10:00:00Z", "reportData": [told] });
            station.call("NotifyReport", part).await;
        }
        assert_eq!(inventory(&station).variables, names.len() as u64);
    }
    assert!(variable(&station, "B/V").is_some());
    assert_eq!((variable(&station, "A/V"), variable(&station, "C/V")), (None, None));
    let state = &station.pipeline.state;
    assert_eq!(state.shelved_components(&station.charge_point).unwrap(), ["b"]);
}

#[actix_web::test]
async fn what_an_answer_lost_is_not_forgotten() {
    let mut station = TestStation::new(Version::V16).await;
    let key = |key: &str, readonly: bool| json!({ "key": key, "readonly": readonly, "value": "1" });
    let all = json!({ "configurationKey": [key("HeartbeatInterval", true), key("NumberOfConnectors", true)] });
    station.ask("GetConfiguration", json!({}), all).await;
    let lost = json!({ "configurationKey": [key("HeartbeatInterval", false)] });
    let repair = |name, pointer| vec![Repair::new(name, pointer)];
    for (repairs, is_there) in [
        (repair("item-left-out", "/configurationKey/1"), true),
        (repair("missing-member", "/configurationKey/0/readonly"), false),
    ] {
        station.now += chrono::TimeDelta::minutes(1);
        let outcome = Outcome::Remarked(lost.clone(), repairs);
        station.answered("GetConfiguration", &json!({}), &outcome).await;
        let known = Station::new(&station.pipeline.state, &station.charge_point, &inventory(&station)).whole_since;
        let found =
            variable(&station, "NumberOfConnectors").filter(|found| known.is_none_or(|since| found.at >= since));
        assert_eq!(found.is_some(), is_there);
    }
    let word = actual(&station, "HeartbeatInterval").mutability;
    assert_eq!(
        word.as_deref(),
        Some("ReadWrite"),
        "told once; what stands for it says nothing"
    );
}

#[actix_web::test]
async fn a_report_that_lost_entries_is_not_all_there_is() {
    let mut station = TestStation::new(Version::V201).await;
    let entry = |name: &str| {
        json!({ "component": { "name": "C" }, "variable": { "name": name },
        "variableAttribute": [{ "value": "1" }] })
    };
    for (number, entries, both) in [
        (1, json!([entry("A"), entry("B")]), true),
        (
            2,
            json!([entry("A"), { "variableAttribute": [{ "value": "1" }] }]),
            true,
        ),
        (3, json!([entry("A")]), false),
    ] {
        station.now += chrono::TimeDelta::minutes(1);
        let base = json!({ "requestId": number, "reportBase": "FullInventory" });
        station
            .ask("GetBaseReport", base, json!({ "status": "Accepted" }))
            .await;
        let part =
            json!({ "requestId": number, "generatedAt": "2026-11-20T10:00:00Z", "seqNo": 0, "reportData": entries });
        station.call("NotifyReport", part).await;
        assert_eq!(variable(&station, "C/B").is_some(), both, "{number}");
    }
}
