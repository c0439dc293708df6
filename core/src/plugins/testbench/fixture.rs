//! The form of a fixture file; `plugin-sdk/fixtures/README.md` says what it means. An unknown member is
//! an error: nobody would look at it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::directory::Directory;

/// A story: what is there, and the steps with what must come of each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixture {
    /// The plugin's section of the configuration.
    #[serde(default = "nothing_set")]
    pub settings: Value,
    /// Keys and values of the plugin before the first step.
    #[serde(default)]
    pub state: BTreeMap<String, String>,
    /// What the server knows.
    #[serde(default)]
    pub directory: Directory,
    /// Answers to outgoing requests, in their order.
    #[serde(default)]
    pub http: Vec<Exchange>,
    /// At least one.
    pub steps: Vec<Step>,
}

fn nothing_set() -> Value {
    Value::Object(serde_json::Map::new())
}

impl Fixture {
    /// Reads a file's text.
    ///
    /// # Errors
    /// Where it has not the form, and what was expected there.
    pub fn read(text: &str) -> Result<Self, String> {
        let fixture: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if fixture.steps.is_empty() {
            return Err("it has no steps".to_owned());
        }
        Ok(fixture)
    }
}

/// An answer to one outgoing request.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// Of the request.
    pub method: String,
    /// Of the request.
    pub url: String,
    /// What is answered.
    pub answer: ScriptedResponse,
}

/// A response from outside, or its failure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptedResponse {
    /// 200 if it is not there.
    #[serde(default = "ok")]
    pub status: u16,
    /// By name.
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

/// One call of the plugin.
#[derive(Debug, Deserialize)]
#[serde(try_from = "WrittenStep")]
pub struct Step {
    /// What it is asked.
    pub input: Input,
    /// What must come of it.
    pub expect: Expect,
}

/// A step as it is written: `flatten` would not take texts as they are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    call: Option<Call>,
    event: Option<Event>,
    tick: Option<Tick>,
    request: Option<Request>,
    #[serde(default)]
    expect: Expect,
}

impl TryFrom<WrittenStep> for Step {
    type Error = String;

    fn try_from(written: WrittenStep) -> Result<Self, String> {
        let inputs = [
            written.call.map(Input::Call),
            written.event.map(Input::Event),
            written.tick.map(Input::Tick),
            written.request.map(Input::Request),
        ];
        let mut found = inputs.into_iter().flatten();
        match (found.next(), found.next()) {
            (Some(input), None) => Ok(Self {
                input,
                expect: written.expect,
            }),
            _ => Err("a step has one of `call`, `event`, `tick` and `request`".to_owned()),
        }
    }
}

/// What a plugin is asked.
#[derive(Debug)]
pub enum Input {
    /// A charge point's CALL.
    Call(Call),
    /// For the observer.
    Event(Event),
    /// For the timer.
    Tick(Tick),
    /// For its endpoints.
    Request(Request),
}

impl Input {
    /// In a few words.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Call(call) => format!("call {}", call.action),
            Self::Event(event) => format!("event {}", event.kind),
            Self::Tick(tick) => format!("tick {}", tick.name),
            Self::Request(request) => format!("request {} {}", request.method, request.path),
        }
    }

    /// The charge point that it comes from; none or an empty one: nobody's.
    #[must_use]
    pub fn charge_point(&self) -> Option<&str> {
        match self {
            Self::Call(call) => Some(&call.charge_point),
            Self::Event(event) => Some(&event.charge_point),
            Self::Tick(_) | Self::Request(_) => None,
        }
    }
}

