//! The form of a fixture file; `plugin-sdk/fixtures/README.md` says what it means. An unknown member is
//! an error: it would not be looked at.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixture {
    pub settings: Option<Value>,
    #[serde(default)]
    pub state: BTreeMap<String, String>,
    pub directory: Option<Value>,
    #[serde(default)]
    pub http: Vec<Exchange>,
    pub steps: Vec<Step>,
}

/// An answer to an outgoing request. Method and URL say which request it belongs to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "http"), allow(dead_code, reason = "read and not played"))]
pub struct Exchange {
    pub method: String,
    pub url: String,
    pub answer: Answer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "http"), allow(dead_code, reason = "read and not played"))]
pub struct Answer {
    #[serde(default = "ok")]
    pub status: u16,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Text, or JSON.
    #[serde(default)]
    pub body: Value,
    /// The request fails.
    pub error: Option<String>,
}

fn ok() -> u16 {
    200
}

#[derive(Deserialize)]
pub struct Step {
    #[serde(flatten)]
    pub input: Input,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Input {
    Call(Call),
    Event(Event),
    Tick(Tick),
    Request(Request),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Call {
    pub version: String,
    pub action: String,
    pub charge_point: String,
    #[serde(default)]
    pub message_id: String,
    #[serde(default = "once")]
    pub received_at: String,
    #[serde(default)]
    pub vendor: String,
    #[serde(default)]
    pub model: String,
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    pub payload: Value,
    pub proposed: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Event {
    pub kind: String,
    #[serde(default)]
    pub charge_point: String,
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub vendor: String,
    #[serde(default)]
    pub model: String,
    #[serde(default)]
    pub message_id: String,
    #[serde(default = "once")]
    pub received_at: String,
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    pub payload: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tick {
    pub name: String,
    #[serde(default = "once")]
    pub at: String,
}

/// The moment of everything that does not say its own.
fn once() -> String {
    "2026-01-01T00:00:00.000Z".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub method: String,
    pub path: String,
    #[serde(default)]
    pub query: String,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Text, or JSON.
    #[serde(default)]
    pub body: Value,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    pub outcome: Option<Value>,
    pub response: Option<Response>,
    #[serde(default)]
    pub state: BTreeMap<String, Value>,
    pub commands: Option<Value>,
    pub events: Option<Value>,
    pub requests: Option<Vec<Outgoing>>,
    #[serde(default)]
    pub log: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    pub status: Option<u16>,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    pub body: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "http"), allow(dead_code, reason = "read and not played"))]
pub struct Outgoing {
    pub method: String,
    pub url: String,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    pub body: Option<Value>,
}

/// Text as it is, anything else as JSON; null is nothing.
pub fn bytes(body: &Value) -> Vec<u8> {
    match body {
        Value::Null => Vec::new(),
        Value::String(text) => text.clone().into_bytes(),
        json => json.to_string().into_bytes(),
    }
}
