//! What a station does with its keys and variables, and calls that wait for it.

use std::thread::{self, JoinHandle};

use serde_json::{Value, json};

use crate::admin::{Admin, Reply};
use crate::station::Station;

/// A variable as messages of 2.x name it.
#[must_use]
pub fn variable(component: &str, name: &str) -> Value {
    json!({"component": {"name": component}, "variable": {"name": name}})
}

/// Answers a GetVariables with these values, by the variable's name; how many were asked for.
///
/// # Panics
/// If the server's next CALL is another.
#[track_caller]
pub fn answer_variables(station: &mut Station, values: impl Fn(&str) -> Option<&'static str>) -> usize {
    let (id, payload) = station.expect_call("GetVariables");
    let asked = payload["getVariableData"].as_array().expect("a list");
    let results = asked.iter().map(|data| {
        let mut result = data.clone();
        let value = values(data["variable"]["name"].as_str().expect("a text"));
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

/// Calls a path; the station answers meanwhile.
#[must_use]
pub fn later(admin: &Admin, method: &'static str, path: &str, body: Value) -> JoinHandle<Reply> {
    let (admin, path) = (admin.clone(), path.to_owned());
    thread::spawn(move || admin.send(method, &path, body.to_string().into_bytes()))
}

/// Answers a ChangeConfiguration or SetVariables with this word; the values that were to be set.
///
/// # Panics
/// If the server's next CALL is another.
#[track_caller]
pub fn take(station: &mut Station, version: &str, status: &str) -> Vec<String> {
    if version == "1.6" {
        let (id, payload) = station.expect_call("ChangeConfiguration");
        station.answer(&id, &json!({ "status": status }));
        return vec![payload["value"].as_str().expect("a text").to_owned()];
    }
    let (id, payload) = station.expect_call("SetVariables");
    let data = payload["setVariableData"].as_array().expect("a list");
    let results = data
        .iter()
        .map(|data| json!({"attributeStatus": status, "component": data["component"], "variable": data["variable"]}));
    station.answer(&id, &json!({ "setVariableResult": results.collect::<Vec<_>>() }));
    data.iter()
        .map(|data| data["attributeValue"].as_str().expect("a text").to_owned())
        .collect()
}
