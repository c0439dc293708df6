//! Plays fixture files on the plugin's native code.

use std::any::Any;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::expect;
use super::fixture::{Call, Event, Fixture, Input, Request, Tick, bytes};
use crate::host::memory;
use crate::{Context, Outcome, Plugin, Texts, endpoint};

/// Plays a fixture file: sets settings, state and directory, takes its steps, and compares.
///
/// # Panics
/// At the first step that comes out otherwise, with the file, the step's number and both values; or if
/// the file has not the form.
///
/// ```
/// # use ocpp_plugin_sdk::types::v16;
/// # use ocpp_plugin_sdk::{Call, CallError, testing};
/// # ocpp_plugin_sdk::plugin! { name: "keeper", handlers: { v16::Heartbeat => keep } }
/// # fn keep(_: &Call<v16::Heartbeat>, _: &mut v16::HeartbeatResponse) -> Result<(), CallError> { Ok(()) }
/// # fn main() {
/// # let fixture = r#"{"steps": [{
/// #     "call": {"version": "1.6", "action": "Heartbeat", "chargePoint": "CP-1", "payload": {},
/// #              "proposed": {"currentTime": "2026-01-01T00:00:00Z"}},
/// #     "expect": {"outcome": "keep"}
/// # }]}"#;
/// # let path = std::env::temp_dir().join("ocpp-plugin-sdk-play.json");
/// # std::fs::write(&path, fixture).unwrap();
/// testing::play(&PLUGIN, &path);
/// # }
/// ```
pub fn play(plugin: &Plugin, path: impl AsRef<Path>) {
    let path = path.as_ref();
    let fixture = read(path);
    memory::reset();
    set_up(&fixture, path);
    for (number, step) in fixture.steps.iter().enumerate() {
        let before = expect::Before::now();
        let came = take(plugin, &step.input);
        let differences = expect::compare(&step.expect, &came, &before);
        assert!(
            differences.is_empty(),
            "{}, step {}:\n{}",
            path.display(),
            number + 1,
            differences.join("\n")
        );
    }
}

/// Plays every `.json` file of a folder, each from an empty state, in the order of their names.
///
/// # Panics
/// As [`play`] does, and if there is no such file.
pub fn play_all(plugin: &Plugin, folder: impl AsRef<Path>) {
    let folder = folder.as_ref();
    let entries = fs::read_dir(folder).unwrap_or_else(|error| stop(folder, &error.to_string()));
    let paths = entries.flatten().map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    assert!(!paths.is_empty(), "{} has no fixtures", folder.display());
    paths.sort();
    for path in paths {
        play(plugin, path);
    }
}

/// What a step came to.
pub enum Came {
    /// Of a call, an event, a tick: as the fixture writes it; a trap with its message.
    Outcome(Value),
    /// Of a request.
    Response(endpoint::Response),
}

fn read(path: &Path) -> Fixture {
    let text = fs::read_to_string(path).unwrap_or_else(|error| stop(path, &error.to_string()));
    serde_json::from_str(&text).unwrap_or_else(|error| stop(path, &error.to_string()))
}

fn set_up(fixture: &Fixture, path: &Path) {
    if let Some(settings) = &fixture.settings {
        super::set_settings(settings);
    }
    for (key, value) in &fixture.state {
        if let Err(error) = memory::state::put(key, value.as_bytes(), None) {
            stop(path, &error.to_string());
        }
    }
    if let Some(directory) = &fixture.directory {
        super::set_directory(directory);
    }
    #[cfg(feature = "http")]
    for exchange in &fixture.http {
        answer(exchange);
    }
    #[cfg(not(feature = "http"))]
    assert!(
        fixture.http.is_empty(),
        "{}: http needs the feature `http` of ocpp-plugin-sdk",
        path.display()
    );
}

#[cfg(feature = "http")]
fn answer(exchange: &super::fixture::Exchange) {
    use crate::http::{HttpError, Response};
    let answer = &exchange.answer;
    let result = match &answer.error {
        Some(error) if error == "timeout" => Err(HttpError::Timeout),
        Some(error) if error == "denied" => Err(HttpError::Denied(exchange.url.clone())),
        Some(error) => Err(HttpError::Connection(error.clone())),
        None => Ok(Response {
            status: answer.status,
            headers: answer.headers.clone().into_iter().collect(),
            body: bytes(&answer.body),
        }),
    };
    let to = Some((exchange.method.clone(), exchange.url.clone()));
    memory::http::answer(memory::http::Answer { to, result });
}

#[expect(clippy::panic, reason = "for tests")]
fn stop(path: &Path, reason: &str) -> ! {
    panic!("{}: {reason}", path.display())
}

/// One step; what it wrote counts only if its outcome is used.
fn take(plugin: &Plugin, input: &Input) -> Came {
    memory::attempt(|| match catch_unwind(AssertUnwindSafe(|| run(plugin, input))) {
        Ok(came) => {
            let used = !matches!(&came, Came::Outcome(outcome) if outcome.get("error").is_some());
            (came, used)
        }
        Err(panic) => (Came::Outcome(json!({"trap": said(panic.as_ref())})), false),
    })
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without a text")
}

fn run(plugin: &Plugin, input: &Input) -> Came {
    match input {
        Input::Call(call) => Came::Outcome(outcome(plugin, call)),
        Input::Event(event) => Came::Outcome(observed(plugin, event)),
        Input::Tick(Tick { name, at }) => {
            let context = Context {
                received_at: at.clone(),
                ..Context::default()
            };
            Came::Outcome(ended(plugin.tick(&context, name)))
        }
        Input::Request(request) => Came::Response(plugin.answer(&asked(request))),
    }
}

fn outcome(plugin: &Plugin, call: &Call) -> Value {
    let context = Context {
        charge_point: call.charge_point.clone(),
        version: call.version.clone(),
        vendor: call.vendor.clone(),
        model: call.model.clone(),
        message_id: call.message_id.clone(),
        received_at: call.received_at.clone(),
        attributes: call.attributes.clone().into_iter().collect(),
    };
    let (payload, proposed) = (call.payload.to_string(), call.proposed.to_string());
    let texts = Texts {
        payload: &payload,
        proposed: &proposed,
    };
    match plugin.handle(context, &call.action, texts) {
        Outcome::Keep => json!("keep"),
        Outcome::Replace(text) => json!({"replace": serde_json::from_str(&text).unwrap_or(json!(text))}),
        Outcome::CallError(error) => json!({"callError": {
            "code": error.code, "description": error.description, "details": error.details,
        }}),
    }
}

fn observed(plugin: &Plugin, event: &Event) -> Value {
    let context = Context {
        charge_point: event.charge_point.clone(),
        version: event.version.clone(),
        vendor: event.vendor.clone(),
        model: event.model.clone(),
        message_id: event.message_id.clone(),
        received_at: event.received_at.clone(),
        attributes: event.attributes.clone().into_iter().collect(),
    };
    ended(plugin.observe(&crate::Event {
        context,
        kind: event.kind.clone(),
        payload: event.payload.clone(),
    }))
}

fn ended(result: Result<(), crate::Failed>) -> Value {
    match result {
        Ok(()) => json!("ok"),
        Err(failed) => json!({"error": failed.to_string()}),
    }
}

fn asked(request: &Request) -> endpoint::Request {
    endpoint::Request {
        method: request.method.clone(),
        path: request.path.clone(),
        query: request.query.clone(),
        headers: request.headers.clone().into_iter().collect(),
        body: bytes(&request.body),
    }
}