/// A CALL, with the response that the server would give.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Call {
    /// `1.6`, `2.0.1` or `2.1`.
    pub version: ocpp_schemas::Version,
    /// Its name in that version.
    pub action: String,
    /// Who calls.
    pub charge_point: String,
    /// The CALL's id.
    #[serde(default)]
    pub message_id: String,
    /// RFC 3339.
    #[serde(default = "once")]
    pub received_at: String,
    /// Of the last BootNotification.
    #[serde(default)]
    pub vendor: String,
    /// Of the last BootNotification.
    #[serde(default)]
    pub model: String,
    /// Anything else.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// The request, as it is written: the server hands over what came.
    pub payload: Box<RawValue>,
    /// The response.
    pub proposed: Value,
}

fn once() -> String {
    "2026-01-01T00:00:00.000Z".to_owned()
}

/// Something that happened.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Event {
    /// Such as `transaction.ended`.
    pub kind: String,
    /// Whom it is about.
    #[serde(default)]
    pub charge_point: String,
    /// The connection's OCPP version.
    #[serde(default)]
    pub version: String,
    /// Of the last BootNotification.
    #[serde(default)]
    pub vendor: String,
    /// Of the last BootNotification.
    #[serde(default)]
    pub model: String,
    /// The CALL that caused it.
    #[serde(default)]
    pub message_id: String,
    /// RFC 3339.
    #[serde(default = "once")]
    pub received_at: String,
    /// Anything else.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// A JSON object.
    pub payload: Box<RawValue>,
}

/// A schedule that is due.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tick {
    /// The schedule's name.
    pub name: String,
    /// RFC 3339.
    #[serde(default = "once")]
    pub at: String,
}

/// A request to the plugin's endpoints.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Such as `GET`.
    pub method: String,
    /// Begins with `/`.
    pub path: String,
    /// Without the question mark.
    #[serde(default)]
    pub query: String,
    /// By name, in lower case.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Text, or JSON.
    #[serde(default)]
    pub body: Value,
}

/// What must come of a step; what is left out is not looked at, but for the outcome or the response.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// Of a call, an event, a tick.
    pub outcome: Option<Value>,
    /// Of a request.
    pub response: Option<ExpectedResponse>,
    /// Keys with their text, their JSON, or null for a key that is not there.
    #[serde(default)]
    pub state: BTreeMap<String, Value>,
    /// All that were sent.
    pub commands: Option<Value>,
    /// All that were emitted.
    pub events: Option<Value>,
    /// All that went out.
    pub requests: Option<Vec<Outgoing>>,
    /// Texts, each of which is in some line.
    #[serde(default)]
    pub log: Vec<String>,
}

/// What a request is answered; what is left out is not looked at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedResponse {
    /// The status.
    pub status: Option<u16>,
    /// These headers, not all.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Text, or JSON.
    pub body: Option<Value>,
}

/// A request that the plugin sends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outgoing {
    /// Such as `POST`.
    pub method: String,
    /// All of it.
    pub url: String,
    /// These headers, not all.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Text, or JSON.
    pub body: Option<Value>,
}

/// A body's bytes: text as it is, anything else as JSON, null as nothing.
#[must_use]
pub fn bytes(body: &Value) -> Vec<u8> {
    match body {
        Value::Null => Vec::new(),
        Value::String(text) => text.clone().into_bytes(),
        json => json.to_string().into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_typing_error_is_told_with_its_place() {
        let error = Fixture::read("{\n \"steps\": [{\"tick\": {\"name\": \"a\"}, \"expects\": {}}]}").unwrap_err();
        assert!(
            error.starts_with("unknown field `expects`, expected one of `call`"),
            "{error}"
        );
        assert!(error.contains("line 2"), "{error}");
    }

    #[test]
    fn a_step_asks_one_thing() {
        for step in [
            "{}",
            r#"{"tick": {"name": "a"}, "request": {"method": "GET", "path": "/"}}"#,
        ] {
            let error = Fixture::read(&format!(r#"{{"steps": [{step}]}}"#)).unwrap_err();
            assert!(error.starts_with("a step has one of"), "{error}");
        }
        assert_eq!(Fixture::read(r#"{"steps": []}"#).unwrap_err(), "it has no steps");
    }
}
